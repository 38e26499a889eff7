"""A text that is drawn for the width it is given, and as high as that makes it."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

Draw = Callable[[int], Content]
"""Draws a text into so many cells."""
NARROWEST = 8
"""The smallest number of cells that a text is drawn into."""


class FluidText(Static):
    """Draws its text while it is laid out, so that each width is drawn once and laid out once."""

    def __init__(self, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self._draw: Draw = _draw_nothing
        self._drawn: tuple[int, Content] | None = None

    def draw_with(self, draw: Draw) -> None:
        """Show what this draws, in the place of what was shown before."""
        self._draw, self._drawn = draw, None
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how high the text is at a width."""
        return self._at_width(width).get_height(self.styles.get_rules(), width)

    def render(self) -> Content:
        """Return the text at the width that it has."""
        return self._at_width(self.content_size.width)

    def _at_width(self, width: int) -> Content:
        width = max(NARROWEST, width)
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = width, self._draw(width)
        return self._drawn[1]


def _draw_nothing(width: int) -> Content:
    return Content("")
