"""The clock of a meeting, by examples."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.records import ClockEvent, Instant
from db.vocabulary import ClockKind, Segment
from facilitator.domain.agenda import AgendaState, Plan, replay, runs_out_between
from facilitator.domain.clock_readings import (
    Gap,
    find_gap,
    is_from_another_boot,
    last_stored_reading,
    with_last_tick,
)
from facilitator.domain.clock_text import (
    describe_extension_cost,
    format_countdown,
    format_minutes,
    format_minutes_seconds,
)

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
PLAN = Plan()
K = ClockKind


def at(minutes: float, *, boot: str = "a", wall: float | None = None) -> Instant:
    """Return a reading so many minutes after the start; `wall` is what the wall clock shows."""
    wall_minutes = minutes if wall is None else wall
    return Instant(START + timedelta(minutes=wall_minutes), 500 + minutes * 60, boot)


def event(
    kind: ClockKind, minutes: float = 0, seconds: int = 0, *, moves_end: bool = False
) -> ClockEvent:
    return ClockEvent(kind, at(minutes), seconds, moves_end)


def state_at(minutes: float, *events: ClockEvent) -> AgendaState:
    """Return the clock so many minutes after the start of the meeting."""
    return replay(PLAN, [event(K.START), *events], at(minutes))


def allotted(state: AgendaState) -> list[float]:
    return [clock.allotted / 60 for clock in state.segments]


def actual(state: AgendaState) -> list[float]:
    return [clock.actual / 60 for clock in state.segments]


def test_before_the_start_nothing_runs() -> None:
    state = replay(PLAN, [], at(0))
    assert (state.started_at, state.running, state.segment, state.finished) == (
        None,
        False,
        None,
        False,
    )
    assert (state.elapsed, state.total_left, state.behind, state.over) == (0, 50 * 60, 0, False)
    assert state.meeting_ends_at == START + timedelta(minutes=50)


def test_the_clock_counts_down_the_segment_and_the_meeting() -> None:
    state = state_at(4.2)
    assert (state.started_at, state.running, state.segment) == (START, True, Segment.REVIEW)
    assert format_countdown(state.left) == "5:48"
    assert state.ends_at == START + timedelta(minutes=10)
    assert state.meeting_ends_at == START + timedelta(minutes=50)
    assert state.total_left == pytest.approx(45.8 * 60)
    assert state.behind == pytest.approx(0)


def test_a_start_two_minutes_ago_counts_them() -> None:
    state = replay(PLAN, [event(K.START, 0, 120)], at(1))
    assert state.started_at == START - timedelta(minutes=2)
    assert (state.elapsed, state.left) == (180, 420)


def test_an_earlier_start_can_be_set_while_the_meeting_runs() -> None:
    state = state_at(5, event(K.START, 3, 120))
    assert state.started_at == START - timedelta(minutes=2)
    assert actual(state) == [7, 0, 0]


def test_a_pause_stops_the_clock_and_moves_the_end() -> None:
    paused = state_at(9, event(K.PAUSE, 4))
    assert (paused.running, paused.paused, paused.left) == (False, True, 360)
    assert paused.behind == 0
    resumed = state_at(10, event(K.PAUSE, 4), event(K.PAUSE, 5), event(K.RESUME, 9))
    assert (resumed.running, resumed.paused, resumed.left) == (True, False, 300)
    assert resumed.ends_at == START + timedelta(minutes=15)


def test_five_more_minutes_are_taken_from_later_segments() -> None:
    state = state_at(4, event(K.EXTEND, 4, 300))
    assert allotted(state) == [15, 25, 10]
    assert state.meeting_ends_at == START + timedelta(minutes=50)
    assert state.segments[0].planned == 600


def test_an_extension_that_moves_the_end_leaves_later_segments_alone() -> None:
    state = state_at(4, event(K.EXTEND, 4, 300, moves_end=True))
    assert allotted(state) == [15, 30, 10]
    assert state.meeting_ends_at == START + timedelta(minutes=55)
    assert state.behind == 300


def test_a_minute_less_goes_to_the_next_segment() -> None:
    assert allotted(state_at(4, event(K.EXTEND, 4, -60))) == [9, 31, 10]
    assert allotted(state_at(4, event(K.EXTEND, 4, -60, moves_end=True))) == [9, 30, 10]


def test_time_that_was_used_can_not_be_given_back() -> None:
    state = state_at(4, event(K.EXTEND, 4, -3600))
    assert (state.left, allotted(state)) == (0, [4, 36, 10])
    over = state_at(12, event(K.EXTEND, 12, -60))
    assert (over.left, allotted(over)) == (-120, [10, 30, 10])


def test_what_later_segments_can_not_give_moves_the_end() -> None:
    to_patterns = (event(K.NEXT, 10), event(K.NEXT, 40))
    state = state_at(40, *to_patterns, event(K.EXTEND, 40, 300))
    assert (allotted(state), state.behind) == ([10, 30, 15], 300)
    state = state_at(10, event(K.NEXT, 10), event(K.EXTEND, 10, 15 * 60))
    assert (allotted(state), state.behind) == ([10, 45, 0], 300)


@pytest.mark.parametrize(
    ("minutes", "steps", "seconds", "moves_end", "cost"),
    [
        (4, [], 300, False, "Incident: 25 min"),
        (4, [], 300, True, "the meeting ends 10:55"),
        (4, [], -60, False, "Incident: 31 min"),
        (20, [10], 300, False, "Patterns: 5 min"),
        (20, [10], 180, False, "Patterns: 7 min"),
        (20, [10], 90, False, "Patterns: 8.5 min"),
        (20, [10], 15 * 60, False, "Patterns: 0 min, the meeting ends 10:55"),
        (45, [10, 40], 300, False, "the meeting ends 10:55"),
        (45, [10, 40], -60, False, "the meeting ends 10:49"),
        # Two minutes over, the end has moved by as much already.
        (12, [], 300, True, "the meeting ends 10:55"),
        (12, [], 60, True, "the meeting ends 10:52"),
    ],
)
def test_an_extension_says_what_it_costs(
    minutes: float, steps: list[float], seconds: int, moves_end: bool, cost: str
) -> None:
    nexts = [event(K.NEXT, step) for step in steps]
    state = state_at(minutes, *nexts)
    assert describe_extension_cost(state, seconds, moves_end=moves_end, zone=BERLIN) == cost
    after = state_at(minutes, *nexts, event(K.EXTEND, minutes, seconds, moves_end=moves_end))
    if "ends" in cost:
        assert cost.endswith(f"{after.meeting_ends_at.astimezone(BERLIN):%H:%M}")
    else:
        assert after.meeting_ends_at == state.meeting_ends_at


def test_an_extension_of_nothing_costs_nothing() -> None:
    assert describe_extension_cost(replay(PLAN, [], at(0)), 300, moves_end=True) == ""


def test_time_counts_in_the_segment_that_next_and_back_lead_to() -> None:
    state = state_at(9, event(K.NEXT, 4), event(K.BACK, 6), event(K.BACK, 7))
    assert (state.segment, actual(state)) == (Segment.REVIEW, [7, 2, 0])
    assert allotted(state) == [10, 30, 10]


def test_leaving_early_puts_the_meeting_ahead() -> None:
    state = state_at(4, event(K.NEXT, 4))
    assert (state.segment, state.left, state.behind) == (Segment.INCIDENT, 1800, -360)


def test_next_in_the_last_segment_finishes_the_meeting() -> None:
    state = state_at(60, event(K.NEXT, 10), event(K.NEXT, 40), event(K.NEXT, 52))
    assert (state.finished, state.running, state.segment) == (True, False, None)
    assert (actual(state), state.behind, state.total_left) == ([10, 30, 12], 120, 0)


def test_no_event_after_the_finish_has_an_effect() -> None:
    later = [event(kind, 25, 300) for kind in ClockKind]
    state = state_at(60, event(K.PAUSE, 20), event(K.FINISH, 21), *later)
    assert (state.finished, state.paused, actual(state)) == (True, False, [20, 0, 0])


def test_a_segment_that_is_over_counts_up_and_never_moves_on() -> None:
    state = state_at(12 + 1 / 6)
    assert (state.segment, state.over, format_countdown(state.left)) == (
        Segment.REVIEW,
        True,
        "+02:10",
    )
    assert state.ends_at == START + timedelta(minutes=12 + 1 / 6)
    assert state.behind == pytest.approx(130)
    assert state.total_left == 40 * 60


def part_times(state: AgendaState) -> list[tuple[float, float]]:
    """Return the allotted and the actual minutes of each part of the incident segment."""
    return [(part.allotted / 60, part.actual / 60) for part in state.parts]


def go_to_part(index: int, minute: float) -> ClockEvent:
    return replace(event(K.PART, minute), part=index)


def test_the_parts_of_the_incident_share_its_time() -> None:
    assert part_times(state_at(3)) == [(12, 0), (10, 0), (8, 0)]
    longer = state_at(10, event(K.NEXT, 10), event(K.EXTEND, 10, 900, moves_end=True))
    assert part_times(longer) == [(18, 0), (15, 0), (12, 0)]


def test_the_time_counts_for_the_part_on_the_screen() -> None:
    into = event(K.NEXT, 10)
    assert part_times(state_at(25, into)) == [(12, 15), (10, 0), (8, 0)]
    assert state_at(25, into).parts[0].left == -180
    # The two parts that are left share the 18 minutes that are left, in the ratio of 10 to 8.
    early = state_at(26, into, go_to_part(1, 22), event(K.PAUSE, 24))
    assert (early.part, part_times(early)) == (1, [(12, 12), (10, 2), (8, 0)])
    late = state_at(26, into, go_to_part(1, 22 - 9), event(K.EXTEND, 23, 540, moves_end=True))
    assert part_times(late) == [(3, 3), (20, 13), (16, 0)]
    # A part may be skipped, and one may come again, which then goes on from where it was.
    back = state_at(30, into, go_to_part(2, 12), go_to_part(0, 15))
    assert (back.part, part_times(back)) == (0, [(12, 17), (10, 0), (8, 3)])


def test_time_that_does_not_count_is_taken_from_the_part_on_the_screen_too() -> None:
    into = (event(K.NEXT, 10), go_to_part(1, 12))
    assert part_times(state_at(20, *into, event(K.SKIP, 20, 300)))[1][1] == 3
    assert part_times(state_at(20, *into, event(K.START, 20, 60)))[1][1] == 9


def test_the_incident_begins_again_at_its_first_part() -> None:
    again = state_at(40, event(K.NEXT, 10), go_to_part(2, 11), event(K.NEXT, 20), event(K.BACK, 30))
    assert (again.part, part_times(again)) == (0, [(12, 11), (10, 0), (8, 9)])


def test_the_bell_rings_once_at_the_end() -> None:
    states = [state_at(second / 60) for second in range(800)]
    pairs = itertools.pairwise(states)
    assert [second for second, pair in enumerate(pairs, 1) if runs_out_between(*pair)] == [600]


def test_the_last_two_minutes_of_a_segment_are_ending() -> None:
    ending = [second for second in range(900) if state_at(second / 60).ending]
    assert (ending[0], ending[-1]) == (480, 600)


def test_the_bell_rings_neither_paused_nor_for_another_segment() -> None:
    paused = event(K.PAUSE, 9)
    assert not runs_out_between(state_at(7, paused), state_at(20, paused))
    shorter = event(K.EXTEND, 8, -120)
    assert not runs_out_between(
        state_at(8, event(K.PAUSE, 7)), state_at(8, event(K.PAUSE, 7), shorter)
    )
    assert not runs_out_between(state_at(7), state_at(12, event(K.NEXT, 11)))
    # Both at once, after a sleep: the later one.
    assert runs_out_between(state_at(7), state_at(12))
    assert not runs_out_between(state_at(12), state_at(13))


def test_a_wall_clock_set_back_or_forth_changes_nothing() -> None:
    for wall in (-600.0, 3, 10_000):
        state = replay(PLAN, [event(K.START)], at(5, wall=wall))
        assert (state.left, state.running) == (300, True)


def test_time_asleep_counts() -> None:
    # The uptime counts sleep, so the lid may close.
    state = replay(PLAN, [event(K.START)], at(8))
    assert state.left == 120


def test_the_time_of_a_short_reboot_is_taken_from_the_wall_clock() -> None:
    after = Instant(START + timedelta(minutes=9), 30, "b")
    assert replay(PLAN, [event(K.START)], after).left == 60
    assert find_gap(at(4), after) is None
    assert find_gap(at(3), after) == Gap(360, counted=True)


@pytest.mark.parametrize(("seconds_off", "counted"), [(15 * 60, 15 * 60), (15 * 60 + 1, 0)])
def test_the_wall_clock_is_believed_for_15_minutes_after_a_reboot(
    seconds_off: int, counted: int
) -> None:
    after = Instant(START + timedelta(seconds=seconds_off), 30, "b")
    assert replay(PLAN, [event(K.START)], after).elapsed == counted


def test_after_a_long_time_off_nothing_counts_until_somebody_says_so() -> None:
    after = Instant(START + timedelta(minutes=75), 30, "b")
    assert replay(PLAN, [event(K.START)], after).left == 600
    assert find_gap(at(4), after) == Gap(71 * 60, counted=False)
    added = ClockEvent(K.SKIP, after, seconds=-240)
    assert replay(PLAN, [event(K.START), added], after).left == 360


def test_a_stored_reading_keeps_the_time_before_a_reboot() -> None:
    """Without it, a segment entered 20 minutes before a reboot would start afresh."""
    after = Instant(START + timedelta(minutes=22), 30, "b")
    reading = ClockEvent(K.EXTEND, at(20))
    assert replay(PLAN, [event(K.START), reading], after).elapsed == 22 * 60


def test_readings_on_both_sides_of_a_reboot_keep_the_clock_going() -> None:
    """Readings of two boots are compared by the wall clock, which is believed for 15 minutes."""
    marks = [ClockEvent(K.EXTEND, at(20)), ClockEvent(K.EXTEND, at(22, boot="b"))]
    assert replay(PLAN, [event(K.START), *marks], at(45, boot="b")).elapsed == 45 * 60


def test_a_reboot_with_the_wall_clock_behind_counts_nothing() -> None:
    after = Instant(START - timedelta(minutes=30), 30, "b")
    state = replay(PLAN, [event(K.START)], after)
    assert (state.left, state.elapsed) == (600, 0)
    later = replace(after, wall=after.wall + timedelta(minutes=1), uptime=90)
    assert replay(PLAN, [event(K.START), ClockEvent(K.EXTEND, after)], later).elapsed == 60


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(1, None), (5, None), (6, Gap(360, counted=True)), (90, Gap(5400, counted=True))],
)
def test_a_long_gap_is_asked_about(minutes: float, expected: Gap | None) -> None:
    assert find_gap(at(0), at(minutes)) == expected
    assert find_gap(None, at(minutes)) is None


def test_a_gap_that_does_not_count_is_taken_out() -> None:
    state = state_at(40, event(K.SKIP, 40, 35 * 60))
    assert actual(state) == [5, 0, 0]
    assert state_at(4, event(K.SKIP, 4, 99_999)).elapsed == 0


def test_a_reading_that_came_late_is_not_counted_twice() -> None:
    late = [event(K.EXTEND, 6), event(K.EXTEND, 2), event(K.EXTEND, 4)]
    assert state_at(7, *late).elapsed == 7 * 60


def test_midnight_and_daylight_saving_change_nothing() -> None:
    # 29 March 2026, 01:00 UTC: Berlin's clocks go from 02:00 to 03:00.
    evening = Instant(datetime(2026, 3, 28, 23, 40, tzinfo=UTC), 500, "a")
    for hours in (0, 1):
        begun = replace(evening, wall=evening.wall + timedelta(hours=hours))
        now = Instant(begun.wall + timedelta(minutes=49), begun.uptime + 49 * 60, "a")
        state = replay(PLAN, [ClockEvent(K.START, begun)], now)
        assert state.elapsed == 49 * 60
        assert state.ends_at == now.wall
    assert (
        describe_extension_cost(state, 0, moves_end=True, zone=BERLIN) == "the meeting ends 04:09"
    )


def test_events_that_make_no_sense_are_ignored() -> None:
    senseless = [event(kind, 0, 60) for kind in ClockKind if kind is not K.START]
    unknown = ClockEvent("explode", at(1), 60)  # type: ignore[arg-type]
    events = [*senseless, event(K.START), unknown, event(K.RESUME, 2)]
    assert replay(PLAN, events, at(3)) == state_at(3)


@pytest.mark.parametrize(
    ("left", "digits"),
    [
        (3605, "60:05"),
        (-3605, "+60:05"),
        (348, "5:48"),
        (0.2, "0:01"),
        (0, "0:00"),
        (-0.5, "+00:00"),
        (-130.9, "+02:10"),
    ],
)
def test_the_countdown_shows_minutes_and_seconds(left: float, digits: str) -> None:
    assert format_countdown(left) == digits


def test_durations_are_shown_as_clock_and_as_minutes() -> None:
    assert (
        format_minutes_seconds(252.9),
        format_minutes_seconds(-61),
        format_minutes_seconds(5999),
    ) == ("4:12", "1:01", "99:59")
    assert (format_minutes(420), format_minutes(450), format_minutes(0)) == (
        "7 min",
        "7.5 min",
        "0 min",
    )


def test_the_log_of_another_machine_counts_up_to_its_last_reading_and_on_from_there() -> None:
    log, last_seen = [event(K.START)], at(20)
    here = Instant(last_seen.wall + timedelta(seconds=10), 77.0, "another machine")
    assert is_from_another_boot(log, here)
    assert not is_from_another_boot(log, last_seen)
    assert replay(PLAN, with_last_tick(log, last_seen, here), here).elapsed == 1210
    # By the wall clocks alone twenty minutes are too long to be believed.
    assert replay(PLAN, log, here).elapsed == 0


@pytest.mark.parametrize("boot", ["a", "a third"])
def test_the_log_of_this_machine_gets_no_further_reading(boot: str) -> None:
    log = [event(K.START)]
    assert with_last_tick(log, at(20, boot=boot), at(21)) == tuple(log)
    assert with_last_tick(log, None, at(21)) == tuple(log)


def test_the_last_stored_reading_is_the_later_one_of_event_and_heartbeat() -> None:
    log = [event(K.START), event(K.PAUSE, 5)]
    assert last_stored_reading([], None) is None
    assert last_stored_reading(log, None) == at(5)
    assert last_stored_reading(log, at(4)) == at(5)
    assert last_stored_reading(log, at(6)) == at(6)
    # Another machine has taken over: its event is later than the heartbeat of the one before.
    assert last_stored_reading(log, at(9, boot="before")) == at(5)
