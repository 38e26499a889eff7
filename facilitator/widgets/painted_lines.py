"""A widget of a fixed size that draws itself line by line, and paints only lines that changed.

A `Static` of automatic height makes the screen lay itself out again at every change, and is painted
as a whole: most of what a key press cost. Here a key costs the lines that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.cache import LRUCache
from textual.content import Content, Span
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer
from textual.visual import Visual
from textual.widget import Widget

from facilitator.widgets.differing_cells import differing_cells

Line = tuple[str, tuple[Span, ...]]
"""What makes two lines look the same: their text and its styles."""
NO_LINE: Line = ("", ())
"""How a line looks that the text does not have."""
KEPT_LINES = 512
"""So many lines are kept as they were painted, as the cursor often goes back to what it left."""
PREPARE_SECONDS = 0.05
"""After so long without another key there is time to paint what the next one may show."""


class PaintedLines(Widget):
    """The base of widgets that draw their lines themselves; their size comes from the styles.

    A subclass keeps what it shows, and calls `redraw` once that has changed. Its style may have
    colours and a text style, and anything around its lines; what Textual would do to the lines
    themselves, such as an opacity or a hatch, is left out.

    Attributes:
        top: The index of the first line of the text that is in sight, where the text scrolls.
    """

    def __init__(self, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self.top = 0
        self._looks: list[Line] = []
        self._selected_text: Selection | None = None
        # The lines in sight as they are painted, and with what Textual adds for the terminal.
        self._strips: dict[int, Strip] = {}
        self._finished: dict[int, Strip] = {}
        # Lines that were in sight before, or may be next, by their place and their look.
        self._painted: LRUCache[tuple[int, str, tuple[Span, ...]], Strip] = LRUCache(KEPT_LINES)
        # In which cells two such lines differ, by their ids. Both lines are kept with it, so that
        # no other line can get one of the ids.
        self._differences: LRUCache[tuple[int, int], tuple[Strip, Strip, tuple[int, int]]]
        self._differences = LRUCache(KEPT_LINES)
        self._painted_as: tuple[int, Style] | None = None
        self._preparing: Timer | None = None

    @property
    def text(self) -> str:
        """What is drawn, line by line."""
        return "\n".join(text for text, _ in self._looks)

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
        contents = self.draw(width, height)[:height]
        before, self._looks = self._looks, [_look(content) for content in contents]
        pairs = enumerate(zip_longest(before, self._looks, fillvalue=NO_LINE))
        changed = [y for y, (old, new) in pairs if old != new]
        for y in changed:
            self._finished.pop(y, None)
        regions = [self._changed_cells(y, self._strips.pop(y, None), width) for y in changed]
        if any(regions):
            self.refresh(*(region for region in regions if region))

    def _changed_cells(self, y: int, painted: Strip | None, width: int) -> Region:
        """Return where a line differs from what was painted; all of it, where nothing was."""
        if painted is None:
            return Region(0, y, width, 1)
        start, end = self._difference(painted, self._painted_line(y))
        return Region(start, y, min(end, width) - start, 1) if start < end else Region()

    def _difference(self, before: Strip, after: Strip) -> tuple[int, int]:
        """Return which cells of two lines differ, as `differing_cells` finds them."""
        key = id(before), id(after)
        kept = self._differences.get(key)
        if kept is None:
            kept = self._differences[key] = before, after, differing_cells(before, after)
        return kept[2]

    def on_resize(self) -> None:
        """Draw to the new size."""
        self.redraw()

    def notify_style_update(self) -> None:
        """Paint in the colours of another theme or of another class."""
        super().notify_style_update()
        self._forget_painted()

    def _forget_painted(self) -> None:
        self._forget_in_sight()
        self._painted.clear()
        self._differences.clear()

    def _forget_in_sight(self) -> None:
        self._strips.clear()
        self._finished.clear()

    def _forget_if_changed(self) -> None:
        """Forget what was painted in another width or on another ground."""
        painted_as = self.size.width, self.visual_style
        if self._painted_as != painted_as:
            self._painted_as = painted_as
            self._forget_painted()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they are painted.

        Where nothing is around them and no link is pointed at, they are taken as they were kept:
        Textual would put each together anew, and forget what it has worked out about it.
        """
        if any(self.styles.gutter) or self.hover_style.link_id:
            return super().render_lines(crop)
        # A new size may be painted before the widget has heard of it.
        self._forget_if_changed()
        self._finish([y for y in crop.line_range if y not in self._finished])
        strips = [self._finished[y] for y in crop.line_range]
        first, end = crop.column_span
        if (first, end) != (0, self.size.width):
            strips = [strip.crop(first, end) for strip in strips]
        return strips

    def _finish(self, missing: Sequence[int]) -> None:
        """Put the lines with these numbers in sight as the terminal gets them."""
        if not missing:
            return
        (_, background), line_filters = self.background_colors, self.get_line_filters()
        for y in missing:
            strip = self.render_line(y)
            for line_filter in line_filters:
                strip = strip.apply_filter(line_filter, background)
            self._finished[y] = strip

    def render_line(self, y: int) -> Strip:
        """Return a line as it is painted, whose style knows where each part of the text begins."""
        return self._painted_line(y).apply_offsets(0, self.top + y)

    def _painted_line(self, y: int) -> Strip:
        if y not in self._strips:
            self._strips[y] = self._with_selection(y, self._paint(y))
        return self._strips[y]

    def prepare_soon(self, prepare: Callable[[], None]) -> None:
        """Call something that prepares what the next key may show, once no key comes any more."""
        if self._preparing is not None:
            self._preparing.stop()
        self._preparing = self.set_timer(PREPARE_SECONDS, prepare)

    def prepare(self, contents: Sequence[Content]) -> None:
        """Paint lines that may be shown next, so that the key that shows them has less to do."""
        self._forget_if_changed()
        looks = [_look(content) for content in contents]
        looks += [NO_LINE] * (len(self._looks) - len(looks))
        for y, look in enumerate(looks):
            after = self._paint_line(y, look)
            if (before := self._strips.get(y)) is not None:
                self._difference(before, after)

    def _paint(self, y: int) -> Strip:
        return self._paint_line(y, self._looks[y] if y < len(self._looks) else NO_LINE)

    def _paint_line(self, y: int, look: Line) -> Strip:
        # The same line elsewhere is kept apart: a strip keeps its looks for four places at most.
        text, spans = look
        strip = self._painted.get((y, text, spans))
        if strip is None:
            content = Content(text, list(spans)).truncate(self.size.width, ellipsis=True)
            strip = self._painted[y, text, spans] = self._paint_content(content).simplify()
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

    def _with_selection(self, y: int, strip: Strip) -> Strip:
        """Return a line with what the mouse has selected of it marked."""
        span = None if self._selected_text is None else self._selected_text.get_span(self.top + y)
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
        self._forget_in_sight()
        self.refresh()


def _is_link(style: Style | str) -> bool:
    return isinstance(style, Style) and "@click" in style.meta


def _look(content: Content) -> Line:
    return content.plain, tuple(content.spans)
