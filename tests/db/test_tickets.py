"""What the tracker said of tickets, and the accounts of owners in it."""

from datetime import timedelta
from uuid import uuid4

from db import records as r
from db import vocabulary as w
from db.store import Store
from tests.db.support import NOW, new_incident

JIRA = "https://example.atlassian.net"


def ticket(key: str = "OPS-17", **values: object) -> r.Ticket:
    fields: dict[str, object] = {
        "presence": w.TicketPresence.FOUND,
        "status": "In Review",
        "category": w.TicketCategory.IN_PROGRESS,
        "sprint": w.SprintPlace.NEXT,
        "sprint_name": "Sprint 12",
        "read_at": NOW,
    }
    return r.Ticket(key=key, **fields | values)  # type: ignore[arg-type]


def item_with_ticket(store: Store, key: str = "OPS-17") -> r.ActionItem:
    return store.actions.add(new_incident(store).id, "cap retries", ticket=key).result()


def test_what_the_tracker_said_last_is_known_and_makes_the_ticket_a_verified_one(
    store: Store,
) -> None:
    item = item_with_ticket(store)
    assert store.tickets.known([item.id]).result() == {}
    store.tickets.save({item.id: ticket()}).result()
    later = ticket(read_at=NOW + timedelta(minutes=3), sprint=w.SprintPlace.ACTIVE)
    store.tickets.save({item.id: later}).result()
    assert store.tickets.known([item.id]).result() == {item.id: later}
    assert store.incidents.get(1).result().action_items[0].ticket_verified


def test_a_ticket_that_is_gone_is_verified_no_longer(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket()}).result()
    store.tickets.save({item.id: ticket(presence=w.TicketPresence.MISSING)}).result()
    assert not store.incidents.get(1).result().action_items[0].ticket_verified


def test_what_was_read_of_another_key_is_forgotten(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket("OPS-18"), uuid4(): ticket()}).result()
    assert store.tickets.known([item.id]).result() == {}
    store.tickets.save({item.id: ticket()}).result()
    edited = {"action": item.action, "owner": "", "priority": item.priority, "due": None}
    store.actions.edit(item, ticket="OPS-99", **edited).result()  # type: ignore[arg-type]
    assert store.tickets.known([item.id]).result() == {}


def test_accounts_are_remembered_for_each_tracker(store: Store) -> None:
    store.tickets.remember_account(JIRA, "Priya", "5b10").result()
    store.tickets.remember_account(JIRA, "Priya", "5b11").result()
    store.tickets.remember_account("https://other", "Priya", "x").result()
    assert store.tickets.accounts(JIRA).result() == {"Priya": "5b11"}
    store.tickets.remember_account(JIRA, "Priya", "").result()
    assert store.tickets.accounts(JIRA).result() == {}
