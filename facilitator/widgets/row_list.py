"""A short list of rows, each as high as its text, which keeps its cursor when it is read again.

This is the one module that uses `OptionList._lines`, which says what row a line on the screen
belongs to, and that overrides `OptionList._get_left_gutter_width`, which makes room for the sign.
There is no public way to either. After an upgrade of Textual, compare with
`OptionList.render_line`.
"""

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

from facilitator.widgets.bindings import LIST_BINDINGS
from facilitator.widgets.glyphs import HERE

SIGN = f"{HERE} "
"""What stands before the highlighted row."""


class RowList(OptionList, inherit_bindings=False):
    """Rows with an id each. The arrow keys move the cursor, and so do those of vim.

    Attributes:
        is_always_marked: Whether the row with the cursor has its sign without the focus too, since
            something else on the screen belongs to it.
    """

    is_always_marked: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_BINDINGS,
        Binding(
            "enter", "select", "Choose", show=False, id="list.choose", tooltip="Choose this row"
        ),
    ]

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(id=name, markup=False, compact=True)

    def show(self, rows: Iterable[tuple[str, Content]], empty: str = "") -> None:
        """Show these rows in the place of those before.

        The cursor stays on its row, or on the row that has taken its place.

        Args:
            rows: The id and the text of each row.
            empty: What to say where there are no rows.
        """
        selected_id, index, top = self.selected_id, self.highlighted, self.scroll_y
        contents = list(rows)
        ids = [row_id for row_id, _ in contents]
        options = [Option(content, id=row_id) for row_id, content in contents]
        if not options and empty:
            options = [Option(Content.styled(empty, "$text-muted"), disabled=True)]
        if _look_alike(options, self.options):
            return
        old_option = self.highlighted_option
        self.set_options(options)
        if not ids:
            return
        if selected_id in ids:
            self.highlighted = ids.index(selected_id)
            if self.highlighted == index:
                # The list stays where it was, so that what somebody reads does not move.
                self.scroll_to(y=top, animate=False)
                new_option = options[self.highlighted]
                if old_option is not None and not _look_alike([old_option], [new_option]):
                    # A row that has changed may have grown out of sight.
                    self.scroll_to_highlight()
        else:
            self.highlighted = min(index or 0, len(ids) - 1)

    @property
    def selected_id(self) -> str | None:
        """The id of the row that the cursor is on."""
        option = self.highlighted_option
        return None if option is None else option.id

    def select(self, row_id: str) -> None:
        """Put the cursor on a row, if the list has it."""
        if row_id in (option.id for option in self.options):
            self.highlighted = self.get_option_index(row_id)

    def rows_in_view(self) -> Iterator[tuple[int, Offset]]:
        """Yield the index of each visible row, and where on the screen the row begins."""
        region = self.scrollable_content_region
        for y in range(region.height):
            index, offset = self._row_at(self.scroll_offset.y + y)
            if offset == 0 and 0 <= index < self.option_count and not self.options[index].disabled:
                yield index, Offset(region.x, region.y + y)

    def action_half_page_down(self) -> None:
        """Move the cursor half a page towards the end."""
        self._move(self._half_page)

    def action_half_page_up(self) -> None:
        """Move the cursor half a page towards the start."""
        self._move(-self._half_page)

    @property
    def _half_page(self) -> int:
        return max(1, self.scrollable_content_region.height // 2)

    def _move(self, rows: int) -> None:
        if self.highlighted is not None:
            self.highlighted = min(max(0, self.highlighted + rows), self.option_count - 1)

    def _get_left_gutter_width(self) -> int:
        return len(SIGN)

    def render_line(self, y: int) -> Strip:
        """Draw a line, with a sign at the cursor: colour alone says nothing to some people."""
        strip = super().render_line(y)
        index, offset = self._row_at(self.scroll_offset.y + y)
        is_marked = self.has_focus or self.is_always_marked
        is_cursor = is_marked and offset == 0 and index == self.highlighted
        style = next((segment.style for segment in strip if segment.style), None)
        return Strip([Segment(SIGN if is_cursor else " " * len(SIGN), style), *strip])

    def _row_at(self, line: int) -> tuple[int, int]:
        """Return the index of the row that a line belongs to, and which of its lines it is."""
        return self._lines[line] if line < len(self._lines) else (-1, 0)


def _look_alike(options: Sequence[Option], others: Sequence[Option]) -> bool:
    """Return whether two lists look the same; contents alone compare by words, not by styles."""
    return [_appearance(option) for option in options] == [_appearance(other) for other in others]


def _appearance(option: Option) -> tuple[str | None, bool, object]:
    prompt = option.prompt
    content = (prompt.plain, prompt.spans) if isinstance(prompt, Content) else prompt
    return option.id, option.disabled, content
