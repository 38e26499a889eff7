"""What recurs. The second half of the year that ends with 2026-06-30 begins with 2025-12-31."""

from datetime import date

import pytest

from db.records import Incident
from facilitator.domain.patterns import (
    recurring_causes,
    recurring_factor_kinds,
    recurring_services,
)
from facilitator.domain.themes.comparison import Counts, Direction
from tests.support import day, factor, incident

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
    assert found.counts == Counts(recent=2, of_recent=4, before=1, of_before=1)


def test_half_years_meet_without_gap_or_overlap() -> None:
    days = ["2025-06-30", "2025-07-01", "2025-09-30", "2025-10-01", "2025-12-30", "2025-12-31"]
    days += ["2026-03-30", "2026-03-31", "2026-06-30"]
    (found,) = recurring_services([incident(n, on) for n, on in enumerate(days, 1)], AS_OF)
    assert found.count == 9
    assert found.counts == Counts(recent=4, of_recent=4, before=4, of_before=4)


def test_incidents_after_the_day_do_not_count() -> None:
    known = [incident(1, "2026-06-30"), incident(2, "2026-07-01")]
    assert recurring_services(known, AS_OF) == []
    assert [entry.count for entry in recurring_services(known, date(2026, 7, 1))] == [2]


@pytest.mark.parametrize(
    ("recent", "before", "direction"),
    [
        ((6, 20), (3, 60), Direction.RISING),
        ((0, 20), (8, 20), Direction.FALLING),
        ((3, 10), (6, 20), None),
        ((2, 10), (1, 10), None),
        ((4, 4), (0, 9), None),
        ((9, 9), (9, 9), None),
    ],
)
def test_an_arrow_needs_five_incidents_and_a_difference_beyond_chance(
    recent: tuple[int, int], before: tuple[int, int], direction: Direction | None
) -> None:
    known: list[Incident] = []
    for (having, total), on in ((recent, "2026-02-01"), (before, "2025-08-01")):
        services = ["checkout"] * having + ["another"] * (total - having)
        known += [
            incident(len(known) + number, on, service=service)
            for number, service in enumerate(services, 1)
        ]
    found = {entry.name: entry for entry in recurring_services(known, AS_OF)}
    assert found["checkout"].direction is direction


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
    assert recurring_factor_kinds(known, day("2026-03-14"))[0].counts.recent == 2
