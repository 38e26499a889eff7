"""The words for how far the sync of tickets is, and for how old what is known of them is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from db.records import ActionItem
from facilitator.domain.ticket_key import is_ticket_key
from facilitator.domain.ticket_news import TicketNews
from facilitator.domain.tickets import oldest_reading, reading_age


def sync_in_words(news: TicketNews, items: Sequence[ActionItem], now: datetime) -> str:
    """Return how far the sync of tickets is, or how old what is known of them is.

    Args:
        news: What the work on tickets has come to.
        items: The action items whose tickets are meant.
        now: The present moment.

    Returns:
        A line such as `syncing tickets 100/250` or `tickets synced 3 min ago`; "" where there is
        nothing to say. What went wrong stands behind the age of what is known all the same.
    """
    if news.is_syncing:
        return f"syncing tickets {news.asked}/{news.total}"
    error, read_at = news.not_synced or news.trouble, oldest_reading(items)
    if read_at is None:
        return f"not synced: {error}" if error else ""
    if error:
        return f"tickets synced {reading_age(read_at, now)}, not now: {error}"
    never = sum(is_ticket_key(item.ticket) and item.known_ticket is None for item in items)
    words = f"tickets synced {reading_age(read_at, now)}"
    return f"{words}, {never} not yet" if never else words
