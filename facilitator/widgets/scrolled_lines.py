"""A long text that scrolls within a place of a fixed size.

Textual's scrolling containers lay the screen out again whenever their text gets another height.
Here a key that shows another text paints the lines that differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Size

from facilitator.widgets.bindings import SCROLL_BINDINGS
from facilitator.widgets.painted_lines import KEPT_PAGES, PaintedLines
from facilitator.widgets.scroll_bar import THUMB

BAR = 2
"""How many cells at the right belong to the scrollbar, with the gap before it."""
WHEEL_LINES = 3
"""How many lines the wheel of a mouse scrolls."""


class ScrolledLines(PaintedLines, can_focus=True, inherit_bindings=False):
    """The base of texts that scroll; a subclass wraps its text to the width that there is."""

    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_BINDINGS]

    def __init__(self, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, classes=classes)
        # By the ids of the texts, which are kept with them, so that no other gets one of the ids.
        self._kept_in_sight: LRUCache[
            tuple[int, int, Size], tuple[Sequence[Content], Sequence[Content]]
        ] = LRUCache(KEPT_PAGES)

    def lines(self, width: int) -> Sequence[Content]:
        """Return all lines of the text.

        Args:
            width: How many cells a line has.
        """
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The whole text, line by line, whether it is in sight or not."""
        return "\n".join(line.plain for line in self._lines)

    @property
    def _lines(self) -> Sequence[Content]:
        return self.lines(max(1, self.size.width - BAR))

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines that are in sight, with a scrollbar where there are more."""
        lines = self._lines
        self.go_to(max(0, min(self.top, len(lines) - height)))
        return self.lines_in_sight(lines, self.top)

    def lines_in_sight(self, lines: Sequence[Content], top: int) -> Sequence[Content]:
        """Return the lines of a text that are in sight from its line `top` on, with a scrollbar."""
        key = id(lines), top, self.size
        kept = self._kept_in_sight.get(key)
        if kept is None:
            kept = self._kept_in_sight[key] = lines, lines_with_bar(lines, top, *self.size)
        return kept[1]

    def scroll_lines(self, count: int) -> None:
        """Scroll down by so many lines, or up by a negative number."""
        self.go_to(max(0, min(self.top + count, len(self._lines) - self.size.height)))
        self.redraw()

    def go_to(self, top: int) -> None:
        """Let the text begin with another line when it is drawn next."""
        if top != self.top:
            self.top = top
            # A line knows its place in the text, also where it looks like the one before.
            self.refresh()

    def action_scroll_down(self) -> None:
        """Scroll down by a line."""
        self.scroll_lines(1)

    def action_scroll_up(self) -> None:
        """Scroll up by a line."""
        self.scroll_lines(-1)

    def action_page_down(self) -> None:
        """Scroll down by a page."""
        self.scroll_lines(self._page)

    def action_page_up(self) -> None:
        """Scroll up by a page."""
        self.scroll_lines(-self._page)

    def action_scroll_home(self) -> None:
        """Scroll to the start."""
        self.scroll_lines(-self.top)

    def action_scroll_end(self) -> None:
        """Scroll to the end."""
        self.scroll_lines(len(self._lines))

    @property
    def _page(self) -> int:
        return max(1, self.size.height - 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down with the wheel."""
        event.stop()
        self.scroll_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up with the wheel."""
        event.stop()
        self.scroll_lines(-WHEEL_LINES)


def lines_with_bar(lines: Sequence[Content], top: int, width: int, height: int) -> list[Content]:
    """Return the lines of a text that are in sight, with a scrollbar where there are more.

    Args:
        lines: All lines of the text.
        top: The index of the first one in sight.
        width: How many cells a line has with the scrollbar.
        height: How many lines there is room for.
    """
    shown = list(lines[top : top + height])
    hidden = len(lines) - height
    if hidden <= 0:
        return shown
    length = max(1, round(height * height / len(lines)))
    start = round((height - length) * top / hidden)
    bar = Content.styled(THUMB, "$rule")
    return [
        Content.assemble(line.truncate(width - 1, pad=True), bar)
        if start <= y < start + length
        else line
        for y, line in enumerate(shown)
    ]
