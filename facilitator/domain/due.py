"""Due dates: how people say them, how they type them, and which items come first."""

from __future__ import annotations

import re
from datetime import date, timedelta

import arrow

from db.records import ActionItem, CarriedItem

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXPECTED = "expected a day such as 2026-12-04, 4 Dec, fri, tomorrow or +14"
EXPECTED_PAST = "expected a day such as 2026-03-14, 14 Mar, fri or yesterday"
_AHEAD = re.compile(r"\+(\d{1,4}) ?[dw]?|(\d{1,4}) ?[dw]|in (\d{1,4}) (?:day|week)s?")
_WRITTEN = ("D MMM", "D MMMM", "MMM D", "MMMM D")
_WRITTEN_WITH_YEAR = ("D MMM YYYY", "D MMMM YYYY", "D.M.YYYY")


def overdue_days(item: ActionItem, today: date) -> int:
    """How many days ago an open item was due; 0 until its due day is over."""
    if item.due is None or not item.is_open:
        return 0
    return max(0, (today - item.due).days)


def due_in_words(due: date | None, today: date) -> str:
    """`due 5 days ago (18 Nov)`, `due today`, `due tomorrow`, `due in 9 days (3 Dec)`."""
    if due is None:
        return "no due date"
    days = (due - today).days
    near = {0: "due today", 1: "due tomorrow", -1: "due yesterday"}
    if days in near:
        return near[days]
    said = f"in {days} days" if days > 0 else f"{-days} days ago"
    return f"due {said} ({short_day(due, today)})"


def short_day(day: date, today: date) -> str:
    """`18 Nov`, and with its year where that is another one."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


def full_day(day: date, today: date) -> str:
    """The same with its weekday: `Fri 4 Dec`."""
    return f"{day:%a} {short_day(day, today)}"


def day_of_next(held_on: date) -> date:
    """When to meet again if nobody says otherwise: the same weekday, in two weeks."""
    return held_on + timedelta(weeks=2)


def parse_day(text: str, today: date) -> date | None:
    """The day that somebody typed; None for nothing.

    Understands 2026-12-04, 4 Dec, Dec 4, 4 Dec 2027, fri (the next one), today, tomorrow,
    +14, 14d or `in 14 days`, +2w or `in 2 weeks`. A day and month without a year lie ahead.

    Raises:
        ValueError: it is none of these.
    """
    typed = " ".join(text.casefold().split())
    if not typed:
        return None
    if typed in ("today", "tomorrow"):
        return _within_reach(today, typed == "tomorrow")
    named = [number for number, name in enumerate(WEEKDAYS) if name.startswith(typed)]
    if named and len(typed) >= 3:
        return _within_reach(today, (named[0] - today.weekday() - 1) % 7 + 1)
    if ahead := _AHEAD.fullmatch(typed):
        number = int(next(filter(None, ahead.groups())))
        return _within_reach(today, number * (7 if "w" in typed else 1))
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return _written(typed, today)


def parse_past_day(text: str, today: date) -> date | None:
    """The day in the past that somebody typed; None for nothing.

    Understands 2026-03-14, 14 Mar, Mar 14, 14 Mar 2025, fri (the last one), today, yesterday.
    A day and month without a year lie behind.

    Raises:
        ValueError: it is none of these.
    """
    typed = " ".join(text.casefold().split())
    if typed in ("today", "yesterday"):
        return _within_reach(today, -int(typed == "yesterday"))
    named = [number for number, name in enumerate(WEEKDAYS) if name.startswith(typed)]
    if named and len(typed) >= 3:
        return _within_reach(today, -((today.weekday() - named[0] - 1) % 7 + 1))
    if typed == "tomorrow" or re.fullmatch(r"\d{1,4}", typed) or _AHEAD.fullmatch(typed):
        raise ValueError(EXPECTED_PAST)
    try:
        for years in range(1, 9):
            day = parse_day(text, arrow.get(today).shift(years=-years, days=1).date())
            # Only 29 Feb lies further back; a day ahead with its year is what somebody meant.
            if day is None or day <= today:
                return day
    except (ValueError, OverflowError):
        raise ValueError(EXPECTED_PAST) from None
    return day


def most_urgent_first(items: list[CarriedItem], today: date) -> list[CarriedItem]:
    """The order of the review: overdue first, then priority, then age.

    An item that is closed meanwhile keeps its place, so that the list does not jump.
    """
    return sorted(
        items,
        key=lambda each: (
            min(0, (each.item.due - today).days) if each.item.due else 0,
            each.item.priority,
            each.item.created_at,
            each.number,
            each.item.slot,
        ),
    )


def _within_reach(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise ValueError(EXPECTED) from None


def _written(typed: str, today: date) -> date:
    for form in _WRITTEN_WITH_YEAR:
        try:
            return arrow.get(typed, form).date()
        except (ValueError, arrow.parser.ParserError):
            continue
    for form in _WRITTEN:
        try:
            # A leap year of its own, so that 29 Feb can be read before its year is known.
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
    raise ValueError(EXPECTED)
