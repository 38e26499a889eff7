"""A list of any length, which reads and draws only the rows that are visible."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual

from db.errors import StoreError
from facilitator.widgets.bindings import LIST_BINDINGS
from facilitator.widgets.cursor_list import CursorList
from facilitator.widgets.row_list import SIGN

KeyT = TypeVar("KeyT", bound=Hashable)
RowT = TypeVar("RowT")
UNREAD = "…"
"""What stands in the place of a row that is not read yet."""
READ_AHEAD = 40
"""How many rows are read above and below the visible ones."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a part of the rows; the cursor passes it, and a click does nothing there.

    Attributes:
        index: The index of the first row of the part.
        words: What the part is.
        at_right: What stands at the right end of the line.
    """

    index: int
    words: Content
    at_right: Content

    @property
    def height(self) -> int:
        """How many lines it takes: an empty one parts it from the rows above."""
        return 2 if self.index else 1


class VirtualList(CursorList, Generic[KeyT, RowT], inherit_bindings=False):
    """Rows that are known by their ids, each one line high and read when it comes near.

    The cursor stays on its row, by the id of that, when the list is shown anew. Parts of the rows
    may have headings.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"virtual-list--row", "virtual-list--highlighted"}
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_BINDINGS]

    class RowsRead(Message):
        """Rows have been read that were not there yet."""

    class Activated(Message):
        """The highlighted row was clicked once more."""

    def __init__(
        self,
        read: Callable[[Sequence[KeyT]], Awaitable[Mapping[KeyT, RowT]]],
        draw: Callable[[RowT, int], Content],
        *,
        name: str | None = None,
    ) -> None:
        """Prepare an empty list.

        Args:
            read: Reads the rows of some ids; ids of rows that are gone are left out.
            draw: Draws a row into so many cells.
            name: The id of the widget.
        """
        super().__init__(id=name)
        self._read_rows = read
        self._draw = draw
        self._ids: list[KeyT] = []
        self._rows: dict[KeyT, RowT] = {}
        self._headings: Sequence[Heading] = ()
        self._strips: dict[tuple[KeyT, bool, bool], Strip] = {}
        self._heading_strips: dict[int, Strip] = {}
        self._is_reading = False

    @property
    def selected_id(self) -> KeyT | None:
        """The id of the row that the cursor is on."""
        return self._ids[self.highlighted] if self._ids else None

    @property
    def selected_row(self) -> RowT | None:
        """The row that the cursor is on, if it is read."""
        return None if self.selected_id is None else self._rows.get(self.selected_id)

    @property
    def rows_beside(self) -> Sequence[RowT]:
        """The rows above and below the cursor, as far as they are read; a key goes there next."""
        at = self.highlighted
        ids = (*self._ids[max(0, at - 1) : at], *self._ids[at + 1 : at + 2])
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    @property
    def row_width(self) -> int:
        """How many cells wide a row is."""
        return max(1, self.scrollable_content_region.width - len(SIGN))

    def __len__(self) -> int:
        return len(self._ids)

    async def show(
        self,
        ids: Sequence[KeyT],
        *,
        start_at_top: bool = False,
        headings: Sequence[Heading] = (),
    ) -> None:
        """Show these rows, all of them read anew.

        Args:
            ids: The ids of the rows, in their order.
            start_at_top: Where to put the cursor if its row is not among them: on the first row
                instead of on the one that has taken its place.
            headings: The headings of the parts, from the top.
        """
        index = self._index_among(ids, start_at_top)
        nearby = ids[max(0, index - READ_AHEAD) : index + max(READ_AHEAD, self.size.height)]
        visible = ids[self._visible(headings)]
        rows = dict(await self._read_rows([*dict.fromkeys([*visible, *nearby])]))
        # The user may have moved the cursor while the rows were read.
        index = self._index_among(ids, start_at_top)
        self._ids, self._rows, self._headings = list(ids), rows, tuple(headings)
        self._forget_lines()
        self._measure()
        self.highlighted = index
        self._keep_in_sight()
        self.refresh()

    def _index_among(self, ids: Sequence[KeyT], start_at_top: bool) -> int:
        """Return the index of the selected row among these, or of what takes its place."""
        if self.selected_id in ids:
            return ids.index(self.selected_id)
        return 0 if start_at_top else max(0, min(self.highlighted, len(ids) - 1))

    def _measure(self) -> None:
        lines = sum(heading.height for heading in self._headings)
        self.virtual_size = Size(self.size.width, len(self._ids) + lines)

    def _visible(self, headings: Sequence[Heading]) -> slice:
        """Return which rows are visible, and some more where there are headings among them."""
        top = round(self.scroll_offset.y)
        lines = sum(heading.height for heading in headings)
        return slice(max(0, top - lines), top + self.size.height)

    def _line_of(self, index: int) -> int:
        """Return the line of a row."""
        return index + sum(each.height for each in self._headings if each.index <= index)

    def _at(self, line: int) -> int | Heading | None:
        """Return the index of the row in a line, or the heading; None where it is empty."""
        above = 0
        for heading in self._headings:
            first = heading.index + above
            if line < first:
                break
            if line < first + heading.height:
                return heading if line == first + heading.height - 1 else None
            above += heading.height
        return line - above if line - above < len(self._ids) else None

    def select(self, row_id: KeyT) -> None:
        """Put the cursor on a row, if the list has it."""
        if row_id in self._ids:
            self.highlighted = self._ids.index(row_id)

    def redraw_row(self, row_id: KeyT) -> None:
        """Draw one row anew, which looks different now."""
        for key in [key for key in self._strips if key[0] == row_id]:
            del self._strips[key]
        if row_id in self._ids:
            self.refresh_line(self._line_of(self._ids.index(row_id)))

    def watch_highlighted(self, before: int, after: int) -> None:
        """Draw both rows anew, and bring the cursor into sight."""
        top, width = self.scroll_offset.y, self.scrollable_content_region.width
        self.refresh(*(Region(0, self._line_of(row) - top, width, 1) for row in (before, after)))
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        height = self.scrollable_content_region.height
        if not height:
            # The list is not shown now; the resize that shows it does this again.
            return
        top = round(self.scroll_target_y)
        line = self._line_of(self.highlighted)
        # A heading comes into sight with the first row below it.
        over = sum(each.height for each in self._headings if each.index == self.highlighted)
        lowest = line - height + 1
        highest = max(lowest, line - over)
        if not lowest <= top <= highest:
            self.scroll_to(y=min(max(top, lowest), highest), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """Draw a row, with a sign at the cursor: colour alone says nothing to some people."""
        index = self._at(self.scroll_offset.y + y)
        width = self.scrollable_content_region.width
        if index is None:
            return Strip.blank(width, self.get_visual_style("virtual-list--row").rich_style)
        if isinstance(index, Heading):
            if index.index not in self._heading_strips:
                self._heading_strips[index.index] = self._render_heading(index)
            return self._heading_strips[index.index]
        row_id = self._ids[index]
        is_cursor = index == self.highlighted
        key = (row_id, is_cursor, self.has_focus)
        if key not in self._strips:
            if row_id not in self._rows:
                if not self._is_reading:
                    self._is_reading = True
                    self.run_worker(self._read_visible(), group="rows")
                return Strip([Segment(f"{' ' * len(SIGN)}{UNREAD}")]).adjust_cell_length(width)
            self._strips[key] = self._render_row(self._rows[row_id], is_cursor)
        return self._strips[key]

    def _forget_lines(self) -> None:
        self._strips.clear()
        self._heading_strips.clear()

    def _render_row(self, row: RowT, is_cursor: bool) -> Strip:
        classes = ["virtual-list--row", *(["virtual-list--highlighted"] if is_cursor else [])]
        style = self.get_visual_style(*classes)
        content = self._draw(row, self.row_width)
        (strip, *_) = Visual.to_strips(self, content, self.row_width, 1, style)
        plain: Style = style.rich_style
        sign = Segment(SIGN if is_cursor else " " * len(SIGN), plain)
        return Strip([sign, *strip.adjust_cell_length(self.row_width, plain)])

    def _render_heading(self, heading: Heading) -> Strip:
        width = self.scrollable_content_region.width
        room = width - len(SIGN) - heading.at_right.cell_length - 1
        words = heading.words.truncate(max(1, room), ellipsis=True, pad=True)
        content = Content.assemble(" " * len(SIGN), words, " ", heading.at_right)
        style = self.get_visual_style("virtual-list--row")
        (strip, *_) = Visual.to_strips(self, content, width, 1, style)
        return strip.adjust_cell_length(width, style.rich_style)

    async def _read_visible(self) -> None:
        """Read the visible rows and those around them, until all that are visible are read."""
        try:
            while missing := self._missing_ids():
                rows = await self._read_rows(missing)
                if not rows:
                    # The rows were deleted; the list leaves them out when it is shown anew.
                    return
                self._rows.update(rows)
                self.refresh()
                self.post_message(self.RowsRead())
        except StoreError:
            # The rows stay marked as unread. Whoever shows the list anew says what went wrong.
            return
        finally:
            self._is_reading = False

    def _missing_ids(self) -> list[KeyT]:
        visible = self._visible(self._headings)
        if all(row_id in self._rows for row_id in self._ids[visible]):
            return []
        nearby = self._ids[max(0, visible.start - READ_AHEAD) : visible.stop + READ_AHEAD]
        return [row_id for row_id in nearby if row_id not in self._rows]

    def notify_style_update(self) -> None:
        """Draw all rows anew after a change of theme or focus."""
        self._forget_lines()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Draw all rows anew to the new width, and keep the cursor in sight."""
        self._forget_lines()
        self._measure()
        self._keep_in_sight()

    def rows_in_view(self) -> Iterator[tuple[int, Offset]]:
        """Yield the index of each visible row, and where on the screen the row begins."""
        region = self.scrollable_content_region
        top = self.scroll_offset.y
        for y in range(region.height):
            index = self._at(top + y)
            if isinstance(index, int):
                yield index, Offset(region.x, region.y + y)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked row; a second click on it activates the row."""
        index = self._at(self.scroll_offset.y + event.y)
        if isinstance(index, int):
            if event.chain > 1 and index == self.highlighted:
                self.post_message(self.Activated())
            self.highlighted = index
