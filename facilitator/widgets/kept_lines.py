"""Lines that go to the terminal as a widget has kept them.

Textual puts every line of a widget together anew when it is painted, and with that forgets what it
has worked out about it: how it is cut where another widget begins, and what the terminal gets. A
strip that is handed over again still knows it.
"""

from __future__ import annotations

from functools import cached_property

from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

KEPT_LINES = 512
"""So many lines are kept as the terminal gets them."""


class KeptLines(Widget):
    """The base of widgets that keep the lines that they render.

    A line is known by its strip: a subclass returns the same strip from `render_line` as long as
    the line looks the same. Its style may have colours and a text style, and a padding and a border
    around its lines; what Textual would do to the lines themselves, such as an outline, an opacity
    or a hatch, is left out.
    """

    _width_and_style: tuple[int, Style] | None = None

    @cached_property
    def _finished(self) -> LRUCache[int, tuple[Strip, Strip]]:
        # By the ids of the strips, which are kept with them, so that no other gets one of the ids.
        return LRUCache(KEPT_LINES)

    def notify_style_update(self) -> None:
        """Paint in the colours of another theme or of another class."""
        super().notify_style_update()
        self._forget_kept()

    def _forget_kept(self) -> None:
        self._finished.clear()

    def _forget_if_changed(self) -> None:
        """Forget what was kept in another width or on another ground."""
        width_and_style = self.size.width, self.visual_style
        if self._width_and_style != width_and_style:
            self._width_and_style = width_and_style
            self._forget_kept()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they were kept.

        Where there is a padding or a border, or where a link is pointed at, Textual puts them
        together.
        """
        if any(self.styles.gutter) or self.hover_style.link_id:
            return super().render_lines(crop)
        # A new size may be painted before the widget has heard of it.
        self._forget_if_changed()
        strips = [self._finish(self.render_line(y)) for y in crop.line_range]
        first, end = crop.column_span
        if (first, end) != (0, self.size.width):
            strips = [strip.crop(first, end) for strip in strips]
        return strips

    def _finish(self, strip: Strip) -> Strip:
        """Return a line as the terminal gets it, over the whole width."""
        kept = self._finished.get(id(strip))
        if kept is None:
            _, ground = self.background_colors
            finished = strip.adjust_cell_length(self.size.width, self.rich_style)
            for line_filter in self.get_line_filters():
                finished = finished.apply_filter(line_filter, ground)
            kept = self._finished[id(strip)] = strip, finished
        return kept[1]
