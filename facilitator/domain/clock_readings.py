"""How much time passed between two readings of a machine's clocks, and which gaps need a question.

A reading (`Instant`) has the wall clock, which people and daylight saving move, and the uptime,
which only runs on but begins again with each boot and differs between machines. Durations are
seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.records import ClockEvent, Instant
from db.vocabulary import ClockKind

TRUSTED_REBOOT_SECONDS = 15 * 60
"""After a reboot only the wall clock tells how long it was: up to this long it is believed."""
LONG_GAP_SECONDS = 5 * 60
"""A running meeting that no window has shown for this long asks whether the time counts."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time during which no window showed the running meeting.

    Attributes:
        seconds: Its length.
        counted: Whether the clock of the meeting has counted it; the question is then whether to
            take it out, and else whether to add it.
    """

    seconds: float
    counted: bool


def seconds_between(earlier: Instant, later: Instant) -> float:
    """Return the seconds that count for the meeting between two readings, never negative.

    Within one boot the uptime decides, whatever happened to the wall clock. Across boots the wall
    clock is believed for up to 15 minutes; a longer time counts only once somebody says so.
    """
    if same_boot(earlier, later):
        return max(0.0, later.uptime - earlier.uptime)
    passed = (later.wall - earlier.wall).total_seconds()
    return passed if 0 <= passed <= TRUSTED_REBOOT_SECONDS else 0.0


def same_boot(earlier: Instant, later: Instant) -> bool:
    """Return whether two readings come from one boot of one machine.

    Where the system has no boot ids, an uptime that became smaller shows that it does not.
    """
    if earlier.boot or later.boot:
        return earlier.boot == later.boot
    return later.uptime >= earlier.uptime


def goes_back(earlier: Instant, later: Instant) -> bool:
    """Return whether the later reading lies before the earlier one.

    Such a reading is not taken as the new position of the clock, so that no time counts twice.
    """
    if same_boot(earlier, later):
        return later.uptime < earlier.uptime
    return later.wall < earlier.wall and earlier.boot == later.boot


def find_gap(last_seen: Instant | None, now: Instant) -> Gap | None:
    """Return the gap since a window last showed the running meeting.

    Args:
        last_seen: The last reading that a window stored, if there is one.
        now: The present reading.

    Returns:
        The gap; None where it is short enough to count without a question.
    """
    if last_seen is None:
        return None
    counted = seconds_between(last_seen, now)
    if counted > LONG_GAP_SECONDS:
        return Gap(counted, counted=True)
    passed = (now.wall - last_seen.wall).total_seconds()
    if not same_boot(last_seen, now) and passed > TRUSTED_REBOOT_SECONDS:
        return Gap(passed, counted=False)
    return None


def last_stored_reading(
    events: Sequence[ClockEvent], last_heartbeat: Instant | None
) -> Instant | None:
    """Return the last reading that a window has stored, by an event or by a heartbeat.

    None before the clock has started. Each machine logs an event before its first heartbeat, so a
    heartbeat of another boot is older than the last event.
    """
    if not events:
        return last_heartbeat
    last_event = events[-1].at
    if last_heartbeat is None or not same_boot(last_event, last_heartbeat):
        return last_event
    return max(last_event, last_heartbeat, key=lambda reading: reading.uptime)


def is_from_another_boot(events: Sequence[ClockEvent], now: Instant) -> bool:
    """Return whether another machine, or this one before a reboot, wrote the end of the log."""
    return bool(events) and not same_boot(events[-1].at, now)


def with_last_tick(
    events: Sequence[ClockEvent], last_seen: Instant | None, now: Instant
) -> tuple[ClockEvent, ...]:
    """Return the log with the last reading of the machine that wrote it as one more event.

    The uptime of that machine tells exactly how long the meeting ran until then; only the time
    from there to `now` is left to the wall clocks of two machines. Where this machine wrote the
    end of the log, or there is no later reading, the log is returned as it is.

    Args:
        events: The log of the clock.
        last_seen: The last reading that a window stored, if there is one.
        now: The present reading of this machine.
    """
    log = tuple(events)
    if (
        last_seen is None
        or not is_from_another_boot(events, now)
        or not same_boot(events[-1].at, last_seen)
        or last_seen.uptime <= events[-1].at.uptime
    ):
        return log
    # An extension by no seconds moves the clock on and changes nothing else.
    return (*log, ClockEvent(ClockKind.EXTEND, last_seen))
