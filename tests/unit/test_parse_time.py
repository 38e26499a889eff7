"""Times that people type into a timeline."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.domain.timeline import parse_time
from tests.support import DAY, at, day

ON = day(DAY)
typed = st.text() | st.text(alphabet="0123456789+-:. tzTZhmsUC", max_size=26)
moments = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:02", "09:02"),
        ("9:02", "09:02"),
        ("0902", "09:02"),
        ("902", "09:02"),
        ("9.02", "09:02"),
        (" 09:02 ", "09:02"),
        ("09:02Z", "09:02"),
        ("09:02 UTC", "09:02"),
        ("09:02:33", "09:02:33"),
        ("00:00", "00:00"),
        ("23:59", "23:59"),
        ("2026-03-15 09:02", "2026-03-15 09:02"),
        ("2026-03-15T09:02Z", "2026-03-15 09:02"),
        ("2026-03-15 09:02 UTC", "2026-03-15 09:02"),
        ("2026-03-15 10:02+01:00", "2026-03-15 09:02"),
        ("2026-03-15T00:30:00+01:00", "2026-03-14 23:30"),
        ("2026-03-15t09:02z", "2026-03-15 09:02"),
    ],
)
def test_a_time_is_read_in_each_form_that_people_type(text: str, expected: str) -> None:
    found = parse_time(text, ON)
    assert found == at(expected)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("+4m", "09:02", "09:06"),
        ("+4", "09:02", "09:06"),
        ("+4 min", "09:02", "09:06"),
        ("+30s", "09:02", "09:02:30"),
        ("+2h", "23:00", "2026-03-15 01:00"),
        ("23:59", "23:50", "23:59"),
        ("00:10", "23:50", "2026-03-15 00:10"),
        ("0010", "23:50", "2026-03-15 00:10"),
        ("00:30", "2026-03-15 00:10", "2026-03-15 00:30"),
        ("09:00", "2026-03-15 00:10", "2026-03-15 09:00"),
        ("09:00", "09:05", "09:00"),
        ("09:00", "20:59", "09:00"),
        ("09:00", "21:01", "2026-03-15 09:00"),
        ("2026-03-14 09:00", "2026-03-15 00:10", "09:00"),
    ],
)
def test_a_time_is_placed_after_the_event_before(text: str, after: str, expected: str) -> None:
    assert parse_time(text, ON, at(after)) == at(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "24:00",
        "09:60",
        "9",
        "2026-03-15",
        "20260315",
        "09:02:61",
        "+",
        "+4d",
        "-4m",
        "2026-03-15 25:00",
        "noon",
    ],
)
def test_a_text_that_is_no_time_is_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected a time such as 09:02, 0902"):
        parse_time(text, ON, at("09:00"))


def test_a_plus_needs_an_event_before() -> None:
    with pytest.raises(ValueError, match="counts from the previous event"):
        parse_time("+4m", ON)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("0001-01-01T00:00+05:00", None),
        ("9999-12-31T23:59-05:00", None),
        ("+99999h", datetime.max.replace(tzinfo=UTC)),
        ("00:10", datetime(9999, 12, 31, 23, 50, tzinfo=UTC)),
    ],
)
def test_a_time_beyond_the_calendar_is_refused(text: str, after: datetime | None) -> None:
    with pytest.raises(ValueError, match="expected a time"):
        parse_time(text, ON, after)


@given(typed, st.dates(), st.none() | moments)
@settings(max_examples=500)
def test_anything_typed_is_a_time_in_utc_or_refused(
    text: str, on: date, after: datetime | None
) -> None:
    try:
        found = parse_time(text, on, after)
    except ValueError:
        return
    assert found.utcoffset() == timedelta(0)


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_a_date_with_a_time_is_read_in_any_zone(moment: datetime, minutes: int) -> None:
    try:
        there = moment.astimezone(timezone(timedelta(minutes=minutes)))
    except OverflowError:
        return
    assert parse_time(there.isoformat(), ON) == moment


@given(st.times(), moments)
def test_a_time_of_day_lies_within_half_a_day_before_or_after_the_event_before(
    clock: object, after: datetime
) -> None:
    try:
        found = parse_time(f"{clock:%H:%M:%S}", after.date(), after)
    except ValueError:
        return
    assert timedelta(hours=-12) <= found - after < timedelta(hours=24)
