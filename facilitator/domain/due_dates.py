"""Due dates: how people say them, and how people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import arrow

from db.records import ActionItem

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXPECTED_DAY = "expected a day such as 2026-12-04, 4 Dec, fri, tomorrow or +14"
EXPECTED_PAST_DAY = "expected a day such as 2026-03-14, 14 Mar, fri or yesterday"
_DAYS_AHEAD = re.compile(r"\+(\d{1,4}) ?[dw]?|(\d{1,4}) ?[dw]|in (\d{1,4}) (?:day|week)s?")
_FORMATS = ("D MMM", "D MMMM", "MMM D", "MMMM D")
_FORMATS_WITH_YEAR = ("D MMM YYYY", "D MMMM YYYY", "D.M.YYYY")


def overdue_days(item: ActionItem, today: date) -> int:
    """Return how many days ago an open item was due.

    0 until its due day is over, and for an item that is closed or has no due date.
    """
    if item.due is None or not item.is_open:
        return 0
    return max(0, (today - item.due).days)


def due_in_words(due: date | None, today: date) -> str:
    """Return `due 5 days ago (18 Nov)`, `due today`, `due in 9 days (3 Dec)` or `no due date`."""
    if due is None:
        return "no due date"
    days = (due - today).days
    near = {0: "due today", 1: "due tomorrow", -1: "due yesterday"}
    if days in near:
        return near[days]
    distance = f"in {days} days" if days > 0 else f"{-days} days ago"
    return f"due {distance} ({short_day(due, today)})"


def short_day(day: date, today: date) -> str:
    """Return `18 Nov`, with the year where it is not the present one: `18 Nov 2025`."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


def full_day(day: date, today: date) -> str:
    """Return the day with its weekday: `Fri 4 Dec`, with the year where it is not the present."""
    return f"{day:%a} {short_day(day, today)}"


def default_next_meeting_day(held_on: date) -> date:
    """Return the day that is offered for the next meeting: the same weekday, in two weeks."""
    return held_on + timedelta(weeks=2)


def parse_day(text: str, today: date) -> date | None:
    """Return the day that somebody typed; None for an empty text.

    Understands 2026-12-04, 4 Dec, Dec 4, 4 Dec 2027, fri (the next one), today, tomorrow,
    +14, 14d or `in 14 days`, +2w or `in 2 weeks`. A day and month without a year are the next ones
    from today on.

    Raises:
        ValueError: The text is none of these, or the day is beyond the calendar. The message says
            what was expected.
    """
    typed = " ".join(text.casefold().split())
    if not typed:
        return None
    if typed in ("today", "tomorrow"):
        return _add_days(today, typed == "tomorrow")
    weekday = _weekday(typed)
    if weekday is not None:
        return _add_days(today, (weekday - today.weekday() - 1) % 7 + 1)
    if ahead := _DAYS_AHEAD.fullmatch(typed):
        number = int(next(filter(None, ahead.groups())))
        return _add_days(today, number * (7 if "w" in typed else 1))
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return _parse_written(typed, today)


def parse_past_day(text: str, today: date) -> date | None:
    """Return the day in the past that somebody typed; None for an empty text.

    Understands 2026-03-14, 14 Mar, Mar 14, 14 Mar 2025, fri (the last one), today, yesterday.
    A day and month without a year are the last ones up to today. A day ahead that is typed with its
    year is returned as it is: the caller decides whether it is allowed.

    Raises:
        ValueError: The text is none of these. The message says what was expected.
    """
    typed = " ".join(text.casefold().split())
    if typed in ("today", "yesterday"):
        return _add_days(today, -int(typed == "yesterday"))
    weekday = _weekday(typed)
    if weekday is not None:
        return _add_days(today, -((today.weekday() - weekday - 1) % 7 + 1))
    if typed == "tomorrow" or re.fullmatch(r"\d{1,4}", typed) or _DAYS_AHEAD.fullmatch(typed):
        raise ValueError(EXPECTED_PAST_DAY)
    try:
        for years in range(1, 9):
            day = parse_day(text, arrow.get(today).shift(years=-years, days=1).date())
            # Only 29 February is further back than a year; a day with its year never moves.
            if day is None or day <= today:
                return day
    except (ValueError, OverflowError):
        raise ValueError(EXPECTED_PAST_DAY) from None
    return day


def _weekday(typed: str) -> int | None:
    """Return the number of a weekday, 0 for Monday, from at least three letters of its name."""
    if len(typed) < 3:
        return None
    return next((number for number, name in enumerate(WEEKDAYS) if name.startswith(typed)), None)


def _add_days(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise ValueError(EXPECTED_DAY) from None


def _parse_written(typed: str, today: date) -> date:
    """Return the day of `4 Dec 2027`, or the first day of `4 Dec` from today on.

    Raises:
        ValueError: The text is neither.
    """
    for form in _FORMATS_WITH_YEAR:
        try:
            return arrow.get(typed, form).date()
        except (ValueError, arrow.parser.ParserError):
            continue
    for form in _FORMATS:
        try:
            # Read in a leap year, so that 29 Feb is a day before its year is known.
            day = arrow.get(f"{typed} 2000", f"{form} YYYY").date()
        except (ValueError, arrow.parser.ParserError):
            continue
        for year in range(today.year, today.year + 9):
            try:
                ahead = day.replace(year=year)
            except ValueError:
                continue
            if ahead >= today:
                return ahead
    raise ValueError(EXPECTED_DAY)
