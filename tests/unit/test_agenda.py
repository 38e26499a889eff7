"""The clock of a meeting, by example."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.records import ClockEvent, Instant
from db.words import ClockKind, Segment
from facilitator.domain.agenda import (
    AgendaState,
    Alarm,
    Gap,
    Plan,
    alarm,
    as_countdown,
    as_minutes,
    cost_of,
    gap,
    in_minutes,
    is_elsewhere,
    replay,
    up_to,
)

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
PLAN = Plan()
K = ClockKind


def at(minutes: float, *, boot: str = "a", wall: float | None = None) -> Instant:
    """So many minutes after the start; wall: where the wall clock claims to be."""
    shown = minutes if wall is None else wall
    return Instant(START + timedelta(minutes=shown), 500 + minutes * 60, boot)


def event(
    kind: ClockKind, minutes: float = 0, seconds: int = 0, *, moves_end: bool = False
) -> ClockEvent:
    return ClockEvent(kind, at(minutes), seconds, moves_end)


def shown(minutes: float, *events: ClockEvent) -> AgendaState:
    """The clock so many minutes after the meeting was started."""
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


def test_it_counts_down_the_segment_and_the_meeting() -> None:
    state = shown(4.2)
    assert (state.started_at, state.running, state.segment) == (START, True, Segment.REVIEW)
    assert as_countdown(state.left) == "5:48"
    assert state.ends_at == START + timedelta(minutes=10)
    assert state.meeting_ends_at == START + timedelta(minutes=50)
    assert (state.total_left, state.behind) == (pytest.approx(45.8 * 60), pytest.approx(0))


def test_we_started_two_minutes_ago() -> None:
    state = replay(PLAN, [event(K.START, 0, 120)], at(1))
    assert state.started_at == START - timedelta(minutes=2)
    assert (state.elapsed, state.left) == (180, 420)


def test_that_it_started_earlier_can_be_said_later() -> None:
    state = shown(5, event(K.START, 3, 120))
    assert state.started_at == START - timedelta(minutes=2)
    assert actual(state) == [7, 0, 0]


def test_a_pause_stops_the_clock_and_moves_the_end() -> None:
    paused = shown(9, event(K.PAUSE, 4))
    assert (paused.running, paused.paused, paused.left) == (False, True, 360)
    assert paused.behind == 0
    resumed = shown(10, event(K.PAUSE, 4), event(K.PAUSE, 5), event(K.RESUME, 9))
    assert (resumed.running, resumed.paused, resumed.left) == (True, False, 300)
    assert resumed.ends_at == START + timedelta(minutes=15)


def test_five_more_minutes_are_taken_from_later_segments() -> None:
    state = shown(4, event(K.EXTEND, 4, 300))
    assert allotted(state) == [15, 25, 10]
    assert state.meeting_ends_at == START + timedelta(minutes=50)
    assert state.segments[0].planned == 600


def test_on_the_other_key_they_move_the_end() -> None:
    state = shown(4, event(K.EXTEND, 4, 300, moves_end=True))
    assert allotted(state) == [15, 30, 10]
    assert state.meeting_ends_at == START + timedelta(minutes=55)
    assert state.behind == 300


def test_a_minute_less_goes_to_the_next_segment() -> None:
    assert allotted(shown(4, event(K.EXTEND, 4, -60))) == [9, 31, 10]
    assert allotted(shown(4, event(K.EXTEND, 4, -60, moves_end=True))) == [9, 30, 10]


def test_time_that_was_used_can_t_be_given_back() -> None:
    state = shown(4, event(K.EXTEND, 4, -3600))
    assert (state.left, allotted(state)) == (0, [4, 36, 10])
    over = shown(12, event(K.EXTEND, 12, -60))
    assert (over.left, allotted(over)) == (-120, [10, 30, 10])


def test_what_later_segments_can_t_pay_moves_the_end() -> None:
    to_patterns = (event(K.NEXT, 10), event(K.NEXT, 40))
    state = shown(40, *to_patterns, event(K.EXTEND, 40, 300))
    assert (allotted(state), state.behind) == ([10, 30, 15], 300)
    state = shown(10, event(K.NEXT, 10), event(K.EXTEND, 10, 15 * 60))
    assert (allotted(state), state.behind) == ([10, 45, 0], 300)


@pytest.mark.parametrize(
    ("minutes", "steps", "seconds", "moves_end", "said"),
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
    minutes: float, steps: list[float], seconds: int, moves_end: bool, said: str
) -> None:
    nexts = [event(K.NEXT, step) for step in steps]
    state = shown(minutes, *nexts)
    assert cost_of(state, seconds, moves_end=moves_end, zone=BERLIN) == said
    after = shown(minutes, *nexts, event(K.EXTEND, minutes, seconds, moves_end=moves_end))
    if "ends" in said:
        assert said.endswith(f"{after.meeting_ends_at.astimezone(BERLIN):%H:%M}")
    else:
        assert after.meeting_ends_at == state.meeting_ends_at


def test_an_extension_of_nothing_costs_nothing() -> None:
    assert cost_of(replay(PLAN, [], at(0)), 300, moves_end=True) == ""


def test_next_and_back_count_where_they_are() -> None:
    state = shown(9, event(K.NEXT, 4), event(K.BACK, 6), event(K.BACK, 7))
    assert (state.segment, actual(state)) == (Segment.REVIEW, [7, 2, 0])
    assert allotted(state) == [10, 30, 10]


def test_leaving_early_puts_the_meeting_ahead() -> None:
    state = shown(4, event(K.NEXT, 4))
    assert (state.segment, state.left, state.behind) == (Segment.INCIDENT, 1800, -360)


def test_the_last_next_finishes() -> None:
    state = shown(60, event(K.NEXT, 10), event(K.NEXT, 40), event(K.NEXT, 52))
    assert (state.finished, state.running, state.segment) == (True, False, None)
    assert (actual(state), state.behind, state.total_left) == ([10, 30, 12], 120, 0)


def test_finishing_ends_it_for_good() -> None:
    later = [event(kind, 25, 300) for kind in ClockKind]
    state = shown(60, event(K.PAUSE, 20), event(K.FINISH, 21), *later)
    assert (state.finished, state.paused, actual(state)) == (True, False, [20, 0, 0])


def test_over_it_counts_up_and_never_moves_on() -> None:
    state = shown(12 + 1 / 6)
    assert (state.segment, state.over, as_countdown(state.left)) == (
        Segment.REVIEW,
        True,
        "+02:10",
    )
    assert state.ends_at == START + timedelta(minutes=12 + 1 / 6)
    assert state.behind == pytest.approx(130)
    assert state.total_left == 40 * 60


def test_the_parts_of_the_incident() -> None:
    into = (event(K.NEXT, 10),)
    found = [
        (shown(10 + m, *into).sub_part, shown(10 + m, *into).sub_left) for m in (0, 11, 12, 22, 33)
    ]
    assert found == [(0, 720), (0, 60), (1, 600), (2, 480), (2, -180)]
    longer = shown(10, *into, event(K.EXTEND, 10, 900, moves_end=True))
    assert longer.sub == (18 * 60, 15 * 60, 12 * 60)


def test_it_rings_once_at_two_minutes_and_once_at_the_end() -> None:
    rung = []
    before = shown(0)
    for second in range(1, 800):
        after = shown(second / 60)
        if (ring := alarm(before, after)) is not None:
            rung.append((second, ring))
        before = after
    assert rung == [(480, Alarm.TWO_MINUTES), (600, Alarm.TIME_UP)]


def test_it_rings_neither_paused_nor_for_another_segment() -> None:
    paused = event(K.PAUSE, 9)
    assert alarm(shown(7, paused), shown(20, paused)) is None
    shorter = event(K.EXTEND, 8, -120)
    assert alarm(shown(8, event(K.PAUSE, 7)), shown(8, event(K.PAUSE, 7), shorter)) is None
    assert alarm(shown(7), shown(12, event(K.NEXT, 11))) is None
    # Both at once, after a sleep: the later one.
    assert alarm(shown(7), shown(12)) is Alarm.TIME_UP
    assert alarm(shown(12), shown(13)) is None


def test_a_wall_clock_set_back_or_forth_changes_nothing() -> None:
    for wall in (-600.0, 3, 10_000):
        state = replay(PLAN, [event(K.START)], at(5, wall=wall))
        assert (state.left, state.running) == (300, True)


def test_asleep_it_goes_on() -> None:
    # The uptime counts sleep, so the lid may close.
    state = replay(PLAN, [event(K.START)], at(8))
    assert state.left == 120


def test_a_short_reboot_is_taken_from_the_wall_clock() -> None:
    after = Instant(START + timedelta(minutes=9), 30, "b")
    assert replay(PLAN, [event(K.START)], after).left == 60
    assert gap(at(4), after) is None
    assert gap(at(3), after) == Gap(360, counted=True)


def test_after_a_long_time_off_nothing_counts_until_somebody_says_so() -> None:
    after = Instant(START + timedelta(minutes=75), 30, "b")
    assert replay(PLAN, [event(K.START)], after).left == 600
    assert gap(at(4), after) == Gap(71 * 60, counted=False)
    said = ClockEvent(K.SKIP, after, seconds=-240)
    assert replay(PLAN, [event(K.START), said], after).left == 360


def test_a_mark_at_the_last_sight_saves_the_time_before_a_reboot() -> None:
    """Without it, a segment entered 20 minutes before a reboot would start afresh."""
    after = Instant(START + timedelta(minutes=22), 30, "b")
    seen = ClockEvent(K.EXTEND, at(20))
    assert replay(PLAN, [event(K.START), seen], after).elapsed == 22 * 60


def test_a_mark_on_either_side_of_a_reboot_keeps_the_clock_going() -> None:
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
    ("minutes", "found"),
    [(1, None), (5, None), (6, Gap(360, counted=True)), (90, Gap(5400, counted=True))],
)
def test_a_long_gap_is_asked_about(minutes: float, found: Gap | None) -> None:
    assert gap(at(0), at(minutes)) == found
    assert gap(None, at(minutes)) is None


def test_a_gap_that_does_not_count_is_taken_out() -> None:
    state = shown(40, event(K.SKIP, 40, 35 * 60))
    assert actual(state) == [5, 0, 0]
    assert shown(4, event(K.SKIP, 4, 99_999)).elapsed == 0


def test_a_reading_that_came_late_is_not_counted_twice() -> None:
    late = [event(K.EXTEND, 6), event(K.EXTEND, 2), event(K.EXTEND, 4)]
    assert shown(7, *late).elapsed == 7 * 60


def test_midnight_and_daylight_saving_are_no_events() -> None:
    # 29 March 2026, 01:00 UTC: Berlin's clocks go from 02:00 to 03:00.
    evening = Instant(datetime(2026, 3, 28, 23, 40, tzinfo=UTC), 500, "a")
    for hours in (0, 1):
        begun = replace(evening, wall=evening.wall + timedelta(hours=hours))
        now = Instant(begun.wall + timedelta(minutes=49), begun.uptime + 49 * 60, "a")
        state = replay(PLAN, [ClockEvent(K.START, begun)], now)
        assert state.elapsed == 49 * 60
        assert state.ends_at == now.wall
    assert cost_of(state, 0, moves_end=True, zone=BERLIN) == "the meeting ends 04:09"


def test_what_makes_no_sense_is_passed_over() -> None:
    senseless = [event(kind, 0, 60) for kind in ClockKind if kind is not K.START]
    unknown = ClockEvent("explode", at(1), 60)  # type: ignore[arg-type]
    events = [*senseless, event(K.START), unknown, event(K.RESUME, 2)]
    assert replay(PLAN, events, at(3)) == shown(3)


@pytest.mark.parametrize(
    ("left", "digits"),
    [(348, "5:48"), (0.2, "0:01"), (0, "0:00"), (-0.5, "+00:00"), (-130.9, "+02:10")],
)
def test_large_digits(left: float, digits: str) -> None:
    assert as_countdown(left) == digits


def test_minutes_in_words() -> None:
    assert (as_minutes(252.9), as_minutes(-61), as_minutes(5999)) == ("4:12", "1:01", "99:59")
    assert (in_minutes(420), in_minutes(450), in_minutes(0)) == ("7 min", "7.5 min", "0 min")


def test_another_machine_s_log_counts_up_to_what_it_has_last_seen_and_on_from_there() -> None:
    there, seen = [event(K.START)], at(20)
    here = Instant(seen.wall + timedelta(seconds=10), 77.0, "another machine")
    assert is_elsewhere(there, here)
    assert not is_elsewhere(there, seen)
    assert replay(PLAN, up_to(there, seen, here), here).elapsed == 1210
    # By the wall clocks alone twenty minutes are too long to be believed.
    assert replay(PLAN, there, here).elapsed == 0


@pytest.mark.parametrize("boot", ["a", "a third"])
def test_a_log_of_this_machine_needs_nobody_s_reading(boot: str) -> None:
    log = [event(K.START)]
    assert up_to(log, at(20, boot=boot), at(21)) == tuple(log)
    assert up_to(log, None, at(21)) == tuple(log)
