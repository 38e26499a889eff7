"""The phases of a timeline: what is known between its first moment and its last, and in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import Incident
from db.vocabulary import EventKind
from facilitator.domain.timeline_phases import (
    UNKNOWN,
    in_words,
    moments,
    out_of_order,
    phases,
)
from tests.support import at, event, incident

WHOLE = {
    "impact_began": "08:57",
    "first_alert": "09:02",
    "acknowledged": "09:06",
    "cause_identified": "09:44",
    "fix_deployed": "09:52",
    "recovered": "10:01",
    "all_clear": "10:20",
}


def lengths(of: Incident) -> list[tuple[str, float]]:
    """The name and the minutes of each phase."""
    return [(phase.name, phase.minutes) for phase in phases(of)]


def without(*kinds: str) -> Incident:
    """An incident without some of the milestones."""
    return incident(stamps={kind: when for kind, when in WHOLE.items() if kind not in kinds})


def test_each_phase_lasts_from_one_milestone_to_the_next() -> None:
    assert lengths(incident(stamps=WHOLE)) == [
        ("detect", 5),
        ("acknowledge", 4),
        ("diagnose", 38),
        ("fix", 8),
        ("recover", 9),
        ("verify", 19),
    ]


def test_what_lies_between_the_known_phases_is_unknown() -> None:
    assert lengths(without("cause_identified", "impact_began")) == [
        ("acknowledge", 4),
        (UNKNOWN, 46),
        ("recover", 9),
        ("verify", 19),
    ]


def test_events_before_and_after_the_milestones_lie_in_unknown_time() -> None:
    events = [event("other", "08:50"), event("first_alert", "09:00")]
    events += [event("acknowledged", "09:03"), event("other", "09:30")]
    assert lengths(incident(timeline=tuple(events))) == [
        (UNKNOWN, 10),
        ("acknowledge", 3),
        (UNKNOWN, 27),
    ]


def test_an_impact_that_is_no_event_begins_the_bar() -> None:
    told = incident(stamps={"first_alert": "09:00", "acknowledged": "09:04"}, began="08:50")
    assert lengths(told) == [("detect", 10), ("acknowledge", 4)]


def test_a_phase_whose_milestones_are_out_of_order_is_not_drawn_but_named() -> None:
    wrong = incident(stamps={**WHOLE, "fix_deployed": "09:40"})
    assert lengths(wrong)[3:] == [(UNKNOWN, 17), ("verify", 19)]
    assert [(figure.name, figure.minutes) for figure in out_of_order(wrong)] == [("fix", -4)]


@pytest.mark.parametrize("stamps", [{}, {"first_alert": "09:00"}])
def test_there_are_no_phases_without_two_moments(stamps: dict[str, str]) -> None:
    assert phases(incident(stamps=stamps)) == ()


@given(
    st.lists(st.tuples(st.sampled_from(EventKind), st.integers(0, 600)), max_size=12),
    st.none() | st.integers(0, 600),
)
def test_phases_follow_one_another_from_the_first_moment_to_the_last(
    placed: list[tuple[EventKind, int]], began: int | None
) -> None:
    def moment(minutes: int) -> datetime:
        return at("09:00") + timedelta(minutes=minutes)

    timeline = tuple(event(kind, moment(minutes)) for kind, minutes in sorted(placed, key=str))
    timeline = tuple(sorted(timeline, key=lambda placed_event: placed_event.at))
    told = incident(
        timeline=timeline, began=None if began is None else f"{moment(began):%Y-%m-%d %H:%M}"
    )
    found = phases(told)
    for before, after in pairwise(found):
        assert before.end == after.start
        assert (before.name, after.name) != (UNKNOWN, UNKNOWN)
    assert all(phase.minutes > 0 for phase in found)
    if found:
        assert (found[0].start, found[-1].end) == (moments(told)[0], moments(told)[-1])


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (incident(stamps=WHOLE), "1h 04m down, 38m of it diagnosing"),
        (without("impact_began"), "59m down since the first alert, 38m of it diagnosing"),
        (
            incident(stamps={"first_alert": "09:00", "recovered": "09:30"}),
            "30m down since the first alert",
        ),
        (
            without("recovered"),
            "How long it was down is unknown: “service recovered” is missing",
        ),
        (
            incident(stamps={"recovered": "09:30"}),
            "How long it was down is unknown: “first alert fired” is missing",
        ),
        (
            incident(stamps={**WHOLE, "recovered": "08:00"}),
            "It recovered before it began: correct the times",
        ),
        (incident(timeline=(event("other", "09:00"),)), "No milestones yet"),
    ],
)
def test_the_phases_are_summed_up_in_a_sentence(told: Incident, words: str) -> None:
    assert in_words(told) == words
