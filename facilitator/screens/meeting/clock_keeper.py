"""Who keeps a meeting's clock: beats while it runs, gaps and reboots, and other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import ClockEvent
from db.words import ClockKind
from facilitator.domain.agenda import (
    AgendaState,
    Alarm,
    Gap,
    alarm,
    as_minutes,
    gap,
    is_elsewhere,
    up_to,
)
from facilitator.widgets.question import Question

if TYPE_CHECKING:
    from db.records import Instant
    from facilitator.screens.meeting.screen import MeetingScreen

BEAT_SECONDS = 15.0
AWAY_SECONDS = 3 * BEAT_SECONDS
"""A machine that has not been seen for so long does not keep the meeting's clock any more."""


class ClockKeeper:
    """Looks after the clock of the meeting on a screen, as long as that is not only watching."""

    def __init__(self, screen: MeetingScreen) -> None:
        self._screen = screen
        self._before: AgendaState | None = None
        self._seen: Instant | None = screen.meeting.seen
        self._asking = False

    @property
    def _now(self) -> Instant:
        return self._screen.facilitator.clock.now()

    def look(self, state: AgendaState) -> None:
        """Ring once when something is due, and ask about a stretch that nobody saw."""
        self._ring(state)
        self._notice_gap(state)
        self._before = state

    def _ring(self, state: AgendaState) -> None:
        rung = None if self._before is None else alarm(self._before, state)
        if rung is Alarm.TIME_UP:
            self._screen.app.bell()
        elif rung is Alarm.TWO_MINUTES:
            self._screen.notify("Two minutes left in this segment", markup=False)

    def _notice_gap(self, state: AgendaState) -> None:
        now = self._now
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
                await self._screen.clock(ClockKind.SKIP, seconds)
            elif not missed.counted and answer == "y":
                await self._screen.clock(ClockKind.SKIP, -seconds)
            await self.beat()

        self._screen.app.push_screen(
            Question(
                f"Nobody saw this meeting for {as_minutes(missed.seconds)} minutes.",
                (("y", "the time counts: we went on"), ("n", "it does not: we had stopped")),
                answered,
            ),
            closed,
        )

    async def beat(self) -> None:
        """Note in the database that the meeting is alive; of two machines one does."""
        screen = self._screen
        if screen.state.running and not self._asking and not self._another_keeps_it:
            await self.take()
            await screen.save(screen.store.meetings.beat(screen.meeting.id, self._now))

    async def take_over(self) -> None:
        """Keep the clock from here, unless another machine does."""
        if not self._another_keeps_it:
            await self.take()

    async def take(self) -> None:
        """Keep the clock from here: log the last reading of who did before, and the present one.

        Uptimes of two boots can't be compared; with a mark on either side, what led up to a
        reboot, or to the other machine's end, counts in full, and what follows counts from here.
        """
        screen, now = self._screen, self._now
        meeting = screen.meeting
        if not is_elsewhere(meeting.events, now):
            return
        known = len(meeting.events)
        marks = [event.at for event in up_to(meeting.events, meeting.seen, now)[known:]]
        for mark in [*marks, now]:
            # An extension by nothing changes nothing else.
            ticked = await screen.save(
                screen.store.meetings.tick(meeting.id, ClockEvent(ClockKind.EXTEND, mark))
            )
            screen.meeting = ticked or screen.meeting
        screen.tick()

    @property
    def _another_keeps_it(self) -> bool:
        seen, now = self._screen.meeting.seen, self._now
        if seen is None or not is_elsewhere(self._screen.meeting.events, now):
            return False
        return abs((now.wall - seen.wall).total_seconds()) < AWAY_SECONDS
