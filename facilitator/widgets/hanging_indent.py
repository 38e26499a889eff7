"""Rows of text with a sign or a number before each, which their wrapped lines stay clear of."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from facilitator.widgets.fluid_text import FluidText

Row = tuple[str | Content, Content]
"""What stands before the text of a row, and the text."""
NARROWEST = 8
"""The smallest number of cells that the text of a row is wrapped to."""


class HangingIndent(FluidText):
    """Shows rows of text, and wraps them anew whenever its width changes."""

    def __init__(self, rows: Iterable[Row] = (), *, name: str | None = None) -> None:
        super().__init__(name=name)
        self.show(rows)

    def show(self, rows: Iterable[Row]) -> None:
        """Show these rows in the place of those before."""
        shown = tuple(rows)

        def draw(width: int) -> Content:
            return Content("\n").join(indent_wrapped(lead, text, width) for lead, text in shown)

        self.draw_with(draw)


def indent_wrapped(lead: str | Content, text: Content, width: int) -> Content:
    """Return one row, wrapped to a width in cells, with its further lines indented by the lead."""
    first = Content(lead) if isinstance(lead, str) else lead
    lines = text.wrap(max(NARROWEST, width - first.cell_length))
    return Content("\n").join(with_lead(first, lines))


def with_lead(lead: Content, lines: Iterable[Content]) -> list[Content]:
    """Return lines of which the first comes after the lead, and the others begin below it."""
    indent = Content(" " * lead.cell_length)
    return [Content.assemble(indent if y else lead, line) for y, line in enumerate(lines)]
