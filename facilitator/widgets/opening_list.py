"""A list whose row with the cursor opens in place to several lines; the others have one line each.

A key paints the cells that differ, and the screen is not laid out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.visual import Visual

from facilitator.widgets.bindings import LIST_BINDINGS
from facilitator.widgets.cursor_list import CursorList
from facilitator.widgets.differing_cells import differing_cells

EDGE = "▌"
"""What stands before every line of the row with the cursor."""
MARGIN = 1
"""How many cells stay free at the end of a line."""
ROWS_BEFORE = 2
"""How many rows are shown above or below the row that the list has turned a page for."""


class OpeningList(CursorList, inherit_bindings=False):
    """Rows that are known by their ids; the cursor stays on its row when they are shown anew."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "opening-list--row",
        "opening-list--open",
        "opening-list--edge",
    }
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_BINDINGS]

    def __init__(
        self,
        draw: Callable[[str, int], Content],
        draw_open: Callable[[str, int], Sequence[Content]],
        *,
        name: str | None = None,
    ) -> None:
        """Prepare an empty list.

        Args:
            draw: Draws the line of a row, given by its id, into so many cells.
            draw_open: Draws the lines of the row that the cursor is on.
            name: The id of the widget.
        """
        super().__init__(id=name)
        self._draw = draw
        self._draw_open = draw_open
        self._ids: list[str] = []
        self._empty = ""
        self._lines: dict[str, Content] = {}
        self._open_lines: dict[str, Sequence[Content]] = {}
        self._strips: dict[tuple[str | None, int | None], Strip] = {}

    @property
    def selected_id(self) -> str | None:
        """The id of the row that the cursor is on."""
        return self._ids[self.highlighted] if self._ids else None

    @property
    def row_width(self) -> int:
        """How many cells a line of a row has."""
        return max(1, self.scrollable_content_region.width - len(EDGE) - MARGIN)

    def __len__(self) -> int:
        return len(self._ids)

    def __bool__(self) -> bool:
        """Return True, since a list without rows is a widget all the same."""
        return True

    def show(self, ids: Sequence[str], empty: str = "") -> None:
        """Show these rows in the place of those before, all of them drawn anew.

        The cursor stays on its row, or on the row that has taken its place.

        Args:
            ids: The ids of the rows, in their order.
            empty: What to say where there are no rows.
        """
        selected_before, before = self.selected_id, self._visible_strips()
        self._ids, self._empty = list(ids), empty
        self._forget()
        if selected_before in self._ids:
            # Its neighbours have gone or come; the cursor has not moved.
            self.set_reactive(OpeningList.highlighted, self._ids.index(selected_before))
        else:
            self.set_reactive(OpeningList.highlighted, self.validate_highlighted(self.highlighted))
        self._measure()
        self._keep_in_sight()
        self._paint_changes(before)

    def select(self, row_id: str) -> None:
        """Put the cursor on a row, if the list has it."""
        if row_id in self._ids:
            self.highlighted = self._ids.index(row_id)

    def row_text(self, row_id: str) -> str:
        """Return what a row says: its line, or all of its lines where it is open."""
        lines = self._opened(row_id) if row_id == self.selected_id else [self._line(row_id)]
        return "\n".join(line.plain for line in lines)

    def watch_highlighted(self, before: int, after: int) -> None:
        """Open the row in the place of the one before, and bring it into sight."""
        if not self._ids:
            return
        strips = self._visible_strips(before)
        top = self.scroll_offset.y
        self._keep_in_sight()
        if self.scroll_offset.y == top:
            self._paint_changes(strips)

    # Where things are.

    @property
    def _open_height(self) -> int:
        return len(self._opened(self._ids[self.highlighted])) if self._ids else 0

    def _row_at(self, y: int, highlighted: int | None = None) -> tuple[int, int | None] | None:
        """Return what stands on a line: the index of the row, and which of its lines if it is open.

        Args:
            y: The line, from the first line of the first row.
            highlighted: The row that is open; by default the one that the cursor is on.
        """
        open_index = self.highlighted if highlighted is None else highlighted
        if not self._ids or y < 0:
            return None
        open_index = min(open_index, len(self._ids) - 1)
        if y < open_index:
            return y, None
        height = len(self._opened(self._ids[open_index]))
        if y < open_index + height:
            return open_index, y - open_index
        index = y - height + 1
        return (index, None) if index < len(self._ids) else None

    def rows_in_view(self) -> Iterator[tuple[int, Offset]]:
        """Yield the index of each visible row, and where on the screen the row begins."""
        region = self.scrollable_content_region
        for y in range(region.height):
            found = self._row_at(self.scroll_offset.y + y)
            if found is not None and not found[1]:
                yield found[0], Offset(region.x, region.y + y)

    def _keep_in_sight(self) -> None:
        """Turn the page if the open row is not in sight."""
        height = self.scrollable_content_region.height
        if not height or not self._ids:
            # The list is not shown now; the resize that shows it does this again.
            return
        first, last = self.highlighted, self.highlighted + self._open_height - 1
        top = round(self.scroll_target_y)
        if top <= first and last < top + height:
            return
        fits_above = max(0, min(ROWS_BEFORE, height - self._open_height))
        top = last - height + 1 + fits_above if first < top else first - fits_above
        top = max(0, min(top, first))
        if last - first < height:
            top = max(top, last - height + 1)
        self.scroll_to(y=top, animate=False, force=True)

    def _measure(self) -> None:
        """Say how many lines there can be: a size that a key does not change needs no layout."""
        heights = [len(self._opened(row_id)) for row_id in self._ids]
        lines = len(self._ids) - 1 + max(heights) if heights else 0
        self.virtual_size = Size(self.size.width, lines)

    # How it looks.

    def _line(self, row_id: str) -> Content:
        if row_id not in self._lines:
            self._lines[row_id] = self._draw(row_id, self.row_width)
        return self._lines[row_id]

    def _opened(self, row_id: str) -> Sequence[Content]:
        if row_id not in self._open_lines:
            self._open_lines[row_id] = self._draw_open(row_id, self.row_width)
        return self._open_lines[row_id]

    def _forget(self) -> None:
        self._lines.clear()
        self._open_lines.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw a line; the open row has a sign too: colour alone says nothing to some people."""
        return self._strip_at(self.scroll_offset.y + y)

    def _strip_at(self, y: int, highlighted: int | None = None) -> Strip:
        found = self._row_at(y, highlighted)
        row_id, line_index = (self._ids[found[0]], found[1]) if found else (None, y)
        key = (row_id, line_index)
        if key not in self._strips:
            if row_id is None:
                words = self._empty if not self._ids and y == 1 else ""
                content = Content.styled(words, "$text-muted")
            elif line_index is None:
                content = self._line(row_id)
            else:
                content = self._opened(row_id)[line_index]
            is_open = row_id is not None and line_index is not None
            self._strips[key] = self._strip(content, is_open=is_open)
        return self._strips[key]

    def _strip(self, content: Content, *, is_open: bool) -> Strip:
        width = self.scrollable_content_region.width
        names = ["opening-list--row", *(["opening-list--open"] if is_open else [])]
        style = self.get_visual_style(*names)
        plain: Style = style.rich_style
        content = content.truncate(self.row_width, ellipsis=True)
        (strip, *_) = Visual.to_strips(self, content, self.row_width, 1, style)
        edge = Segment(" " * len(EDGE), plain)
        if is_open:
            edge = Segment(EDGE, self.get_visual_style(*names, "opening-list--edge").rich_style)
        return Strip([edge, *strip.adjust_cell_length(max(0, width - len(EDGE)), plain)])

    def _visible_strips(self, highlighted: int | None = None) -> list[Strip]:
        top = self.scroll_offset.y
        return [
            self._strip_at(top + y, highlighted)
            for y in range(self.scrollable_content_region.height)
        ]

    def _paint_changes(self, before: Sequence[Strip]) -> None:
        """Paint the cells that differ from what was painted before."""
        after = self._visible_strips()
        if len(before) != len(after):
            self.refresh()
            return
        regions = []
        for y, (old, new) in enumerate(zip(before, after, strict=True)):
            start, end = differing_cells(old, new)
            if start < end:
                regions.append(Region(start, y, end - start, 1))
        if regions:
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        """Draw all rows anew after a change of theme, focus or class."""
        self._forget()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Draw all rows anew to the new width, and keep the open row in sight."""
        self._forget()
        self._measure()
        self._keep_in_sight()

    def action_cursor_down(self) -> None:
        """Read on in an open row that is longer than the list, or go to the next row."""
        last, bottom = self.highlighted + self._open_height, self.scroll_offset.y + self._height
        if last > bottom:
            self.scroll_to(y=min(bottom - 1, last - self._height), animate=False, force=True)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go back in an open row that is longer than the list, or go to the row before."""
        top = self.scroll_offset.y
        if self.highlighted < top < self.highlighted + self._open_height:
            top = max(self.highlighted, top - self._height + 1)
            self.scroll_to(y=top, animate=False, force=True)
        else:
            super().action_cursor_up()

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    def on_click(self, event: events.Click) -> None:
        """Open the clicked row."""
        found = self._row_at(self.scroll_offset.y + event.y)
        if found is not None:
            self.highlighted = found[0]
