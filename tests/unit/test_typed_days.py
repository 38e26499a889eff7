"""Days as people type them: every form is read as a whole, or refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.typed_days import DateOrder, parse_day, parse_past_day

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 dec 26", date(2026, 12, 4)),
        ("4th Dec", date(2026, 12, 4)),
        ("Dec 4th, 2027", date(2027, 12, 4)),
        ("4 of December", date(2026, 12, 4)),
        ("4. Dec", date(2026, 12, 4)),
        ("4.12.26", date(2026, 12, 4)),
        ("4.12.", date(2026, 12, 4)),
        ("31 dec 25", date(2025, 12, 31)),
        ("fri 4 dec", date(2026, 12, 4)),
        ("Fri, 4 Dec 2026", date(2026, 12, 4)),
        ("yesterday", date(2026, 11, 24)),
        ("day after tomorrow", date(2026, 11, 27)),
        ("next friday", date(2026, 12, 4)),
        ("next mon", date(2026, 11, 30)),
        ("next week", date(2026, 11, 30)),
        ("end of week", date(2026, 11, 27)),
        ("end of next week", date(2026, 12, 4)),
        ("end of month", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("in a week", date(2026, 12, 2)),
        ("14/12", date(2026, 12, 14)),
        ("12/14", date(2026, 12, 14)),
        ("12/12", date(2026, 12, 12)),
    ],
)
def test_a_day_ahead_is_read_in_each_form(text: str, expected: date) -> None:
    assert parse_day(text, WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 nov", date(2026, 11, 20)),
        ("fri", date(2026, 11, 20)),
        ("last friday", date(2026, 11, 20)),
        ("yesterday", date(2026, 11, 24)),
        ("day before yesterday", date(2026, 11, 23)),
        ("3 days ago", date(2026, 11, 22)),
        ("a week ago", date(2026, 11, 18)),
        ("26 nov", date(2025, 11, 26)),
        ("31 dec 25", date(2025, 12, 31)),
    ],
)
def test_a_day_in_the_past_is_read_in_each_form(text: str, expected: date) -> None:
    assert parse_past_day(text, WEDNESDAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "not 4 dec",
        "4 dec or 5 dec",
        "x 4.12.2026 y",
        "4 dec 2026 at noon",
        "mon 4 dec",
        "4 dec 6",
        "45 dec",
        "next",
        "end of",
        "0/12",
        "13/13",
    ],
)
def test_a_text_that_holds_more_or_less_than_a_day_is_refused(text: str) -> None:
    for parse in (parse_day, parse_past_day):
        with pytest.raises(ValueError, match=r"expected a day|can mean two days"):
            parse(text, WEDNESDAY)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (DateOrder.DAY_FIRST, date(2026, 12, 4)),
        (DateOrder.MONTH_FIRST, date(2027, 4, 12)),
    ],
)
def test_two_numbers_are_read_in_the_order_that_is_set(order: DateOrder, expected: date) -> None:
    assert parse_day("4/12", WEDNESDAY, order) == expected
    assert parse_day(f"4/12/{expected:%Y}", WEDNESDAY, order) == expected


def test_two_numbers_without_an_order_say_what_to_do() -> None:
    with pytest.raises(ValueError, match="4/12 can mean two days: write 4 Dec, or set date_order"):
        parse_day("4/12", WEDNESDAY)
    # Where neither number can be a month, there is nothing to choose from.
    with pytest.raises(ValueError, match="expected a day such as"):
        parse_day("50/50", WEDNESDAY)


@given(st.text(max_size=20), st.dates())
def test_whatever_is_typed_is_a_day_or_a_refusal_in_both_directions(text: str, today: date) -> None:
    for parse in (parse_day, parse_past_day):
        try:
            day = parse(text, today)
        except ValueError:
            continue
        assert (day is None) == (not text.strip())


@given(st.dates(date(1000, 1, 1), date(9990, 1, 1)), st.dates(date(1900, 1, 1)))
def test_a_written_out_day_is_that_day_in_both_directions(day: date, today: date) -> None:
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}"):
        assert parse_day(text, today) == parse_past_day(text, today) == day
