"""Home: pick or make an incident, start its meeting or take it up again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from db.errors import StoreError
from db.records import IncidentLine, Meeting, Wanted
from facilitator.domain.attention import overdue, without_ticket
from facilitator.domain.figures import Headline, headline, since
from facilitator.screens.afterwards import Afterwards
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.home.filters import ask_filters, chips, nothing_found
from facilitator.screens.home.forms import ask_edit, ask_new
from facilitator.screens.home.rows import head, row
from facilitator.screens.home.top import Keys, Today, attention, strip
from facilitator.screens.told import all_outlines
from facilitator.widgets.active import key_of
from facilitator.widgets.form import FormInput
from facilitator.widgets.hanging import Hanging
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.long_list import LongList
from facilitator.widgets.preview import reads
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.text import plain

FIRST_RUN = """Facilitator runs your team's 50-minute post-mortem meeting.

n  write down your first incident
i  import post-mortems from Markdown or JSON files"""
DEMO = "d  look at the demo: a sample team's meeting, thrown away afterwards"
SEARCH_PAUSE, PREVIEW_PAUSE = 0.15, 0.1
"""Seconds without a key before the search looks, and before the preview is read."""
NEWEST_DRAFTS = 40
"""So many are read to see whether they are ready; an import may bring thousands."""


class SearchBox(FormInput):
    """The words that are looked for; what is typed stays until it is taken away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "leave", "To the list", id="search.leave",
                tooltip="To what was found"),
    ]  # fmt: skip

    def action_leave(self) -> None:
        """To the list."""
        self.screen.query_one(LongList).focus()


class HomeScreen(FacilitatorScreen):
    """The screen under all others."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#incidents"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "meet", "Hold the meeting", id="home.meet",
                tooltip="Start the meeting about this incident, or take it up again"),
        Binding("p", "prep", "Prepare", id="home.prep",
                tooltip="Write this incident's post-mortem alone"),
        Binding("n", "new", "New…", id="home.new", tooltip="Write down an incident"),
        Binding("E", "edit", "Edit…", id="home.edit",
                tooltip="Correct its service, symptom, date or severity"),
        Binding("slash", "search", "Search", id="home.search",
                tooltip="Look for words in all that was written"),
        Binding("f", "filter", "Filter…", id="home.filter",
                tooltip="Only some service, severity, cause or theme, or drafts"),
        Binding("F", "show_all", "Show all", id="home.show-all",
                tooltip="Take the filters away"),
        Binding("escape", "forget_search", "Clear search", id="home.forget-search",
                tooltip="Take the search away"),
        Binding("i", "take_in", "Import…", id="home.import",
                tooltip="Take in post-mortems from Markdown or JSON files"),
        Binding("e", "export", "Export…", id="home.export",
                tooltip="Write post-mortems to files"),
        Binding("d", "demo", "Demo", id="home.demo",
                tooltip="Look at a sample team's meeting"),
        Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave the program"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self._all = 0
        self._numbers: Sequence[int] = ()
        self._in_progress: Meeting | None = None
        self._search_pause: Timer | None = None
        self._preview_pause: Timer | None = None
        self._previewed: int | None = None
        self._top = Afterwards(self, self._read_top)
        self._today: Today | None = None
        self._headline: Headline | None = None

    def compose(self) -> ComposeResult:
        """The figures, what needs attention, the incidents, and how the one in hand reads."""
        yield Static(id="strip")
        yield Static(id="attention")
        # In a browser, nothing but this program can be started.
        said = FIRST_RUN if self.app.is_web else f"{FIRST_RUN}\n{DEMO}"
        yield Static(plain(said), id="first-run")
        with Horizontal(id="search-line"):
            yield Static("/", id="search-sign")
            yield SearchBox(id="search", placeholder="search all that was written", compact=True)
            yield Static(id="count")
        yield Static(id="chips")
        with Horizontal(id="incidents-and-preview"):
            with Vertical(id="list"):
                yield Static(id="columns")
                yield Static(id="nothing")
                yield LongList[int, IncidentLine](self._read_rows, self._draw_row, name="incidents")
            with Scroll(id="preview"):
                yield Hanging(name="preview-text")
        yield KeyBar()

    @property
    def _list(self) -> LongList[int, IncidentLine]:
        return self.query_one("#incidents", LongList)

    async def on_screen_resume(self) -> None:
        """Read again whenever it comes to the front."""
        await self.reread()

    async def refresh_from_store(self) -> None:
        """Read the incidents that are wanted; the figures follow by themselves."""
        self._in_progress = await self.store.meetings.running()
        await self._show_wanted()
        self._top.ask()

    async def _show_wanted(self, *, first: bool = False) -> None:
        """first: begin at the top where the row in hand is not wanted any more."""
        begun = self.wanted
        numbers = await self.store.lists.numbers(begun)
        everything = numbers
        if begun != Wanted():
            everything = await self.store.lists.numbers(Wanted())
        if begun != self.wanted:
            # Typed on meanwhile: what is wanted now is on its way.
            return
        self._numbers, self._all = numbers, len(everything)
        before = len(self._list)
        await self._list.show(numbers, first=first)
        if not before and self._in_progress is not None:
            self._list.choose(self._in_progress.number)
        self.set_class(not self._all, "-empty")
        self.set_class(bool(self._all) and not numbers, "-nothing")
        if self._all and self.focused is None:
            self._list.focus()
        self._say_what_is_shown()
        self.refresh_bindings()
        self.call_after_refresh(self._name_columns)
        await self._preview()

    def _say_what_is_shown(self) -> None:
        shown = len(self._numbers)
        count = f"{shown:,} of {self._all:,}" if shown != self._all else f"{self._all:,}"
        noun = "incident" if self._all == 1 else "incidents"
        self.query_one("#count", Static).update(f"{count} {noun}")
        clear = key_of(self.screen, "home.show-all") or "F"
        said = chips(self.wanted, clear)
        self.query_one("#chips", Static).update(said)
        self.query_one("#chips").set_class(bool(said.plain), "-shown")
        if self._all and not shown:
            self.query_one("#nothing", Static).update(nothing_found(self.wanted, clear))

    async def _read_rows(self, numbers: Sequence[int]) -> Mapping[int, IncidentLine]:
        return {each.number: each for each in await self.store.lists.lines(numbers)}

    def _draw_row(self, each: IncidentLine, width: int) -> Content:
        running = self._in_progress is not None and self._in_progress.number == each.number
        return row(each, width, self.today, running=running)

    async def _read_top(self) -> None:
        """The strip and what needs attention."""
        settings, today = self.facilitator.settings, self.today
        outlines = await all_outlines(self.store, since(today, settings.months))
        drafts = await self.store.lists.numbers(Wanted(draft=True))
        newest = await self.store.incidents.several(drafts[:NEWEST_DRAFTS])
        planned = await self.store.meetings.next_planned()
        # Of thousands it takes a moment, in which the keys go on working.
        self._headline, late, missing = await asyncio.to_thread(
            lambda: (
                headline(outlines, today, settings.months, settings.timezone),
                overdue(outlines, today),
                without_ticket(outlines),
            )
        )
        self._today = Today(
            day=today,
            running=self._in_progress,
            planned=planned,
            drafts=newest,
            older=len(drafts) - len(newest),
            late=late,
            missing=missing,
        )
        self._show_top()

    def _show_top(self) -> None:
        if self._today is None or self._headline is None or not self.is_there:
            return
        settings, width = self.facilitator.settings, self.size.width
        self.query_one("#strip", Static).update(strip(self._headline, settings, width))
        keys = Keys(
            meet=key_of(self.screen, "home.meet") or "enter",
            prep=key_of(self.screen, "home.prep") or "p",
        )
        said = attention(self._today, keys)
        self.query_one("#attention", Static).update(said)
        self.query_one("#attention").set_class(bool(said.plain), "-shown")

    @on(events.Resize)
    def _fit(self) -> None:
        self._show_top()
        self.call_after_refresh(self._name_columns)

    def _name_columns(self) -> None:
        self.query_one("#columns", Static).update(head(self._list.room))

    @on(LongList.Moved)
    def _wait_for_preview(self) -> None:
        """Held arrows stay quick: the preview waits until they rest."""
        if self._preview_pause is not None:
            self._preview_pause.stop()
        self._preview_pause = self.set_timer(PREVIEW_PAUSE, self._preview)

    async def _preview(self) -> None:
        chosen = self._list.chosen
        shown = self.query_one("#preview-text", Hanging)
        if chosen is None:
            shown.show([])
            return
        try:
            incident = await self.store.incidents.get(chosen)
        except StoreError as error:
            shown.show([("", plain(str(error)))])
            return
        if self._list.chosen == chosen:
            shown.show(reads(incident, self.today))
            if self._list.chosen != self._previewed:
                self.query_one("#preview").scroll_home(animate=False)
            self._previewed = chosen

    @on(Input.Changed, "#search")
    def _wait_for_search(self, event: Input.Changed) -> None:
        """Look once nobody types for a moment."""
        if event.value == self.wanted.search:
            return
        self.wanted = replace(self.wanted, search=event.value)
        if self._search_pause is not None:
            self._search_pause.stop()
        self._search_pause = self.set_timer(SEARCH_PAUSE, self._search)

    async def _search(self) -> None:
        try:
            await self._show_wanted(first=True)
        except StoreError as error:
            self.tell_not_read(error)

    @on(LongList.Picked)
    async def _pick(self) -> None:
        await self.action_meet()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done with nothing there, and only then."""
        if action == "demo":
            return not self._all and not self.app.is_web
        if action == "forget_search":
            return bool(self.wanted.search) or isinstance(self.focused, SearchBox)
        if action == "show_all":
            return self.wanted != Wanted(search=self.wanted.search)
        if action in ("meet", "prep", "edit", "export"):
            return bool(self._numbers)
        if action in ("search", "filter"):
            return bool(self._all)
        return True

    async def action_meet(self) -> None:
        """Hold the meeting about the incident in hand."""
        if self._list.row is None:
            return
        agenda = self.facilitator.settings.agenda
        meeting = await self.save(self.store.meetings.begin(self._list.row.id, agenda))
        if meeting is not None:
            self.facilitator.show_meeting(meeting)

    def action_prep(self) -> None:
        """Prepare the incident in hand."""
        if self._list.chosen is not None:
            self.facilitator.show_prep(self._list.chosen)

    def action_new(self) -> None:
        """Write down an incident."""
        ask_new(self, self._take_in_hand)

    def action_edit(self) -> None:
        """Correct the facts of the one in hand."""
        if self._list.row is not None:
            ask_edit(self, self._list.row)

    def action_search(self) -> None:
        """Type words to look for."""
        self.query_one("#search").focus()

    def action_forget_search(self) -> None:
        """Without the words, to the list."""
        self.query_one("#search", SearchBox).value = ""
        self._list.focus()

    async def action_filter(self) -> None:
        """Narrow the list."""
        try:
            await ask_filters(self, self.wanted, self._filter)
        except StoreError as error:
            self.tell_not_read(error)

    async def action_show_all(self) -> None:
        """Without the filters."""
        self.wanted = Wanted(search=self.wanted.search)
        await self._search()

    async def _filter(self, wanted: Wanted) -> None:
        self.wanted = wanted
        await self._show_wanted(first=True)

    def action_take_in(self) -> None:
        """Take in documents."""
        from facilitator.screens.home.take_in import ask_import

        ask_import(self, self._take_in_hand)

    def action_export(self) -> None:
        """Write documents."""
        from facilitator.screens.export import ask_export

        if self._list.chosen is not None:
            ask_export(self, self._list.chosen, self._numbers)

    async def action_demo(self) -> None:
        """Leave for the sample team, and come back here."""
        await self.facilitator.show_demo()

    async def _take_in_hand(self, number: int) -> None:
        """Show what has just come in, whatever is looked for."""
        if self.wanted != Wanted():
            self.wanted = Wanted()
            self.query_one("#search", SearchBox).value = ""
        await self.reread()
        self._list.choose(number)
