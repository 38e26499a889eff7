"""A line of a form that also says something about other fields: `Cap retries @Priya P1 fri`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class ReadValue(NamedTuple):
    """The value that a line states for another field, and how people say it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class LineReading:
    """How a line is read.

    Attributes:
        rest: The words that stay in the line.
        values: What the line says of other fields, by their names.
        remark: What else is worth knowing about the line while it is typed.
    """

    rest: str
    values: Mapping[str, ReadValue] = field(default_factory=dict)
    remark: str = ""


ReadLine = Callable[[str, Mapping[str, str]], LineReading]
"""Reads a line; the second argument holds the values of all fields of its form by their names."""


class FieldValues(Protocol):
    """A form, as far as the values of its fields are read and set."""

    @property
    def values(self) -> Mapping[str, str]:
        """The value of each field by its name."""

    def set_value(self, name: str, value: str) -> None:
        """Show another value in a field."""

    def offer_value(self, name: str, value: str) -> None:
        """Show another value in a field, which what is typed there next replaces."""


class LineMoves:
    """Moves what a line says of other fields into these fields, when the user leaves the line.

    A line that nobody has changed since the last time is not read again. Somebody who writes the
    words that were moved once more wants to keep them: the line stays as it is, and the other
    fields get back what they held before.
    """

    def __init__(
        self, form: FieldValues, name: str, read: ReadLine, defaults: Mapping[str, str]
    ) -> None:
        """Prepare the moves; what the line holds now is not read.

        Args:
            form: The form.
            name: The name of the field that is read.
            read: How it is read.
            defaults: The values of fields that nobody has to hear about when another takes their
                place, by the names of these fields.
        """
        self._form = form
        self._name = name
        self._read = read
        self._defaults = defaults
        self._settled = form.values[name]
        self._moved: dict[str, dict[str, tuple[str, str]]] = {}
        self._report = ""

    @property
    def hint(self) -> str:
        """What stands under the line: how it is read, or what was moved when it was left."""
        values = self._form.values
        text = values[self._name]
        if text != self._settled and text in self._moved:
            return "These words stay here."
        reading = self._read(text, values)
        if text == self._settled or not reading.values:
            return self._report or reading.remark
        words = self._in_words(reading, values)
        return f"→ {words}\nEnd with a full stop to keep these words here"

    def move(self) -> None:
        """Move what the line says of other fields, unless that is done already."""
        values = self._form.values
        text = values[self._name]
        if text == self._settled:
            return
        self._report = ""
        if text in self._moved:
            self._give_back(self._moved[text], values)
        else:
            reading = self._read(text, values)
            if reading.values:
                self._report = (
                    f"Moved to the fields below: {self._in_words(reading, values)}\n"
                    "Type the words again to keep them here"
                )
                self._moved[text] = {
                    name: (values[name], read.value) for name, read in reading.values.items()
                }
                for name, read in reading.values.items():
                    self._form.offer_value(name, read.value)
                text = reading.rest
        self._settled = text
        self._form.set_value(self._name, text)

    def _give_back(self, moved: Mapping[str, tuple[str, str]], values: Mapping[str, str]) -> None:
        """Put back what fields held before a move, where nobody has changed them since."""
        for name, (before, after) in moved.items():
            if values[name] == after:
                self._form.set_value(name, before)

    def _in_words(self, reading: LineReading, values: Mapping[str, str]) -> str:
        """Return what a line says of other fields, and what gives way to it there."""
        words = []
        for name, read in reading.values.items():
            before = values[name]
            gives_way = before not in ("", read.value, self._defaults.get(name))
            words.append(f"{read.words} (was {before})" if gives_way else read.words)
        return " · ".join(words)
