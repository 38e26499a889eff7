"""Days as people type them: read whole, or refused with words.

Two directions exist. A due date or the next meeting lies ahead, so a day without a year is the next
one. An incident has been, so a day without a year is the last one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

EXPECTED_DAY = "expected a day such as 2026-12-04, 4 Dec, fri, next friday, tomorrow or +14"
EXPECTED_PAST_DAY = "expected a day such as 2026-03-14, 14 Mar, fri, last friday or yesterday"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
FRIDAY = 4
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]{3,9})\.?,?(?: (\d{4}|\d{2}))?"
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}|\d{2}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_AHEAD = re.compile(
    r"(?:\+|in )(a|an|\d{1,4})(?: ?(d|days?|w|weeks?))|(\d{1,4}) ?([dw])|\+(\d{1,4})"
)
_AGO = re.compile(r"(a|an|\d{1,4}) ?(d|days?|w|weeks?) ago|-(\d{1,4})")


class AmbiguousDay(ValueError):
    """A day such as 4/12, of which nobody has said which number is the day."""


class DateOrder(StrEnum):
    """Which of the two numbers of `4/12` is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def date_order_named(name: str) -> DateOrder | None:
    """Return the order that the setting `date_order` names, or None where it is not set."""
    return DateOrder(name) if name else None


def parse_day(text: str, today: date, order: DateOrder | None = None) -> date | None:
    """Return the day that somebody typed; None for an empty text.

    Understands 2026-12-04, 4 Dec, Dec 4th, 4 Dec 2027, 4.12.2026, today, tomorrow, yesterday, fri
    (the next one), next friday (of next week), end of next week, end of month, +14, 14d,
    in 2 weeks, and 4/12 where the order is known or only one is possible. A day and month without
    a year are the next ones from today on.

    Args:
        text: What was typed.
        today: The present day in the team's time zone.
        order: The order of the numbers in 4/12; None where nobody has set it.

    Raises:
        ValueError: The text is none of these as a whole. The message says what was expected.
    """
    return _parse(text, today, order, _Ahead())


def parse_past_day(text: str, today: date, order: DateOrder | None = None) -> date | None:
    """Return the day in the past that somebody typed; None for an empty text.

    Understands what `parse_day` does, but for what lies ahead, and yesterday, fri or last friday
    (the last one), 3 days ago. A day and month without a year are the last ones up to today. A day
    ahead that is typed with its year is returned as it is: the caller decides whether that is
    allowed.

    Raises:
        ValueError: The text is none of these as a whole. The message says what was expected.
    """
    return _parse(text, today, order, _Back())


class _Ahead:
    """The reading of days that lie ahead."""

    expected = EXPECTED_DAY

    def weekday(self, number: int, today: date) -> date:
        """Return the next day of that number, 0 for Monday; never today."""
        return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)

    def without_year(self, build: Callable[[int], date | None], today: date) -> date | None:
        """Return the first day from today on, of those that the years from this one on have."""
        days = (build(year) for year in range(today.year, today.year + 9))
        return next((day for day in days if day is not None and day >= today), None)

    def words(self, typed: str, today: date) -> date | None:
        """Return the day of words that only make sense ahead."""
        if ahead := _AHEAD.fullmatch(typed):
            long, long_unit, short, short_unit, plain = ahead.groups()
            unit = long_unit or short_unit or "d"
            return today + timedelta(days=_count(long or short or plain, unit))
        monday = today - timedelta(days=today.weekday())
        if typed == "next week":
            return monday + timedelta(days=7)
        if typed in ("end of week", "end of this week", "end of the week"):
            return monday + timedelta(days=FRIDAY)
        if typed == "end of next week":
            return monday + timedelta(days=7 + FRIDAY)
        if typed in ("end of month", "end of this month", "end of the month"):
            return _end_of_month(today)
        if typed == "end of next month":
            return _end_of_month(_end_of_month(today) + timedelta(days=1))
        if typed in ("day after tomorrow", "the day after tomorrow"):
            return today + timedelta(days=2)
        if typed.startswith("next ") and (number := _weekday(typed[5:])) is not None:
            return monday + timedelta(days=7 + number)
        return None


class _Back:
    """The reading of days that have been."""

    expected = EXPECTED_PAST_DAY

    def weekday(self, number: int, today: date) -> date:
        """Return the last day of that number, 0 for Monday; never today."""
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)

    def without_year(self, build: Callable[[int], date | None], today: date) -> date | None:
        """Return the last day up to today, of those that the years up to this one have."""
        days = (build(year) for year in range(today.year, today.year - 9, -1))
        return next((day for day in days if day is not None and day <= today), None)

    def words(self, typed: str, today: date) -> date | None:
        """Return the day of words that only make sense looking back."""
        if ago := _AGO.fullmatch(typed):
            number, unit, plain = ago.groups()
            return today - timedelta(days=_count(number or plain, unit or "d"))
        if typed in ("day before yesterday", "the day before yesterday"):
            return today - timedelta(days=2)
        if typed.startswith("last ") and (number := _weekday(typed[5:])) is not None:
            return self.weekday(number, today)
        return None


def _parse(
    text: str, today: date, order: DateOrder | None, direction: _Ahead | _Back
) -> date | None:
    typed = " ".join(text.casefold().split())
    if not typed:
        return None
    try:
        day = _read(typed, today, order, direction)
    except OverflowError:
        day = None
    if day is None:
        raise ValueError(direction.expected)
    return day


def _read(
    typed: str, today: date, order: DateOrder | None, direction: _Ahead | _Back
) -> date | None:
    if typed in ("today", "yesterday"):
        return today - timedelta(days=typed == "yesterday")
    if typed == "tomorrow":
        return today + timedelta(days=1) if isinstance(direction, _Ahead) else None
    weekday = _weekday(typed)
    if weekday is not None:
        return direction.weekday(weekday, today)
    by_words = direction.words(typed, today)
    if by_words is not None:
        return by_words
    weekday, rest = _split_weekday(typed)
    day = _read_numbers(rest, today, order, direction)
    return day if day is None or weekday in (None, day.weekday()) else None


def _read_numbers(
    typed: str, today: date, order: DateOrder | None, direction: _Ahead | _Back
) -> date | None:
    if iso := _ISO.fullmatch(typed):
        return _build(*(int(part) for part in iso.groups()))
    day_month_year: tuple[int, int, str | None] | None = None
    if written := _DAY_MONTH.fullmatch(typed):
        day, name, year = written.groups()
        day_month_year = (int(day), _month(name), year)
    elif written := _MONTH_DAY.fullmatch(typed):
        name, day, year = written.groups()
        day_month_year = (int(day), _month(name), year)
    elif written := _DOTTED.fullmatch(typed):
        day, month, year = written.groups()
        day_month_year = (int(day), int(month), year)
    elif written := _SLASHED.fullmatch(typed):
        first, second, year = written.groups()
        day_month_year = (*_in_order(int(first), int(second), order), year)
    if day_month_year is None:
        return None
    day_number, month_number, year = day_month_year
    if year is not None:
        full_year = int(year) if len(year) == 4 else 2000 + int(year)
        return _build(full_year, month_number, day_number)
    return direction.without_year(lambda of: _build(of, month_number, day_number), today)


def _in_order(first: int, second: int, order: DateOrder | None) -> tuple[int, int]:
    """Return the day and the month of `4/12`.

    Raises:
        AmbiguousDay: Both orders are possible, and nobody has said which is meant.
    """
    if order is DateOrder.DAY_FIRST or (order is None and second <= 12 < first):
        return first, second
    if order is DateOrder.MONTH_FIRST or (order is None and first <= 12 < second):
        return second, first
    if first == second or max(first, second) > 12:
        return first, second
    raise AmbiguousDay(
        f"{first}/{second} can mean two days: write 4 Dec, or set date_order to day-first or"
        " month-first"
    )


def _build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _count(number: str, unit: str) -> int:
    return (1 if number in ("a", "an") else int(number)) * (7 if unit.startswith("w") else 1)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _split_weekday(typed: str) -> tuple[int | None, str]:
    """Return the weekday that a text begins with, if it does, and the rest: `fri, 4 dec`."""
    first, _, rest = typed.partition(" ")
    weekday = _weekday(first.rstrip(",.")) if rest else None
    return weekday, typed if weekday is None else rest


def _weekday(typed: str) -> int | None:
    """Return the number of a weekday, 0 for Monday, from at least three letters of its name."""
    return _number_of(typed, WEEKDAYS)


def _month(typed: str) -> int:
    """Return the number of a month, or 0 for a word that is none."""
    number = 8 if typed == "sept" else _number_of(typed, MONTHS)
    return 0 if number is None else number + 1


def _number_of(typed: str, names: tuple[str, ...]) -> int | None:
    if len(typed) < 3:
        return None
    return next((number for number, name in enumerate(names) if name.startswith(typed)), None)
