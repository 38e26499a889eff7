"""What recurs. The second half of the year that ends with 2026-06-30 begins with 2025-12-31."""

from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from facilitator.domain.patterns import (
    Direction,
    parked_ideas,
    recurring_causes,
    recurring_factor_kinds,
    recurring_services,
)
from tests.support import factor, incident, parked

AS_OF = date(2026, 6, 30)


def test_a_cause_recurs_from_the_second_incident_on() -> None:
    known = [
        incident(1, "2025-08-01", cause="retries"),
        incident(2, "2026-02-01", cause="retries"),
        incident(3, "2026-05-01", cause="retries"),
        incident(4, "2026-05-02", cause="disk"),
        incident(5, "2026-05-03"),
    ]
    (found,) = recurring_causes(known, AS_OF)
    assert (found.name, found.count, found.incidents) == ("retries", 3, (3, 2, 1))
    assert (found.recent, found.before) == (2, 1)


def test_half_years_meet_without_gap_or_overlap() -> None:
    days = ["2025-06-30", "2025-07-01", "2025-09-30", "2025-10-01", "2025-12-30", "2025-12-31"]
    days += ["2026-03-30", "2026-03-31", "2026-06-30"]
    (found,) = recurring_services([incident(n, on) for n, on in enumerate(days, 1)], AS_OF)
    assert found.count == 9
    assert (found.before, found.recent) == (4, 4)


def test_incidents_after_the_day_do_not_count() -> None:
    known = [incident(1, "2026-06-30"), incident(2, "2026-07-01")]
    assert recurring_services(known, AS_OF) == []
    assert [entry.count for entry in recurring_services(known, date(2026, 7, 1))] == [2]


@pytest.mark.parametrize(
    ("before", "recent", "direction"),
    [
        (5, 4, Direction.FALLING),
        (5, 5, Direction.STEADY),
        (0, 5, Direction.RISING),
        (4, 1, None),
        (0, 4, None),
    ],
)
def test_direction_compares_the_two_half_years_where_one_of_them_had_five(
    before: int, recent: int, direction: Direction | None
) -> None:
    days = ["2025-08-01"] * before + ["2026-02-01"] * recent
    (found,) = recurring_services([incident(n, on) for n, on in enumerate(days, 1)], AS_OF)
    assert found.direction is direction


def test_factor_kinds_count_each_factor_and_name_each_incident_once() -> None:
    known = [
        incident(1, factors=(factor("made_possible"), factor("made_possible"))),
        incident(2, factors=(factor("slowed_detection"), factor("made_possible"))),
    ]
    assert [
        (entry.name, entry.count, entry.incidents) for entry in recurring_factor_kinds(known, AS_OF)
    ] == [
        ("made it possible", 3, (2, 1)),
        ("slowed detection", 1, (2,)),
    ]


def test_the_same_idea_is_listed_once_with_the_number_of_its_occasions() -> None:
    meeting = uuid4()
    first = parked("Chaos day.", meeting=meeting)
    again = parked("chaos  DAY", meeting=meeting)
    later = parked("Chaos day!", of=7)
    other = parked("Shorter names")
    found = parked_ideas([other, first, again, later])
    assert [(idea.text, idea.times, idea.items) for idea in found] == [
        ("Chaos day.", 2, (first, again, later)),
        ("Shorter names", 1, (other,)),
    ]


def test_the_owner_and_the_due_date_make_no_other_parked_action() -> None:
    first = parked("Load test (the gateway) (owner: Mei, replaced by: Shed load)", of=6)
    again = parked("Load test (the gateway)", of=7)
    other = parked("Load test (the shop)", of=7)
    found = parked_ideas([first, again, other])
    assert [(idea.times, idea.items) for idea in found] == [(2, (first, again)), (1, (other,))]


def test_ideas_without_a_meeting_count_by_their_days() -> None:
    days = ["2026-03-14 09:00", "2026-03-14 17:00", "2026-03-15 09:00"]
    (found,) = parked_ideas([parked("Chaos day", when) for when in days])
    assert found.times == 2


def test_the_day_of_an_idea_is_that_of_the_time_zone_of_the_team() -> None:
    around_midnight = ["2026-03-14 22:30", "2026-03-14 23:30"]
    rows = [parked("Chaos day", when) for when in around_midnight]
    assert parked_ideas(rows)[0].times == 1
    assert parked_ideas(rows, ZoneInfo("Europe/Berlin"))[0].times == 2
