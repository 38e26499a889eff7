"""A list of any length: only the rows in sight are read and drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from db.errors import StoreError
from facilitator.widgets.motions import MOTIONS

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
SIGN = "▶ "
"""What stands before the row in hand."""
WAITING = "…"
"""What stands where a row is not read yet."""
AHEAD = 40
"""How many rows are read beyond those in sight, each way."""


class LongList(ScrollView, Generic[K, T], can_focus=True, inherit_bindings=False):
    """Rows known by their ids; each is read when it comes near, and one line high.

    It keeps the row in hand, by its id, when the ids are shown anew.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-list--row", "long-list--in-hand"}
    BINDINGS: ClassVar[list[BindingType]] = [*MOTIONS]

    place: reactive[int] = reactive(0)
    """Which row is in hand, from 0."""

    class Moved(Message):
        """Another row is in hand, or none."""

    class Filled(Message):
        """Rows are there that were not yet."""

    class Picked(Message):
        """The row in hand was clicked on once more."""

    def __init__(
        self,
        read: Callable[[Sequence[K]], Awaitable[Mapping[K, T]]],
        draw: Callable[[T, int], Content],
        *,
        name: str | None = None,
    ) -> None:
        """What a row is, is not known here.

        read: the rows of these ids; what is gone is left out. draw: a row in so many cells.
        """
        super().__init__(id=name)
        self._read_rows = read
        self._draw = draw
        self._ids: list[K] = []
        self._rows: dict[K, T] = {}
        self._strips: dict[tuple[K, bool, bool], Strip] = {}
        self._filling = False

    @property
    def chosen(self) -> K | None:
        """The id of the row in hand."""
        return self._ids[self.place] if self._ids else None

    @property
    def row(self) -> T | None:
        """The row in hand, if it is read."""
        return None if self.chosen is None else self._rows.get(self.chosen)

    @property
    def room(self) -> int:
        """How many cells a row has."""
        return max(1, self.scrollable_content_region.width - len(SIGN))

    def __len__(self) -> int:
        return len(self._ids)

    async def show(self, ids: Sequence[K], *, first: bool = False) -> None:
        """Show these rows, read anew; the same one is in hand, or else its neighbour, or the first.

        first: where the row in hand is not among them, take the first instead of a neighbour.
        """
        place = self._place_among(ids, first)
        near = ids[max(0, place - AHEAD) : place + max(AHEAD, self.size.height)]
        top = round(self.scroll_offset.y)
        seen = ids[top : top + self.size.height]
        rows = dict(await self._read_rows([*dict.fromkeys([*seen, *near])]))
        # Somebody may have moved on while it was read.
        before, place = self.chosen, self._place_among(ids, first)
        self._ids, self._rows = list(ids), rows
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(ids))
        self.place = place
        self._keep_in_sight()
        self.refresh()
        if self.chosen != before:
            self.post_message(self.Moved())

    def _place_among(self, ids: Sequence[K], first: bool) -> int:
        """Where the row in hand is among these, or what takes its place."""
        if self.chosen in ids:
            return ids.index(self.chosen)
        return 0 if first else max(0, min(self.place, len(ids) - 1))

    def choose(self, row_id: K) -> None:
        """Take a row in hand, if it is there."""
        if row_id in self._ids:
            self.place = self._ids.index(row_id)

    def validate_place(self, place: int) -> int:
        """Within the rows that there are."""
        return max(0, min(place, len(self._ids) - 1))

    def watch_place(self, before: int, place: int) -> None:
        """Bring it in sight, and tell."""
        self.refresh_line(before)
        self.refresh_line(place)
        self._keep_in_sight()
        self.post_message(self.Moved())

    def _keep_in_sight(self) -> None:
        height = self.scrollable_content_region.height
        if not height:
            # Not shown yet, or not any more: the resize that shows it does this.
            return
        top = round(self.scroll_target_y)
        lowest, highest = self.place - height + 1, self.place
        if not lowest <= top <= highest:
            self.scroll_to(y=min(max(top, lowest), highest), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One row, with a sign at the one in hand: colour alone says nothing to some."""
        place = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        if place >= len(self._ids):
            return Strip.blank(width, self.get_visual_style("long-list--row").rich_style)
        row_id = self._ids[place]
        in_hand = place == self.place
        key = (row_id, in_hand, self.has_focus)
        if key not in self._strips:
            if row_id not in self._rows:
                if not self._filling:
                    self._filling = True
                    self.run_worker(self._fill(), group="rows")
                return Strip([Segment(f"{' ' * len(SIGN)}{WAITING}")]).adjust_cell_length(width)
            self._strips[key] = self._drawn(self._rows[row_id], in_hand)
        return self._strips[key]

    def _drawn(self, row: T, in_hand: bool) -> Strip:
        classes = ["long-list--row", "long-list--in-hand"] if in_hand else ["long-list--row"]
        style = self.get_visual_style(*classes)
        (strip, *_) = Visual.to_strips(self, self._draw(row, self.room), self.room, 1, style)
        plain: Style = style.rich_style
        sign = Segment(SIGN if in_hand else " " * len(SIGN), plain)
        return Strip([sign, *strip.adjust_cell_length(self.room, plain)])

    async def _fill(self) -> None:
        """Read what is in sight and not there yet, with what lies around it, until all is."""
        try:
            while missing := self._missing():
                rows = await self._read_rows(missing)
                if not rows:
                    # Gone meanwhile: whatever reads the list anew leaves them out.
                    return
                self._rows.update(rows)
                self.refresh()
                self.post_message(self.Filled())
        except StoreError:
            # The rows stay marked as not there; whatever reads the list anew says why.
            return
        finally:
            self._filling = False

    def _missing(self) -> list[K]:
        top, height = round(self.scroll_offset.y), self.size.height
        if all(row_id in self._rows for row_id in self._ids[top : top + height]):
            return []
        near = self._ids[max(0, top - AHEAD) : top + height + AHEAD]
        return [row_id for row_id in near if row_id not in self._rows]

    def notify_style_update(self) -> None:
        """Another theme or focus: drawn anew."""
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Another width: drawn anew, with the row in hand still in sight."""
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self._ids))
        self._keep_in_sight()

    def rows_in_view(self) -> Iterator[tuple[int, Offset]]:
        """The places of the rows in sight, with where on the screen each begins."""
        region = self.scrollable_content_region
        top = self.scroll_offset.y
        for y in range(min(region.height, len(self._ids) - top)):
            yield top + y, Offset(region.x, region.y + y)

    def on_click(self, event: events.Click) -> None:
        """A click takes a row in hand; one on the row in hand picks it."""
        place = self.scroll_offset.y + event.y
        if place < len(self._ids):
            if event.chain > 1 and place == self.place:
                self.post_message(self.Picked())
            self.place = place

    def action_cursor_down(self) -> None:
        """The next row."""
        self.place += 1

    def action_cursor_up(self) -> None:
        """The row before."""
        self.place -= 1

    def action_first(self) -> None:
        """The first row."""
        self.place = 0

    def action_last(self) -> None:
        """The last row."""
        self.place = len(self._ids) - 1

    def action_page_down(self) -> None:
        """A page down."""
        self.place += self._page

    def action_page_up(self) -> None:
        """A page up."""
        self.place -= self._page

    def action_half_page_down(self) -> None:
        """Half a page down."""
        self.place += max(1, self._page // 2)

    def action_half_page_up(self) -> None:
        """Half a page up."""
        self.place -= max(1, self._page // 2)

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)
