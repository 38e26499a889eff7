"""The home screen: select or create an incident, prepare it, and hold the meeting about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from db.errors import StoreError
from db.records import Incident, IncidentFilter, IncidentSummary, Meeting
from db.vocabulary import IncidentStatus
from facilitator.domain.search_places import search_words
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.hold_meeting import hold_meeting
from facilitator.screens.dialogs.incident import ask_deletion, ask_edited_incident, ask_new_incident
from facilitator.screens.dialogs.incident_filter import (
    ask_filter,
    filter_chips,
    no_match_message,
)
from facilitator.screens.dialogs.past_meetings import show_reviewed
from facilitator.screens.home.first_run import FirstRun
from facilitator.screens.home.header import HomeHeader
from facilitator.screens.home.home_bindings import HOME_BINDINGS
from facilitator.screens.home.incident_preview import IncidentPreview
from facilitator.screens.home.incident_row import ListLook, column_heads, incident_row
from facilitator.screens.home.listed_incidents import ListedIncident, read_listed
from facilitator.screens.home.next_line import NextLine
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.recently_used import RecentlyUsed
from facilitator.widgets.search_box import SEARCH_PAUSE, SearchBox
from facilitator.widgets.virtual_list import VirtualList

KEPT_DOCUMENTS = 400
"""The whole text is kept of so many incidents, those that the list has read last."""


class HomeScreen(FacilitatorScreen):
    """The screen below all others: the list of incidents, with a preview of the selected one.

    Attributes:
        incident_filter: Which incidents are listed, as the user chose or typed it last.
    """

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#incidents"
    BINDINGS: ClassVar[list[BindingType]] = [*HOME_BINDINGS]

    reads = FacilitatorScreen.reads | {
        "open", "actions", "causes", "trends", "themes", "search", "filter", "show_all",
        "forget_search", "export", "demo",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.incident_filter = IncidentFilter()
        self._total = 0
        self._numbers: Sequence[int] = ()
        self._running_meetings: Sequence[Meeting] = ()
        self._look = ListLook(date.min)
        self._search_pause: Timer | None = None
        self._documents: RecentlyUsed[int, Incident] = RecentlyUsed(KEPT_DOCUMENTS)

    def compose(self) -> ComposeResult:
        """Put the figures and what needs attention over the incidents and the preview."""
        yield HomeHeader()
        yield FirstRun()
        with Horizontal(id="search-line"):
            yield Static("/", id="search-sign")
            yield SearchBox(id="search", placeholder="search all texts", compact=True)
            yield Static(id="count")
        yield Static(id="chips")
        with Horizontal(id="incidents-and-preview"):
            with Vertical(id="list"):
                yield Static(id="columns")
                yield Static(id="nothing")
                yield VirtualList[int, ListedIncident](
                    self._read_rows, self._draw_row, name="incidents"
                )
            with Vertical(id="preview"):
                yield IncidentPreview(name="preview-text")
        yield KeyBar()

    @property
    def _list(self) -> VirtualList[int, ListedIncident]:
        return self.query_one("#incidents", VirtualList)

    async def on_screen_resume(self) -> None:
        """Read everything again whenever this screen comes to the front.

        Here nobody takes notes for a meeting: what is changed is logged under one's own name.
        """
        above = self.app.screen_stack[self.app.screen_stack.index(self) + 1 :]
        if not all(screen.is_modal for screen in above):
            # Textual resumes it when it is pushed, also where another screen covers it by then.
            return
        self.store.write_as("")
        await self.reread()

    async def refresh_from_store(self) -> None:
        """Read the incidents to list; the figures follow in the background."""
        self._running_meetings = await self.store.meetings.running()
        await self._show_incidents()
        self.query_one(HomeHeader).request(self._running_meetings)

    async def _show_incidents(self, *, start_at_top: bool = False) -> None:
        """Read and list the incidents that match the filter.

        Args:
            start_at_top: Whether the cursor goes to the first row where the selected incident is
                not listed any more; else it goes to the row that has taken its place.
        """
        incident_filter = self.incident_filter
        numbers = await self.store.lists.numbers(incident_filter)
        drafts = await self.store.lists.numbers(replace(incident_filter, draft=True))
        all_numbers = numbers
        if incident_filter != IncidentFilter():
            all_numbers = await self.store.lists.numbers(IncidentFilter())
        if incident_filter != self.incident_filter:
            # The user has typed on, and the search for the longer text is under way.
            return
        self._numbers, self._total = numbers, len(all_numbers)
        self._look = self._look_of_rows(len(drafts))
        was_empty = not len(self._list)
        # The list reads the rows near the cursor anew; the others may have changed since.
        self._documents.clear()
        await self._list.show(numbers, start_at_top=start_at_top)
        if was_empty and self._running_meetings:
            self._list.select(self._running_meetings[0].number)
        self.set_class(not self._total, "-empty")
        self.set_class(bool(self._total) and not numbers, "-nothing")
        if self._total and self.focused is None:
            self._list.focus()
        self._show_count_and_filter(are_all_drafts=len(numbers) == len(drafts))
        self.refresh_bindings()
        # The list gets its width, which the columns depend on, only when it is laid out.
        self.call_after_refresh(self._show_column_heads)
        self._show_selected()

    def _look_of_rows(self, drafts: int) -> ListLook:
        """Return what all rows have in common, where so many of them are drafts."""
        return ListLook(
            self.today,
            words=search_words(self.incident_filter.search),
            severity=self.incident_filter.severity is None,
            draft=drafts < len(self._numbers) or drafts == 1,
        )

    def _show_count_and_filter(self, *, are_all_drafts: bool) -> None:
        listed = len(self._numbers)
        count = f"{listed:,} of {self._total:,}" if listed != self._total else f"{self._total:,}"
        noun = "incident" if self._total == 1 else "incidents"
        if are_all_drafts and listed > 1 and not self.incident_filter.draft:
            noun += ", all drafts"
        self.query_one("#count", Static).update(f"{count} {noun}")
        clear_key = key_of(self.screen, "home.show-all") or "F"
        chips = filter_chips(self.incident_filter, clear_key)
        self.query_one("#chips", Static).update(chips)
        self.query_one("#chips").set_class(bool(chips.plain), "-shown")
        if self._total and not listed:
            message = no_match_message(self.incident_filter, clear_key)
            self.query_one("#nothing", Static).update(message)

    async def _read_rows(self, numbers: Sequence[int]) -> Mapping[int, ListedIncident]:
        incidents = await self.store.incidents.several(numbers)
        documents = {incident.number: incident for incident in incidents}
        for number, incident in documents.items():
            self._documents[number] = incident
        return await read_listed(self.store, documents, search_words(self.incident_filter.search))

    def _draw_row(self, listed: ListedIncident, width: int) -> Content:
        number = listed.summary.number
        is_running = any(meeting.number == number for meeting in self._running_meetings)
        return incident_row(listed, width, self._look, is_running=is_running)

    @property
    def _selected(self) -> IncidentSummary | None:
        """The incident that the cursor is on, if it is read."""
        row = self._list.selected_row
        return None if row is None else row.summary

    @on(events.Resize)
    def _fit_to_width(self) -> None:
        self.call_after_refresh(self._show_column_heads)
        # A narrow screen has no preview, and may have become wide.
        self.call_after_refresh(self._show_selected)

    def _show_column_heads(self) -> None:
        self.query_one("#columns", Static).update(column_heads(self._list.row_width, self._look))

    @on(events.Mount)
    def _follow_cursor(self) -> None:
        # At once, and not by a message: the list and the preview are then painted together.
        self.watch(self._list, "highlighted", self._show_selected, init=False)

    def _show_selected(self) -> None:
        """Show the selected incident as the list has read it, and be ready for those beside it."""
        number = self._list.selected_id
        self.query_one(NextLine).select(number)
        if not self.query_one("#preview").display:
            return
        incident = None if number is None else self._documents.get(number)
        if number is None or incident is not None:
            self._preview.show(incident or "", self.today)
        else:
            self._read_preview(number)
        self._preview.prepare_soon(self._prepare_previews)

    @property
    def _preview(self) -> IncidentPreview:
        return self.query_one(IncidentPreview)

    @work(group="preview", exclusive=True)
    async def _read_preview(self, number: int) -> None:
        """Show an incident whose text is not kept, or why it can't be read."""
        shown: Incident | str
        try:
            shown = self._documents[number] = await self.store.incidents.get(number)
        except StoreError as error:
            shown = str(error)
        if self._list.selected_id == number:
            self._preview.show(shown, self.today)

    def _prepare_previews(self) -> None:
        if not self.is_showing:
            return
        for row in self._list.rows_beside:
            incident = self._documents.get(row.summary.number)
            if incident is not None:
                self._preview.prepare_incident(incident, self.today)

    @on(Input.Changed, "#search")
    def _search_soon(self, event: Input.Changed) -> None:
        """Search once the typing pauses."""
        if event.value == self.incident_filter.search:
            return
        self.incident_filter = replace(self.incident_filter, search=event.value)
        if self._search_pause is not None:
            self._search_pause.stop()
        self._search_pause = self.set_timer(SEARCH_PAUSE, self._search)

    async def _search(self) -> None:
        try:
            await self._show_incidents(start_at_top=True)
        except StoreError as error:
            self.show_not_read(error)

    @on(VirtualList.Activated)
    async def _open_clicked(self) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what needs an incident where there is none, and the demo where there is one."""
        if not super().check_action(action, parameters):
            return False
        if action == "tracker":
            # Without a file for settings, as in the demo, nothing could be kept.
            return self.facilitator.settings.file is not None
        if action == "demo":
            return not self._total and not self.app.is_web
        if action == "forget_search":
            return bool(self.incident_filter.search) or isinstance(self.focused, SearchBox)
        if action == "show_all":
            return self.incident_filter != IncidentFilter(search=self.incident_filter.search)
        if action in ("open", "meet", "prep", "history", "edit", "delete", "export"):
            return bool(self._numbers)
        if action in ("search", "filter", "actions", "causes", "themes"):
            return bool(self._total)
        return True

    @work(group=DIALOG_STEPS)
    async def action_open(self) -> None:
        """Hold the meeting about a draft, or show a reviewed incident and its meetings."""
        row = self._selected
        if row is None:
            return
        is_running = any(meeting.incident_id == row.id for meeting in self._running_meetings)
        is_held = row.status is IncidentStatus.DRAFT or is_running
        if is_held and not self.facilitator.read_only:
            await hold_meeting(self, row.id, row.number)
        else:
            await show_reviewed(self, row)

    @work(group=DIALOG_STEPS)
    async def action_meet(self) -> None:
        """Hold a meeting about the selected incident, also where it had one."""
        if (row := self._selected) is not None:
            await hold_meeting(self, row.id, row.number)

    def action_actions(self) -> None:
        """Show the open action items of all incidents."""
        self.facilitator.show_actions()

    def action_causes(self) -> None:
        """Show the catalogue of causes."""
        self.facilitator.show_causes()

    def action_trends(self) -> None:
        """Show the figures of the last months or of a quarter."""
        self.facilitator.show_trends()

    def action_themes(self) -> None:
        """Show all themes, those that were found and those that were named."""
        self.facilitator.show_themes()

    @work(group=DIALOG_STEPS)
    async def action_delete(self) -> None:
        """Ask whether to delete the selected incident, after naming what belongs to it."""
        if (row := self._selected) is not None and await ask_deletion(self, row):
            await self.reread()

    def action_history(self) -> None:
        """Show who changed what of the selected incident."""
        if (row := self._selected) is not None:
            self.facilitator.show_history(row.id, row.number, f"{row.service} {row.symptom}")

    def action_prep(self) -> None:
        """Open the screen that prepares the selected incident."""
        if self._list.selected_id is not None:
            self.facilitator.show_prep(self._list.selected_id)

    @work(group=DIALOG_STEPS)
    async def action_new(self) -> None:
        """Ask for a new incident, and select it."""
        number = await ask_new_incident(self)
        if number is not None:
            await self._select_incident(number)

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for other facts about the selected incident."""
        if self._selected is not None:
            await ask_edited_incident(self, self._selected)

    def action_search(self) -> None:
        """Move the focus to the search box."""
        self.query_one("#search").focus()

    def action_forget_search(self) -> None:
        """Clear the search and move the focus to the list."""
        self.query_one("#search", SearchBox).value = ""
        self._list.focus()

    @work(group=DIALOG_STEPS)
    async def action_filter(self) -> None:
        """Ask which incidents to list."""
        try:
            incident_filter = await ask_filter(self, self.incident_filter)
        except StoreError as error:
            self.show_not_read(error)
            return
        if incident_filter is not None:
            self.incident_filter = incident_filter
            await self._search()

    async def action_show_all(self) -> None:
        """Remove the filters, but keep the search."""
        self.incident_filter = IncidentFilter(search=self.incident_filter.search)
        await self._search()

    @work(group=DIALOG_STEPS)
    async def action_import(self) -> None:
        """Ask for documents to import, and select the first incident that was imported."""
        from facilitator.screens.dialogs.import_documents import ask_import

        number = await ask_import(self)
        if number is not None:
            await self._select_incident(number)

    @work(group=DIALOG_STEPS)
    async def action_export(self) -> None:
        """Ask for a format and a folder, and write the selected incident or all listed ones."""
        from facilitator.screens.dialogs.export import ask_export

        if self._list.selected_id is not None:
            await ask_export(self, self._list.selected_id, self._numbers)

    def action_tracker(self) -> None:
        """Show the set-up of the tracker."""
        self.facilitator.show_set_up()

    async def action_demo(self) -> None:
        """Leave for the sample team's meeting; afterwards the user is back on this screen."""
        await self.facilitator.show_demo()

    async def _select_incident(self, number: int) -> None:
        """Select a new incident, after removing the search and the filters, which may hide it."""
        if self.incident_filter != IncidentFilter():
            self.incident_filter = IncidentFilter()
            self.query_one("#search", SearchBox).value = ""
        await self.reread()
        self._list.select(number)
