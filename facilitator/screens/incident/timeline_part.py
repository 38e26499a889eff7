"""The timeline of an incident: its events, the gaps between them, and the time-to figures."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from db.records import TimelineEvent
from db.vocabulary import EventKind
from facilitator.domain.labels import EVENT_LABELS, choices, milestone_name
from facilitator.domain.milestones import MILESTONES
from facilitator.domain.timeline import (
    TimelineLine,
    TimeTo,
    format_duration,
    parse_time,
    time_to,
    timeline_lines,
)
from facilitator.screens.dialogs.event_lines import EventLineReader
from facilitator.screens.incident.part import IncidentPart
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.event_line_entry import EventLineInput
from facilitator.widgets.form import Field, Form, draft_key
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line, plain

KINDS = choices({kind: EVENT_LABELS[kind] for kind in (EventKind.OTHER, *MILESTONES)})
NEW_TITLE = "New event"
NO_TIME = "write a time, such as 09:02 or +4m"


class TimelinePart(IncidentPart):
    """The events in the order of their times, and a card of the selected one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add event…", id="timeline.add", tooltip="Add an event"),
        Binding("A,ctrl+l", "quick", "Quick lines…", id="timeline.quick",
                tooltip="Type or paste several events at once"),
        Binding("e,enter", "edit", "Edit…", id="timeline.edit", priority=True,
                tooltip="Correct its time, kind or text; the order follows"),
        Binding("x,delete", "delete", "Delete", id="timeline.delete",
                tooltip="Delete this event; u brings it back"),
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

    def compose(self) -> ComposeResult:
        """Put the figures over the events and the card of the selected one."""
        yield Static(id="time-to")
        yield RowList(name="events")
        yield Static(id="event")
        if self._has_entry:
            yield self.event_lines.make_entry()

    def focus_first(self) -> None:
        """Focus the line to type into, if there is one, or the events."""
        if self._has_entry:
            self.query_one(EventLineInput).focus()
        else:
            self.query_one("#events", RowList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse to edit or delete the selected event while a new one is typed."""
        in_list = isinstance(self.document_screen.focused, RowList)
        allowed = action not in ("edit", "delete") or in_list
        return allowed and super().check_action(action, parameters)

    def show(self) -> None:
        """Show the events as they were read."""
        self.query_one("#time-to", Static).update(_figures(time_to(self.incident)))
        lines = timeline_lines(self.incident)
        with_days = any(entry.event.at.date() != self.incident.date for entry in lines)
        empty = "Press a to add the first event, or A to type many lines"
        self.query_one("#events", RowList).show(
            ((str(entry.event.id), self._row(entry, with_days=with_days)) for entry in lines),
            empty="No events yet: how did you notice the incident?" if self._has_entry else empty,
        )
        self._show_card()

    def _row(self, entry: TimelineLine, *, with_days: bool) -> Content:
        """Return the row of an event: its time, the time since the one before, kind and text.

        Args:
            entry: The event with what its time means.
            with_days: Whether to leave room for a day, because some event is on another day than
                the incident.
        """
        event = entry.event
        milestone = milestone_name(event.kind) or "·"
        day = f"{event.at.day:>2} {event.at:%b}" if event.at.date() != self.incident.date else ""
        time = f"{event.at:%H:%M}" if event.at.second == 0 else f"{event.at:%H:%M:%S}"
        delta = "" if entry.delta is None else f"+{_duration(entry.delta)}"
        # Beside the outline of prep, a small screen has no room for a column of kinds.
        is_cramped = self._has_entry and self.document_screen.has_class("-narrow")
        kind = f"{milestone}  " if is_cramped else f"{milestone:<22}"
        return Content.assemble(
            (f"{day:<7}" if with_days else "", "$text-muted"),
            (f"{time:<9}", "bold"),
            (f"{delta:>8}  ", "bold $text-warning" if entry.longest else "$text-muted"),
            (kind, "$text-accent" if event.kind is not EventKind.OTHER else ""),
            Content(" · ").join([*_notes(entry), *([line(event.text)] if event.text else [])]),
            (" ↗" if event.link else "", "$text-muted"),
        )

    def on_option_list_option_highlighted(self) -> None:
        """Show the card of the event that is selected now."""
        self._show_card()

    def _show_card(self) -> None:
        selected_id = self.query_one("#events", RowList).selected_id
        lines = timeline_lines(self.incident)
        selected = next((entry for entry in lines if str(entry.event.id) == selected_id), None)
        self.query_one("#event", Static).update("" if selected is None else _card(selected))

    @property
    def _selected_event(self) -> TimelineEvent | None:
        selected_id = self.query_one("#events", RowList).selected_id
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
        self.query_one("#events", RowList).select(str(event_id))

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


def _figures(figures: tuple[TimeTo, ...]) -> Content:
    return Content.assemble(
        ("Time to  ", "$text-muted"), Content("  ").join(_figure(figure) for figure in figures)
    )


def _figure(figure: TimeTo) -> Content:
    """Return a figure with its name, or a dash where it is not known; a negative one is marked."""
    minutes = figure.minutes
    value = "–" if minutes is None else format_duration(minutes)
    is_negative = minutes is not None and minutes < 0
    counted_from = " (from alert)" if figure.since_alert and minutes is not None else ""
    return Content.assemble(
        (f"{figure.name}{counted_from} ", "$text-muted"),
        (f"! {value}" if is_negative else value, "bold $text-error" if is_negative else "bold"),
    )


def _notes(entry: TimelineLine) -> list[Content]:
    """Return what is remarkable about an event; it stands before the text, so it is never cut."""
    notes = [Content.styled(f"! {doubt}", "bold $text-error") for doubt in entry.doubts]
    if entry.longest:
        notes.append(Content.styled("← longest gap", "bold $text-warning"))
    if entry.figure is not None and entry.figure.minutes is not None:
        notes.append(_figure(entry.figure))
    return notes


def _card(entry: TimelineLine) -> Content:
    """Return the card of an event, with its whole text and its link."""
    event = entry.event
    name = milestone_name(event.kind)
    since = "" if entry.delta is None else f"{_duration(entry.delta)} after the previous event"
    facts = " · ".join(fact for fact in (f"{event.at:%H:%M}", name, since) if fact)
    return Content.assemble(
        (facts, "$text-muted"),
        "\n",
        plain(event.text or name, "bold"),
        "\n" if event.link else "",
        line(f"↗ {event.link}" if event.link else "", "$text-muted"),
    )


def _duration(delta: timedelta) -> str:
    return format_duration(delta.total_seconds() / 60)
