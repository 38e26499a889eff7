"""The clock of a meeting: a log of events and the present instant become what the screen shows.

Nothing here counts or remembers. Durations are seconds (float); the plan is in minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from db.records import ClockEvent, Instant
from db.words import ClockKind, Segment

SEGMENTS = (Segment.REVIEW, Segment.INCIDENT, Segment.PATTERNS)
NAMES = {Segment.REVIEW: "Review", Segment.INCIDENT: "Incident", Segment.PATTERNS: "Patterns"}
PARTS = ("Timeline", "Factors", "Actions")
WARNING_SECONDS = 120
TRUSTED_REBOOT_SECONDS = 15 * 60
"""After a reboot only the wall clock is left: up to this long it is believed."""
LONG_GAP_SECONDS = 5 * 60
"""A running meeting that nobody has seen for this long asks whether the time counts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long each segment is meant to take, and the parts of the incident, in minutes."""

    minutes: tuple[int, int, int] = (10, 30, 10)
    sub: tuple[int, int, int] = (12, 10, 8)


@dataclass(frozen=True, slots=True)
class SegmentClock:
    """planned: as the plan had it. allotted: after extensions. actual: spent so far. Seconds."""

    segment: Segment
    planned: float
    allotted: float
    actual: float

    @property
    def left(self) -> float:
        """Seconds left; negative when over."""
        return self.allotted - self.actual


@dataclass(frozen=True, slots=True)
class AgendaState:
    """What the clock shows at one instant.

    segment: the one in hand, None before the start and after the end. left: its seconds, negative
    when over. ends_at, meeting_ends_at: aware UTC, if it goes on as planned from here.
    total_left: seconds until the planned end, never negative. behind: seconds later than first
    planned, negative when ahead. sub: the allotted seconds of the incident's three parts.
    """

    started_at: datetime | None
    running: bool
    paused: bool
    finished: bool
    segment: Segment | None
    segments: tuple[SegmentClock, ...]
    left: float
    ends_at: datetime
    meeting_ends_at: datetime
    total_left: float
    behind: float
    sub: tuple[float, float, float]
    sub_part: int
    sub_left: float

    @property
    def over(self) -> bool:
        """Whether the segment in hand has used up its time."""
        return self.segment is not None and self.left < 0

    @property
    def elapsed(self) -> float:
        """Seconds that the meeting has taken."""
        return sum(clock.actual for clock in self.segments)


class Alarm(StrEnum):
    """What the room is told once."""

    TWO_MINUTES = "two minutes left"
    TIME_UP = "time is up"


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that nobody saw. counted: whether the clock has taken it in so far."""

    seconds: float
    counted: bool


def replay(plan: Plan, events: Sequence[ClockEvent], now: Instant) -> AgendaState:
    """The clock's state at this instant; events that make no sense are passed over."""
    return _Replay(plan).run(events, now)


def between(earlier: Instant, later: Instant) -> float:
    """The seconds that count between two readings, never negative.

    Within one boot the uptime tells, whatever was done to the wall clock. Across boots the wall
    clock is believed for up to 15 minutes; beyond that nothing counts until somebody says so.
    """
    if same_boot(earlier, later):
        return max(0.0, later.uptime - earlier.uptime)
    passed = (later.wall - earlier.wall).total_seconds()
    return passed if 0 <= passed <= TRUSTED_REBOOT_SECONDS else 0.0


def same_boot(earlier: Instant, later: Instant) -> bool:
    """Whether two readings are of one boot; without boot ids, an uptime that fell tells."""
    if earlier.boot or later.boot:
        return earlier.boot == later.boot
    return later.uptime >= earlier.uptime


def gap(seen: Instant | None, now: Instant) -> Gap | None:
    """The stretch since a running meeting was last seen, if it is too long to pass in silence."""
    if seen is None:
        return None
    counted = between(seen, now)
    if counted > LONG_GAP_SECONDS:
        return Gap(counted, counted=True)
    passed = (now.wall - seen.wall).total_seconds()
    if not same_boot(seen, now) and passed > TRUSTED_REBOOT_SECONDS:
        return Gap(passed, counted=False)
    return None


def is_elsewhere(events: Sequence[ClockEvent], now: Instant) -> bool:
    """Whether the log was last written by another machine, or before a reboot of this one."""
    return bool(events) and not same_boot(events[-1].at, now)


def up_to(
    events: Sequence[ClockEvent], seen: Instant | None, now: Instant
) -> tuple[ClockEvent, ...]:
    """The log with what another machine has seen since: its uptime tells how long that was.

    Only the stretch from there to now is left to the two wall clocks.
    """
    known = tuple(events)
    if seen is None or not is_elsewhere(events, now) or not same_boot(events[-1].at, seen):
        return known
    if seen.uptime <= events[-1].at.uptime:
        return known
    # An extension by nothing changes nothing else.
    return (*known, ClockEvent(ClockKind.EXTEND, seen))


def alarm(before: AgendaState, after: AgendaState) -> Alarm | None:
    """What became due between two states of the same segment."""
    if after.segment is None or before.segment is not after.segment or not after.running:
        return None
    if before.left > 0 >= after.left:
        return Alarm.TIME_UP
    if before.left > WARNING_SECONDS >= after.left > 0:
        return Alarm.TWO_MINUTES
    return None


def cost_of(state: AgendaState, seconds: int, *, moves_end: bool, zone: tzinfo = UTC) -> str:
    """What an extension of the segment in hand would cost, in words; times as in that zone."""
    if state.segment is None:
        return ""
    allotted = {clock.segment: clock.allotted for clock in state.segments}
    actual = {clock.segment: clock.actual for clock in state.segments}
    moved = _extended(allotted, actual, state.segment, float(seconds), moves_end=moves_end)
    current = SEGMENTS.index(state.segment)
    changed = [
        f"{NAMES[name]}: {in_minutes(moved[name])}"
        for name in SEGMENTS[current + 1 :]
        if moved[name] != allotted[name]
    ]
    if moves_end or round(sum(moved.values()) - sum(allotted.values())):
        # Time that an overrun has used up already is not used up again.
        to_come = sum(max(0.0, moved[name] - actual[name]) for name in SEGMENTS[current:])
        end = state.meeting_ends_at + timedelta(seconds=to_come - state.total_left)
        changed.append(f"the meeting ends {end.astimezone(zone):%H:%M}")
    return ", ".join(changed)


def as_minutes(seconds: float) -> str:
    """Minutes and seconds: `4:12`. What is left of a second is not shown."""
    whole = int(abs(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def as_countdown(left: float) -> str:
    """What the large digits show: `5:48`, or `+02:10` when over."""
    if left >= 0:
        # Rounded up, so that 0:00 shows only when the time is up.
        whole = -int(-left // 1)
        return f"{whole // 60}:{whole % 60:02}"
    whole = int(-left)
    return f"+{whole // 60:02}:{whole % 60:02}"


def in_minutes(seconds: float) -> str:
    """Whole or half minutes: `7 min`."""
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes == int(minutes) else f"{minutes:.1f} min"


class _Replay:
    """One run through the log."""

    def __init__(self, plan: Plan) -> None:
        self.planned = dict(zip(SEGMENTS, (60.0 * each for each in plan.minutes), strict=True))
        self.sub = plan.sub
        self.allotted = dict(self.planned)
        self.actual = dict.fromkeys(SEGMENTS, 0.0)
        self.current: Segment | None = None
        self.started_at: datetime | None = None
        self.paused = False
        self.finished = False
        self.last: Instant | None = None

    @property
    def running(self) -> bool:
        return self.current is not None and not self.paused

    def run(self, events: Sequence[ClockEvent], now: Instant) -> AgendaState:
        for event in events:
            self._pass_to(event.at)
            self._take(event)
        self._pass_to(now)
        return self._state(now)

    def _pass_to(self, at: Instant) -> None:
        if self.last is not None and self.running and self.current is not None:
            self.actual[self.current] += between(self.last, at)
        if self.last is None or not _goes_back(self.last, at):
            self.last = at

    def _take(self, event: ClockEvent) -> None:
        match event.kind:
            case ClockKind.START:
                self._start(event)
            case ClockKind.PAUSE if self.running:
                self.paused = True
            case ClockKind.RESUME if self.current is not None:
                self.paused = False
            case ClockKind.EXTEND if self.current is not None:
                self.allotted = _extended(
                    self.allotted,
                    self.actual,
                    self.current,
                    float(event.seconds),
                    moves_end=event.moves_end,
                )
            case ClockKind.NEXT if self.current is not None:
                self._step(1)
            case ClockKind.BACK if self.current is not None:
                self._step(-1)
            case ClockKind.SKIP if self.current is not None:
                self.actual[self.current] = max(0.0, self.actual[self.current] - event.seconds)
            case ClockKind.FINISH if self.started_at is not None:
                self.current, self.finished, self.paused = None, True, False
            case _:
                pass

    def _start(self, event: ClockEvent) -> None:
        """Begin, or, once begun, correct when the segment in hand began."""
        ago = float(max(0, event.seconds))
        if self.started_at is None:
            self.current = SEGMENTS[0]
            self.started_at = event.at.wall - timedelta(seconds=ago)
        elif self.current is not None and not self.finished:
            self.started_at -= timedelta(seconds=ago)
        if self.current is not None:
            self.actual[self.current] += ago

    def _step(self, by: int) -> None:
        assert self.current is not None
        place = SEGMENTS.index(self.current) + by
        if place >= len(SEGMENTS):
            self.current, self.finished, self.paused = None, True, False
        elif place >= 0:
            self.current = SEGMENTS[place]

    def _state(self, now: Instant) -> AgendaState:
        clocks = tuple(
            SegmentClock(name, self.planned[name], self.allotted[name], self.actual[name])
            for name in SEGMENTS
        )
        by_name = {clock.segment: clock for clock in clocks}
        left = by_name[self.current].left if self.current else 0.0
        started = self.started_at is not None
        # Later segments still cost what is left of them; an overrun costs no more than it has.
        later = SEGMENTS[SEGMENTS.index(self.current) + 1 :] if self.current else ()
        to_come = sum(max(0.0, by_name[name].left) for name in later)
        total_left = max(0.0, left) + to_come
        if not started:
            total_left = sum(self.allotted.values())
        taken = sum(self.actual.values())
        planned = sum(self.planned.values())
        scale = self.allotted[Segment.INCIDENT] / max(1, sum(self.sub))
        sub = (self.sub[0] * scale, self.sub[1] * scale, self.sub[2] * scale)
        part, sub_left = _part(sub, self.actual[Segment.INCIDENT])
        return AgendaState(
            started_at=self.started_at,
            running=self.running,
            paused=self.paused,
            finished=self.finished,
            segment=self.current,
            segments=clocks,
            left=left,
            ends_at=now.wall + timedelta(seconds=max(0.0, left)),
            meeting_ends_at=now.wall + timedelta(seconds=total_left),
            total_left=total_left,
            behind=taken + total_left - planned if started else 0.0,
            sub=sub,
            sub_part=part,
            sub_left=sub_left,
        )


def _goes_back(earlier: Instant, later: Instant) -> bool:
    """Whether a reading lies before one already taken, so that no stretch is counted twice."""
    if same_boot(earlier, later):
        return later.uptime < earlier.uptime
    return later.wall < earlier.wall and earlier.boot == later.boot


def _extended(
    allotted: dict[Segment, float],
    actual: dict[Segment, float],
    current: Segment,
    seconds: float,
    *,
    moves_end: bool,
) -> dict[Segment, float]:
    """The allotments after an extension; no segment gets less than it has used."""
    after = dict(allotted)
    # Where the segment has run over, time given back can't reach behind what was used.
    lowest = min(allotted[current], actual[current])
    after[current] = max(lowest, allotted[current] + seconds)
    if moves_end:
        return after
    owed = after[current] - allotted[current]
    for name in SEGMENTS[SEGMENTS.index(current) + 1 :]:
        if owed < 0:
            after[name] -= owed
            break
        taken = min(owed, max(0.0, after[name] - actual[name]))
        after[name] -= taken
        owed -= taken
    return after


def _part(sub: tuple[float, float, float], elapsed: float) -> tuple[int, float]:
    """Which part the incident should be in by now, and the seconds left of it."""
    end = 0.0
    for part, length in enumerate(sub):
        end += length
        if elapsed < end or part == len(sub) - 1:
            return part, end - elapsed
    raise AssertionError("a meeting's incident has three parts")
