"""A quiet scrollbar: a thin line at the edge of its cell, which leaves a gap to the text."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender

THUMB = "▐"
DEFAULT = Color.parse("default")


class ThinScrollBar(ScrollBarRender):
    """Draws what is in view of a text as a thin line, whose glyph shows without colours too."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = DEFAULT,
        bar_color: Color = DEFAULT,
    ) -> Segments:
        """Draw a vertical scrollbar; its parameters and those of Textual's are the same."""
        if not vertical:
            return super().render_bar(
                size,
                virtual_size,
                window_size,
                position,
                thickness,
                vertical,
                back_color,
                bar_color,
            )
        length = max(1, round(size * window_size / virtual_size)) if virtual_size else size
        hidden = max(1.0, virtual_size - window_size)
        start = round((size - length) * min(1.0, position / hidden))
        above, thumb, below = (
            Style(color=bar_color, bgcolor=back_color, meta={"@mouse.down": action})
            for action in ("scroll_up", "grab", "scroll_down")
        )
        rows = [
            *[Segment(" " * thickness, above)] * start,
            *[Segment(THUMB.rjust(thickness), thumb)] * length,
            *[Segment(" " * thickness, below)] * (size - start - length),
        ]
        return Segments(rows, new_lines=True)


def use_thin_scroll_bars() -> None:
    """Draw all scrollbars of the program thin."""
    ScrollBar.renderer = ThinScrollBar
