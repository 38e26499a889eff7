"""Digits five lines high, for a room that sits far from the screen."""

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
    """Shows a text in Textual's digits of three lines, or in five lines when `big` is set."""

    big: reactive[bool] = reactive(False, layout=True)

    def render(self) -> RenderResult:
        """Draw the digits, aligned to the right."""
        if not self.big:
            return super().render()
        glyphs = [GLYPHS[character] for character in self.value if character in GLYPHS]
        lines = (" ".join(glyph[row] for glyph in glyphs) for row in range(HEIGHT))
        # Justified to the right, Content would drop the blanks at the end of each line.
        width = self.content_size.width
        return Content("\n".join(line.rjust(width) for line in lines))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return three lines, or five for the big digits."""
        if self.big:
            return HEIGHT
        return super().get_content_height(container, viewport, width)
