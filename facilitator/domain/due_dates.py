"""Due dates, and how people say them."""

from __future__ import annotations

from datetime import date, timedelta

from db.records import ActionItem


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


def owner_and_due(owner: str, due: date | None, today: date) -> str:
    """Return who has promised something by when: `Sam, due 28 Mar`."""
    by = "no due date" if due is None else f"due {short_day(due, today)}"
    return f"{owner or 'no owner'}, {by}"
