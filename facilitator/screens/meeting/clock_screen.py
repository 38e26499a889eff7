"""The clock on the screens of a meeting: its keys, its log, and how the meeting goes on with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from db.errors import Conflict, StoreError
from db.records import ClockEvent, Meeting
from db.vocabulary import ClockKind, Stage
from facilitator.domain.agenda import AgendaState, Plan, replay
from facilitator.domain.clock_readings import with_last_tick
from facilitator.domain.clock_text import describe_extension_cost
from facilitator.domain.labels import STAGE_LABELS
from facilitator.screens.document import DocumentScreen
from facilitator.screens.meeting.clock_keeper import ClockKeeper
from facilitator.widgets.form import Field, Form
from facilitator.widgets.modal import DIALOG_STEPS

STAGES = tuple(Stage)
"""The screens of a meeting, in the order in which it goes through them."""


def _hidden(keys: str, action: str, name: str, key_id: str, tooltip: str) -> Binding:
    """Return a binding that the help and the palette show, but not the bar of keys."""
    return Binding(keys, action, name, show=False, id=key_id, tooltip=tooltip)


class ClockScreen(DocumentScreen):
    """A screen with the clock of a meeting; what else the stages have in common builds on it.

    The state of the clock is computed from its log at every tick, so nothing is counted here.

    Attributes:
        stage: The stage that this class of screens shows.
        meeting: The meeting as last read.
        is_thrown_away: Whether another window has thrown the meeting away.
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
    ]  # fmt: skip

    stage: ClassVar[Stage]

    def __init__(self, meeting: Meeting) -> None:
        """Prepare the screen.

        Args:
            meeting: The meeting as last read; it is read again before anything is shown.
        """
        super().__init__()
        self.meeting = meeting
        self.is_thrown_away = False
        self.keeper = ClockKeeper(self)
        self._was_finished = meeting.finished_at is not None

    def tick(self) -> None:
        """Show the clock as it stands now."""
        raise NotImplementedError

    @property
    def state(self) -> AgendaState:
        """The state of the clock at this instant."""
        meeting, now = self.meeting, self.facilitator.clock.now()
        return replay(
            Plan(meeting.plan), with_last_tick(meeting.events, meeting.last_alive, now), now
        )

    @property
    def moved_notice(self) -> str:
        """Where another window has gone with the meeting, in words; empty if it is here."""
        if self.is_thrown_away:
            return "The meeting was thrown away in another window"
        if self.meeting.cancelled_at is not None:
            return "The meeting was cancelled in another window"
        if self.meeting.finished_at is not None and not self._was_finished:
            return "The meeting was finished in another window"
        if self.meeting.stage is not self.stage:
            return f"The meeting is on {STAGE_LABELS[self.meeting.stage].phrase} now"
        return ""

    def follow_meeting(self) -> None:
        """Show the stage that the meeting is on, or the home screen if it is over."""
        if self.is_thrown_away or self.meeting.finished_at is not None:
            self.notify(self.moved_notice, markup=False)
            self.facilitator.show_home()
        else:
            self.facilitator.show_meeting(self.meeting)

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
        begins = kind is ClockKind.START and self.state.started_at is None
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
        if begins:
            self.facilitator.back_up(updated.number)
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

    def _extension_cost(self, state: AgendaState, minutes: int, *, moves_end: bool = False) -> str:
        zone = self.facilitator.settings.timezone
        return describe_extension_cost(state, minutes * 60, moves_end=moves_end, zone=zone)

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

    def ring_bell(self) -> None:
        """Ring the terminal's bell."""
        self.app.bell()
