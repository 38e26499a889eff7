"""The order in which a meeting reviews the open action items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

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


def next_to_review(carried: Sequence[CarriedItem], item_id: UUID | None) -> CarriedItem | None:
    """Return the first item behind one that is not reviewed, starting over at the end.

    Args:
        carried: The items in the order in which they are reviewed.
        item_id: The item; None for the first one that is not reviewed.
    """
    ids = [entry.item.id for entry in carried]
    index = ids.index(item_id) if item_id in ids else -1
    others = [*carried[index + 1 :], *carried[: max(0, index)]]
    return next((entry for entry in others if not entry.reviewed_now), None)
