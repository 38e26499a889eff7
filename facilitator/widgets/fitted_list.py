"""A list whose rows are drawn to its width, so that what stands at their right is aligned."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from facilitator.widgets.row_list import SIGN, RowList

DrawRow = Callable[[int], Content]
"""Draws a row into so many cells."""


class FittedList(RowList):
    """Rows that are drawn anew when the list becomes wider or narrower."""

    # Without its place kept, a scroll bar that appears would make every row too long.
    DEFAULT_CSS = "FittedList { scrollbar-gutter: stable; }"

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._drawn_rows: Sequence[tuple[str, DrawRow]] = ()
        self._empty = ""

    def show_fitted(self, rows: Sequence[tuple[str, DrawRow]], empty: str) -> None:
        """Show these rows in the place of those before, as `RowList.show` does.

        Args:
            rows: The id of each row, and what draws it.
            empty: What to say where there are no rows.
        """
        self._drawn_rows, self._empty = rows, empty
        self._fit()

    def on_resize(self) -> None:
        """Draw the rows to the new width."""
        self._fit()

    def _fit(self) -> None:
        width = max(1, self.scrollable_content_region.width - len(SIGN))
        self.show(((row_id, draw(width)) for row_id, draw in self._drawn_rows), self._empty)
