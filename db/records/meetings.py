"""Records of a meeting: its clock, its attendees and the screen that it is on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.vocabulary import ClockKind, Stage


@dataclass(frozen=True, slots=True)
class Instant:
    """One reading of the machine's clocks.

    Attributes:
        wall: The wall clock, aware and in UTC.
        uptime: Seconds since the machine was booted, counting sleep (CLOCK_BOOTTIME).
        boot: An id that changes with each boot, or "" where the system has none.
    """

    wall: datetime
    uptime: float
    boot: str


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One entry of the log from which a meeting's clock is computed.

    Attributes:
        kind: What happened to the clock.
        at: When it happened.
        seconds: For START, how many seconds ago the meeting began. For EXTEND, the seconds that
            are added, which may be negative. For SKIP, how many past seconds do not count.
        moves_end: For EXTEND, whether the meeting ends later. Otherwise the later segments give
            up the time.
        part: For PART, the part of the incident segment that the meeting has gone to: 0 timeline,
            1 factors, 2 action items. None for the other kinds.
    """

    kind: ClockKind
    at: Instant
    seconds: int = 0
    moves_end: bool = False
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who attends a meeting."""

    id: UUID
    name: str
    facilitates: bool
    takes_notes: bool
    was_in_incident: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting about one incident, with the log of its clock.

    Attributes:
        number: The number of the incident.
        sub: The current part of the incident segment: 0 timeline, 1 factors, 2 action items.
        plan: The minutes planned for the review, the incident and the patterns.
        events: The log of the clock, oldest first.
        attendees: In the order in which they were added.
        last_alive: The last reading of the clocks while the meeting was running.
        next_on: The day that the wrap-up agreed on for the next meeting.
        cancelled_at: When the meeting was given up before its end, or None.
    """

    id: UUID
    incident_id: UUID
    number: int
    stage: Stage
    sub: int
    plan: tuple[int, int, int]
    created_at: datetime
    finished_at: datetime | None
    events: tuple[ClockEvent, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    last_alive: Instant | None = None
    next_on: date | None = None
    cancelled_at: datetime | None = None
