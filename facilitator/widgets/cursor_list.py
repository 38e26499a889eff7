"""What the lists that draw their own lines have in common: a cursor, and the keys that move it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from facilitator.widgets.bindings import LIST_BINDINGS
from facilitator.widgets.kept_lines import KeptLines


class CursorList(ScrollView, KeptLines, can_focus=True, inherit_bindings=False):
    """The base of the lists with a cursor on one of their rows; a subclass draws them."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_BINDINGS]

    highlighted: reactive[int] = reactive(0, repaint=False)
    """The index of the row that the cursor is on, from 0, also while there are no rows.

    A subclass paints the lines that differ when it changes.
    """

    def __len__(self) -> int:
        raise NotImplementedError

    def validate_highlighted(self, index: int) -> int:
        """Keep the cursor within the rows."""
        return max(0, min(index, len(self) - 1))

    def action_cursor_down(self) -> None:
        """Move the cursor to the next row."""
        self.highlighted += 1

    def action_cursor_up(self) -> None:
        """Move the cursor to the row before."""
        self.highlighted -= 1

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self.highlighted = 0

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self.highlighted = len(self) - 1

    def action_page_down(self) -> None:
        """Move the cursor a page down."""
        self.highlighted += self._page

    def action_page_up(self) -> None:
        """Move the cursor a page up."""
        self.highlighted -= self._page

    def action_half_page_down(self) -> None:
        """Move the cursor half a page down."""
        self.highlighted += max(1, self._page // 2)

    def action_half_page_up(self) -> None:
        """Move the cursor half a page up."""
        self.highlighted -= max(1, self._page // 2)

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)
