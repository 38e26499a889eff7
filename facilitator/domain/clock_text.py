"""The clock of a meeting in words and digits."""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo

from facilitator.domain.agenda import SEGMENTS, AgendaState, extend_segment
from facilitator.domain.labels import SEGMENT_LABELS


def format_minutes_seconds(seconds: float) -> str:
    """Return minutes and whole seconds, without a sign: `4:12`. A fraction is cut off."""
    whole = int(abs(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def format_countdown(left: float) -> str:
    """Return the large digits of the countdown: `5:48`, or `+02:10` once the time is over.

    Args:
        left: The seconds left, negative when over.
    """
    if left >= 0:
        # Rounded up, so that 0:00 shows only when the time is up.
        whole = -int(-left // 1)
        return f"{whole // 60}:{whole % 60:02}"
    whole = int(-left)
    return f"+{whole // 60:02}:{whole % 60:02}"


def format_minutes(seconds: float) -> str:
    """Return whole minutes, or minutes with one decimal: `7 min`, `7.5 min`."""
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes == int(minutes) else f"{minutes:.1f} min"


def describe_extension_cost(
    state: AgendaState, seconds: int, *, moves_end: bool, zone: tzinfo = UTC
) -> str:
    """Say what an extension of the current segment would cost.

    Args:
        state: The clock as it stands.
        seconds: How much longer the segment would be.
        moves_end: Whether the meeting would end later, instead of later segments giving up time.
        zone: The zone in which the end of the meeting is shown.

    Returns:
        `Patterns: 7 min` or `the meeting ends 15:05`, or both; empty where it costs nothing.
    """
    if state.segment is None:
        return ""
    allotted = {clock.segment: clock.allotted for clock in state.segments}
    actual = {clock.segment: clock.actual for clock in state.segments}
    extended = extend_segment(allotted, actual, state.segment, float(seconds), moves_end=moves_end)
    current = SEGMENTS.index(state.segment)
    costs = [
        f"{SEGMENT_LABELS[segment].name}: {format_minutes(extended[segment])}"
        for segment in SEGMENTS[current + 1 :]
        if extended[segment] != allotted[segment]
    ]
    if moves_end or round(sum(extended.values()) - sum(allotted.values())):
        # Time that an overrun has used up already is not used up again.
        to_come = sum(
            max(0.0, extended[segment] - actual[segment]) for segment in SEGMENTS[current:]
        )
        end = state.meeting_ends_at + timedelta(seconds=to_come - state.total_left)
        costs.append(f"the meeting ends {end.astimezone(zone):%H:%M}")
    return ", ".join(costs)
