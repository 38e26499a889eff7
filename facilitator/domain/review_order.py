"""The order in which a meeting reviews the open action items."""

from __future__ import annotations

from datetime import date, datetime

from db.records import ActionItem, CarriedItem
from db.vocabulary import Priority

Urgency = tuple[int, Priority, datetime, int, int]
"""What items are sorted by: the most urgent is the smallest."""


def most_urgent_first(items: list[CarriedItem], today: date) -> list[CarriedItem]:
    """Return the items in the order of the review, which `urgency` gives.

    An item that the meeting closes keeps its place, so that the list does not jump.
    """
    return sorted(items, key=lambda carried: urgency(carried.item, carried.number, today))


def urgency(item: ActionItem, number: int, today: date) -> Urgency:
    """Return what items are sorted by, the most urgent first: overdue, priority, then age.

    Among those overdue, the one overdue for longest comes first.

    Args:
        item: The action item.
        number: The number of its incident.
        today: The present day.
    """
    days_left = 0 if item.due is None else min(0, (item.due - today).days)
    return days_left, item.priority, item.created_at, number, item.slot
