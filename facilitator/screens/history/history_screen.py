"""The history screen: who changed what of an incident and when, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.types import CSSPathType
from textual.widgets import Input, Static

from db.batches import batched
from db.errors import StoreError
from db.records import ListedChange
from facilitator.domain.history_words import describe_entry
from facilitator.domain.team_day import team_day
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.history.change_row import (
    ChangeRow,
    change_card,
    change_row,
    draw_change,
    draw_day,
)
from facilitator.screens.paged_reads import PAGE_SIZE
from facilitator.text import counted
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.search_box import SEARCH_PAUSE, SearchBox
from facilitator.widgets.text import line, plain
from facilitator.widgets.virtual_list import VirtualList

RowId = int | date
"""The id of a change, or the day that a heading names."""


class HistoryScreen(FacilitatorScreen):
    """All changes of one incident in a list, beside the whole of the one that the cursor is on.

    Private notes are in no history. What another window changes appears at once.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "history.tcss"
    AUTO_FOCUS = "#changes"
    reads = FacilitatorScreen.reads | {"back", "search"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="history.search",
                tooltip="Show only changes with these words, a name or a text"),
        Binding("escape,h,f10", "back", "Back", id="history.back",
                tooltip="Clear the search, or go back to the screen that you came from"),
    ]  # fmt: skip

    def __init__(
        self,
        incident_id: UUID,
        number: int,
        title: str,
        parks_in: tuple[UUID | None, UUID | None] = (None, None),
    ) -> None:
        """Prepare the screen.

        Args:
            incident_id: The incident whose history is shown.
            number: Its number.
            title: What people call it.
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """
        super().__init__()
        self._incident_id = incident_id
        self._number = number
        self._title = title
        self._parks_in = parks_in
        self._listed: Sequence[ListedChange] = ()
        self._matching: set[int] | None = None
        self._first_ids: set[int] = set()
        self._search_pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Put the list beside the card of the selected change, or over it where it is narrow."""
        yield Static(id="history-heading")
        with Horizontal(id="search-line"):
            yield Static("/", id="search-sign")
            yield SearchBox(id="search", placeholder="search the changes", compact=True)
            yield Static(id="count")
        with Horizontal(id="history-body"):
            with Vertical(id="history-list"):
                yield Static(id="history-empty", classes="quiet")
                yield VirtualList[RowId, ChangeRow | date](
                    self._read_rows, self._draw_row, name="changes"
                )
            with Scroll(id="history-card"):
                yield Static(id="history-words")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Read the changes; where that fails, go back."""
        if not await self.reread() and self.is_showing:
            self.go_back()

    @property
    def _list(self) -> VirtualList[RowId, ChangeRow | date]:
        return self.query_one("#changes", VirtualList)

    @property
    def _search_text(self) -> str:
        return self.query_one("#search", SearchBox).value.strip().casefold()

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""
        return self._parks_in

    async def refresh_from_store(self) -> None:
        """Read which changes there are, and show those that have the words of the search."""
        self._listed = await self.store.history.of_incident(self._incident_id)
        await self._show_matching()

    async def _show_matching(self) -> None:
        text = self._search_text
        matching = await self._ids_with(text) if text else None
        if text != self._search_text:
            # The user has typed on, and the search for the longer text is under way.
            return
        self._matching = matching
        rows = list(self._rows_with_days())
        await self._list.show(rows)
        if self._list.highlighted == 0 and len(rows) > 1:
            # The first row is the heading of a day, of which there is nothing more to say.
            self._list.highlighted = 1
        self._show()

    async def _ids_with(self, text: str) -> set[int]:
        """Return the ids of the changes whose row has this text, reading page by page."""
        found = set()
        for page in batched((change.id for change in self._listed), PAGE_SIZE):
            for entry in await self.store.history.entries(page):
                words = describe_entry(entry, self._number, self.today)
                if text in f"{entry.who}\n{words}\n{entry.label}".casefold():
                    found.add(entry.id)
        return found

    def _rows_with_days(self) -> Sequence[RowId]:
        """Return the changes to list, with a heading before the first one of each day."""
        zone, rows = self.facilitator.settings.timezone, list[RowId]()
        day, group = None, None
        self._first_ids.clear()
        for change in self._listed:
            if self._matching is not None and change.id not in self._matching:
                continue
            if (change_day := team_day(change.at, zone)) != day:
                day, group = change_day, None
                rows.append(change_day)
            if change.group != group:
                group = change.group
                self._first_ids.add(change.id)
            rows.append(change.id)
        return rows

    async def _read_rows(self, ids: Sequence[RowId]) -> Mapping[RowId, ChangeRow | date]:
        rows: dict[RowId, ChangeRow | date] = {day: day for day in ids if isinstance(day, date)}
        change_ids = [change_id for change_id in ids if not isinstance(change_id, date)]
        for entry in await self.store.history.entries(change_ids):
            is_first = entry.id in self._first_ids
            rows[entry.id] = change_row(entry, self._number, self.today, is_first=is_first)
        return rows

    def _draw_row(self, row: ChangeRow | date, width: int) -> Content:
        if isinstance(row, date):
            return draw_day(row, self.today, width)
        return draw_change(row, width, self.facilitator.settings.timezone)

    def _show(self) -> None:
        """Show the heading, how many changes there are, and the card of the selected one."""
        self.query_one("#history-heading", Static).update(
            Content.assemble(
                (f"History of #{self._number}  ", "bold $text-accent"),
                line(self._title),
                (f"  {self.saved_mark}", "$text-success"),
            )
        )
        total = len(self._listed)
        count = f"{total:,} changes" if total != 1 else counted(total, "change")
        if self._matching is not None:
            count = f"{len(self._matching):,} of {count}"
        self.query_one("#count", Static).update(count)
        self.set_class(not len(self._list), "-nothing")
        empty = "Nothing has been changed yet"
        if self._matching is not None:
            empty = f"No change has these words; press {key_of(self, 'history.back')} to see all"
        self.query_one("#history-empty", Static).update(empty)
        self._show_card()

    @on(events.Mount)
    def _follow_cursor(self) -> None:
        self.watch(self._list, "highlighted", self._show_card, init=False)

    @on(VirtualList.RowsRead)
    def _show_card(self) -> None:
        row = self._list.selected_row
        card = Content("")
        if isinstance(row, ChangeRow):
            card = change_card(row, self.today, self.facilitator.settings.timezone)
        elif row is not None:
            card = plain("The changes of this day follow below", "$text-muted")
        self.query_one("#history-words", Static).update(card)
        self.query_one("#history-card").scroll_home(animate=False)

    def watch_saved_mark(self) -> None:
        """Show the saved mark in the heading."""
        if self.is_showing and self.query("#history-heading"):
            self._show()

    @on(Input.Changed, "#search")
    def _search_soon(self) -> None:
        """Search once the typing pauses."""
        if self._search_pause is not None:
            self._search_pause.stop()
        self._search_pause = self.set_timer(SEARCH_PAUSE, self._search)

    async def _search(self) -> None:
        try:
            await self._show_matching()
        except StoreError as error:
            self.show_not_read(error)

    def action_search(self) -> None:
        """Move the focus to the search box."""
        self.query_one("#search").focus()

    def action_back(self) -> None:
        """Clear the search where there is one; else go back to the screen below."""
        search = self.query_one("#search", SearchBox)
        if search.value or search.has_focus:
            search.value = ""
            self._list.focus()
        else:
            self.go_back()
