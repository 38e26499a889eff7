"""The row of an item that is done, which stands out for a moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from textual.screen import Screen

FLASH_SECONDS = 0.6
"""For how long the row stands out."""


class RowFlash:
    """Lets a row stand out, unless nothing may move.

    Attributes:
        row_id: The id of the row that stands out now; None where none does.
    """

    def __init__(self, screen: Screen[None], redraw: Callable[[UUID], None]) -> None:
        """Prepare it.

        Args:
            screen: The screen with the rows.
            redraw: Draws the row with this id again.
        """
        self._screen = screen
        self._redraw = redraw
        self.row_id: UUID | None = None

    def begin(self, row_id: UUID) -> None:
        """Let a row stand out from now on."""
        if self._screen.app.animation_level != "none":
            self.row_id = row_id
            self._redraw(row_id)
            self._screen.set_timer(FLASH_SECONDS, self._end)

    def _end(self) -> None:
        if self.row_id is not None:
            row_id, self.row_id = self.row_id, None
            self._redraw(row_id)
