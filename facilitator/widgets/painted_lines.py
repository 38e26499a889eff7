"""A widget of a fixed size that draws itself line by line, and paints only lines that changed.

A `Static` of automatic height makes the screen lay itself out again at every change, and is painted
as a whole: most of what a key press cost. Here a key costs the lines that differ.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.cache import LRUCache
from textual.content import Content, Span
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from facilitator.widgets.differing_cells import differing_cells
from facilitator.widgets.kept_lines import KEPT_LINES, KeptLines

Line = tuple[str, tuple[Span, ...]]
"""What makes two lines look the same: their text and its styles."""
NO_LINE: Line = ("", ())
"""How a line looks that the text does not have."""
KEPT_PAGES = 64
"""So many pages are kept with their lines, as the cursor often goes back to what it left."""
PREPARE_SECONDS = 0.05
"""After so long without another key there is time to paint what the next one may show."""


@dataclass(eq=False, slots=True)
class Page:
    """What is in sight of a text at one time.

    Attributes:
        top: The index of its first line in the text.
        looks: How its lines look, from there.
        strips: Its lines as they are painted, by their number in sight, as far as they were.
    """

    top: int = 0
    looks: tuple[Line, ...] = ()
    strips: dict[int, Strip] = field(default_factory=dict)


class PaintedLines(KeptLines):
    """The base of widgets that draw their lines themselves; their size comes from the styles.

    A subclass keeps what it shows, and calls `redraw` once that has changed.

    Attributes:
        top: The index of the first line of the text that is in sight, where the text scrolls.
    """

    def __init__(self, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self.top = 0
        self._selected_text: Selection | None = None
        self._in_sight = Page()
        # Pages that were in sight before, or may be next, by their first line and their looks.
        self._pages: LRUCache[tuple[int, tuple[Line, ...]], Page] = LRUCache(KEPT_PAGES)
        # Lines by their number in sight and their look, as texts often have lines in common.
        self._painted: LRUCache[tuple[int, Line], Strip] = LRUCache(KEPT_LINES)
        # Where two pages differ, by their ids. Both are kept with it, so that no other page can get
        # one of the ids.
        self._differences: LRUCache[tuple[int, int], tuple[Page, Page, Sequence[Region]]]
        self._differences = LRUCache(KEPT_PAGES)
        self._preparing: asyncio.TimerHandle | None = None

    @property
    def text(self) -> str:
        """What is drawn, line by line."""
        return "\n".join(text for text, _ in self._in_sight.looks)

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines, from the top.

        Args:
            width: How many cells a line has; a longer one ends with an ellipsis, and none may have
                a tab or a line break.
            height: How many lines there is room for; what is missing stays empty.
        """
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw everything again, and paint the lines that differ from what was painted."""
        width, height = self.size
        if not width:
            # It is drawn once it has its size.
            return
        self._forget_if_changed()
        before, self._in_sight = self._in_sight, self._page_of(self.draw(width, height), self.top)
        if changed := self._difference(before, self._in_sight):
            self.refresh(*changed)

    def _page_of(self, contents: Sequence[Content], top: int) -> Page:
        """Return the page with these lines, which may have been in sight before.

        Args:
            contents: The lines from the top; those that there is no room for are left out.
            top: The index of the first one in the text.
        """
        looks = tuple(_look(content) for content in contents[: self.size.height])
        page = self._pages.get((top, looks))
        if page is None:
            page = self._pages[top, looks] = Page(top, looks)
        return page

    def _difference(self, before: Page, after: Page) -> Sequence[Region]:
        """Return the cells in which two pages differ, line by line."""
        if before is after:
            return ()
        key = id(before), id(after)
        kept = self._differences.get(key)
        if kept is None:
            kept = self._differences[key] = before, after, self._find_difference(before, after)
        return kept[2]

    def _find_difference(self, before: Page, after: Page) -> Sequence[Region]:
        """Find the cells in which two pages differ; lines that are the same are kept for both."""
        regions: list[Region] = []
        pairs = zip_longest(before.looks, after.looks, fillvalue=NO_LINE)
        for y, (old, new) in enumerate(pairs):
            start, end = differing_cells(self._paint(y, old), self._paint(y, new))
            if start == end and before.top == after.top and y in before.strips:
                after.strips[y] = before.strips[y]
            elif start < end:
                regions.append(Region(start, y, min(end, self.size.width) - start, 1))
        return regions

    def on_resize(self) -> None:
        """Draw to the new size."""
        self.redraw()

    def _forget_kept(self) -> None:
        super()._forget_kept()
        self._forget_pages()
        self._painted.clear()

    def _forget_pages(self) -> None:
        self._in_sight = Page(self._in_sight.top, self._in_sight.looks)
        self._pages.clear()
        self._differences.clear()

    def render_line(self, y: int) -> Strip:
        """Return a line as it is painted, whose style knows where each part of the text begins."""
        return self._line_of(self._in_sight, y)

    def _line_of(self, page: Page, y: int) -> Strip:
        strip = page.strips.get(y)
        if strip is None:
            strip = self._paint(y, page.looks[y] if y < len(page.looks) else NO_LINE)
            place = page.top + y
            strip = self._with_selection(place, strip).apply_offsets(0, place)
            page.strips[y] = strip
        return strip

    def prepare_soon(self, prepare: Callable[[], None]) -> None:
        """Call something that prepares what the next key may show, once no key comes any more."""
        if self._preparing is not None:
            self._preparing.cancel()
        loop = asyncio.get_running_loop()
        self._preparing = loop.call_later(PREPARE_SECONDS, self.call_next, prepare)

    def prepare(self, contents: Sequence[Content]) -> None:
        """Paint the first lines of a text that may be next, so that its key has less to do."""
        self._forget_if_changed()
        page = self._page_of(contents, 0)
        for region in self._difference(self._in_sight, page):
            self._finish(self._line_of(page, region.y))

    def _paint(self, y: int, look: Line) -> Strip:
        # The same line elsewhere is kept apart: a strip keeps its looks for four places at most.
        strip = self._painted.get((y, look))
        if strip is None:
            text, spans = look
            content = Content(text, list(spans)).truncate(self.size.width, ellipsis=True)
            strip = self._painted[y, look] = self._paint_content(content).simplify()
        return strip

    def _paint_content(self, content: Content) -> Strip:
        width, style = self.size.width, self.visual_style
        if any(_is_link(span.style) for span in content.spans):
            # This knows how a link looks, and takes five times as long.
            strips = Visual.to_strips(
                self, content, width, 1, style, apply_selection=False, pad=True
            )
            return strips[0]
        strip = Strip(content.render_segments(style))
        return strip.extend_cell_length(width, style.rich_style)

    def _with_selection(self, place: int, strip: Strip) -> Strip:
        """Return the line at a place of the text with what the mouse has selected of it marked."""
        span = None if self._selected_text is None else self._selected_text.get_span(place)
        if span is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else end
        marked = Style.from_styles(self.screen.get_component_styles("screen--selection"))
        ground = RichStyle(bgcolor=(self.visual_style + marked).rich_style.bgcolor)
        before, selected, after = strip.divide([start, end, max(end, strip.cell_length)])
        return Strip.join([before, Strip(Segment.apply_style(selected, None, ground)), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that the mouse has selected, and what ends it."""
        return selection.extract(self.text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint what is selected."""
        self._selected_text = selection
        self._forget_pages()
        self.refresh()


def _is_link(style: Style | str) -> bool:
    return isinstance(style, Style) and "@click" in style.meta


def _look(content: Content) -> Line:
    return content.plain, tuple(content.spans)
