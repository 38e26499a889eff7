"""Rows of text with a sign or a number before each, which their wrapped lines stay clear of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widgets import Static

Row = tuple[str | Content, Content]
"""What stands before the text of a row, and the text."""
NARROWEST = 8
"""The smallest number of cells that the text of a row is wrapped to."""


class HangingIndent(Static):
    """Shows rows of text, and wraps them anew whenever its width changes."""

    def __init__(self, rows: Iterable[Row] = (), *, name: str | None = None) -> None:
        super().__init__(id=name)
        self._rows: Sequence[Row] = tuple(rows)

    def show(self, rows: Iterable[Row]) -> None:
        """Show these rows in the place of those before."""
        self._rows = tuple(rows)
        self._paint()

    def on_resize(self) -> None:
        """Wrap the rows to the new width."""
        self._paint()

    def _paint(self) -> None:
        width = self.content_size.width
        rows = (indent_wrapped(lead, text, width) for lead, text in self._rows)
        self.update(Content("\n").join(rows))


def indent_wrapped(lead: str | Content, text: Content, width: int) -> Content:
    """Return one row, wrapped to a width in cells, with its further lines indented by the lead."""
    first = Content(lead) if isinstance(lead, str) else lead
    indent = " " * first.cell_length
    lines = text.wrap(max(NARROWEST, width - first.cell_length))
    return Content("\n").join(
        Content.assemble(indent if index else first, line) for index, line in enumerate(lines)
    )
