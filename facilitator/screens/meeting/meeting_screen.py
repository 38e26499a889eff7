"""The base of the screens of a meeting: agenda bar, countdown, prompt and the keys of the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.errors import Conflict, Gone, StoreError
from db.records import CarriedItem, ClockEvent, Meeting
from db.vocabulary import ClockKind, Stage
from facilitator.domain.agenda import AgendaState, Plan, replay
from facilitator.domain.clock_readings import with_last_tick
from facilitator.domain.clock_text import describe_extension_cost
from facilitator.domain.labels import STAGE_LABELS
from facilitator.domain.prompts import PromptTopic, facilitation_prompt
from facilitator.domain.review_order import most_urgent_first
from facilitator.screens.document import DocumentScreen
from facilitator.screens.meeting.clock_keeper import HEARTBEAT_SECONDS, ClockKeeper
from facilitator.screens.paged_reads import all_carried
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.agenda_bar import AgendaBar
from facilitator.widgets.autosaved import Autosaved
from facilitator.widgets.countdown import Countdown
from facilitator.widgets.form import Field, Form
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.question import Question
from facilitator.widgets.row_list import RowList

if TYPE_CHECKING:
    from uuid import UUID

STAGES = tuple(Stage)
"""The screens of a meeting, in the order in which it goes through them."""
TICK_SECONDS = 0.5
"""How often the clock on the screen is updated."""


def _hidden(keys: str, action: str, name: str, key_id: str, tooltip: str) -> Binding:
    """Return a binding that the help and the palette show, but not the bar of keys."""
    return Binding(keys, action, name, show=False, id=key_id, tooltip=tooltip)


class MeetingScreen(DocumentScreen):
    """The screen of one stage of a meeting.

    The state of the clock is computed from its log at every tick, so nothing is counted here. When
    another window goes on with the meeting, this one follows as soon as the user leaves the text or
    the form that is open: otherwise what somebody types would become keys of the next screen.

    Attributes:
        stage: The stage that this class of screens shows.
        meeting: The meeting as last read.
        carried: The action items from earlier incidents that this meeting has to review.
        keeper: Keeps the clock of the meeting while this window can write.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket,ctrl+n,f8", "next", "Next", id="clock.next",
                tooltip="Go on to the next segment"),
        _hidden("left_square_bracket,f7", "back", "Back", "clock.back",
                "Go back to the previous segment"),
        _hidden("space,f6", "pause", "Pause", "clock.pause", "Pause or resume the clock"),
        _hidden("plus,equals_sign", "extend(1)", "+1 min", "clock.plus-1",
                "One minute more, taken from later segments"),
        _hidden("minus", "extend(-1)", "−1 min", "clock.minus-1",
                "One minute less, given to the next segment"),
        _hidden("5,f9", "extend(5)", "+5 min", "clock.plus-5",
                "Five minutes more, taken from later segments"),
        _hidden("E", "extend(5,True)", "+5, end later", "clock.end-later",
                "Five minutes more; the meeting ends later"),
        _hidden("S", "started", "Started earlier", "clock.started",
                "Say that the meeting started some minutes ago"),
        _hidden("p,ctrl+t", "prompt", "Prompt", "prompt", "Another question for the room"),
        _hidden("X", "cancel_meeting", "Cancel the meeting…", "meeting.cancel",
                "Cancel the meeting; keep it to be read later, or throw it away"),
        Binding("h,f10", "home", "Home", id="home",
                tooltip="Go to the home screen; the clock keeps running"),
    ]  # fmt: skip

    AUTO_FOCUS: ClassVar[str | None] = ""

    stage: ClassVar[Stage]

    def __init__(self, meeting: Meeting) -> None:
        """Prepare the screen.

        Args:
            meeting: The meeting as last read; it is read again before anything is shown.
        """
        super().__init__()
        self.meeting = meeting
        self._was_finished = meeting.finished_at is not None
        self._is_thrown_away = False
        self.carried: list[CarriedItem] = []
        self._prompt_number = 0
        self.keeper = ClockKeeper(self)

    def compose(self) -> ComposeResult:
        """Put the body of the stage between the parts that every stage has."""
        yield AgendaBar()
        with Horizontal(id="head"):
            with Vertical(id="head-words"):
                yield Static(id="heading")
                yield Static(id="prompt")
            yield Countdown()
        yield Static(id="notice")
        with Container(id="body"):
            yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """Yield the widgets that only this stage has."""
        raise NotImplementedError

    def heading(self) -> Content:
        """Return the one or two lines beside the countdown."""
        raise NotImplementedError

    def prompt_topic(self) -> PromptTopic:
        """Return what the room is talking about, which decides the prompts."""
        return PromptTopic(self.stage.value)

    def show(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Focus the first list of the stage."""
        self.query(RowList).first().focus()

    @property
    def people(self) -> Sequence[str]:
        """The names of the attendees."""
        return [attendee.name for attendee in self.meeting.attendees]

    @property
    def meeting_id(self) -> UUID | None:
        """The id of this meeting."""
        return self.meeting.id

    @property
    def state(self) -> AgendaState:
        """The state of the clock at this instant."""
        meeting, now = self.meeting, self.facilitator.clock.now()
        return replay(
            Plan(meeting.plan), with_last_tick(meeting.events, meeting.last_alive, now), now
        )

    async def on_mount(self) -> None:
        """Read and show everything, and start the timers of the clock."""
        if not await self.read_first():
            return
        self.focus_first()
        self.set_interval(TICK_SECONDS, self.tick)
        if not self.facilitator.read_only:
            await self.keeper.take_over_if_free()
            self.set_interval(HEARTBEAT_SECONDS, self.keeper.send_heartbeat)

    def on_resize(self) -> None:
        """Draw the agenda bar to the new width."""
        self.tick()

    async def refresh_from_store(self) -> None:
        """Read and show the meeting, its incident, and what else the stage shows."""
        await self.read_consistently(self._read)
        self.show()
        self.tick()

    async def _read(self) -> None:
        # A watching window goes on to the next meeting once this one is over.
        running = await self.store.meetings.to_watch() if self.facilitator.read_only else None
        try:
            self.meeting = running or await self.store.meetings.get(self.meeting.id)
        except Gone:
            if self.incident is None:
                raise
            # What was typed stays on the screen, and a notice says what has become of the meeting.
            self._is_thrown_away = True
            return
        self.incident = await self.store.incidents.get(self.meeting.number)
        await self.read_more()

    async def read_more(self) -> None:
        """Read what only this stage shows; called after the meeting and its incident are read."""

    async def read_carried(self) -> None:
        """Read the action items to review, for a stage that shows them, the most urgent first."""
        self.carried = most_urgent_first(await all_carried(self.store, self.meeting.id), self.today)

    def watch_saved_mark(self) -> None:
        """Show the saved mark, which is part of the agenda bar."""
        self.tick()

    def tick(self) -> None:
        """Show the clock as it stands now, and follow the meeting where another window moved it."""
        # A save can end after the next screen has taken the place of this one.
        if self.incident is None or not self.is_showing:
            return
        state, zone = self.state, self.facilitator.settings.timezone
        title = f"#{self.incident.number} {self.incident.service} {self.incident.symptom}"
        mark = "watching" if self.facilitator.read_only else self.saved_mark
        self.query_one(AgendaBar).show(state, title, mark, zone)
        self.query_one(Countdown).show(state, zone)
        self.query_one("#heading", Static).update(self.heading())
        prompt = facilitation_prompt(self.prompt_topic(), self._prompt_number)
        self.query_one("#prompt", Static).update(Content.styled(prompt, "italic"))
        self._show_notice(state)
        if not self.facilitator.read_only:
            self.keeper.check(state)
        if self.moved_notice and self._can_leave:
            self.follow_meeting()

    def _show_notice(self, state: AgendaState) -> None:
        """Say that the meeting has moved on, or that the time of the segment is up."""
        notice = self.query_one("#notice", Static)
        notice.set_class(state.over or bool(self.moved_notice), "-shown")
        if self.moved_notice:
            notice.update(f"{self.moved_notice}: this window follows when you leave the text")
        elif state.over and self.facilitator.read_only:
            notice.update("Time is up")
        elif state.over:
            cost = self._extension_cost(state, 5)
            extend_key = key_of(self, "clock.plus-5")
            park_key, next_key = key_of(self, "park"), key_of(self, "clock.next")
            notice.update(
                f"Time is up:  {extend_key} +5 min ({cost})  ·  {park_key} park the rest"
                f"  ·  {next_key} move on"
            )

    @property
    def moved_notice(self) -> str:
        """Where another window has gone with the meeting, in words; empty if it is here."""
        if self._is_thrown_away:
            return "The meeting was thrown away in another window"
        if self.meeting.cancelled_at is not None:
            return "The meeting was cancelled in another window"
        if self.meeting.finished_at is not None and not self._was_finished:
            return "The meeting was finished in another window"
        if self.meeting.stage is not self.stage:
            return f"The meeting is on {STAGE_LABELS[self.meeting.stage].phrase} now"
        return ""

    @property
    def _can_leave(self) -> bool:
        """Whether no dialog is open and nobody types, so that the screen may change by itself."""
        is_typing = isinstance(self.focused, Autosaved) or any(
            widget.unsaved for widget in self.autosaved_widgets()
        )
        return self.app.screen is self and (self.facilitator.read_only or not is_typing)

    def follow_meeting(self) -> None:
        """Show the stage that the meeting is on, or the home screen if it is over."""
        if self._is_thrown_away or self.meeting.finished_at is not None:
            self.notify(self.moved_notice, markup=False)
            self.facilitator.show_home()
        else:
            self.facilitator.show_meeting(self.meeting)

    def _extension_cost(self, state: AgendaState, minutes: int, *, moves_end: bool = False) -> str:
        zone = self.facilitator.settings.timezone
        return describe_extension_cost(state, minutes * 60, moves_end=moves_end, zone=zone)

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""
        return self.meeting.incident_id, self.meeting.id

    async def log_clock_event(
        self,
        kind: ClockKind,
        seconds: int = 0,
        *,
        moves_end: bool = False,
        stage: Stage | None = None,
        part: int | None = None,
    ) -> bool:
        """Append an event to the log of the clock, and go to another stage if one is given.

        Where another window has gone on with the meeting first, nothing is logged and this window
        follows it.

        Args:
            kind: What happens to the clock.
            seconds: The time that the event is about; its meaning depends on the kind.
            moves_end: For an extension, whether the meeting ends later instead of taking the time
                from later segments.
            stage: The stage to go to; by default the meeting stays on its stage.
            part: The part of the incident segment to go to, for an event that goes to one.

        Returns:
            Whether it is logged.
        """
        await self.keeper.take_over()
        event = ClockEvent(kind, self.facilitator.clock.now(), seconds, moves_end, part)
        expected_stage = self.stage if (stage, part) != (None, None) else None
        try:
            updated = await self.saving(
                self.store.meetings.add_clock_event(self.meeting.id, event, stage, expected_stage)
            )
        except Conflict:
            await self.reread()
            return False
        except StoreError as error:
            self.show_not_saved(error)
            return False
        self._show_updated(updated, changes_stage=stage is not None)
        return True

    async def go_to_stage(self, stage: Stage) -> None:
        """Go to another stage without an event of the clock."""
        updated = await self.save(self.store.meetings.goto(self.meeting.id, stage))
        if updated is not None:
            self._show_updated(updated, changes_stage=True)

    def _show_updated(self, meeting: Meeting, *, changes_stage: bool) -> None:
        self.meeting = meeting
        if changes_stage and meeting.stage is not self.stage:
            self.facilitator.show_meeting(meeting)
        else:
            self.tick()

    async def action_next(self) -> None:
        """Go to the next stage; the clock starts, goes to its next segment, or ends with it."""
        if not await self.flush():
            return
        if self.moved_notice:
            self.follow_meeting()
            return
        next_stage = STAGES[STAGES.index(self.stage) + 1]
        if self.state.started_at is None:
            await self.log_clock_event(ClockKind.START, stage=next_stage)
        elif self.stage is Stage.OPENING or self.state.finished:
            await self.go_to_stage(next_stage)
        else:
            kind = ClockKind.FINISH if next_stage is Stage.WRAP_UP else ClockKind.NEXT
            await self.log_clock_event(kind, stage=next_stage)

    async def action_back(self) -> None:
        """Go back to the stage before, and to its segment if the clock is running."""
        if self.stage is Stage.OPENING or not await self.flush():
            return
        if self.moved_notice:
            self.follow_meeting()
            return
        previous_stage = STAGES[STAGES.index(self.stage) - 1]
        if self.state.finished or previous_stage is Stage.OPENING:
            await self.go_to_stage(previous_stage)
        else:
            await self.log_clock_event(ClockKind.BACK, stage=previous_stage)

    async def action_pause(self) -> None:
        """Pause the clock, or let it go on."""
        state = self.state
        if state.segment is not None:
            await self.log_clock_event(ClockKind.RESUME if state.paused else ClockKind.PAUSE)

    async def action_extend(self, minutes: int, moves_end: bool = False) -> None:
        """Give the current segment more or less time, and say what that costs the later ones.

        Args:
            minutes: How many minutes more; less than 0 for fewer.
            moves_end: Whether the meeting ends later instead.
        """
        state = self.state
        if state.segment is None:
            return
        cost = self._extension_cost(state, minutes, moves_end=moves_end)
        if await self.log_clock_event(ClockKind.EXTEND, minutes * 60, moves_end=moves_end):
            self.notify(f"{minutes:+} min · {cost or 'no later segment changes'}", markup=False)

    @work(group=DIALOG_STEPS)
    async def action_started(self) -> None:
        """Ask how many minutes ago the meeting really began, and set the clock back to that."""

        async def parse(values: Mapping[str, str]) -> int:
            typed = values["minutes"].strip()
            if not typed.isdecimal() or not 0 < int(typed) <= 180:
                raise ValueError("expected minutes from 1 to 180, such as 2")
            return int(typed)

        field = Field("minutes", "Minutes ago", hint="2")
        minutes = await self.ask(Form("We started earlier", [field], parse))
        if minutes is not None:
            stage = Stage.REVIEW if self.state.started_at is None else None
            await self.log_clock_event(ClockKind.START, minutes * 60, stage=stage)

    def action_prompt(self) -> None:
        """Show another question for the room."""
        self._prompt_number += 1
        self.tick()

    def ring_bell(self) -> None:
        """Ring the terminal's bell."""
        self.app.bell()

    def show_message(self, message: str) -> None:
        """Show a message for a few seconds; nothing in it is markup."""
        self.notify(message, markup=False)

    async def action_home(self) -> None:
        """Leave for the home screen; the clock goes on.

        A meeting that has not begun, since nobody is named present and its clock does not run,
        leaves no trace.
        """
        if await self.flush():
            await self.save(self.store.meetings.discard_unbegun(self.meeting.id))
            self.facilitator.show_home()

    @work(group=DIALOG_STEPS)
    async def action_cancel_meeting(self) -> None:
        """Ask whether to give the meeting up, and what to do with what it has said so far."""
        if not await self.flush():
            return
        answer = await self.ask(
            Question(
                f"Cancel the meeting about #{self.meeting.number}?",
                (
                    ("k", "cancel it, and keep it to be read later"),
                    ("t", "cancel it, and throw it away"),
                    ("g", "go on with the meeting"),
                ),
                detail="What it decided about action items stays in their history either way.",
            )
        )
        if answer not in ("k", "t"):
            return
        try:
            await self.saving(self.store.meetings.cancel(self.meeting.id, keep=answer == "k"))
        except StoreError as error:
            self.show_error("Not cancelled", error)
        else:
            self.facilitator.show_home()
