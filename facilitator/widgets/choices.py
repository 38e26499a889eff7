"""A list to choose from; it keeps its place when its rows are read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from facilitator.widgets.motions import MOTIONS

SIGN = "▶ "
"""What stands before the row in hand."""


class Choices(OptionList, inherit_bindings=False):
    """Rows with an id each. The arrows move, and so do vim's keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOTIONS,
        Binding("enter", "select", "Choose", show=False, id="list.choose", tooltip="Take this row"),
    ]

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(id=name, markup=False, compact=True)

    def show(self, rows: Iterable[tuple[str, Content]], empty: str = "") -> None:
        """Show these rows; the highlight stays on the row it was on, or close to it.

        empty: what to say where there are none.
        """
        before, place, top = self.chosen, self.highlighted, self.scroll_y
        named = list(rows)
        ids = [row_id for row_id, _ in named]
        options = [Option(content, id=row_id) for row_id, content in named]
        if not options and empty:
            options = [Option(Content.styled(empty, "$text-muted"), disabled=True)]
        if _same(options, self.options):
            return
        in_hand = self.highlighted_option
        self.set_options(options)
        if not ids:
            return
        if before in ids:
            self.highlighted = ids.index(before)
            if self.highlighted == place:
                # Where it was, so that what somebody is reading does not move.
                self.scroll_to(y=top, animate=False)
                if in_hand is not None and not _same([in_hand], [options[self.highlighted]]):
                    # Changed, it may have grown out of sight.
                    self.scroll_to_highlight()
        else:
            self.highlighted = min(place or 0, len(ids) - 1)

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted row."""
        option = self.highlighted_option
        return None if option is None else option.id

    def choose(self, row_id: str) -> None:
        """Put the highlight on a row, if it is there."""
        if row_id in (each.id for each in self.options):
            self.highlighted = self.get_option_index(row_id)

    def rows_in_view(self) -> Iterator[tuple[int, Offset]]:
        """The rows that can be chosen, with where on the screen each begins."""
        region = self.scrollable_content_region
        for y in range(region.height):
            place, offset = self._at(self.scroll_offset.y + y)
            if offset == 0 and 0 <= place < self.option_count and not self.options[place].disabled:
                yield place, Offset(region.x, region.y + y)

    def action_half_page_down(self) -> None:
        """Half a page towards the end."""
        self._move(self._half_page)

    def action_half_page_up(self) -> None:
        """Half a page towards the start."""
        self._move(-self._half_page)

    @property
    def _half_page(self) -> int:
        return max(1, self.scrollable_content_region.height // 2)

    def _move(self, rows: int) -> None:
        """As far as there are rows."""
        if self.highlighted is not None:
            self.highlighted = min(max(0, self.highlighted + rows), self.option_count - 1)

    def _get_left_gutter_width(self) -> int:
        return len(SIGN)

    def render_line(self, y: int) -> Strip:
        """Mark the row in hand with a sign too: colour alone says nothing to some."""
        strip = super().render_line(y)
        place, offset = self._at(self.scroll_offset.y + y)
        in_hand = self.has_focus and offset == 0 and place == self.highlighted
        style = next((segment.style for segment in strip if segment.style), None)
        return Strip([Segment(SIGN if in_hand else " " * len(SIGN), style), *strip])

    def _at(self, line: int) -> tuple[int, int]:
        """The row that a line belongs to, and which of its lines it is."""
        return self._lines[line] if line < len(self._lines) else (-1, 0)


def _same(one: Sequence[Option], other: Sequence[Option]) -> bool:
    """Whether two lists look the same: contents alone compare by their words, not their styles."""
    return [_seen(each) for each in one] == [_seen(each) for each in other]


def _seen(each: Option) -> tuple[str | None, bool, object]:
    prompt = each.prompt
    looks = (prompt.plain, prompt.spans) if isinstance(prompt, Content) else prompt
    return each.id, each.disabled, looks
