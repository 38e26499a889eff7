"""The timeline walkthrough: one event at a time, deltas, the longest gap, the time-to figures."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from db.records import TimelineEvent
from db.words import EventKind
from facilitator.domain.timeline import (
    MILESTONES,
    Line,
    TimeTo,
    in_words,
    parse_time,
    time_to,
    walk,
)
from facilitator.screens.incident.part import Part
from facilitator.screens.quick_lines import Quick
from facilitator.screens.seen import Seen
from facilitator.widgets.choices import Choices
from facilitator.widgets.form import Field, Form, draft_key
from facilitator.widgets.quick_lines import QuickInput
from facilitator.widgets.text import line, plain

KINDS = {EventKind.OTHER.value: "an event"} | {
    kind.value: name for kind, name in MILESTONES.items()
}
NEW = "New event"


class TimelinePart(Part):
    """The events in the order of their times."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add event…", id="timeline.add", tooltip="Add an event"),
        Binding("A,ctrl+l", "quick", "Quick lines…", id="timeline.quick",
                tooltip="Type or paste several events at once"),
        Binding("e,enter", "edit", "Edit…", id="timeline.edit", priority=True,
                tooltip="Correct its time, kind or text; the order follows"),
        Binding("x,delete", "delete", "Delete", id="timeline.delete", tooltip="u brings it back"),
    ]  # fmt: skip

    def __init__(self, *, entry: bool = False, id: str | None = None) -> None:  # noqa: A002
        """entry: with a line under the events to type new ones into."""
        super().__init__(id=id)
        self._entry = entry
        self._quick: Quick | None = None
        self._newest: UUID | None = None

    def compose(self) -> ComposeResult:
        """The figures over the events, and the event in hand."""
        yield Static(id="time-to")
        yield Choices(name="events")
        yield Static(id="event")
        if self._entry:
            yield self.quick.entry()

    def focus_first(self) -> None:
        """The line to type into, where there is one; else the events."""
        if self._entry:
            self.query_one(QuickInput).focus()
        else:
            self.query_one("#events", Choices).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done with an event in hand is not done while a new one is typed."""
        here = action not in ("edit", "delete") or isinstance(self.host.focused, Choices)
        return here and super().check_action(action, parameters)

    def show(self) -> None:
        """The events as they were read."""
        self.query_one("#time-to", Static).update(_figures(time_to(self.incident)))
        lines = walk(self.incident)
        dated = any(each.event.at.date() != self.incident.date for each in lines)
        empty = "a adds the first event, A takes many lines: what told you of it?"
        self.query_one("#events", Choices).show(
            ((str(each.event.id), self._row(each, dated=dated)) for each in lines),
            empty="No events yet: what told you of it?" if self._entry else empty,
        )
        self._show_card()

    def _row(self, each: Line, *, dated: bool) -> Content:
        """dated: whether some event is not of the incident's day: then all make room for one."""
        event = each.event
        milestone = MILESTONES.get(event.kind, "·")
        day = f"{event.at.day:>2} {event.at:%b}" if event.at.date() != self.incident.date else ""
        time = f"{event.at:%H:%M}" if event.at.second == 0 else f"{event.at:%H:%M:%S}"
        delta = "" if each.delta is None else f"+{in_words(each.delta.total_seconds() / 60)}"
        # Beside the outline of prep, a small screen has no room for a column of its own.
        small = self._entry and self.host.has_class("-narrow")
        kind = f"{milestone}  " if small else f"{milestone:<22}"
        return Content.assemble(
            (f"{day:<7}" if dated else "", "$text-muted"),
            (f"{time:<9}", "bold"),
            (f"{delta:>8}  ", "bold $text-warning" if each.longest else "$text-muted"),
            (kind, "$text-accent" if event.kind is not EventKind.OTHER else ""),
            Content(" · ").join([*_notes(each), *([line(event.text)] if event.text else [])]),
            (" ↗" if event.link else "", "$text-muted"),
        )

    def on_option_list_option_highlighted(self) -> None:
        """Another event is in hand."""
        self._show_card()

    def _show_card(self) -> None:
        chosen = self.query_one("#events", Choices).chosen
        lines = walk(self.incident)
        each = next((each for each in lines if str(each.event.id) == chosen), None)
        self.query_one("#event", Static).update("" if each is None else _card(each))

    @property
    def _in_hand(self) -> TimelineEvent | None:
        chosen = self.query_one("#events", Choices).chosen
        return next((each for each in self.incident.timeline if str(each.id) == chosen), None)

    def action_add(self) -> None:
        """A new event, after the one in hand."""
        before = self._in_hand
        kinds = {each.kind for each in self.incident.timeline}
        missing = next((kind for kind in list(MILESTONES)[1:] if kind not in kinds), None)
        kind = missing if missing and not before else EventKind.OTHER

        async def submit(values: Mapping[str, str]) -> None:
            at = self._time(values["at"], None if before is None else before.at)
            await self._stored(
                self.host.saving(
                    self.host.store.timeline.add(
                        self.incident.id,
                        at,
                        EventKind(values["kind"]),
                        values["text"],
                        values["link"] or None,
                    )
                )
            )

        self.app.push_screen(Form(NEW, _fields("", kind, "", ""), submit, about=self.incident.id))

    @property
    def quick(self) -> Quick:
        """Quick lines: from the list they go on from the event in hand, else from the newest."""
        if self._quick is None:
            self._quick = Quick(self.host, self._before_quick, self._added)
        return self._quick

    def _before_quick(self) -> datetime | None:
        events = self.incident.timeline
        before = self._in_hand
        if isinstance(self.host.focused, QuickInput):
            last = events[-1] if events else None
            before = next((each for each in events if each.id == self._newest), last)
        return None if before is None else before.at

    def _added(self, event_id: UUID) -> None:
        self._newest = event_id
        self._choose(event_id)

    def action_quick(self) -> None:
        """Several events at once."""
        self.quick.open()

    def action_edit(self) -> None:
        """Correct the event in hand."""
        event = self._in_hand
        if event is None:
            return
        clock = "%H:%M:%S" if event.at.second else "%H:%M"
        same_day = event.at.date() == self.incident.date
        shown = event.at.strftime(clock if same_day else f"%Y-%m-%d {clock}")

        seen = Seen(self.host, event)

        async def submit(values: Mapping[str, str]) -> None:
            typed = values["at"]
            at = event.at if typed == shown else self._corrected(typed, event)
            kind, text, link = EventKind(values["kind"]), values["text"], values["link"] or None
            edit = self.host.store.timeline.edit
            await self._stored(seen.saving(lambda now: edit(now, at, kind, text, link)))

        fields = _fields(shown, event.kind, event.text, event.link or "")
        if_gone = draft_key(NEW, self.incident.id)
        title = f"Event of {shown}"
        self.app.push_screen(Form(title, fields, submit, about=event.id, if_gone=if_gone))

    def _time(self, typed: str, after: datetime | None) -> datetime:
        if not typed.strip():
            raise ValueError("write a time, such as 09:02 or +4m")
        return parse_time(typed, self.incident.date, after)

    def _corrected(self, typed: str, event: TimelineEvent) -> datetime:
        if not typed.strip():
            raise ValueError("write a time, such as 09:02 or +4m")
        return parse_time(typed, event.at.date(), event.at, passes_midnight=False)

    async def _stored(self, saving: Awaitable[TimelineEvent]) -> None:
        stored = await saving
        await self.host.reread()
        self._choose(stored.id)

    def _choose(self, event_id: UUID) -> None:
        self.query_one("#events", Choices).choose(str(event_id))

    async def action_delete(self) -> None:
        """Take the event in hand away."""
        event = self._in_hand
        if event is not None:
            await self.host.save(self.host.store.timeline.delete(event.id))
            await self.host.reread()


def _fields(at: str, kind: EventKind, text: str, link: str) -> list[Field]:
    return [
        Field("at", "Time (UTC)", at, hint="09:02, +4m after the one in hand"),
        Field("kind", "Kind", kind.value, choices=KINDS),
        Field("text", "What", text, hint="what was seen or done"),
        Field("link", "Link", link, hint="a graph, a log, a chat"),
    ]


def _figures(found: tuple[TimeTo, ...]) -> Content:
    return Content.assemble(
        ("Time to  ", "$text-muted"), Content("  ").join(_figure(each) for each in found)
    )


def _notes(each: Line) -> list[Content]:
    """What is remarkable about a line; it stands before the text, where it is never cut off."""
    notes = [Content.styled(f"! {doubt}", "bold $text-error") for doubt in each.doubts]
    if each.longest:
        notes.append(Content.styled("← longest gap", "bold $text-warning"))
    if each.figure is not None and each.figure.minutes is not None:
        notes.append(_figure(each.figure))
    return notes


def _card(each: Line) -> Content:
    """The event in hand with all its words."""
    event = each.event
    name = MILESTONES.get(event.kind, "")
    since = ""
    if each.delta is not None:
        since = f"{in_words(each.delta.total_seconds() / 60)} after the one before"
    said = " · ".join(word for word in (f"{event.at:%H:%M}", name, since) if word)
    return Content.assemble(
        (said, "$text-muted"),
        "\n",
        plain(event.text or name, "bold"),
        "\n" if event.link else "",
        line(f"↗ {event.link}" if event.link else "", "$text-muted"),
    )


def _figure(each: TimeTo) -> Content:
    minutes = each.minutes
    value = "–" if minutes is None else in_words(minutes)
    wrong = minutes is not None and minutes < 0
    label = f"{each.name} (from alert)" if each.since_alert and minutes is not None else each.name
    return Content.assemble(
        (f"{label} ", "$text-muted"),
        (f"! {value}" if wrong else value, "bold $text-error" if wrong else "bold"),
    )
