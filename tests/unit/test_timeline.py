"""The lines of a timeline: deltas, the longest gap, figures and doubts."""

from datetime import timedelta

import pytest

from db.vocabulary import EventKind
from facilitator.domain.timeline import (
    TimelineLine,
    format_duration,
    longest_gap_name,
    time_to,
    timeline_lines,
)
from tests.support import at, event, incident

Stamps = dict[str, str]
WHOLE = {
    "impact_began": "09:00",
    "first_alert": "09:02",
    "acknowledged": "09:06",
    "cause_identified": "09:30",
    "fix_deployed": "09:45",
    "recovered": "09:50",
    "all_clear": "10:00",
}


def lines(*events: tuple[str, str], on: str = "2026-03-14") -> tuple[TimelineLine, ...]:
    return timeline_lines(
        incident(on=on, timeline=tuple(event(kind, when) for kind, when in events))
    )


def doubts(*events: tuple[str, str]) -> list[tuple[str, ...]]:
    return [line.doubts for line in lines(*events)]


def test_each_event_has_the_time_since_the_event_before() -> None:
    found = [line.delta for line in timeline_lines(incident(stamps=WHOLE))]
    assert found == [
        None,
        *(timedelta(minutes=minutes) for minutes in (2, 4, 24, 15, 5, 10)),
    ]


def test_the_longest_gap_is_marked_once() -> None:
    assert [line.longest for line in timeline_lines(incident(stamps=WHOLE))] == [
        False,
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    equal = lines(("other", "09:00"), ("other", "09:10"), ("other", "09:20"), ("other", "09:25"))
    assert [line.longest for line in equal] == [False, True, False, False]
    two_gaps = lines(("other", "09:00"), ("other", "09:05"), ("other", "09:30"))
    assert [line.longest for line in two_gaps] == [False, False, True]


def test_the_longest_gap_lies_between_the_begin_of_the_impact_and_the_recovery() -> None:
    found = lines(
        ("other", "08:00"),
        ("impact_began", "09:00"),
        ("other", "09:05"),
        ("other", "09:20"),
        ("recovered", "09:30"),
        ("all_clear", "11:00"),
    )
    assert [line.event.at for line in found if line.longest] == [at("09:20")]


def test_without_a_known_recovery_every_later_gap_counts() -> None:
    events = [("other", "08:00"), ("first_alert", "09:00"), ("other", "09:10"), ("other", "11:00")]
    found = lines(*events)
    assert [line.event.at for line in found if line.longest] == [at("11:00")]


@pytest.mark.parametrize(
    ("stamps", "name"),
    [
        ({"first_alert": "09:00", "recovered": "10:00"}, "longest gap while down"),
        ({"first_alert": "09:00"}, "longest gap"),
        ({"recovered": "10:00"}, "longest gap"),
    ],
)
def test_the_longest_gap_is_named_after_the_outage_where_that_is_known(
    stamps: Stamps, name: str
) -> None:
    assert longest_gap_name(incident(stamps=stamps)) == name


@pytest.mark.parametrize("times", [[], ["09:00"], ["09:00", "09:10"], ["09:00", "09:00", "09:10"]])
def test_a_single_gap_is_not_the_longest(times: list[str]) -> None:
    assert not any(line.longest for line in lines(*(("other", when) for when in times)))


def test_an_event_shows_the_figure_that_it_completes() -> None:
    found = {line.event.kind: line.figure for line in timeline_lines(incident(stamps=WHOLE))}
    assert found[EventKind.IMPACT_BEGAN] is None
    minutes = {figure.name: figure.minutes for figure in found.values() if figure}
    assert minutes == {
        "detect": 2,
        "acknowledge": 4,
        "diagnose": 24,
        "fix": 15,
        "recover": 50,
        "verify": 10,
    }


def test_a_figure_is_completed_by_the_first_of_its_kind() -> None:
    found = lines(("first_alert", "09:00"), ("acknowledged", "09:05"), ("acknowledged", "09:20"))
    assert [line.figure.minutes if line.figure else None for line in found] == [None, 5, None]


def test_a_figure_without_one_of_its_milestones_is_unknown() -> None:
    found = {
        figure.name: figure.minutes for figure in time_to(incident(stamps={"recovered": "10:00"}))
    }
    assert set(found.values()) == {None}
    from_alert = time_to(incident(stamps={"first_alert": "09:00", "recovered": "10:00"}))
    assert [
        (figure.minutes, figure.since_alert) for figure in from_alert if figure.name == "recover"
    ] == [(60, True)]
    from_begin = time_to(incident(stamps=WHOLE))
    assert [
        (figure.minutes, figure.since_alert) for figure in from_begin if figure.name == "recover"
    ] == [(50, False)]


def test_nothing_is_doubted_in_a_plain_timeline() -> None:
    assert {line.doubts for line in timeline_lines(incident(stamps=WHOLE))} == {()}
    assert doubts(("first_alert", "09:00"), ("other", "09:01"), ("other", "09:01")) == [()] * 3


def test_a_milestone_before_one_that_it_follows_is_doubted() -> None:
    assert doubts(("fix_deployed", "09:00"), ("cause_identified", "09:10")) == [
        ("before “root cause identified”",),
        (),
    ]
    assert doubts(("recovered", "09:00"), ("fix_deployed", "09:10"), ("acknowledged", "09:20")) == [
        ("before “on-call acknowledged”",),
        ("before “on-call acknowledged”",),
        (),
    ]


def test_two_milestones_at_one_moment_are_not_doubted() -> None:
    assert doubts(("first_alert", "09:00"), ("acknowledged", "09:00")) == [(), ()]


def test_the_begin_of_the_impact_is_one_of_the_milestones() -> None:
    told = incident(stamps={"first_alert": "09:00"}, began="2026-03-14 09:10")
    assert timeline_lines(told)[0].doubts == ("before “impact began”",)


def test_a_time_before_the_incident_s_date_is_doubted() -> None:
    assert doubts(("other", "2026-03-12 23:59"), ("other", "2026-03-13 00:00")) == [
        ("before the incident's date",),
        (),
    ]


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_raise_no_error(on: str) -> None:
    assert len(lines(("other", "2026-03-14 09:00"), on=on)) == 1


def test_a_milestone_that_is_there_already_is_doubted() -> None:
    assert doubts(("acknowledged", "09:00"), ("acknowledged", "09:05")) == [
        (),
        ("the milestone is there already",),
    ]


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "0m"),
        (0.5, "30s"),
        (1, "1m"),
        (4.9, "4m"),
        (38, "38m"),
        (60, "1h 00m"),
        (125, "2h 05m"),
        (24 * 60 - 1, "23h 59m"),
        (24 * 60, "1d 0h"),
        (76 * 60 + 5, "3d 4h"),
        (-3, "-3m"),
        (-0.25, "-15s"),
        (-125, "-2h 05m"),
    ],
)
def test_a_duration_has_at_most_two_units(minutes: float, shown: str) -> None:
    assert format_duration(minutes) == shown
