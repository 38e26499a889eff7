"""Which machine keeps the clock of a running meeting, and what happens when none did for a while.

Each machine that shows a running meeting could count its time, but their clocks can't be compared.
So one machine at a time keeps the clock of the meeting: every 15 seconds it saves a heartbeat, the
present reading of its clocks, in the database. When no heartbeat has come for three times as long,
because the machine was shut down or lost its connection, another one takes over.
"""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from db.records import ClockEvent
from db.vocabulary import ClockKind
from facilitator.domain.agenda import AgendaState, runs_out_between
from facilitator.domain.clock_readings import (
    Gap,
    find_gap,
    is_from_another_boot,
    last_stored_reading,
    with_last_tick,
)
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.widgets.question import Question

if TYPE_CHECKING:
    from db.records import Instant, Meeting
    from db.store import Store
    from facilitator.widgets.app_context import AppContext
    from facilitator.widgets.modal import Modal, ResultT

SavedT = TypeVar("SavedT")

HEARTBEAT_SECONDS = 15.0
HEARTBEAT_TIMEOUT_SECONDS = 3 * HEARTBEAT_SECONDS
"""A machine whose last heartbeat is older than this does not keep the clock any more."""


class ClockedScreen(Protocol):
    """The screen of a meeting, as far as the keeper of its clock knows it.

    Attributes:
        meeting: The meeting as last read.
    """

    meeting: Meeting

    @property
    def facilitator(self) -> AppContext:
        """The app, with the machine's clocks."""

    @property
    def store(self) -> Store:
        """The open store."""

    @property
    def state(self) -> AgendaState:
        """The state of the meeting's clock at this instant."""

    def ring_bell(self) -> None:
        """Ring the terminal's bell."""

    def tick(self) -> None:
        """Show the clock as it stands now."""

    def run_dialog_steps(self, steps: Coroutine[Any, Any, None]) -> None:
        """Run steps that open dialogs, beside the messages of the screen."""

    async def ask(self, dialog: Modal[ResultT]) -> ResultT | None:
        """Open a dialog and wait for its result."""

    async def save(self, pending: Awaitable[SavedT]) -> SavedT | None:
        """Wait for a commit; where it fails, show why and return None."""

    async def log_clock_event(self, kind: ClockKind, seconds: int = 0) -> bool:
        """Append an event to the log of the meeting's clock; return whether it is logged."""


class ClockKeeper:
    """Keeps the clock of the meeting on a screen, in a window that can write.

    It announces when time runs out, saves the heartbeats while this machine keeps the clock, takes
    over from a machine that stopped sending them, and asks about time that no window has seen.
    """

    def __init__(self, screen: ClockedScreen) -> None:
        self._screen = screen
        self._last_state: AgendaState | None = None
        self._last_reading: Instant | None = last_stored_reading(
            screen.meeting.events, screen.meeting.last_alive
        )
        self._is_asking = False

    @property
    def _now(self) -> Instant:
        return self._screen.facilitator.clock.now()

    def check(self, state: AgendaState) -> None:
        """Announce what has become due since the last check, and ask about a gap between the two.

        Args:
            state: The state of the meeting's clock at this instant.
        """
        self._announce_end(state)
        self._ask_about_gap(state)
        self._last_state = state

    def _announce_end(self, state: AgendaState) -> None:
        if self._last_state is not None and runs_out_between(self._last_state, state):
            self._screen.ring_bell()

    def _ask_about_gap(self, state: AgendaState) -> None:
        now = self._now
        gap = find_gap(self._last_reading, now) if state.running else None
        self._last_reading = now
        if gap is not None and not self._is_asking:
            self._is_asking = True
            self._screen.run_dialog_steps(self._ask_whether_counts(gap))

    async def _ask_whether_counts(self, gap: Gap) -> None:
        """Ask whether the time of a gap counts, and correct the clock where the answer differs."""
        try:
            answer = await self._screen.ask(
                Question(
                    f"This meeting was on no screen for {format_minutes_seconds(gap.seconds)}"
                    " minutes. Does that time count?",
                    (
                        ("y", "yes, it counts: we went on"),
                        ("n", "no, it does not count: we had stopped"),
                    ),
                )
            )
        finally:
            self._is_asking = False
        if answer is None:
            return
        seconds = round(gap.seconds)
        if gap.counted and answer == "n":
            await self._screen.log_clock_event(ClockKind.SKIP, seconds)
        elif not gap.counted and answer == "y":
            await self._screen.log_clock_event(ClockKind.SKIP, -seconds)
        await self.send_heartbeat()

    async def send_heartbeat(self) -> None:
        """Save the present reading as the sign that the meeting is alive.

        Nothing is saved while the clock stands, while the question about a gap is open, or while
        another machine keeps the clock.
        """
        screen = self._screen
        if screen.state.running and not self._is_asking and not self._is_kept_by_another_machine:
            await self.take_over()
            await screen.save(screen.store.meetings.beat(screen.meeting.id, self._now))

    async def take_over_if_free(self) -> None:
        """Keep the clock on this machine from now on, unless another machine keeps it."""
        if not self._is_kept_by_another_machine:
            await self.take_over()

    async def take_over(self) -> None:
        """Keep the clock on this machine from now on, even if another machine keeps it.

        Uptimes of two boots can't be compared. So two marks are logged: the last reading of the
        machine that kept the clock before, and the present reading of this one. The time up to the
        first mark counts in full, and from the second one on this machine counts. Nothing is logged
        where this machine wrote the end of the log already.
        """
        screen, now = self._screen, self._now
        meeting = screen.meeting
        if not is_from_another_boot(meeting.events, now):
            return
        logged = len(meeting.events)
        last_ticks = [
            event.at for event in with_last_tick(meeting.events, meeting.last_alive, now)[logged:]
        ]
        for reading in [*last_ticks, now]:
            # An extension by no seconds moves the clock on and changes nothing else.
            updated = await screen.save(
                screen.store.meetings.add_clock_event(
                    meeting.id, ClockEvent(ClockKind.EXTEND, reading)
                )
            )
            screen.meeting = updated or screen.meeting
        screen.tick()

    @property
    def _is_kept_by_another_machine(self) -> bool:
        """Whether the log ends on another machine whose last heartbeat is recent."""
        last_heartbeat, now = self._screen.meeting.last_alive, self._now
        if last_heartbeat is None or not is_from_another_boot(self._screen.meeting.events, now):
            return False
        age = abs((now.wall - last_heartbeat.wall).total_seconds())
        return age < HEARTBEAT_TIMEOUT_SECONDS
