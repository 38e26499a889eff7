"""The screen of the incident segment, which shows one of its three parts at a time."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import ClassVar
from uuid import UUID

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher

from db.records import Meeting
from db.vocabulary import ClockKind, Segment, Stage
from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.domain.figure_types import Finding
from facilitator.domain.labels import INCIDENT_PARTS
from facilitator.domain.prompts import PromptTopic
from facilitator.domain.verdicts import each_finding
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.incident.actions_part import ActionsPart
from facilitator.screens.incident.came_back import MOST_EARLIER, CameBack
from facilitator.screens.incident.factors_part import FactorsPart
from facilitator.screens.incident.part import IncidentPart
from facilitator.screens.incident.timeline_part import TimelinePart
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.screens.paged_reads import all_of_cause
from facilitator.text import counted
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.glyphs import HERE, OK
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.preview import section_rows
from facilitator.widgets.text import line
from facilitator.widgets.text_dialog import TextDialog

PART_TOPICS = (PromptTopic.TIMELINE, PromptTopic.FACTORS, PromptTopic.ACTIONS)
"""The topics of the prompts for each part, in the order of the parts."""
BLANK_ROW: Row = ("", Content(""))


class IncidentScreen(MeetingScreen):
    """The second segment of a meeting.

    Its parts are known by their indexes: 0 is the timeline, 1 the factors, 2 the action items.
    """

    CSS_PATH = "incident.tcss"
    reads: ClassVar[frozenset[str]] = MeetingScreen.reads | {"other_sections", "history"}
    stage = Stage.INCIDENT
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "part(0)", "Timeline", show=False, id="incident.timeline",
                tooltip="The timeline walkthrough"),
        Binding("2", "part(1)", "Factors", show=False, id="incident.factors",
                tooltip="Contributing factors, went well and wrong, root cause"),
        Binding("3", "part(2)", "Actions", show=False, id="incident.actions",
                tooltip="At most three action items"),
        Binding("o,f3", "other_sections", "Other sections", id="incident.sections",
                tooltip="Read the sections with headings of their own"),
        Binding("H", "history", "History", show=False, id="incident.history",
                tooltip="Who changed what of this incident, and when"),
        Binding("full_stop,f5", "next_part", "Next part", id="incident.next-part",
                tooltip="Go on to the next part: timeline, factors or actions"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        """Prepare the screen.

        Args:
            meeting: The meeting as last read; it is read again before anything is shown.
        """
        super().__init__(meeting)
        self._part_index = meeting.sub
        self._chain = BackgroundRead(self, self._read_chain)
        self._chain_is_of: tuple[UUID | None, datetime] | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the other sections only where the incident has any."""
        if action == "other_sections" and (self.incident is None or not self.incident.sections):
            return False
        return super().check_action(action, parameters)

    def compose_body(self) -> ComposeResult:
        """Make all three parts, of which one is visible."""
        with ContentSwitcher(initial=f"part-{self._part_index}"):
            yield TimelinePart(id="part-0")
            yield FactorsPart(id="part-1")
            yield ActionsPart(name="part-2")

    def focus_first(self) -> None:
        """Focus the first widget of the visible part."""
        self.part.focus_first()

    @property
    def part(self) -> IncidentPart:
        """The part that is on the screen: the timeline, the factors or the action items."""
        return self.query_one(f"#part-{self._part_index}", IncidentPart)

    def prompt_topic(self) -> PromptTopic:
        """Return the topic of the visible part."""
        return PART_TOPICS[self._part_index]

    def heading(self) -> Content:
        """Return the incident and the counts of what is written, over the parts with their minutes.

        Where the part on the screen has used its time, the counts give way to what comes next.
        """
        state, incident = self.state, self.document
        title = line(f"#{incident.number} {incident.service} {incident.symptom}")
        parts = [self._part_title(state, index) for index in range(len(INCIDENT_PARTS))]
        if self._is_tight:
            count = Content.styled(f"of {len(parts)} parts", "$text-muted not bold")
            parts = [parts[self._part_index], count]
        about = Content("  ").join([title, self._next_part_or_counts(state)])
        return Content("\n").join([about, Content("   ").join(parts)])

    @property
    def _is_tight(self) -> bool:
        """Whether the large clock of the presenter size takes half of a small terminal."""
        return self.has_class("-narrow") and self.has_class("-presenter")

    def _next_part_or_counts(self, state: AgendaState) -> Content:
        is_running = state.segment is Segment.INCIDENT and not state.over
        is_last = state.part == len(INCIDENT_PARTS) - 1
        if not is_running or is_last or state.parts[state.part].left >= 0:
            return Content.styled(self._counts(), "$text-muted not bold")
        key = key_of(self, "incident.next-part")
        how = f": press {key} to go on" if key else ""
        return Content.styled(f"Time for {INCIDENT_PARTS[state.part + 1]}{how}", "$text-warning")

    def _part_title(self, state: AgendaState, index: int) -> Content:
        """Return the title of a part: `2 Factors 10`, or `2 Factors 3:20/10` while it is running.

        A part that the meeting has left shows the time that it took, where there is room for that:
        `✓ 1 Timeline 11:40`.

        Args:
            state: The state of the clock.
            index: The index of the part.
        """
        part = state.parts[index]
        is_counted = state.segment is Segment.INCIDENT
        is_left = is_counted and index < state.part
        minutes = _whole_minutes(part.allotted)
        if is_counted and index == state.part:
            minutes = f"{format_minutes_seconds(part.actual)}/{minutes}"
        elif is_left:
            minutes = "" if self.has_class("-narrow") else format_minutes_seconds(part.actual)
        title = f"{index + 1} {INCIDENT_PARTS[index]} {minutes}".rstrip()
        if index == self._part_index:
            return Content.styled(f"{HERE} {title}", "bold $text-accent")
        return Content.styled(f"{OK} {title}" if is_left else title, "$text-muted not bold")

    def _counts(self) -> str:
        """Return how much is written down: in a small terminal, only what has a limit."""
        incident = self.document
        if self._is_tight:
            return ""
        action_items = f"{len(incident.action_items)} of at most 3 action items"
        if self.has_class("-narrow"):
            return action_items
        events = counted(len(incident.timeline), "event")
        return f"{events} · {counted(len(incident.factors), 'factor')} · {action_items}"

    async def read_more(self) -> None:
        """Read what forms and lines suggest."""
        await self.read_suggestions()

    def show(self) -> None:
        """Show what was read in all parts, so that switching to another one takes no time."""
        for part in self.query(IncidentPart):
            part.show()
        self.refresh_bindings()
        self._prepare_chain()

    def _prepare_chain(self) -> None:
        """Read why the incident came back, where it has another cause or beginning by now."""
        cause = self.document.cause
        chain_is_of = (None if cause is None else cause.id, self.document.began_at)
        if chain_is_of != self._chain_is_of:
            self._chain_is_of = chain_is_of
            self._chain.request()

    async def _read_chain(self) -> None:
        """Read the incidents of the same cause, and show why this one came back."""
        incident = self.document
        chain: Sequence[Finding] = ()
        if incident.cause is not None:
            same_cause = await all_of_cause(self.store, incident.cause.id)
            findings = each_finding(incident, same_cause)
            chain = await to_thread(lambda: list(islice(findings, MOST_EARLIER)))
        if self.is_showing:
            self.query_one(CameBack).show(incident.number, chain)

    def show_similar(self) -> None:
        """Show the similar incidents beside the root cause."""
        self.query_one(FactorsPart).show_similar()

    @property
    def moved_notice(self) -> str:
        """Where another window has gone with the meeting, which may be another part."""
        notice = super().moved_notice
        if not notice and self.meeting.sub != self._part_index:
            return f"The meeting is on {INCIDENT_PARTS[self.meeting.sub]} now"
        return notice

    def follow_meeting(self) -> None:
        """Show the part or the stage that the meeting is on."""
        if super().moved_notice:
            super().follow_meeting()
        else:
            self._show_part(self.meeting.sub)

    def _show_part(self, index: int) -> None:
        self._part_index = index
        self.query_one(ContentSwitcher).current = f"part-{index}"
        self.part.focus_first()
        self.tick()

    async def action_part(self, index: int) -> None:
        """Go to a part, and save that the meeting is on it.

        Where another window has gone on to another stage, only this window changes its part:
        reading an earlier stage here must not take the meeting back.

        Args:
            index: The index of the part.
        """
        if not await self.flush():
            return
        if super().moved_notice:
            self._show_part(index)
            return
        await self.log_clock_event(ClockKind.PART, part=index)
        if self.meeting.sub == index:
            self._show_part(index)

    @work(group=DIALOG_STEPS)
    async def action_other_sections(self) -> None:
        """Show the sections that the template lacks, to be read."""
        incident = self.document
        rows = [row for section in incident.sections for row in (*section_rows(section), BLANK_ROW)]
        await self.ask(TextDialog(f"Other sections of #{incident.number}", rows[:-1]))

    async def action_history(self) -> None:
        """Save everything and show who changed what of this incident."""
        if await self.flush():
            incident = self.document
            where = self.where_parked()
            self.facilitator.show_history(incident.id, incident.number, incident.title, where)

    async def action_next_part(self) -> None:
        """Go to the next part, and from the last one to the first."""
        await self.action_part((self._part_index + 1) % len(INCIDENT_PARTS))


def _whole_minutes(seconds: float) -> str:
    """Return a length in whole minutes, which a room reads at a glance; less than one as `0:40`."""
    return format_minutes_seconds(seconds) if seconds < 60 else f"{round(seconds / 60)}"
