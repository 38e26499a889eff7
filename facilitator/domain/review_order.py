"""The order in which a meeting reviews the open action items."""

from __future__ import annotations

from datetime import date

from db.records import CarriedItem


def most_urgent_first(items: list[CarriedItem], today: date) -> list[CarriedItem]:
    """Return the items in the order of the review: overdue, then by priority, then by age.

    Among those overdue, the one overdue for longest comes first. An item that the meeting closes
    keeps its place, so that the list does not jump.
    """
    return sorted(
        items,
        key=lambda carried: (
            min(0, (carried.item.due - today).days) if carried.item.due else 0,
            carried.item.priority,
            carried.item.created_at,
            carried.number,
            carried.item.slot,
        ),
    )
