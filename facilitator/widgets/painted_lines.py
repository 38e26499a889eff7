"""A widget of a fixed size that draws itself line by line, and paints only lines that changed.

A `Static` of automatic height makes the screen lay itself out again at every change, and is painted
as a whole: most of what a key press cost. Here a key costs the lines that differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

Line = tuple[str, object]
"""What makes two lines look the same: their text and its styles."""


class PaintedLines(Widget):
    """The base of widgets that draw their lines themselves; their size comes from the styles.

    A subclass keeps what it shows, and calls `redraw` once that has changed.
    """

    def __init__(self, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self._contents: list[Content] = []
        self._strips: dict[int, Strip] = {}

    @property
    def text(self) -> str:
        """What is drawn, line by line."""
        return "\n".join(content.plain for content in self._contents)

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines, from the top.

        Args:
            width: How many cells a line has; a longer one ends with an ellipsis.
            height: How many lines there is room for; what is missing stays empty.
        """
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw everything again, and paint the lines that differ from what was painted."""
        width, height = self.size
        if not width:
            # It is drawn once it has its size.
            return
        before, self._contents = self._contents, list(self.draw(width, height))[:height]
        count = max(len(before), len(self._contents))
        changed = [y for y in range(count) if _look(before, y) != _look(self._contents, y)]
        regions = [self._changed_cells(y, self._strips.pop(y, None)) for y in changed]
        if any(regions):
            self.refresh(*(region for region in regions if region))

    def _changed_cells(self, y: int, painted: Strip | None) -> Region:
        """Return where a line differs from what was painted; all of it, where nothing was."""
        width = self.size.width
        if painted is None:
            return Region(0, y, width, 1)
        before, after = _cells(painted), _cells(self.render_line(y))
        if len(before) != len(after):
            return Region(0, y, width, 1)
        differing = [x for x, cell in enumerate(after) if cell != before[x]]
        if not differing:
            return Region()
        return Region(differing[0], y, differing[-1] + 1 - differing[0], 1)

    def on_resize(self) -> None:
        """Draw to the new size."""
        self._strips.clear()
        self.redraw()

    def notify_style_update(self) -> None:
        """Paint in the colours of another theme or of another class."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Return a line as it is painted."""
        if y not in self._strips:
            self._strips[y] = self._paint(y)
        return self._strips[y]

    def _paint(self, y: int) -> Strip:
        width = self.size.width
        content = self._contents[y] if y < len(self._contents) else Content("")
        content = content.truncate(width, ellipsis=True)
        strips = Visual.to_strips(
            self, content, width, 1, self.visual_style, apply_selection=False, pad=True
        )
        selection = self.text_selection
        strip = strips[0] if strips else Strip.blank(width, self.visual_style.rich_style)
        if selection is not None and (span := selection.get_span(y)) is not None:
            strip = self._with_selection(strip, *span)
        return strip.simplify().apply_offsets(0, y)

    def _with_selection(self, strip: Strip, start: int, end: int) -> Strip:
        end = strip.cell_length if end == -1 else end
        style = self.screen.get_component_rich_style("screen--selection")
        before, selected, after = strip.divide([start, end, max(end, strip.cell_length)])
        return Strip.join([before, selected.apply_style(style), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that the mouse has selected, and what ends it."""
        return selection.extract(self.text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint what is selected."""
        self._strips.clear()
        self.refresh()


def _cells(strip: Strip) -> list[object]:
    """Return what is seen in each cell of a line, for each cell of a wide character.

    Where a part of the text begins is not seen, though its style knows it.
    """
    return [
        (character, look, cell)
        for text, style, _ in strip
        for look in [style and (style.clear_meta_and_links(), style.link)]
        for character in text
        for cell in range(cell_len(character))
    ]


def _look(contents: Sequence[Content], y: int) -> Line | None:
    return (contents[y].plain, contents[y].spans) if y < len(contents) else None
