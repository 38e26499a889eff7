"""The opening card: who is here, what the meeting is for, and what to look out for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import Attendee
from db.words import Stage
from facilitator.domain.agenda import NAMES, PARTS
from facilitator.domain.last_time import PastReview, past_reviews, said_of
from facilitator.domain.rules import opening_warnings
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.text import counted
from facilitator.widgets.choices import Choices
from facilitator.widgets.form import Field, Form
from facilitator.widgets.hanging import Hanging, Row
from facilitator.widgets.text import line

BLAMELESS = (
    ("Blameless", "nobody is punished for what made sense to them at the time."),
    ("Not actionless", "we still decide who changes what, and by when."),
)
SHOWN_MEETINGS = 3


class OpeningScreen(MeetingScreen):
    """Before the clock starts."""

    CSS_PATH = "opening.tcss"
    stage = Stage.OPENING
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start the meeting", id="opening.start", priority=True,
                tooltip="The clock starts with the review"),
        Binding("a", "add", "Add somebody…", id="opening.add", tooltip="Who is here"),
        Binding("f", "mark('facilitates')", "Facilitates", id="opening.facilitates",
                tooltip="This person leads the meeting"),
        Binding("n", "mark('takes_notes')", "Takes notes", id="opening.notes",
                tooltip="This person writes"),
        Binding("i", "mark('was_in_incident')", "Was in the incident", id="opening.in-incident",
                tooltip="This person took part in the response"),
        Binding("x", "leave", "Remove", id="opening.remove", tooltip="Not here after all"),
    ]  # fmt: skip

    def compose_body(self) -> ComposeResult:
        """The card beside the people."""
        with Horizontal():
            with VerticalScroll(id="opening-card", can_focus=False):
                yield Static(id="blameless")
                yield Hanging(name="agenda")
                yield Static(id="last-time")
            with Vertical(id="opening-people"):
                yield Static("Here today", classes="title")
                yield Choices(name="people")
                yield Static(id="warnings")

    async def read_more(self) -> None:
        """What is to be reviewed, who might be here, and how the last meetings went."""
        await self.read_carried()
        self._known = await self.store.meetings.people()
        said = await self.store.actions.last_reviews()
        before = [each for each in said if each.meeting_id != self.meeting.id]
        self._past = past_reviews(before, self.facilitator.settings.timezone)

    def heading(self) -> Content:
        """The incident."""
        severity = f" · {self.document.severity}" if self.document.severity else ""
        return Content.assemble(
            "Post-mortem\n", line(f"#{self.document.number} {self.document.title}{severity}")
        )

    def show(self) -> None:
        """The card, the people and the warnings."""
        self.query_one("#blameless", Static).update(
            Content("\n").join(
                Content.assemble((f"{word}: ", "bold $text-accent"), said)
                for word, said in BLAMELESS
            )
        )
        self.query_one("#agenda", Hanging).show(self._agenda())
        self.query_one("#last-time", Static).update(
            Content("\n").join(last_time_rows(self._past, self.today))
        )
        self.query_one("#people", Choices).show(
            ((str(each.id), _person(each)) for each in self.meeting.attendees),
            empty="a adds the first person",
        )
        warnings = opening_warnings(self.meeting.attendees, self.carried)
        self.query_one("#warnings", Static).update(
            Content("\n").join(line(f"! {each}", "$text-warning") for each in warnings)
        )

    def _agenda(self) -> list[Row]:
        clocks = self.state.segments
        said = {
            "Review": f"{counted(len(self.carried), 'open action item')} from before",
            "Incident": " · ".join(name.lower() for name in PARTS),
            "Patterns": "what keeps coming back, what to do about it",
        }
        rows = [
            (
                Content.assemble(
                    (f"{clock.planned / 60:3g} min  ", "bold"), f"{NAMES[clock.segment]:<10}"
                ),
                Content.styled(said[NAMES[clock.segment]], "$text-muted"),
            )
            for clock in clocks
        ]
        return [("", Content.styled("Agenda", "bold")), *rows]

    @property
    def _in_hand(self) -> Attendee | None:
        chosen = self.query_one("#people", Choices).chosen
        return next((each for each in self.meeting.attendees if str(each.id) == chosen), None)

    async def action_start(self) -> None:
        """The review begins, and the clock with it."""
        await self.action_next()

    def action_add(self) -> None:
        """Somebody is here, or several, with commas between them."""

        async def submit(values: Mapping[str, str]) -> None:
            names = [name.strip() for name in values["names"].split(",") if name.strip()]
            if not names:
                raise ValueError("write a name")
            for name in names:
                await self.saving(self.store.meetings.attend(self.meeting.id, name))
            await self.reread()

        here = {each.name for each in self.meeting.attendees}
        known = [name for name in self._known if name not in here]
        field = Field("names", "Names", hint="Priya, Sam, Mei", suggestions=known, several=True)
        self.app.push_screen(Form("Who is here", [field], submit, about=self.meeting.id))

    async def action_mark(self, part: str) -> None:
        """Turn a part in the meeting on or off."""
        each = self._in_hand
        if each is None:
            return
        parts = {
            "facilitates": each.facilitates,
            "takes_notes": each.takes_notes,
            "was_in_incident": each.was_in_incident,
        }
        parts[part] = not parts[part]
        pending = self.store.meetings.edit_attendee(each, name=each.name, **parts)
        if await self.save(pending) is not None:
            await self.reread()

    async def action_leave(self) -> None:
        """Not here after all."""
        each = self._in_hand
        if each is not None:
            await self.save(self.store.meetings.leave(each.id))
            await self.reread()


def last_time_rows(meetings: Sequence[PastReview], today: date) -> list[Content]:
    """How the last meetings' action items stood, newest first; nothing where there were none."""
    said = [said_of(each, today) for each in meetings[:SHOWN_MEETINGS]]
    return [
        Content.assemble("Last time, ", (each, "bold"))
        if place == 0
        else Content.styled(f"Before that, {each}", "$text-muted")
        for place, each in enumerate(said)
    ]


def _person(each: Attendee) -> Content:
    parts = {
        "facilitates": each.facilitates,
        "takes notes": each.takes_notes,
        "was in the incident": each.was_in_incident,
    }
    said = ", ".join(word for word, true in parts.items() if true)
    return Content.assemble(line(each.name), (f"  {said}" if said else "", "$text-muted"))
