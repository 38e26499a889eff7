"""Asking the tracker how the tickets of action items stand, and writing down what it says.

It runs on a thread of its own or in a command, never on that of the interface.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from db.batches import batched
from db.records import ActionItem
from facilitator.domain.ticket_key import is_ticket_key
from facilitator.tracker.errors import TrackerError
from facilitator.tracker.protocol import FETCHED_AT_ONCE, Tracker

if TYPE_CHECKING:
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of asking the tracker about tickets.

    Attributes:
        read: The number of tickets that it was asked about and said something of, which may be that
            there is no such ticket.
        unread: The number of tickets of which nothing new is known.
        error: Why, in the tracker's words; "" where all of them were read.
    """

    read: int = 0
    unread: int = 0
    error: str = ""


def sync_tickets(
    store: Store,
    tracker: Tracker,
    items: Sequence[ActionItem],
    now: Callable[[], datetime],
    show: Callable[[int, int], None],
) -> Synced:
    """Ask the tracker about the tickets of action items, and save what it says after each page.

    Items without a ticket, or with one that has not the form of a key, are left alone. What was
    known of a ticket stays as it is where the tracker says nothing of it now. After the first page
    that fails it is not asked for more: it would most likely fail again, after as long a wait.

    Args:
        store: The store of the action items.
        tracker: The tracker.
        items: The action items. Several may share one ticket, which is asked for once.
        now: Returns the present moment.
        show: Called with how many tickets were asked for so far, and how many there are: at first,
            and after each page.

    Raises:
        StoreError: What the tracker says can't be saved.
    """
    items_of: dict[str, list[UUID]] = {}
    for item in items:
        if is_ticket_key(item.ticket):
            items_of.setdefault(item.ticket, []).append(item.id)
    total, asked, read, error = len(items_of), 0, 0, ""
    if total:
        show(0, total)
    for page in batched(items_of, FETCHED_AT_ONCE):
        try:
            known = tracker.fetch(page, now())
        except TrackerError as failure:
            error = str(failure)
            break
        store.tickets.save(
            {item_id: known[key] for key in page if key in known for item_id in items_of[key]}
        ).result()
        asked, read = asked + len(page), read + len(known)
        show(asked, total)
    if not error and read < total:
        error = "the tracker could say nothing of them just now"
    return Synced(read, total - read, error)
