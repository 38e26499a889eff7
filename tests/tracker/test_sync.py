"""Asking a Jira how tickets stand: all of them in pages, and nothing known is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.records import ActionItem, Ticket
from db.store import Store
from db.vocabulary import OPEN_STATUSES, TicketCategory, TicketPresence
from facilitator.outbox.sync import Synced, sync_tickets
from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.asking import NOW, ask
from tests.tracker.conftest import DataCenter
from tests.tracker.fake_cloud import FakeCloud
from tests.tracker.loopback import Reply

BULK = "POST /rest/api/3/issue/bulkfetch"
LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "team.db")
    yield store
    store.close()


def items_with(store: Store, tickets: list[str]) -> list[ActionItem]:
    """Add an action item for each of these tickets, three in an incident."""
    items = []
    for number, ticket in enumerate(tickets):
        if number % 3 == 0:
            incident = store.incidents.create("checkout", "5xx spike", date(2026, 3, 14)).result()
        added = store.actions.add(incident.id, f"Action {number}", "Mei", ticket=ticket)
        items.append(added.result())
    return items


def known_of(store: Store, items: list[ActionItem]) -> list[Ticket | None]:
    listed = store.actions.filtered(statuses=OPEN_STATUSES).result()
    known = {item.id: item.known_ticket for _, _, item in listed}
    return [known[item.id] for item in items]


def no_words(done: int, total: int) -> None:
    """Show nothing of the progress."""


def test_without_a_ticket_of_the_right_form_nobody_is_asked(
    store: Store, tracker: JiraTracker, cloud: FakeCloud
) -> None:
    items = items_with(store, ["", "banana"])
    shown: list[tuple[int, int]] = []
    synced = sync_tickets(store, tracker, items, lambda: NOW, lambda *part: shown.append(part))
    assert (synced, shown, cloud.server.requests) == (Synced(), [], [])


def test_250_tickets_are_asked_for_by_a_hundred_and_their_number_is_shown(
    store: Store, tracker: JiraTracker, cloud: FakeCloud
) -> None:
    keys = [cloud.add(f"OPS-{number}", "Done").key for number in range(1, 251)]
    items = items_with(store, keys)
    shown: list[tuple[int, int]] = []
    synced = sync_tickets(store, tracker, items, lambda: NOW, lambda *part: shown.append(part))
    assert synced == Synced(read=250)
    assert shown == [(0, 250), (100, 250), (200, 250), (250, 250)]
    assert len(cloud.server.calls(BULK)) == 3
    assert {ticket and (ticket.category, ticket.read_at) for ticket in known_of(store, items)} == {
        (TicketCategory.DONE, NOW)
    }


def test_a_page_that_fails_leaves_what_was_known_and_says_why(
    store: Store, tracker: JiraTracker, cloud: FakeCloud
) -> None:
    keys = [cloud.add(f"OPS-{number}", "Done").key for number in range(1, 251)]
    items = items_with(store, keys)
    sync_tickets(store, tracker, items, lambda: NOW, no_words)
    asked = len(cloud.server.requests)

    def fail_after_the_first_page(done: int, _total: int) -> None:
        if done:
            cloud.server.instead[BULK].append(Reply(503, body=b"<html>Unavailable</html>"))

    synced = sync_tickets(store, tracker, items, lambda: LATER, fail_after_the_first_page)
    assert (synced.read, synced.unread) == (100, 150)
    assert "an error of its own (503)" in synced.error
    assert len(cloud.server.requests) == asked + 2
    read_at = [ticket and ticket.read_at for ticket in known_of(store, items)]
    assert read_at == [LATER] * 100 + [NOW] * 150


def test_a_ticket_that_is_deleted_hidden_or_moved_is_known_as_that_and_never_as_done(
    store: Store, tracker: JiraTracker, cloud: FakeCloud
) -> None:
    for key in ("OPS-1", "OPS-2", "OPS-3", "OPS-4"):
        cloud.add(key, "Done")
    items = items_with(store, ["OPS-1", "OPS-2", "OPS-3", "OPS-4"])
    sync_tickets(store, tracker, items, lambda: NOW, no_words)
    del cloud.issues["OPS-1"]
    cloud.issues["OPS-2"].is_hidden = True
    cloud.issues["PAY-9"] = replace(cloud.issues.pop("OPS-3"), key="PAY-9", old_key="OPS-3")
    assert sync_tickets(store, tracker, items, lambda: LATER, no_words) == Synced(read=4)
    known = [
        (ticket.key, ticket.presence, ticket.category)
        for ticket in known_of(store, items)
        if ticket is not None
    ]
    assert known == [
        ("OPS-1", TicketPresence.MISSING, TicketCategory.UNKNOWN),
        ("OPS-2", TicketPresence.MISSING, TicketCategory.UNKNOWN),
        ("OPS-3", TicketPresence.FOUND, TicketCategory.DONE),
        ("OPS-4", TicketPresence.FOUND, TicketCategory.DONE),
    ]


def test_a_ticket_of_several_items_is_asked_for_once_and_known_of_all(
    store: Store, tracker: JiraTracker, cloud: FakeCloud
) -> None:
    cloud.add("OPS-1", "In Progress")
    items = items_with(store, ["OPS-1", "OPS-1", ""])
    assert sync_tickets(store, tracker, items, lambda: NOW, no_words) == Synced(read=1)
    (call,) = cloud.server.calls(BULK)
    assert call.value["issueIdsOrKeys"] == ["OPS-1"]
    assert [ticket and ticket.category for ticket in known_of(store, items)] == [
        *(TicketCategory.IN_PROGRESS, TicketCategory.IN_PROGRESS, None)
    ]


def test_a_ticket_of_which_the_tracker_can_say_nothing_counts_as_unread(
    store: Store, tracker: JiraTracker, cloud: FakeCloud
) -> None:
    items = items_with(store, [cloud.add("OPS-1").key, cloud.add("OPS-2").key])
    cloud.bulk_errors = {"OPS-2"}
    synced = sync_tickets(store, tracker, items, lambda: NOW, no_words)
    assert (synced.read, synced.unread) == (1, 1)
    assert "could say nothing" in synced.error
    assert [ticket is None for ticket in known_of(store, items)] == [False, True]


def test_a_data_center_is_asked_for_250_tickets_too(store: Store, data_center: DataCenter) -> None:
    keys = sorted(data_center.store.issues)[:249]
    items = items_with(store, [*keys, "OPS-99999"])
    tracker = ask(data_center.url, user="", board=data_center.scrum_board)
    assert sync_tickets(store, tracker, items, lambda: NOW, no_words) == Synced(read=len(items))
    *found, gone = known_of(store, items)
    assert {ticket and ticket.presence for ticket in found} == {TicketPresence.FOUND}
    assert gone is not None
    assert gone.presence is TicketPresence.MISSING
