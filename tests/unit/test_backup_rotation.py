"""Which backups are kept: enough of the newest, and one of each month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from db.backup_rotation import kept_moments

moments = st.integers(1_577_836_800, 1_924_905_600).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month


def test_of_a_year_of_daily_meetings_ten_days_and_twelve_months_are_kept() -> None:
    first = datetime(2025, 1, 1, 9, tzinfo=UTC)
    kept = kept_moments(first + timedelta(days=day) for day in range(500))
    newest = [first + timedelta(days=day) for day in range(490, 500)]
    assert sorted(kept)[-10:] == newest
    assert [f"{moment:%m-%d}" for moment in sorted(kept)[:-10]] == [
        *("06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"),
        *("01-31", "02-28", "03-31", "04-30"),
    ]


def test_a_long_break_lets_no_backup_go() -> None:
    old = [datetime(2020, number, 5, tzinfo=UTC) for number in range(1, 10)]
    new = [datetime(2026, 3, 14, 9, minute, tzinfo=UTC) for minute in range(20)]
    assert set(old) < kept_moments([*old, *new])


@given(st.lists(moments, unique=True))
def test_the_newest_are_kept_and_one_of_each_month(made: list[datetime]) -> None:
    kept = kept_moments(made)
    assert kept <= set(made)
    assert set(sorted(made)[-10:]) <= kept
    assert len(kept) <= 10 + 12
    last_months = sorted({month(moment) for moment in made})[-12:]
    assert {month(moment) for moment in kept} >= set(last_months)


@given(st.lists(moments, unique=True))
def test_a_backup_that_was_deleted_after_one_is_not_missed_after_the_next(
    made: list[datetime],
) -> None:
    remaining: set[datetime] = set()
    for moment in sorted(made):
        remaining = kept_moments({*remaining, moment})
    assert remaining == kept_moments(made)
