"""The opening of a meeting: who is here, the agenda, the last results, and warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import Attendee, Meeting
from db.vocabulary import Segment, Stage
from facilitator.domain.labels import INCIDENT_PARTS, SEGMENT_LABELS, severity_or_kind
from facilitator.domain.past_reviews import PastReview, describe_past_review, past_reviews
from facilitator.domain.rules import opening_warnings
from facilitator.screens.meeting.agenda_picture import Block, draw_agenda
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.text import counted
from facilitator.widgets.fluid_text import FluidText
from facilitator.widgets.form import Field, Form
from facilitator.widgets.glyphs import PROBLEM
from facilitator.widgets.hanging_indent import HangingIndent, Row
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line

PRINCIPLES: tuple[Row, ...] = (
    ("", Content.styled("Blameless", "bold $text-accent")),
    ("  ", Content("Nobody is punished for what made sense to them at the time.")),
    ("", Content.styled("Not actionless", "bold $text-accent")),
    ("  ", Content("We still decide who changes what, and by when.")),
)
"""What a meeting holds to, as it is read aloud."""
SHOWN_MEETINGS = 3
"""Of how many earlier meetings the results are shown."""


class OpeningScreen(MeetingScreen):
    """The first stage of a meeting, before the clock starts."""

    CSS_PATH = "opening.tcss"
    stage = Stage.OPENING
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start the meeting", id="opening.start", priority=True,
                tooltip="The clock starts with the review"),
        Binding("a", "add", "Add…", id="opening.add", tooltip="Add the people who are here"),
        Binding("l", "add_last_attendees", "As last time", id="opening.same-people",
                tooltip="Add everybody from the last meeting, with their roles"),
        Binding("f", "mark('facilitates')", "Facilitates", id="opening.facilitates",
                tooltip="This person leads the meeting"),
        Binding("n", "mark('takes_notes')", "Takes notes", id="opening.notes",
                tooltip="This person takes notes"),
        Binding("i", "mark('was_in_incident')", "Was involved", id="opening.in-incident",
                tooltip="This person took part in the response"),
        Binding("x", "leave", "Remove", id="opening.remove",
                tooltip="Remove somebody who is not here after all"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        """Prepare the screen.

        Args:
            meeting: The meeting as last read; it is read again before anything is shown.
        """
        super().__init__(meeting)
        self._known_people: Sequence[str] = ()
        self._past_reviews: Sequence[PastReview] = ()
        self._last_attendees: Sequence[Attendee] = ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the people of the last meeting only where a meeting has any."""
        if action == "add_last_attendees" and not self._last_attendees:
            return False
        return super().check_action(action, parameters)

    def compose_body(self) -> ComposeResult:
        """Put the agenda over the principles and the people."""
        yield FluidText(name="agenda")
        with Horizontal(id="opening-columns"):
            with VerticalScroll(id="opening-card", can_focus=False):
                yield HangingIndent(name="blameless")
                yield HangingIndent(name="last-time")
            with Vertical(id="opening-people"):
                yield HangingIndent(name="warnings")
                yield Static("Here today", classes="title")
                yield RowList(name="people")

    async def read_more(self) -> None:
        """Read the items to review, the people to suggest, and the results of earlier meetings."""
        await self.read_carried()
        self._known_people = await self.store.meetings.people()
        self._last_attendees = await self.store.meetings.last_attendees()
        latest = await self.store.actions.latest_reviews()
        earlier = [review for review in latest if review.meeting_id != self.meeting.id]
        self._past_reviews = past_reviews(earlier, self.facilitator.settings.timezone)

    def heading(self) -> Content:
        """Return the number, title and severity of the incident."""
        words = severity_or_kind(self.document.kind, self.document.severity)
        severity = f" · {words}" if words else ""
        return Content.assemble(
            "Post-mortem\n", line(f"#{self.document.number} {self.document.title}{severity}")
        )

    def show(self) -> None:
        """Show the card, the people and the warnings."""
        self.query_one("#blameless", HangingIndent).show(PRINCIPLES)
        self.query_one("#agenda", FluidText).draw_with(draw_agenda(self._agenda_blocks()))
        self.query_one("#last-time", HangingIndent).show(
            ("", row) for row in last_time_rows(self._past_reviews, self.today)
        )
        others = ", or l for everybody from the last meeting" if self._last_attendees else ""
        self.query_one("#people", RowList).show(
            ((str(attendee.id), _attendee_row(attendee)) for attendee in self.meeting.attendees),
            empty=f"Press a to add somebody{others}",
        )
        warnings = opening_warnings(self.meeting.attendees, self.carried)
        self.query_one("#warnings", HangingIndent).show(
            (Content.styled(f"{PROBLEM} ", "bold $text-warning"), line(warning, "$text-warning"))
            for warning in warnings
        )
        self.refresh_bindings()

    def _agenda_blocks(self) -> list[Block]:
        topics = {
            Segment.REVIEW: [f"{counted(len(self.carried), 'item')} to review"],
            Segment.INCIDENT: [" · ".join(name.lower() for name in INCIDENT_PARTS)],
            Segment.PATTERNS: ["what keeps coming back,", "what to do about it"],
        }
        return [
            Block(SEGMENT_LABELS[clock.segment].name, clock.planned / 60, topics[clock.segment])
            for clock in self.state.segments
        ]

    @property
    def _selected_attendee(self) -> Attendee | None:
        selected_id = self.query_one("#people", RowList).selected_id
        attendees = self.meeting.attendees
        return next((person for person in attendees if str(person.id) == selected_id), None)

    async def action_start(self) -> None:
        """Go to the review, which starts the clock."""
        await self.action_next()

    @work(group=DIALOG_STEPS)
    async def action_add(self) -> None:
        """Ask who is here: one name, or several with commas between them."""

        async def save(values: Mapping[str, str]) -> bool:
            names = [name.strip() for name in values["names"].split(",") if name.strip()]
            if not names:
                raise ValueError("write a name")
            for name in names:
                await self.saving(self.store.meetings.add_attendee(self.meeting.id, name))
            await self.reread()
            return True

        present = {attendee.name for attendee in self.meeting.attendees}
        known = [name for name in self._known_people if name not in present]
        field = Field("names", "Names", hint="Priya, Sam, Mei", suggestions=known, several=True)
        await self.ask(Form("Who is here", [field], save, about=self.meeting.id))

    async def action_add_last_attendees(self) -> None:
        """Add everybody of the last meeting; whoever is listed already stays as they are."""
        pending = self.store.meetings.add_attendees(self.meeting.id, self._last_attendees)
        if await self.save(pending) is not None:
            await self.reread()

    async def action_mark(self, role: str) -> None:
        """Give the selected person a role in the meeting, or take it away.

        Args:
            role: The name of the role among the fields of an `Attendee`.
        """
        attendee = self._selected_attendee
        if attendee is None:
            return
        roles = {
            "facilitates": attendee.facilitates,
            "takes_notes": attendee.takes_notes,
            "was_in_incident": attendee.was_in_incident,
        }
        roles[role] = not roles[role]
        pending = self.store.meetings.edit_attendee(attendee, name=attendee.name, **roles)
        if await self.save(pending) is not None:
            await self.reread()

    async def action_leave(self) -> None:
        """Remove the selected person, who is not here after all."""
        attendee = self._selected_attendee
        if attendee is not None:
            await self.save(self.store.meetings.delete_attendee(attendee.id))
            await self.reread()


def last_time_rows(meetings: Sequence[PastReview], today: date) -> list[Content]:
    """Return a line about the action items of each of the last meetings, the newest first.

    Args:
        meetings: The results of earlier meetings, the newest first.
        today: The present day, from which the days of the meetings are described.
    """
    results = [describe_past_review(meeting, today) for meeting in meetings[:SHOWN_MEETINGS]]
    return [
        Content.assemble("Last time, ", (result, "bold"))
        if index == 0
        else Content.styled(f"Before that, {result}", "$text-muted")
        for index, result in enumerate(results)
    ]


def _attendee_row(attendee: Attendee) -> Content:
    roles = {
        "facilitates": attendee.facilitates,
        "takes notes": attendee.takes_notes,
        "was involved": attendee.was_in_incident,
    }
    names = ", ".join(name for name, has_role in roles.items() if has_role)
    return Content.assemble(line(attendee.name), (f"  {names}" if names else "", "$text-muted"))
