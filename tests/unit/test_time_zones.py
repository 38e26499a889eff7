"""Time zones by their abbreviations and offsets."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from facilitator.domain.time_zones import zone_named, zone_of_offset

CITIES = (
    "Europe/London Europe/Lisbon Europe/Berlin Europe/Helsinki Europe/Moscow Asia/Kolkata "
    "Asia/Tokyo Asia/Seoul Australia/Sydney Pacific/Auckland America/New_York America/Chicago "
    "America/Denver America/Los_Angeles Pacific/Honolulu"
)
SEASONS = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))


@pytest.mark.parametrize("moment", SEASONS, ids=("January", "July"))
@pytest.mark.parametrize("city", CITIES.split())
def test_an_abbreviation_has_the_offset_of_its_cities(city: str, moment: datetime) -> None:
    local = moment.astimezone(ZoneInfo(city))
    zone = zone_named(local.tzname() or "")
    assert zone is not None
    assert zone.utcoffset(moment) == local.utcoffset()


def test_a_name_without_a_season_follows_the_date() -> None:
    zone = zone_named("ET")
    assert zone is not None
    hours = [moment.astimezone(zone).utcoffset() for moment in SEASONS]
    assert hours == [timedelta(hours=-5), timedelta(hours=-4)]


def test_an_unknown_abbreviation_has_no_zone() -> None:
    assert zone_named("XYZ") is None


@pytest.mark.parametrize(
    ("offset", "minutes"),
    [("+02:00", 120), ("-0530", -330), ("+5", 300), ("+23:59", 1439), ("-00:30", -30)],
)
def test_an_offset_is_a_zone(offset: str, minutes: int) -> None:
    zone = zone_of_offset(offset)
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(minutes=minutes)


@pytest.mark.parametrize("offset", ["02:00", "+24:00", "+02:60", "+2:0", ""])
def test_a_text_that_is_no_offset_has_no_zone(offset: str) -> None:
    assert zone_of_offset(offset) is None
