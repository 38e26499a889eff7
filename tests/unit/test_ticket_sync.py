"""The words for how far a sync of tickets is, and for how old what is known of them is."""

from __future__ import annotations

from datetime import timedelta

from db.records import ActionItem
from facilitator.domain.ticket_news import TicketNews
from facilitator.domain.ticket_sync import sync_in_words
from tests.support import at, item, ticket

NOW = at("2026-11-24 14:00")
IDLE = TicketNews()


def read_ago(minutes: int) -> ActionItem:
    """An item whose ticket was read some minutes ago."""
    known = ticket(read_at=NOW - timedelta(minutes=minutes))
    return item(ticket="OPS-17", known_ticket=known)


def test_the_oldest_answer_says_how_old_they_are() -> None:
    assert sync_in_words(IDLE, [read_ago(0), read_ago(3)], NOW) == "tickets synced 3 min ago"


def test_tickets_that_were_never_read_are_counted() -> None:
    items = [read_ago(3), item(ticket="OPS-18"), item(ticket="banana"), item(ticket="")]
    assert sync_in_words(IDLE, items, NOW) == "tickets synced 3 min ago, 1 not yet"


def test_where_nothing_was_read_nothing_is_said() -> None:
    assert sync_in_words(IDLE, [], NOW) == ""
    assert sync_in_words(IDLE, [item(ticket="OPS-18")], NOW) == ""


def test_a_sync_says_how_far_it_is_whatever_went_wrong_before() -> None:
    news = TicketNews(is_syncing=True, asked=100, total=250, not_synced="no answer")
    assert sync_in_words(news, [read_ago(3)], NOW) == "syncing tickets 100/250"


def test_what_went_wrong_is_said_with_the_age_of_what_is_known_all_the_same() -> None:
    assert sync_in_words(TicketNews(not_synced="no answer"), [read_ago(3)], NOW) == (
        "tickets synced 3 min ago, not now: no answer"
    )
    unread = [item(ticket="OPS-18")]
    assert sync_in_words(TicketNews(trouble="no token"), unread, NOW) == "not synced: no token"
