"""How long ago a day was, in words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.age import age_in_words
from tests.support import day

TODAY = day("2026-11-24")


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (-400, "ahead"),
        (-1, "ahead"),
        (0, "today"),
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (90, "12 weeks"),
        (92, "3 months"),
        (150, "4 months"),
        (365, "12 months"),
        (730, "24 months"),
        (731, "2 years"),
        (3_660, "10 years"),
    ],
)
def test_an_age_is_in_days_weeks_months_or_years(ago: int, shown: str) -> None:
    assert age_in_words(TODAY - timedelta(days=ago), TODAY) == shown


@given(st.integers(0, 40_000))
def test_an_age_is_never_longer_than_the_time_that_passed_and_fits_its_column(ago: int) -> None:
    age = age_in_words(TODAY - timedelta(days=ago), TODAY)
    number, _, unit = age.partition(" ")
    days = {"": 0, "day": 1, "week": 7, "month": 30.4, "year": 365.25}[unit.rstrip("s")]
    shown_days = int(number) * days if days else 0
    assert shown_days <= ago < shown_days + max(days, 1)
    assert len(age) <= 9
