"""What a meeting's screens share: the bar, the countdown, the prompt and the keys of the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.errors import Conflict, StoreError
from db.records import CarriedItem, ClockEvent, Meeting
from db.words import ClockKind, Stage
from facilitator.domain.agenda import AgendaState, Plan, cost_of, replay, up_to
from facilitator.domain.due import most_urgent_first
from facilitator.domain.prompts import Section, prompt
from facilitator.screens.document import DocumentScreen
from facilitator.screens.meeting.clock_keeper import BEAT_SECONDS, ClockKeeper
from facilitator.screens.told import all_carried
from facilitator.widgets.active import key_of
from facilitator.widgets.agenda_bar import AgendaBar
from facilitator.widgets.choices import Choices
from facilitator.widgets.countdown import Countdown
from facilitator.widgets.form import Field, Form
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.live import Live

if TYPE_CHECKING:
    from uuid import UUID

STAGES = tuple(Stage)
TICK_SECONDS = 0.5
STAGE_NAMES = {
    Stage.OPENING: "the opening",
    Stage.REVIEW: "Review",
    Stage.INCIDENT: "Incident",
    Stage.PATTERNS: "Patterns",
    Stage.WRAP_UP: "the wrap-up",
}


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
        self._was_finished = meeting.finished_at is not None
        self.carried: list[CarriedItem] = []
        self._turn = 0
        self.keeper = ClockKeeper(self)

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
        meeting, now = self.meeting, self.facilitator.clock.now()
        return replay(Plan(meeting.plan), up_to(meeting.events, meeting.seen, now), now)

    async def on_mount(self) -> None:
        """Read, paint, and follow the clock."""
        if not await self.read_first():
            return
        self.focus_first()
        self.set_interval(TICK_SECONDS, self.tick)
        if not self.facilitator.read_only:
            await self.keeper.take_over()
            self.set_interval(BEAT_SECONDS, self.keeper.beat)

    def on_resize(self) -> None:
        """The bar depends on the width."""
        self.tick()

    async def refresh_from_store(self) -> None:
        """Read the meeting, its incident, and what else the stage shows."""
        await self.settled(self._read)
        self.show()
        self.tick()

    async def _read(self) -> None:
        # Who only watches goes to whichever meeting is held now.
        watched = await self.store.meetings.running() if self.facilitator.read_only else None
        self.meeting = watched or await self.store.meetings.get(self.meeting.id)
        self.incident = await self.store.incidents.get(self.meeting.number)
        await self.read_more()

    async def read_more(self) -> None:
        """Read what only this stage shows."""

    async def read_carried(self) -> None:
        """Read the items to review, for a stage that tells of them."""
        self.carried = most_urgent_first(await all_carried(self.store, self.meeting.id), self.today)

    def watch_saved_mark(self) -> None:
        """The mark stands in the bar."""
        self.tick()

    def tick(self) -> None:
        """Paint the instant. It repaints; it never counts."""
        # A save can end when its screen has given way to the next.
        if self.incident is None or not self.is_there:
            return
        state, zone = self.state, self.facilitator.settings.timezone
        title = f"#{self.incident.number} {self.incident.service} {self.incident.symptom}"
        mark = "watching" if self.facilitator.read_only else self.saved_mark
        self.query_one(AgendaBar).show(state, title, mark, zone)
        self.query_one(Countdown).show(state, zone)
        self.query_one("#heading", Static).update(self.heading())
        asked = prompt(self.section(), self._turn)
        self.query_one("#prompt", Static).update(Content.styled(asked, "italic"))
        self._offer(state)
        if not self.facilitator.read_only:
            self.keeper.look(state)
        if self.moved and self._idle:
            self.follow()

    def _offer(self, state: AgendaState) -> None:
        offer = self.query_one("#offer", Static)
        offer.set_class(state.over or bool(self.moved), "-shown")
        if self.moved:
            offer.update(f"{self.moved}: this window follows when you leave the text")
        elif state.over and self.facilitator.read_only:
            offer.update("Time is up")
        elif state.over:
            cost = self._cost(state, 5)
            more, park, on = (key_of(self, each) for each in ("clock.plus-5", "park", "clock.next"))
            offer.update(
                f"Time is up:  {more} five more ({cost})  ·  {park} park the rest  ·  {on} move on"
            )

    # Where another window has gone with the meeting, this one follows, but never with a text or a
    # form in hand: what somebody types would be keys of the next screen.

    @property
    def moved(self) -> str:
        """Where another window has gone with the meeting, in words; nothing if it is here."""
        if self.meeting.finished_at is not None and not self._was_finished:
            return "The meeting was finished in another window"
        if self.meeting.stage is not self.stage:
            return f"The meeting is on {STAGE_NAMES[self.meeting.stage]} now"
        return ""

    @property
    def _idle(self) -> bool:
        writing = isinstance(self.focused, Live) or any(live.unsaved for live in self.live())
        return self.app.screen is self and (self.facilitator.read_only or not writing)

    def follow(self) -> None:
        """Go where the meeting is."""
        if self.meeting.finished_at is not None:
            self.notify(self.moved, markup=False)
            self.facilitator.show_home()
        else:
            self.facilitator.show_meeting(self.meeting)

    def _cost(self, state: AgendaState, minutes: int, *, moves_end: bool = False) -> str:
        zone = self.facilitator.settings.timezone
        return cost_of(state, minutes * 60, moves_end=moves_end, zone=zone)

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
        await self.keeper.take()
        event = ClockEvent(kind, self.facilitator.clock.now(), seconds, moves_end)
        leaving = None if stage is None else self.stage
        try:
            ticked = await self.saving(
                self.store.meetings.tick(self.meeting.id, event, stage, leaving)
            )
        except Conflict:
            # Somebody else was quicker; there is nothing left to do but follow.
            await self.reread()
        except StoreError as error:
            self.tell_not_saved(error)
        else:
            self._arrive(ticked, went=stage is not None)

    async def go_to(self, stage: Stage, sub: int = 0) -> None:
        """Go to another stage without touching the clock."""
        gone = await self.save(self.store.meetings.goto(self.meeting.id, stage, sub))
        if gone is not None:
            self._arrive(gone, went=True)

    def _arrive(self, meeting: Meeting, *, went: bool) -> None:
        self.meeting = meeting
        if went and meeting.stage is not self.stage:
            self.facilitator.show_meeting(meeting)
        else:
            self.tick()

    async def action_next(self) -> None:
        """The next stage; the clock goes on with it."""
        if not await self.flush():
            return
        if self.moved:
            self.follow()
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
        if self.moved:
            self.follow()
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
