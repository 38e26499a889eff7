"""The location of a value in a JSON text, for the messages of errors."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from facilitator.documents.read.parsed_document import DocumentError

Step = str | int
"""A key of an object or an index of an array."""
_BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class JsonLocation:
    """The location of a value in the text of a file.

    Attributes:
        file: The name of the file.
        text: The text of the file.
        start: The index in the text of the outermost value, from which `steps` lead inwards.
        steps: The keys and indexes that lead to the value.
        label: The same for people, such as `[0].timeline[1].at`.
    """

    file: str
    text: str
    start: int
    steps: tuple[Step, ...]
    label: str

    def child(self, step: Step) -> JsonLocation:
        """Return the location of a member of the object or array at this location."""
        label = f"[{step}]" if isinstance(step, int) else f".{step}"
        return replace(self, steps=(*self.steps, step), label=self.label + label)

    def error(self, message: str, *member: Step) -> DocumentError:
        """Return an error that names the file, the line, the location and what is wrong.

        The line is searched for only here, since nearly all values are right.

        Args:
            message: What is wrong.
            member: Steps from this location to the value whose line is named.
        """
        index = _index_of(self.text, self.start, (*self.steps, *member))
        line = self.text.count("\n", 0, index) + 1
        return DocumentError(f"{self.file}:{line}: {self.label}: {message}")


def _index_of(text: str, start: int, steps: tuple[Step, ...]) -> int:
    """Return the index of a value; where a key is missing, the index of its object."""
    index = _skip_blanks(text, start)
    for step in steps:
        member = _index_of_member(text, index, step)
        if member is None:
            return index
        index = member
    return index


def _index_of_member(text: str, index: int, step: Step) -> int | None:
    """Return the index of a member of the object or array at an index of a valid JSON text."""
    closing = "}" if text[index] == "{" else "]"
    number = 0
    result = None
    index = _skip_blanks(text, index + 1)
    while text[index] != closing:
        key: Step = number
        if closing == "}":
            key, index = _DECODER.raw_decode(text, index)
            # The colon stands between the key and the value.
            index = _skip_blanks(text, _skip_blanks(text, index) + 1)
        if key == step:
            # Where a key is repeated the last one counts, as it does when the values are decoded.
            result = index
        _, index = _DECODER.raw_decode(text, index)
        index = _skip_blanks(text, index)
        if text[index] == ",":
            index = _skip_blanks(text, index + 1)
        number += 1
    return result


def _skip_blanks(text: str, index: int) -> int:
    while index < len(text) and text[index] in _BLANKS:
        index += 1
    return index


def _ignore_number(_: str) -> Any:
    return None


# Numbers are not converted here: a very long one would take quadratic time.
_DECODER = json.JSONDecoder(parse_int=_ignore_number, parse_float=_ignore_number)
