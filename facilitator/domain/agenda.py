"""The clock of a meeting: what it shows is worked out from a log of events and the present time.

Nothing here counts or keeps a state between two calls: `replay` reads the whole log each time, so
that a meeting which was killed, or is shown on two machines, comes back with the right time.
Durations are seconds, as floats; only the plan is in minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.records import ClockEvent, Instant
from db.vocabulary import ClockKind, Segment
from facilitator.domain.clock_readings import goes_back, seconds_between

SEGMENTS = (Segment.REVIEW, Segment.INCIDENT, Segment.PATTERNS)
WARNING_SECONDS = 120
"""The meeting is warned when the current segment has this long left."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The planned length of a meeting.

    Attributes:
        minutes: The minutes of the review, the incident and the patterns segment.
        part_minutes: The minutes of the three parts of the incident segment: timeline, factors and
            action items. They are shares: the parts that are not over share the time that is left
            of the segment in this ratio.
    """

    minutes: tuple[int, int, int] = (10, 30, 10)
    part_minutes: tuple[int, int, int] = (12, 10, 8)


@dataclass(frozen=True, slots=True)
class SegmentClock:
    """The time of one segment, in seconds.

    Attributes:
        segment: The segment.
        planned: Its length in the plan.
        allotted: Its length after extensions.
        actual: The time that it has taken so far.
    """

    segment: Segment
    planned: float
    allotted: float
    actual: float

    @property
    def left(self) -> float:
        """The seconds left; negative when over."""
        return self.allotted - self.actual


@dataclass(frozen=True, slots=True)
class PartClock:
    """The time of one part of the incident segment, in seconds.

    Attributes:
        allotted: Its length. A part that the meeting has left took as long as it took; the part on
            the screen and the later ones share the rest of the segment.
        actual: The time that it was on the screen so far.
    """

    allotted: float
    actual: float

    @property
    def left(self) -> float:
        """The seconds left; negative when over."""
        return self.allotted - self.actual


@dataclass(frozen=True, slots=True)
class AgendaState:
    """What the clock shows at one instant. Durations are seconds, times are aware and in UTC.

    Attributes:
        started_at: When the meeting began; None before.
        running: Whether time is being counted.
        paused: Whether the meeting has begun and is paused.
        finished: Whether the meeting is over.
        segment: The current segment; None before the start and after the end.
        segments: The time of each segment, in their order.
        left: What is left of the current segment; negative when over.
        ends_at: When the current segment ends, if it goes on from here without a pause.
        meeting_ends_at: When the meeting ends, likewise.
        total_left: What is left of the whole meeting; never negative.
        behind: How much later than first planned the meeting will end; negative when earlier.
        parts: The time of each part of the incident segment, in their order.
        part: The part of the incident segment that is on the screen: 0, 1 or 2.
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
    parts: tuple[PartClock, ...]
    part: int

    @property
    def over(self) -> bool:
        """Whether the current segment has used up its time."""
        return self.segment is not None and self.left < 0

    @property
    def ending(self) -> bool:
        """Whether the current segment has little time left, which the meeting is warned of."""
        return self.segment is not None and 0 <= self.left <= WARNING_SECONDS

    @property
    def elapsed(self) -> float:
        """The seconds that the meeting has taken so far."""
        return sum(clock.actual for clock in self.segments)


def replay(plan: Plan, events: Sequence[ClockEvent], now: Instant) -> AgendaState:
    """Return the state of the clock at an instant.

    Args:
        plan: The planned length of the meeting.
        events: The log of the clock, oldest first. An event that makes no sense where it stands,
            such as a pause before the start, is ignored.
        now: The present reading of the machine's clocks.
    """
    return _Replay(plan).run(events, now)


def runs_out_between(before: AgendaState, after: AgendaState) -> bool:
    """Return whether the time of a running segment ran out between two states of it."""
    is_same = after.segment is not None and before.segment is after.segment
    return is_same and after.running and before.left > 0 >= after.left


def extend_segment(
    allotted: dict[Segment, float],
    actual: dict[Segment, float],
    current: Segment,
    seconds: float,
    *,
    moves_end: bool,
) -> dict[Segment, float]:
    """Return the allotted time of each segment after an extension of the current one.

    No segment gets less time than it has used. The time comes from the later segments in their
    order, as far as they have some left; what they can't give moves the end of the meeting. Time
    that is given back (negative `seconds`) goes to the next segment.

    Args:
        allotted: The allotted seconds of each segment before.
        actual: The seconds that each segment has taken.
        current: The segment to extend.
        seconds: How much to add; may be negative.
        moves_end: Whether later segments keep their time and the meeting ends later.
    """
    extended = dict(allotted)
    # A segment that has run over can't give back time that it has used.
    lowest = min(allotted[current], actual[current])
    extended[current] = max(lowest, allotted[current] + seconds)
    if moves_end:
        return extended
    missing = extended[current] - allotted[current]
    for segment in SEGMENTS[SEGMENTS.index(current) + 1 :]:
        if missing < 0:
            extended[segment] -= missing
            break
        given = min(missing, max(0.0, extended[segment] - actual[segment]))
        extended[segment] -= given
        missing -= given
    return extended


class _Replay:
    """One pass through the log, with the state of the clock after the events read so far."""

    def __init__(self, plan: Plan) -> None:
        self.planned = dict(zip(SEGMENTS, (60.0 * length for length in plan.minutes), strict=True))
        self.part_minutes = plan.part_minutes
        self.allotted = dict(self.planned)
        self.actual = dict.fromkeys(SEGMENTS, 0.0)
        self.part = 0
        self.part_actual = [0.0] * len(plan.part_minutes)
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
            self._advance_to(event.at)
            self._apply(event)
        self._advance_to(now)
        return self._state(now)

    def _advance_to(self, at: Instant) -> None:
        """Count the time since the last reading for the current segment."""
        if self.last is not None and self.running and self.current is not None:
            self._count(self.current, seconds_between(self.last, at))
        if self.last is None or not goes_back(self.last, at):
            self.last = at

    def _count(self, segment: Segment, seconds: float) -> None:
        """Count seconds for a segment, and in the incident segment for its part on the screen.

        Seconds below 0 are taken back, but no more of them than were counted.
        """
        counted = max(-self.actual[segment], seconds)
        self.actual[segment] += counted
        if segment is not Segment.INCIDENT:
            return
        # What the part on the screen can't give back comes from the others.
        for part in sorted(range(len(self.part_actual)), key=lambda part: part != self.part):
            of_part = max(-self.part_actual[part], counted)
            self.part_actual[part] += of_part
            counted -= of_part

    def _apply(self, event: ClockEvent) -> None:
        match event.kind:
            case ClockKind.START:
                self._start(event)
            case ClockKind.PAUSE if self.running:
                self.paused = True
            case ClockKind.RESUME if self.current is not None:
                self.paused = False
            case ClockKind.EXTEND if self.current is not None:
                self.allotted = extend_segment(
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
                self._count(self.current, float(-event.seconds))
            case ClockKind.PART if event.part is not None:
                self.part = event.part
            case ClockKind.FINISH if self.started_at is not None:
                self.current, self.finished, self.paused = None, True, False
            case _:
                pass

    def _start(self, event: ClockEvent) -> None:
        """Start the meeting; once it has started, move the begin of the current segment back."""
        ago = float(max(0, event.seconds))
        if self.started_at is None:
            self.current = SEGMENTS[0]
            self.started_at = event.at.wall - timedelta(seconds=ago)
        elif self.current is not None and not self.finished:
            self.started_at -= timedelta(seconds=ago)
        if self.current is not None:
            self._count(self.current, ago)

    def _step(self, by: int) -> None:
        """Go to the segment after (1) or before (-1) the current one; after the last, finish."""
        assert self.current is not None
        index = SEGMENTS.index(self.current) + by
        if index >= len(SEGMENTS):
            self.current, self.finished, self.paused = None, True, False
        elif index >= 0:
            # The incident segment begins at its first part, also where the meeting comes back.
            self.current, self.part = SEGMENTS[index], 0

    def _state(self, now: Instant) -> AgendaState:
        clocks = {
            segment: SegmentClock(
                segment, self.planned[segment], self.allotted[segment], self.actual[segment]
            )
            for segment in SEGMENTS
        }
        has_started = self.started_at is not None
        left = clocks[self.current].left if self.current else 0.0
        # Later segments still take what is left of them; an overrun takes no more than it has.
        later = SEGMENTS[SEGMENTS.index(self.current) + 1 :] if self.current else ()
        total_left = max(0.0, left) + sum(max(0.0, clocks[segment].left) for segment in later)
        if not has_started:
            total_left = sum(self.allotted.values())
        taken, planned = sum(self.actual.values()), sum(self.planned.values())
        return AgendaState(
            started_at=self.started_at,
            running=self.running,
            paused=self.paused,
            finished=self.finished,
            segment=self.current,
            segments=tuple(clocks.values()),
            left=left,
            ends_at=now.wall + timedelta(seconds=max(0.0, left)),
            meeting_ends_at=now.wall + timedelta(seconds=total_left),
            total_left=total_left,
            behind=taken + total_left - planned if has_started else 0.0,
            parts=self._part_clocks(),
            part=self.part,
        )

    def _part_clocks(self) -> tuple[PartClock, ...]:
        earlier = self.part_actual[: self.part]
        shared = max(0.0, self.allotted[Segment.INCIDENT] - sum(earlier))
        open_minutes = self.part_minutes[self.part :]
        scale = shared / max(1, sum(open_minutes))
        allotted = [*earlier, *(minutes * scale for minutes in open_minutes)]
        return tuple(map(PartClock, allotted, self.part_actual))
