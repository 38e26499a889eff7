"""The periods of figures: their windows, months and quarters, and the ones before and after."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.figure_types import Window
from facilitator.domain.periods import (
    Period,
    course_of,
    days_between,
    last_full_quarter,
    months_ending,
    months_of,
    needed_since,
    parse_quarter,
    quarter_of,
    quarters_to,
    shifted,
)
from tests.support import day

TODAY = day("2026-11-24")
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026Q1", "2026-01-01", "2026-03-31"),
        (" 2026-q2 ", "2026-04-01", "2026-06-30"),
        ("2024 Q4", "2024-10-01", "2024-12-31"),
        ("2026Q4", "2026-10-01", "2026-11-24"),
    ],
)
def test_a_quarter_has_its_days_and_one_that_runs_ends_today(
    typed: str, first: str, last: str
) -> None:
    assert parse_quarter(typed, TODAY).window == Window(day(first), day(last))


@pytest.mark.parametrize(
    "typed", ["", "2026", "Q3", "2026Q0", "2026Q5", "26Q1", "0000Q1", "2026Q12"]
)
def test_what_is_no_quarter_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="expected a quarter such as 2026Q3"):
        parse_quarter(typed, TODAY)


def test_a_quarter_that_begins_after_today_is_refused() -> None:
    with pytest.raises(ValueError, match="which is in the future: write a quarter up to 2026Q4"):
        parse_quarter("2027Q1", TODAY)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins on 2026-05-02"):
        days_between(day("2026-05-02"), day("2026-05-01"))
    assert days_between(TODAY, TODAY).window == Window(TODAY, TODAY)


@given(days)
def test_the_last_full_quarter_is_over_and_the_one_before_the_present(today: date) -> None:
    full, running = last_full_quarter(today), quarter_of(today, today)
    assert full.last + timedelta(days=1) == running.window.first
    assert running.window.contains(today)
    assert full.last < today


@given(days, st.integers(1, 24))
def test_the_months_and_quarters_of_a_period_follow_each_other_up_to_its_last_day(
    as_of: date, months: int
) -> None:
    period = months_ending(as_of, months)
    for spans in (months_of(period), [span for _, span in quarters_to(period)]):
        assert spans[-1].last == as_of
        for one, other in pairwise(spans):
            assert one.last + timedelta(days=1) == other.first
    assert len(months_of(period)) == months
    assert len(quarters_to(period)) == 8
    assert needed_since(period, 12).date() < min(span.first for span in course_of(period, 12))


@given(days)
def test_a_quarter_has_three_months_and_its_course_ends_with_it(today: date) -> None:
    quarter = quarter_of(today - timedelta(days=100), today)
    assert len(months_of(quarter)) == 3
    assert months_of(quarter)[0].first == quarter.window.first
    name, span = quarters_to(quarter)[-1]
    assert (name, span) == (quarter.quarter, quarter.window)
    assert course_of(quarter, 12)[-1] == quarter.window


@given(days, st.sampled_from(["quarter", "months", "days"]))
def test_the_period_before_ends_as_this_one_begins_and_back_again(today: date, kind: str) -> None:
    periods: dict[str, Period] = {
        "quarter": quarter_of(today - timedelta(days=100), today),
        "months": months_ending(today.replace(day=15) - timedelta(days=31), 6),
        "days": days_between(today - timedelta(days=40), today - timedelta(days=20)),
    }
    period = periods[kind]
    before = shifted(period, -1, today)
    assert before.last + timedelta(days=1) == period.window.first or kind == "months"
    assert before.last < period.window.first + timedelta(days=4)
    assert shifted(before, 1, today).window.last >= before.last
    if kind != "months":
        assert shifted(before, 1, today) == period


def test_nothing_lies_after_today() -> None:
    running = quarter_of(TODAY, TODAY)
    assert shifted(running, 1, TODAY) == running
    assert shifted(months_ending(day("2026-08-01"), 6), 1, TODAY).last == TODAY


def test_a_period_has_a_name_and_its_days_in_words() -> None:
    quarter, months = quarter_of(TODAY, TODAY), months_ending(TODAY, 6)
    any_days = days_between(day("2025-12-30"), day("2026-01-02"))
    assert [period.name for period in (quarter, months, any_days)] == [
        "2026Q4", "6 months", "4 days",
    ]  # fmt: skip
    assert any_days.days_in_words == "30 Dec 2025 to 2 Jan 2026"
    assert quarter.days_in_words == "1 Oct to 24 Nov 2026"
