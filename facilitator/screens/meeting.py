"""What a meeting's screens share: the bar, the countdown, the prompt and the keys of the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.records import CarriedItem, ClockEvent, ClockKind, Meeting, Stage
from facilitator.domain.agenda import (
    AgendaState,
    Alarm,
    Gap,
    Plan,
    alarm,
    as_minutes,
    cost_of,
    gap,
    replay,
)
from facilitator.domain.due import most_urgent_first
from facilitator.domain.prompts import Section, prompt
from facilitator.screens.document import DocumentScreen
from facilitator.widgets.agenda_bar import AgendaBar
from facilitator.widgets.choices import Choices
from facilitator.widgets.countdown import Countdown
from facilitator.widgets.form import Field, Form
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.question import Question

if TYPE_CHECKING:
    from uuid import UUID

    from db.records import Instant

STAGES = tuple(Stage)
TICK_SECONDS = 0.5
BEAT_SECONDS = 15.0


def _hidden(keys: str, action: str, name: str, key_id: str, tooltip: str) -> Binding:
    """A key of the clock: in the help and the palette, not in the footer."""
    return Binding(keys, action, name, show=False, id=key_id, tooltip=tooltip)


class MeetingScreen(DocumentScreen):
    """One stage of a meeting. The clock is worked out from the database at every tick."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket,ctrl+n,f8", "next", "Next", id="clock.next",
                tooltip="Go on to the next segment"),
        _hidden("left_square_bracket,f7", "back", "Back", "clock.back", "Back to the one before"),
        _hidden("space,f6", "pause", "Pause", "clock.pause", "Pause the clock, or go on"),
        _hidden("plus,equals_sign", "extend(1)", "+1 min", "clock.plus-1",
                "One minute more, taken from later segments"),
        _hidden("minus", "extend(-1)", "−1 min", "clock.minus-1",
                "One minute less, given to the next segment"),
        _hidden("5,f9", "extend(5)", "+5 min", "clock.plus-5",
                "Five minutes more, taken from later segments"),
        _hidden("E", "extend(5,True)", "+5, end later", "clock.end-later",
                "Five minutes more; the meeting ends later"),
        _hidden("S", "started", "Started earlier", "clock.started",
                "Say that it started some minutes ago"),
        _hidden("p,ctrl+t", "prompt", "Prompt", "prompt", "Another question for the room"),
        _hidden("h,f10", "home", "Home", "home", "Leave for the home screen; the clock goes on"),
    ]  # fmt: skip

    AUTO_FOCUS: ClassVar[str | None] = ""

    stage: ClassVar[Stage]

    def __init__(self, meeting: Meeting) -> None:
        """meeting: as last read; it is read again before anything shows."""
        super().__init__()
        self.meeting = meeting
        self.carried: list[CarriedItem] = []
        self._turn = 0
        self._before: AgendaState | None = None
        self._seen: Instant | None = meeting.seen
        self._asking = False

    def compose(self) -> ComposeResult:
        """The frame; each stage fills the body."""
        yield AgendaBar()
        with Horizontal(id="head"):
            with Vertical(id="head-words"):
                yield Static(id="heading")
                yield Static(id="prompt")
            yield Countdown()
        yield Static(id="offer")
        with Container(id="body"):
            yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """What the stage shows."""
        raise NotImplementedError

    def heading(self) -> Content:
        """The line or two beside the countdown."""
        raise NotImplementedError

    def section(self) -> Section:
        """What the room is talking about, for the prompts."""
        return Section(self.stage.value)

    def show(self) -> None:
        """Paint what was read."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus on the stage's list."""
        self.query(Choices).first().focus()

    @property
    def people(self) -> Sequence[str]:
        """Who is here."""
        return [each.name for each in self.meeting.attendees]

    @property
    def meeting_id(self) -> UUID | None:
        """This meeting."""
        return self.meeting.id

    @property
    def state(self) -> AgendaState:
        """The clock at this instant."""
        return replay(Plan(self.meeting.plan), self.meeting.events, self.facilitator.clock.now())

    async def on_mount(self) -> None:
        """Read, paint, and follow the clock."""
        await self.reread()
        await self._keep_what_was_seen()
        self.focus_first()
        self.set_interval(TICK_SECONDS, self.tick)
        self.set_interval(BEAT_SECONDS, self._beat)

    async def _keep_what_was_seen(self) -> None:
        """After a reboot, log the last reading before it and the first one after.

        Uptimes of two boots can't be compared; with a mark on either side, what led up to the
        reboot counts in full, and what follows counts from here.
        """
        seen, now, events = self.meeting.seen, self.facilitator.clock.now(), self.meeting.events
        if not events or events[-1].at.boot == now.boot:
            return
        last = events[-1].at
        marks = [now]
        if seen is not None and seen.boot == last.boot and last.uptime < seen.uptime:
            marks.insert(0, seen)
        for mark in marks:
            # An extension by nothing changes nothing else.
            ticked = await self.save(
                self.store.meetings.tick(self.meeting.id, ClockEvent(ClockKind.EXTEND, mark))
            )
            self.meeting = ticked or self.meeting
        self.tick()

    def on_resize(self) -> None:
        """The bar depends on the width."""
        self.tick()

    async def refresh_from_store(self) -> None:
        """Read the meeting, its incident and the items to review."""
        self.meeting = await self.store.meetings.get(self.meeting.id)
        self.incident = await self.store.incidents.get(self.meeting.number)
        carried = await self.store.actions.carried(self.meeting.id)
        self.carried = most_urgent_first(carried, self.today)
        await self.read_more()
        self.show()
        self.tick()

    async def read_more(self) -> None:
        """Read what only this stage shows."""

    def watch_saved_mark(self) -> None:
        """The mark stands in the bar."""
        self.tick()

    def tick(self) -> None:
        """Paint the instant. It repaints; it never counts."""
        # A save can end when its screen has given way to the next.
        if self.incident is None or not self.query(AgendaBar):
            return
        state, zone = self.state, self.facilitator.settings.timezone
        title = f"#{self.incident.number} {self.incident.service} {self.incident.symptom}"
        self.query_one(AgendaBar).show(state, title, self.saved_mark, zone)
        self.query_one(Countdown).show(state, zone)
        self.query_one("#heading", Static).update(self.heading())
        asked = prompt(self.section(), self._turn)
        self.query_one("#prompt", Static).update(Content.styled(asked, "italic"))
        self._offer(state)
        self._ring(state)
        self._notice_gap(state)
        self._before = state

    def _offer(self, state: AgendaState) -> None:
        offer = self.query_one("#offer", Static)
        offer.set_class(state.over, "-shown")
        if state.over:
            cost = self._cost(state, 5)
            offer.update(f"Time is up:  5 five more ({cost})  ·  z park the rest  ·  ] move on")

    def _cost(self, state: AgendaState, minutes: int, *, moves_end: bool = False) -> str:
        zone = self.facilitator.settings.timezone
        return cost_of(state, minutes * 60, moves_end=moves_end, zone=zone)

    def _ring(self, state: AgendaState) -> None:
        rung = None if self._before is None else alarm(self._before, state)
        if rung is Alarm.TIME_UP:
            self.app.bell()
        elif rung is Alarm.TWO_MINUTES:
            self.notify("Two minutes left in this segment", markup=False)

    def _notice_gap(self, state: AgendaState) -> None:
        now = self.facilitator.clock.now()
        missed = gap(self._seen, now) if state.running else None
        self._seen = now
        if missed is not None and not self._asking:
            self._ask_about(missed)

    def _ask_about(self, missed: Gap) -> None:
        self._asking = True

        def closed(_: None) -> None:
            self._asking = False

        async def answered(answer: str) -> None:
            self._asking = False
            seconds = round(missed.seconds)
            if missed.counted and answer == "n":
                await self.clock(ClockKind.SKIP, seconds)
            elif not missed.counted and answer == "y":
                await self.clock(ClockKind.SKIP, -seconds)
            await self._beat()

        self.app.push_screen(
            Question(
                f"Nobody saw this meeting for {as_minutes(missed.seconds)} minutes.",
                (("y", "the time counts: we went on"), ("n", "it does not: we had stopped")),
                answered,
            ),
            closed,
        )

    async def _beat(self) -> None:
        if self.state.running and not self._asking:
            await self.save(self.store.meetings.beat(self.meeting.id, self.facilitator.clock.now()))

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """This meeting and its incident."""
        return self.meeting.incident_id, self.meeting.id

    async def clock(
        self,
        kind: ClockKind,
        seconds: int = 0,
        *,
        moves_end: bool = False,
        stage: Stage | None = None,
    ) -> None:
        """Write an event of the clock, and go to another stage where one is given."""
        event = ClockEvent(kind, self.facilitator.clock.now(), seconds, moves_end)
        ticked = await self.save(self.store.meetings.tick(self.meeting.id, event, stage))
        if ticked is not None:
            self._arrive(ticked)

    async def go_to(self, stage: Stage, sub: int = 0) -> None:
        """Go to another stage without touching the clock."""
        gone = await self.save(self.store.meetings.goto(self.meeting.id, stage, sub))
        if gone is not None:
            self._arrive(gone)

    def _arrive(self, meeting: Meeting) -> None:
        moved = meeting.stage is not self.stage
        self.meeting = meeting
        if moved:
            self.facilitator.show_meeting(meeting)
        else:
            self.tick()

    async def action_next(self) -> None:
        """The next stage; the clock goes on with it."""
        if not await self.flush():
            return
        following = STAGES[STAGES.index(self.stage) + 1]
        if self.state.started_at is None:
            await self.clock(ClockKind.START, stage=following)
        elif self.stage is Stage.OPENING or self.state.finished:
            await self.go_to(following)
        else:
            last = following is Stage.WRAP_UP
            await self.clock(ClockKind.FINISH if last else ClockKind.NEXT, stage=following)

    async def action_back(self) -> None:
        """The stage before."""
        if self.stage is Stage.OPENING or not await self.flush():
            return
        before = STAGES[STAGES.index(self.stage) - 1]
        if self.state.finished or before is Stage.OPENING:
            await self.go_to(before)
        else:
            await self.clock(ClockKind.BACK, stage=before)

    async def action_pause(self) -> None:
        """Pause, or go on."""
        state = self.state
        if state.segment is not None:
            await self.clock(ClockKind.RESUME if state.paused else ClockKind.PAUSE)

    async def action_extend(self, minutes: int, moves_end: bool = False) -> None:
        """Give the segment more or less time, and say what it costs."""
        state = self.state
        if state.segment is None:
            return
        cost = self._cost(state, minutes, moves_end=moves_end)
        await self.clock(ClockKind.EXTEND, minutes * 60, moves_end=moves_end)
        self.notify(f"{minutes:+} min · {cost or 'no later segment changes'}", markup=False)

    def action_started(self) -> None:
        """We began some minutes ago."""

        async def submit(values: Mapping[str, str]) -> None:
            typed = values["minutes"].strip()
            if not typed.isdecimal() or not 0 < int(typed) <= 180:
                raise ValueError("expected minutes from 1 to 180, such as 2")
            stage = Stage.REVIEW if self.state.started_at is None else None
            # Once the form is gone: only the screen in front can give way to the next stage's.
            self.call_later(self.clock, ClockKind.START, int(typed) * 60, stage=stage)

        field = Field("minutes", "Minutes ago", hint="2")
        self.app.push_screen(Form("We started earlier", [field], submit))

    def action_prompt(self) -> None:
        """Another question for the room."""
        self._turn += 1
        self.tick()

    async def action_home(self) -> None:
        """Leave for the home screen."""
        if await self.flush():
            self.facilitator.show_home()
