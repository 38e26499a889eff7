"""The figures at the end of each month, and how they compare with the target and with before."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.domain.figure_types import Share
from facilitator.domain.figures import (
    compute_headline,
    compute_rates,
    compute_trend,
    records_needed_since,
)
from facilitator.domain.targets import Change, Target, earlier
from tests.support import day, incident, item
from tests.unit.test_figures_oracle import IncidentSpec, build, incident_specs

CEILING, FLOOR = Target(0.12, is_ceiling=True), Target(0.9, is_ceiling=False)


@given(
    st.lists(incident_specs, max_size=8),
    st.dates(date(2026, 1, 1), date(2026, 3, 31)),
    st.integers(1, 7),
    st.integers(1, 14),
)
@settings(max_examples=150)
def test_the_last_point_is_the_figure_of_today_and_every_other_one_that_of_its_day(
    specs: list[IncidentSpec], as_of: date, months: int, points: int
) -> None:
    known = [build(number, spec) for number, spec in enumerate(specs, 1)]
    trend = compute_trend(known, as_of, months, points)
    assert len(trend) == points
    today = compute_headline(known, as_of, months)
    assert (trend[-1].repeat, trend[-1].completion) == (today.repeat, today.completion)
    assert trend[-1].last == as_of
    for point in trend:
        rates = compute_rates(known, point.last, months)
        assert (point.repeat, point.completion) == (rates.repeat, rates.completion)
    ends = [point.last for point in trend[:-1]]
    assert all((end + timedelta(days=1)).day == 1 for end in ends)
    assert ends == sorted(set(ends))


def test_a_month_without_incidents_keeps_the_rate_of_its_window_and_one_over_nothing_has_none() -> (
    None
):
    known = [
        incident(1, "2026-01-10", cause="retries"),
        incident(2, "2026-02-10", cause="retries"),
    ]
    rates = [point.repeat.rate for point in compute_trend(known, day("2026-06-20"), 3, 7)]
    assert rates == [None, 0, 0.5, 0.5, 1, None, None]


def test_an_action_item_counts_in_each_month_as_it_stood_at_its_end() -> None:
    done_later = item(made="2026-03-14 10:00", status="done", closed="2026-04-20 10:00")
    trend = compute_trend([incident(items=[done_later])], day("2026-05-10"), 6, 4)
    assert [point.completion.rate for point in trend] == [None, 0, 1, 1]


def test_the_records_of_a_trend_are_needed_from_before_its_first_window() -> None:
    needed = records_needed_since(day("2026-06-15"), 6, 12)
    # The first of twelve months is July 2025; its window begins half a year before its end.
    assert needed.astimezone(UTC).date() == day("2025-01-31")


@pytest.mark.parametrize(
    ("target", "rate", "is_met"),
    [
        (CEILING, 0.12, True),
        (CEILING, 0.13, False),
        (CEILING, 0.0, True),
        (FLOOR, 0.9, True),
        (FLOOR, 0.89, False),
        (CEILING, None, False),
        (FLOOR, None, False),
    ],
)
def test_a_target_is_a_ceiling_or_a_floor_and_nothing_meets_it_over_nothing(
    target: Target, rate: float | None, is_met: bool
) -> None:
    assert target.is_met(rate) is is_met


def test_a_change_is_better_when_it_goes_towards_the_target() -> None:
    assert CEILING.is_better(Change.DOWN)
    assert not CEILING.is_better(Change.UP)
    assert FLOOR.is_better(Change.UP)
    assert not FLOOR.is_better(Change.DOWN)


def points(*shares: Share) -> list[tuple[date, Share]]:
    return [(date(2026, month, 28), share) for month, share in enumerate(shares, 1)]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (Share(4, 8), Share(2, 8), Change.DOWN),
        (Share(2, 8), Share(4, 8), Change.UP),
        (Share(2, 8), Share(2, 8), None),
        (Share(500, 1000), Share(501, 1000), None),
        (Share(1, 4), Share(4, 8), None),
        (Share(4, 8), Share(1, 4), None),
        (Share(0, 5), Share(5, 5), Change.UP),
    ],
)
def test_there_is_a_direction_only_between_windows_of_five_or_more(
    before: Share, now: Share, change: Change | None
) -> None:
    found = earlier(points(before, Share(1, 1), now), months=2)
    assert found is not None
    assert (found.share, found.last, found.change) == (before, date(2026, 1, 28), change)


def test_nothing_is_compared_with_a_window_over_nothing_or_beyond_the_points() -> None:
    assert earlier(points(Share(0, 0), Share(1, 8)), months=1) is None
    assert earlier(points(Share(1, 8), Share(0, 0)), months=1) is None
    assert earlier(points(Share(1, 8), Share(2, 8)), months=2) is None
