"""The incident segment's frame: three parts with their own pace."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher

from db.records import Meeting
from db.words import Segment, Stage
from facilitator.domain.agenda import PARTS, AgendaState, as_minutes
from facilitator.domain.prompts import Section
from facilitator.screens.incident.actions import ActionsPart
from facilitator.screens.incident.factors import FactorsPart
from facilitator.screens.incident.part import Part
from facilitator.screens.incident.timeline import TimelinePart
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.text import counted

SECTIONS = (Section.TIMELINE, Section.FACTORS, Section.ACTIONS)


class IncidentScreen(MeetingScreen):
    """The second segment."""

    CSS_PATH = "incident.tcss"
    stage = Stage.INCIDENT
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "part(0)", "Timeline", show=False, id="incident.timeline",
                tooltip="The timeline walkthrough"),
        Binding("2", "part(1)", "Factors", show=False, id="incident.factors",
                tooltip="Contributing factors, went well and wrong, root cause"),
        Binding("3", "part(2)", "Actions", show=False, id="incident.actions",
                tooltip="At most three action items"),
        Binding("full_stop,f5", "part_on", "Next part", id="incident.next-part",
                tooltip="The next of timeline, factors and actions"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        """meeting: as last read."""
        super().__init__(meeting)
        self._place = meeting.sub

    def compose_body(self) -> ComposeResult:
        """The three parts, one at a time."""
        with ContentSwitcher(initial=f"part-{self._place}"):
            yield TimelinePart(id="part-0")
            yield FactorsPart(id="part-1")
            yield ActionsPart(name="part-2")

    def focus_first(self) -> None:
        """Start where the meeting is."""
        self.part.focus_first()

    @property
    def part(self) -> Part:
        """The part in hand."""
        return self.query_one(f"#part-{self._place}", Part)

    def section(self) -> Section:
        """The part in hand has prompts of its own."""
        return SECTIONS[self._place]

    def heading(self) -> Content:
        """The parts with their pace, and what the clock makes of it."""
        state = self.state
        parts = [self._part_said(state, place) for place in range(len(PARTS))]
        lines = [Content("   ").join(parts)]
        running = state.segment is Segment.INCIDENT and not state.over
        if running and state.sub_part != self._place:
            due = PARTS[state.sub_part]
            if state.sub_part > self._place:
                lines.append(Content.styled(f"Time to go on to {due}: .", "$text-warning"))
            else:
                lines.append(Content.styled(f"Ahead: time is left for {due}", "$text-success"))
        else:
            lines.append(Content.styled(self._counts(), "$text-muted not bold"))
        return Content("\n").join(lines)

    def _part_said(self, state: AgendaState, place: int) -> Content:
        whole = state.sub[place] % 60 == 0
        minutes = f"{state.sub[place] / 60:.0f}" if whole else as_minutes(state.sub[place])
        by_clock = state.segment is Segment.INCIDENT and place == state.sub_part
        if by_clock:
            minutes = f"{as_minutes(state.sub[place] - state.sub_left)}/{minutes}"
        said = f"{place + 1} {PARTS[place]} {minutes}"
        if place == self._place:
            return Content.styled(f"▶ {said}", "bold $text-accent")
        return Content.styled(said, "$text-muted not bold")

    def _counts(self) -> str:
        incident = self.document
        return (
            f"{counted(len(incident.timeline), 'event')} · "
            f"{counted(len(incident.factors), 'factor')}"
            f" · {len(incident.action_items)} of 3 action items"
        )

    async def read_more(self) -> None:
        """Read what stands beside the incident."""
        await self.read_beside()

    def show(self) -> None:
        """Paint all parts, so that a turn to another is instant."""
        for part in self.query(Part):
            part.show()
        self.compare()

    def show_similar(self) -> None:
        """They stand beside the root cause."""
        self.query_one(FactorsPart).show_help()

    @property
    def moved(self) -> str:
        """Another part of this segment, too."""
        elsewhere = super().moved
        if not elsewhere and self.meeting.sub != self._place:
            return f"The meeting is on {PARTS[self.meeting.sub]} now"
        return elsewhere

    def follow(self) -> None:
        """To the meeting's part, or further."""
        if super().moved:
            super().follow()
        else:
            self._turn_to(self.meeting.sub)

    def _turn_to(self, place: int) -> None:
        self._place = place
        self.query_one(ContentSwitcher).current = f"part-{place}"
        self.part.focus_first()
        self.tick()

    async def action_part(self, place: int) -> None:
        """Go to a part, and remember it."""
        if not await self.flush():
            return
        if super().moved:
            # To read here what the meeting has left behind does not take it back.
            self._turn_to(place)
            return
        gone = await self.save(self.store.meetings.goto(self.meeting.id, Stage.INCIDENT, place))
        if gone is not None:
            self.meeting = gone
            self._turn_to(place)

    async def action_part_on(self) -> None:
        """Go to the next part; after the last comes the first."""
        await self.action_part((self._place + 1) % len(PARTS))
