"""How far the program is with asking the tracker about tickets, and how old its answers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.records import ActionItem
from facilitator.domain.ticket_key import is_ticket_key
from facilitator.domain.tickets import oldest_reading, reading_age


@dataclass(frozen=True, slots=True)
class TicketNews:
    """What the program's work on tickets has come to.

    Attributes:
        is_syncing: Whether the tracker is being asked, or is about to be.
        asked: How many tickets it was asked for so far.
        total: How many there are to ask for.
        not_synced: Why the last sync has not read every ticket, or "".
        trouble: Why the tracker can't be asked for anything at all, or "".
        waiting: How many action items have a ticket on its way to the tracker.
    """

    is_syncing: bool = False
    asked: int = 0
    total: int = 0
    not_synced: str = ""
    trouble: str = ""
    waiting: int = 0


def sync_in_words(news: TicketNews, items: Sequence[ActionItem], now: datetime) -> str:
    """Return how far the sync of tickets is, or how old what is known of them is.

    Args:
        news: What the work on tickets has come to.
        items: The action items whose tickets are meant.
        now: The present moment.

    Returns:
        A line such as `syncing tickets 100/250` or `tickets synced 3 min ago`; "" where there is
        nothing to say.
    """
    if news.is_syncing:
        return f"syncing tickets {news.asked}/{news.total}"
    if error := news.not_synced or news.trouble:
        return f"not synced: {error}"
    read_at = oldest_reading(items)
    if read_at is None:
        return ""
    never = sum(is_ticket_key(item.ticket) and item.known_ticket is None for item in items)
    words = f"tickets synced {reading_age(read_at, now)}"
    return f"{words}, {never} not yet" if never else words
