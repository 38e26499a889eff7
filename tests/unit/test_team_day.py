"""The day of a moment in the time zone of the team."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from facilitator.domain.team_day import moment_on, team_day

LATE = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (UTC, date(2026, 11, 8)),
        (ZoneInfo("Europe/Berlin"), date(2026, 11, 9)),
        (ZoneInfo("America/New_York"), date(2026, 11, 8)),
    ],
)
def test_a_moment_has_the_day_of_the_zone(zone: tzinfo, day: date) -> None:
    assert team_day(LATE, zone) == day


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (datetime(9999, 12, 31, 23, 30, tzinfo=UTC), 1),
        (datetime(1, 1, 1, 0, 30, tzinfo=UTC), -1),
    ],
)
def test_the_ends_of_the_calendar_keep_their_own_day(moment: datetime, hours: int) -> None:
    assert team_day(moment, timezone(timedelta(hours=hours))) == moment.date()


def test_a_day_stands_for_its_last_second_and_today_for_now() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert moment_on(date(2026, 11, 9), LATE, berlin) == LATE
    yesterday = moment_on(date(2026, 11, 8), LATE, berlin)
    assert yesterday == datetime(2026, 11, 8, 22, 59, 59, tzinfo=UTC)
    assert team_day(yesterday, berlin) == date(2026, 11, 8)
