"""Rows that are led by a sign or a number; their wrapped lines stay clear of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widgets import Static

Row = tuple[str | Content, Content]
"""What leads a row, and the row."""
NARROWEST = 8
"""To how many cells a row is wrapped at the least."""


class Hanging(Static):
    """Follows its own width, so that a resize wraps anew."""

    def __init__(self, rows: Iterable[Row] = (), *, name: str | None = None) -> None:
        super().__init__(id=name)
        self._rows: Sequence[Row] = tuple(rows)

    def show(self, rows: Iterable[Row]) -> None:
        """Show these."""
        self._rows = tuple(rows)
        self._paint()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._paint()

    def _paint(self) -> None:
        width = self.content_size.width
        self.update(Content("\n").join(hung(lead, said, width) for lead, said in self._rows))


def hung(lead: str | Content, said: Content, width: int) -> Content:
    """One row, wrapped to so many cells."""
    first = Content(lead) if isinstance(lead, str) else lead
    indent = " " * first.cell_length
    lines = said.wrap(max(NARROWEST, width - first.cell_length))
    return Content("\n").join(
        Content.assemble(indent if place else first, line) for place, line in enumerate(lines)
    )
