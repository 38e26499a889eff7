"""What the tracker said of tickets, and the accounts of owners in it."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func
from sqlmodel import col, select

from db import records as r
from db import vocabulary as w
from db.models import ChangeRow
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


def known(store: Store) -> r.Ticket | None:
    """Return what is known of the ticket of the only action item."""
    return store.incidents.get(1).result().action_items[0].known_ticket


def test_what_the_tracker_said_last_is_known_and_makes_the_ticket_a_verified_one(
    store: Store,
) -> None:
    item = item_with_ticket(store)
    assert known(store) is None
    store.tickets.save({item.id: ticket()}).result()
    later = ticket(read_at=NOW + timedelta(minutes=3), sprint=w.SprintPlace.ACTIVE)
    store.tickets.save({item.id: later}).result()
    assert known(store) == later
    assert store.incidents.get(1).result().action_items[0].ticket_verified


def test_a_ticket_that_is_read_again_adds_nothing_to_the_log_of_changes(store: Store) -> None:
    def logged() -> int:
        return store.read(
            lambda session: session.exec(select(func.count(col(ChangeRow.id)))).one()
        ).result()

    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket()}).result()
    before = logged()
    later = ticket(read_at=NOW + timedelta(minutes=3), status="Done")
    store.tickets.save({item.id: later}).result()
    assert known(store) == later
    assert logged() == before


def test_a_ticket_that_is_gone_is_verified_no_longer(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket()}).result()
    store.tickets.save({item.id: ticket(presence=w.TicketPresence.MISSING)}).result()
    assert not store.incidents.get(1).result().action_items[0].ticket_verified


def test_what_was_read_of_another_key_is_forgotten(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket("OPS-18"), uuid4(): ticket()}).result()
    assert known(store) is None
    store.tickets.save({item.id: ticket()}).result()
    edited = {"action": item.action, "owner": "", "priority": item.priority, "due": None}
    store.actions.edit(item, ticket="OPS-99", **edited).result()  # type: ignore[arg-type]
    assert known(store) is None


def test_the_status_that_the_team_keeps_stays_while_it_is_the_same_ticket(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket(status="Closed")}).result()
    store.tickets.keep_team(item.id, "Closed").result()
    store.tickets.save({item.id: ticket(status="Closed", read_at=NOW + timedelta(1))}).result()
    assert known(store) == ticket(status="Closed", read_at=NOW + timedelta(1), team_keeps="Closed")
    change = r.ItemChange(ticket="OPS-18")
    store.actions.change_between_meetings([item.id], change).result()
    store.tickets.save({item.id: ticket("OPS-18", status="Closed")}).result()
    assert known(store) == ticket("OPS-18", status="Closed")


def test_what_is_known_and_queued_is_read_with_the_item_wherever_it_is_listed(
    store: Store,
) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries", ticket="OPS-17", in_tracker=True).result()
    store.tickets.save({item.id: ticket()}).result()
    store.outbox.release([item.id], NOW).result()
    (listed,) = store.incidents.get(1).result().action_items
    assert listed.known_ticket == ticket()
    assert [step.step for step in listed.steps] == [w.TicketStep.SCHEDULE, w.TicketStep.LINK]
    assert store.actions.all(include_closed=False).result() == [(1, listed)]


def test_accounts_are_remembered_for_each_tracker(store: Store) -> None:
    store.tickets.remember_account(JIRA, "Priya", "5b10").result()
    store.tickets.remember_account(JIRA, "Priya", "5b11").result()
    store.tickets.remember_account("https://other", "Priya", "x").result()
    assert store.tickets.accounts(JIRA).result() == {"Priya": "5b11"}
    store.tickets.remember_account(JIRA, "Priya", "").result()
    assert store.tickets.accounts(JIRA).result() == {}
