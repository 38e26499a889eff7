"""One step of the set-up: its fields, and below them what it has found or why it failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from facilitator.widgets.form_input import FormInput
from facilitator.widgets.glyphs import HERE
from facilitator.widgets.inline_select import InlineSelect
from facilitator.widgets.text import line

Line = FormInput | InlineSelect
"""A field: a line that is typed, or a choice among a few."""


class LabelledLine(Horizontal):
    """A field behind its label, which has a sign while the field has the focus."""

    def __init__(self, label: str, field: Line) -> None:
        super().__init__(classes="field")
        self._label, self._field = label, field

    def compose(self) -> ComposeResult:
        """Put the label before the field."""
        yield Static(self._marked(" "), classes="label")
        yield self._field

    def on_descendant_focus(self) -> None:
        """Mark the field, since colour alone says nothing to some people."""
        self.query_one(".label", Static).update(self._marked(HERE))

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self.query_one(".label", Static).update(self._marked(" "))

    def _marked(self, sign: str) -> Content:
        return Content.assemble((f"{sign} ", "$text-accent"), self._label)


class StepPart(Vertical):
    """A title over the fields of a step, and lines that say how it stands."""

    def __init__(self, title: str, fields: Sequence[tuple[str, Line]], *, name: str) -> None:
        """Prepare the part.

        Args:
            title: What the step is about.
            fields: The fields with their labels, in their order.
            name: The id of the part.
        """
        super().__init__(id=name, classes="step")
        self._title, self._fields = title, fields

    def compose(self) -> ComposeResult:
        """Put the fields between the title and what is said of them."""
        yield Static(line(self._title, "bold $text-accent"), classes="step-title")
        with Vertical(classes="fields"):
            yield from _rows(self._fields)
        yield Static(classes="result")

    async def show_fields(self, fields: Sequence[tuple[str, Line]]) -> None:
        """Put other fields in the place of those that there are."""
        holder = self.query_one(".fields", Vertical)
        await holder.remove_children()
        await holder.mount_all(_rows(fields))

    @property
    def lines(self) -> list[Line]:
        """The fields in their order."""
        return [
            field
            for field in self.query(".fields FormInput, .fields InlineSelect")
            if isinstance(field, FormInput | InlineSelect)
        ]

    @property
    def values(self) -> Mapping[str, str]:
        """What is typed or chosen, by the ids of the fields."""
        return {field.id or "": field.value for field in self.lines}

    def say(self, *contents: Content) -> None:
        """Say how the step stands, each thing on a line of its own."""
        self.query_one(".result", Static).update(Content("\n").join(contents))


def _rows(fields: Sequence[tuple[str, Line]]) -> list[LabelledLine]:
    return [LabelledLine(label, field) for label, field in fields]
