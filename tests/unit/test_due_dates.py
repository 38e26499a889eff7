"""Due dates: how they are shown, typed and put in order."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.records import CarriedItem
from db.vocabulary import Priority
from facilitator.domain.due_dates import due_in_words, overdue_days, short_day
from facilitator.domain.review_order import most_urgent_first
from facilitator.domain.typed_days import parse_day, parse_past_day
from tests.support import carried, day, item

TODAY = date(2026, 11, 24)  # a Tuesday
typed = st.text() | st.text(alphabet="0123456789+-./dwfri teomrwsanjbcluy ", max_size=14)
any_day = st.dates()


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        (None, "no due date"),
        ("2026-11-24", "due today"),
        ("2026-11-25", "due tomorrow"),
        ("2026-11-23", "due yesterday"),
        ("2026-11-19", "due 5 days ago (19 Nov)"),
        ("2026-12-03", "due in 9 days (3 Dec)"),
        ("2027-01-03", "due in 40 days (3 Jan 2027)"),
        ("2025-11-24", "due 365 days ago (24 Nov 2025)"),
    ],
)
def test_a_due_date_is_shown_as_people_say_it(due: str | None, shown: str) -> None:
    assert due_in_words(None if due is None else day(due), TODAY) == shown


def test_a_day_names_its_year_only_where_it_is_another() -> None:
    assert short_day(day("2026-01-02"), TODAY) == "2 Jan"
    assert short_day(day("2027-01-02"), TODAY) == "2 Jan 2027"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-04", "2026-12-04"),
        (" 2026-12-04 ", "2026-12-04"),
        ("4 Dec", "2026-12-04"),
        ("04 dec", "2026-12-04"),
        ("Dec 4", "2026-12-04"),
        ("4 December", "2026-12-04"),
        ("4  dec  2027", "2027-12-04"),
        ("4.12.2027", "2027-12-04"),
        ("24 Nov", "2026-11-24"),
        ("23 Nov", "2027-11-23"),
        ("29 Feb", "2028-02-29"),
        ("today", "2026-11-24"),
        ("Tomorrow", "2026-11-25"),
        ("wed", "2026-11-25"),
        ("tue", "2026-12-01"),
        ("tuesday", "2026-12-01"),
        ("Thurs", "2026-11-26"),
        ("mon", "2026-11-30"),
        ("+14", "2026-12-08"),
        ("14d", "2026-12-08"),
        ("+2w", "2026-12-08"),
        ("in 2 weeks", "2026-12-08"),
        ("In 1 day", "2026-11-25"),
        ("2 w", "2026-12-08"),
        ("+0", "2026-11-24"),
    ],
)
def test_a_day_is_read_in_each_form_that_people_type(text: str, expected: str) -> None:
    assert parse_day(text, TODAY) == day(expected)


def test_29_february_is_found_across_a_century_without_a_leap_year() -> None:
    assert parse_day("29 Feb", date(2096, 3, 1)) == date(2104, 2, 29)
    assert parse_past_day("29 Feb", date(2104, 2, 28)) == date(2096, 2, 29)


def test_an_empty_text_is_no_day() -> None:
    assert parse_day("", TODAY) is None
    assert parse_day("  \t", TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "14",
        "monkey",
        "friend",
        "we",
        "31 Feb",
        "30.2.2027",
        "2026-13-01",
        "-3",
        "next",
        "next 4 dec",
        "4 dec or 5 dec",
        "not 4 dec",
        "x 4.12.2026 y",
        "thu 4 dec",
        "4",
        "+",
        "tomorrow!",
    ],
)
def test_a_text_that_is_no_day_is_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected a day such as 2026-12-04, 4 Dec, fri"):
        parse_day(text, TODAY)


@given(typed, any_day)
@settings(max_examples=500)
def test_anything_typed_is_a_day_or_refused(text: str, today: date) -> None:
    try:
        found = parse_day(text, today)
    except ValueError:
        return
    assert found is None or isinstance(found, date)
    assert (found is None) == (not text.strip())


@given(any_day, any_day)
def test_an_iso_day_is_that_day(wanted: date, today: date) -> None:
    assert parse_day(wanted.isoformat(), today) == wanted


@given(st.dates(date(1000, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_a_day_and_month_without_a_year_lie_ahead(today: date, days: int) -> None:
    ahead = today + timedelta(days=days)
    assert parse_day(f"{ahead.day} {ahead:%b}", today) == ahead


def test_overdue_days_count_from_the_end_of_the_due_day() -> None:
    due = item(due="2026-11-24")
    assert [overdue_days(due, TODAY + timedelta(days=days)) for days in (-1, 0, 1, 5)] == [
        0,
        0,
        1,
        5,
    ]
    assert overdue_days(item(), TODAY) == 0
    assert overdue_days(item(due="2026-11-01", status="done"), TODAY) == 0
    assert overdue_days(item(due="2026-11-01", status="in_progress"), TODAY) == 23


def test_the_order_is_overdue_then_priority_then_age() -> None:
    def carried_item(
        name: str, due: str | None, priority: str, made: str, slot: int = 1
    ) -> CarriedItem:
        return carried(
            item(slot, action=name, due=due, priority=Priority(priority), made=f"{made} 10:00")
        )

    expected = [
        carried_item("9 days over", "2026-11-15", "P3", "2026-11-01"),
        carried_item("1 day over, P1", "2026-11-23", "P1", "2026-11-02"),
        carried_item("1 day over, P2", "2026-11-23", "P2", "2026-11-01"),
        carried_item("P1 old, due today", "2026-11-24", "P1", "2026-10-01"),
        carried_item("P1 no due date", None, "P1", "2026-10-02"),
        carried_item("P1 due tomorrow", "2026-11-25", "P1", "2026-10-03"),
        carried_item("P2 slot 1", "2026-12-25", "P2", "2026-10-01", 1),
        carried_item("P2 slot 2", "2026-11-25", "P2", "2026-10-01", 2),
    ]
    assert most_urgent_first(list(reversed(expected)), TODAY) == expected


def test_the_earlier_incident_decides_between_equals() -> None:
    same = item(1)
    assert [
        entry.number
        for entry in most_urgent_first(
            [carried(same, 43), carried(same, 7), carried(same, 42)], TODAY
        )
    ] == [7, 42, 43]


def test_an_item_that_is_closed_meanwhile_keeps_its_place() -> None:
    first, second = item(due="2026-11-20"), item(due="2026-11-22")
    done = item(due="2026-11-20", status="done")
    order = [entry.item for entry in most_urgent_first([carried(second), carried(first)], TODAY)]
    assert order == [first, second]
    order = [entry.item for entry in most_urgent_first([carried(second), carried(done)], TODAY)]
    assert order == [done, second]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-14", date(2026, 3, 14)),
        ("2027-01-01", date(2027, 1, 1)),
        ("29 Feb", date(2024, 2, 29)),
        ("14 Mar", date(2026, 3, 14)),
        ("Dec 4", date(2025, 12, 4)),
        ("24 nov", date(2026, 11, 24)),
        ("25 Nov", date(2025, 11, 25)),
        ("14 Mar 2024", date(2024, 3, 14)),
        ("today", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 23)),
        ("tue", date(2026, 11, 17)),
        ("Monday", date(2026, 11, 23)),
        (" ", None),
    ],
)
def test_a_past_day_without_a_year_lies_behind(text: str, expected: date | None) -> None:
    assert parse_past_day(text, TODAY) == expected


@pytest.mark.parametrize(
    "text", ["+3", "2w", "in 2 weeks", "tomorrow", "soon", "31 Feb", "29 Feb 2025"]
)
def test_a_text_that_is_no_past_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="yesterday"):
        parse_past_day(text, TODAY)


@given(typed, any_day)
def test_any_text_for_a_past_day_is_read_or_refused(text: str, today: date) -> None:
    with contextlib.suppress(ValueError):
        parse_past_day(text, today)
