"""Digits that fill five lines: for a room that sits far from the screen."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Digits

GLYPHS = {
    "0": ("██████", "██  ██", "██  ██", "██  ██", "██████"),
    "1": ("  ██  ", "████  ", "  ██  ", "  ██  ", "██████"),
    "2": ("██████", "    ██", "██████", "██    ", "██████"),
    "3": ("██████", "    ██", " █████", "    ██", "██████"),
    "4": ("██  ██", "██  ██", "██████", "    ██", "    ██"),
    "5": ("██████", "██    ", "██████", "    ██", "██████"),
    "6": ("██████", "██    ", "██████", "██  ██", "██████"),
    "7": ("██████", "    ██", "   ██ ", "  ██  ", "  ██  "),
    "8": ("██████", "██  ██", "██████", "██  ██", "██████"),
    "9": ("██████", "██  ██", "██████", "    ██", "██████"),
    ":": ("  ", "██", "  ", "██", "  "),
    "+": ("    ", " ██ ", "████", " ██ ", "    "),
}
HEIGHT = 5


class BigDigits(Digits):
    """Textual's digits of three lines, or digits of five where there is room for them."""

    big: reactive[bool] = reactive(False, layout=True)

    def render(self) -> RenderResult:
        """The digits at the right."""
        if not self.big:
            return super().render()
        glyphs = [GLYPHS[each] for each in self.value if each in GLYPHS]
        lines = (" ".join(glyph[row] for glyph in glyphs) for row in range(HEIGHT))
        # Not by justifying them, which would push each line over the blanks at its end.
        width = self.content_size.width
        return Content("\n".join(line.rjust(width) for line in lines))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Three lines or five."""
        if self.big:
            return HEIGHT
        return super().get_content_height(container, viewport, width)
