"""The clock of a meeting, with random logs."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import ClockEvent, Instant
from db.vocabulary import ClockKind
from facilitator.domain.agenda import AgendaState, Plan, replay, runs_out_between
from facilitator.domain.clock_readings import find_gap
from facilitator.domain.clock_text import describe_extension_cost, format_countdown

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
WALLS = st.floats(-1e6, 1e6).map(lambda seconds: NOON + timedelta(seconds=seconds))
ANY_INSTANTS = st.builds(Instant, WALLS, st.floats(0, 1e6), st.sampled_from(["", "a", "b", "c"]))
SECONDS = st.one_of(st.sampled_from([0, 60, -60, 120, 300]), st.integers(-36_000, 36_000))
KINDS = st.sampled_from(ClockKind)
PARTS = st.sampled_from([None, 0, 1, 2])
ANY_EVENTS = st.lists(st.builds(ClockEvent, KINDS, ANY_INSTANTS, SECONDS, st.booleans(), PARTS))
PLANS = st.builds(
    Plan,
    st.tuples(*[st.integers(1, 60)] * 3),
    st.tuples(*[st.integers(0, 30)] * 3),
)


@st.composite
def ordinary(draw: st.DrawFn) -> tuple[list[ClockEvent], Instant]:
    """Draw events of one boot in the order of their uptime, and a later reading; walls jump."""
    steps = draw(st.lists(st.tuples(KINDS, st.floats(0, 2000), SECONDS, st.booleans(), PARTS)))
    uptime, events = 100.0, []
    for kind, passed, seconds, moves_end, part in steps:
        uptime += passed
        # A negative skip adds time: that is for what a reboot left out.
        seconds = abs(seconds) if kind is ClockKind.SKIP else seconds
        instant = Instant(draw(WALLS), uptime, "a")
        events.append(ClockEvent(kind, instant, seconds, moves_end, part))
    return events, Instant(draw(WALLS), uptime + draw(st.floats(0, 2000)), "a")


def same(one: AgendaState, other: AgendaState) -> bool:
    """Return whether two states are equal but for rounding."""
    return (
        (one.segment, one.running, one.paused, one.finished, one.started_at)
        == (other.segment, other.running, other.paused, other.finished, other.started_at)
        and [clock.actual for clock in one.segments]
        == pytest.approx([clock.actual for clock in other.segments])
        and [clock.allotted for clock in one.segments]
        == pytest.approx([clock.allotted for clock in other.segments])
    )


@given(PLANS, ANY_EVENTS, ANY_INSTANTS)
def test_whatever_happens_the_sums_are_right(
    plan: Plan, events: list[ClockEvent], now: Instant
) -> None:
    state = replay(plan, events, now)
    for clock in state.segments:
        assert clock.actual >= 0
        assert clock.allotted >= 0
        assert clock.left + clock.actual == pytest.approx(clock.allotted)
    assert sum(clock.actual for clock in state.segments) == state.elapsed
    assert state.total_left >= max(0, state.left)
    assert state.ends_at >= now.wall
    assert state.meeting_ends_at >= state.ends_at
    assert sum(part.actual for part in state.parts) == pytest.approx(state.segments[1].actual)
    spent = sum(part.actual for part in state.parts[: state.part])
    shared = max(0.0, state.segments[1].allotted - spent)
    assert sum(part.allotted for part in state.parts) == pytest.approx(
        spent + (shared if sum(plan.part_minutes[state.part :]) else 0)
    )
    assert state.part in (0, 1, 2)
    assert not (state.finished and state.running)
    assert (state.segment is None) == (state.started_at is None or state.finished)
    assert not format_countdown(state.left).startswith("-")
    assert replay(plan, list(events), now) == state


@given(ordinary())
def test_no_more_time_counts_than_has_passed(log: tuple[list[ClockEvent], Instant]) -> None:
    events, now = log
    state = replay(Plan(), events, now)
    start = next((event for event in events if event.kind is ClockKind.START), None)
    if start is None:
        assert state.elapsed == 0
        return
    ago = sum(max(0, event.seconds) for event in events if event.kind is ClockKind.START)
    assert state.elapsed <= now.uptime - start.at.uptime + ago + 1e-6


@given(ordinary(), st.randoms(use_true_random=False))
def test_readings_out_of_order_count_no_stretch_twice(
    log: tuple[list[ClockEvent], Instant], chance: Random
) -> None:
    events, now = log
    chance.shuffle(events)
    state = replay(Plan(), events, now)
    ago = sum(max(0, event.seconds) for event in events if event.kind is ClockKind.START)
    uptimes = [event.at.uptime for event in events] + [now.uptime]
    assert state.elapsed <= max(uptimes) - min(uptimes) + ago + 1e-6


@given(ordinary(), st.data())
def test_more_readings_in_between_change_nothing(
    log: tuple[list[ClockEvent], Instant], data: st.DataObject
) -> None:
    events, now = log
    with_readings = []
    readings = [event.at for event in events] + [now]
    for event, following in zip(events, readings[1:], strict=True):
        with_readings.append(event)
        share = data.draw(st.floats(0, 1))
        between = event.at.uptime + share * (following.uptime - event.at.uptime)
        reading = Instant(data.draw(WALLS), min(between, following.uptime), "a")
        with_readings.append(ClockEvent(ClockKind.EXTEND, reading, 0))
    assert same(replay(Plan(), with_readings, now), replay(Plan(), events, now))


@given(ordinary(), st.lists(WALLS, min_size=1))
def test_the_wall_clock_does_not_matter_within_a_boot(
    log: tuple[list[ClockEvent], Instant], walls: list[datetime]
) -> None:
    events, now = log
    moved = [
        ClockEvent(
            event.kind,
            Instant(walls[n % len(walls)], event.at.uptime, "a"),
            event.seconds,
            event.moves_end,
        )
        for n, event in enumerate(events)
    ]
    one, other = replay(Plan(), events, now), replay(Plan(), moved, now)
    assert one.segments == other.segments
    assert one.segment == other.segment


@given(ordinary(), st.floats(0, 1e5))
def test_no_time_counts_while_the_meeting_is_paused_or_finished(
    log: tuple[list[ClockEvent], Instant], later: float
) -> None:
    events, now = log
    for kind in (ClockKind.PAUSE, ClockKind.FINISH):
        stopped = [*events, ClockEvent(kind, now)]
        after = Instant(now.wall, now.uptime + later, "a")
        assert replay(Plan(), stopped, after).segments == replay(Plan(), stopped, now).segments


@given(ordinary(), st.floats(0, 1e4))
def test_while_the_meeting_runs_time_counts_in_the_current_segment_alone(
    log: tuple[list[ClockEvent], Instant], later: float
) -> None:
    events, now = log
    before = replay(Plan(), events, now)
    after = replay(Plan(), events, Instant(now.wall, now.uptime + later, "a"))
    grown = [b.actual - a.actual for a, b in zip(before.segments, after.segments, strict=True)]
    expected = [
        later if before.running and clock.segment is before.segment else 0.0
        for clock in before.segments
    ]
    assert grown == pytest.approx(expected, abs=1e-6)


@given(ordinary(), SECONDS, st.booleans())
def test_an_extension_costs_what_the_description_says(
    log: tuple[list[ClockEvent], Instant], seconds: int, moves_end: bool
) -> None:
    events, now = log
    before = replay(Plan(), events, now)
    cost = describe_extension_cost(before, seconds, moves_end=moves_end)
    extension = ClockEvent(ClockKind.EXTEND, now, seconds, moves_end)
    after = replay(Plan(), [*events, extension], now)
    if before.segment is None:
        assert cost == ""
        assert after == before
    elif moves_end:
        assert cost == f"the meeting ends {after.meeting_ends_at:%H:%M}"
    elif "ends" in cost:
        assert cost.endswith(f"{after.meeting_ends_at:%H:%M}")
    else:
        assert sum(clock.allotted for clock in after.segments) == pytest.approx(
            sum(clock.allotted for clock in before.segments), abs=0.5
        )


@given(PLANS, ANY_EVENTS, ANY_INSTANTS, ANY_INSTANTS)
def test_alarms_and_gaps_never_fail(
    plan: Plan, events: list[ClockEvent], one: Instant, other: Instant
) -> None:
    before, after = replay(plan, events, one), replay(plan, events, other)
    if runs_out_between(before, after):
        assert after.running
        assert after.left < before.left
        assert not runs_out_between(after, after)
    found = find_gap(one, other)
    assert found is None or found.seconds > 0
