"""The timeline of an incident: a bar of its phases over its events, of which one is in hand."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from db.records import TimelineEvent
from db.vocabulary import EventKind
from facilitator.domain.labels import EVENT_LABELS, choices
from facilitator.domain.milestones import MILESTONES
from facilitator.domain.timeline import parse_time
from facilitator.screens.dialogs.event_lines import EventLineReader
from facilitator.screens.incident.event_rows import EventRows, Room
from facilitator.screens.incident.part import IncidentPart
from facilitator.screens.incident.timeline_bar import TimelineBar
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.event_line_entry import EventLineInput
from facilitator.widgets.form import Field, Form, draft_key
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.opening_list import OpeningList

KINDS = choices({kind: EVENT_LABELS[kind] for kind in (EventKind.OTHER, *MILESTONES)})
NEW_TITLE = "New event"
TALL = 30
"""The height of a screen from which the event in hand has room around it."""
NO_TIME = "write a time, such as 09:02 or +4m"


class TimelinePart(IncidentPart):
    """The phases as a bar, and the events in the order of their times; the selected one is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add event…", id="timeline.add", tooltip="Add an event"),
        Binding("A,ctrl+l", "quick", "Quick lines…", id="timeline.quick",
                tooltip="Type or paste several events at once"),
        Binding("e,enter", "edit", "Edit…", id="timeline.edit", priority=True,
                tooltip="Correct its time, kind or text; the order follows"),
        Binding("x,delete", "delete", "Delete", id="timeline.delete",
                tooltip="Delete this event; u brings it back"),
        Binding("w", "open_link", "Open link", show=False, id="timeline.link",
                tooltip="Open the link of this event in a browser"),
    ]  # fmt: skip

    def __init__(self, *, entry: bool = False, id: str | None = None) -> None:  # noqa: A002
        """Prepare the part.

        Args:
            entry: Whether to put a line under the events that new ones are typed into.
            id: The id of the widget.
        """
        super().__init__(id=id)
        self._has_entry = entry
        self._event_lines: EventLineReader | None = None
        self._newest_id: UUID | None = None
        self._drawn: EventRows | None = None

    def compose(self) -> ComposeResult:
        """Put the bar over the events, and under them the line that new ones are typed into."""
        yield TimelineBar(name="bar")
        yield OpeningList(self._draw_row, self._draw_open_row, name="events")
        if self._has_entry:
            yield self.event_lines.make_entry()

    @property
    def _list(self) -> OpeningList:
        return self.query_one("#events", OpeningList)

    def focus_first(self) -> None:
        """Focus the line to type into, if there is one, or the events."""
        if self._has_entry:
            self.query_one(EventLineInput).focus()
        else:
            self._list.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse to edit, delete or follow the selected event while a new one is typed."""
        in_list = isinstance(self.document_screen.focused, OpeningList)
        allowed = action not in ("edit", "delete", "open_link") or in_list
        return allowed and super().check_action(action, parameters)

    def show(self) -> None:
        """Show the events as they were read."""
        key = key_of(self.document_screen, "timeline.add")
        how = f"Press {key} to add the first event" if key else ""
        many = key_of(self.document_screen, "timeline.quick")
        how = f"{how}, or {many} to type many lines" if how and many else how
        empty = "No events yet: how did you notice the incident?" if self._has_entry else how
        self._list.show(self._rows.ids, empty=empty)
        edit_key = key_of(self.document_screen, "timeline.edit")
        first = EVENT_LABELS[EventKind.FIRST_ALERT].name
        hint = f"press {edit_key} to make an event “{first}”" if edit_key else ""
        bar = self.query_one(TimelineBar)
        bar.display = bool(self.incident.timeline)
        bar.show(self.incident, self._time_in_hand, hint)

    def on_descendant_focus(self) -> None:
        """Name the keys that work now, where there is nothing yet but a hint."""
        if not self.incident.milestones:
            self.show()

    def on_resize(self) -> None:
        """Give the bar and the event in hand more room where the screen is tall."""
        self.set_class(self._room().is_tall, "-tall")

    @property
    def _rows(self) -> EventRows:
        """The rows of the incident as it was read last, for the room that there is now."""
        rows, room = self._drawn, self._room()
        if rows is None or rows.incident is not self.incident or rows.room != room:
            rows = self._drawn = EventRows(self.incident, room)
        return rows

    def _room(self) -> Room:
        screen = self.document_screen
        return Room(
            is_tall=screen.size.height >= TALL,
            is_presented=screen.has_class("-presenter"),
            asks=not self._has_entry,
        )

    def _draw_row(self, row_id: str, width: int) -> Content:
        return self._rows.line(row_id, width)

    def _draw_open_row(self, row_id: str, width: int) -> Sequence[Content]:
        return self._rows.open_lines(row_id, width)

    @on(events.Mount)
    def _follow_cursor(self) -> None:
        # At once, and not by a message: the list and the bar are then painted together.
        self.watch(self._list, "highlighted", self._mark_event_in_hand, init=False)

    def _mark_event_in_hand(self) -> None:
        self.query_one(TimelineBar).mark(self._time_in_hand)

    @property
    def _time_in_hand(self) -> datetime | None:
        event = self._selected_event
        return None if event is None else event.at

    @property
    def _selected_event(self) -> TimelineEvent | None:
        selected_id = self._list.selected_id
        events = self.incident.timeline
        return next((event for event in events if str(event.id) == selected_id), None)

    @work(group=DIALOG_STEPS)
    async def action_add(self) -> None:
        """Ask for a new event, which follows the selected one."""
        previous = self._selected_event
        present = {event.kind for event in self.incident.timeline}
        missing = next((kind for kind in list(MILESTONES)[1:] if kind not in present), None)
        offered_kind = missing if missing and not previous else EventKind.OTHER

        async def save(values: Mapping[str, str]) -> TimelineEvent:
            at = self._parse_new_time(values["at"], None if previous is None else previous.at)
            kind, text, link = EventKind(values["kind"]), values["text"], values["link"] or None
            add = self.document_screen.store.timeline.add
            return await self._show_saved(
                self.document_screen.saving(add(self.incident.id, at, kind, text, link))
            )

        form = Form(NEW_TITLE, _fields("", offered_kind, "", ""), save, about=self.incident.id)
        await self.document_screen.ask(form)

    @property
    def event_lines(self) -> EventLineReader:
        """The reader of the lines that are typed here or pasted into the dialog."""
        if self._event_lines is None:
            self._event_lines = EventLineReader(
                self.document_screen, self._time_before_line, self._select_newest
            )
        return self._event_lines

    def _time_before_line(self) -> datetime | None:
        """Return the time of the event that the next typed line follows.

        For the line under the events that is the event added last, or else the last event; for the
        dialog it is the selected event.
        """
        events = self.incident.timeline
        previous = self._selected_event
        if isinstance(self.document_screen.focused, EventLineInput):
            last = events[-1] if events else None
            previous = next((event for event in events if event.id == self._newest_id), last)
        return None if previous is None else previous.at

    def _select_newest(self, event_id: UUID) -> None:
        self._newest_id = event_id
        self._select(event_id)

    def action_quick(self) -> None:
        """Open the dialog that adds several events at once."""
        self.event_lines.open_dialog()

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for corrections of the selected event."""
        event = self._selected_event
        if event is None:
            return
        clock = "%H:%M:%S" if event.at.second else "%H:%M"
        same_day = event.at.date() == self.incident.date
        old_time = event.at.strftime(clock if same_day else f"%Y-%m-%d {clock}")
        edit = OptimisticEdit(self.document_screen, event)

        async def save(values: Mapping[str, str]) -> TimelineEvent:
            typed = values["at"]
            at = event.at if typed == old_time else self._parse_corrected_time(typed, event)
            kind, text, link = EventKind(values["kind"]), values["text"], values["link"] or None
            store = self.document_screen.store.timeline.edit
            return await self._show_saved(
                edit.save(lambda current: store(current, at, kind, text, link))
            )

        form = Form(
            f"Event of {old_time}",
            _fields(old_time, event.kind, event.text, event.link or ""),
            save,
            about=event.id,
            draft_key_if_gone=draft_key(NEW_TITLE, self.incident.id),
        )
        await self.document_screen.ask(form)

    def _parse_new_time(self, typed: str, previous: datetime | None) -> datetime:
        """Parse the time of a new event, which may be relative to the one before."""
        if not typed.strip():
            raise ValueError(NO_TIME)
        return parse_time(typed, self.incident.date, previous)

    def _parse_corrected_time(self, typed: str, event: TimelineEvent) -> datetime:
        """Parse a correction of an event's time; without a day it stays on its day."""
        if not typed.strip():
            raise ValueError(NO_TIME)
        return parse_time(typed, event.at.date(), event.at, passes_midnight=False)

    async def _show_saved(self, pending: Awaitable[TimelineEvent]) -> TimelineEvent:
        """Wait until an event is saved, show it and select it."""
        event = await pending
        await self.document_screen.reread()
        self._select(event.id)
        return event

    def _select(self, event_id: UUID) -> None:
        self._list.select(str(event_id))

    def action_open_link(self) -> None:
        """Open the link of the selected event."""
        event = self._selected_event
        if event is not None and event.link is not None:
            self.document_screen.facilitator.open_link(event.link)

    async def action_delete(self) -> None:
        """Delete the selected event."""
        event = self._selected_event
        if event is not None:
            await self.document_screen.save(self.document_screen.store.timeline.delete(event.id))
            await self.document_screen.reread()


def _fields(at: str, kind: EventKind, text: str, link: str) -> list[Field]:
    return [
        Field("at", "Time (UTC)", at, hint="09:02, +4m after the selected one"),
        Field("kind", "Kind", kind.value, choices=KINDS),
        Field("text", "What", text, hint="what was seen or done"),
        Field("link", "Link", link, hint="a graph, a log, a chat"),
    ]
