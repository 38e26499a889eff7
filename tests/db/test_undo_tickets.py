"""Undo and redo beside the tracker, which goes on with the tickets of action items meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest

from db import records as r
from db import vocabulary as w
from db.store import Store
from tests.db.support import NOW
from tests.db.test_outbox import item_in_tracker, states
from tests.db.test_tickets import item_with_ticket, ticket


def only_item(store: Store) -> r.ActionItem:
    (item,) = store.incidents.get(1).result().action_items
    return item


def verified(store: Store) -> tuple[str, bool]:
    """Return the ticket of the only action item, and whether it counts as verified."""
    item = only_item(store)
    return item.ticket, item.ticket_verified


def type_ticket(store: Store, item: r.ActionItem, key: str) -> None:
    store.actions.change_between_meetings([item.id], r.ItemChange(ticket=key)).result()


def do_all_steps(store: Store) -> None:
    """Do what is released, as a window does that works off the outbox."""
    window = uuid4()
    while step := store.outbox.claim(window, NOW).result():
        store.outbox.begin(step.id, window, NOW).result()
        store.outbox.settle(step.id, window, w.StepState.DONE).result()


@pytest.mark.parametrize("was_verified", [False, True])
def test_a_ticket_that_comes_back_is_as_verified_as_it_was(
    store: Store, was_verified: bool
) -> None:
    item = item_with_ticket(store, "OPS-4")
    if was_verified:
        store.tickets.save({item.id: ticket("OPS-4")}).result()
    type_ticket(store, item, "OPS-17")
    store.tickets.save({item.id: ticket("OPS-17")}).result()
    store.history.undo().result()
    assert verified(store) == ("OPS-4", was_verified)
    store.history.redo().result()
    assert verified(store) == ("OPS-17", True)


def test_a_ticket_that_is_made_in_place_of_a_moved_one_is_scheduled_and_linked_too(
    store: Store,
) -> None:
    item = item_in_tracker(store)
    store.outbox.release([item.id], NOW).result()
    type_ticket(store, item, "OPS-17")
    do_all_steps(store)
    store.history.undo().result()
    assert only_item(store).ticket == ""
    assert states(store, item.id) == dict.fromkeys(w.TicketStep, w.StepState.WAITING)
    store.history.redo().result()
    assert only_item(store).ticket == "OPS-17"
    assert set(states(store, item.id).values()) == {w.StepState.DONE}


def test_a_ticket_that_comes_back_before_another_was_moved_is_not_moved_again(
    store: Store,
) -> None:
    item = item_in_tracker(store, ticket="OPS-4")
    store.outbox.release([item.id], NOW).result()
    do_all_steps(store)
    type_ticket(store, item, "OPS-17")
    store.history.undo().result()
    assert only_item(store).ticket == "OPS-4"
    assert set(states(store, item.id).values()) == {w.StepState.DONE}
    store.history.redo().result()
    do_all_steps(store)
    # Now it is OPS-17 that was moved.
    store.history.undo().result()
    assert set(states(store, item.id).values()) == {w.StepState.WAITING}


def test_a_window_that_moves_a_ticket_can_not_say_so_of_the_one_that_comes_back(
    store: Store,
) -> None:
    item = item_in_tracker(store, ticket="OPS-4")
    store.outbox.release([item.id], NOW).result()
    type_ticket(store, item, "OPS-17")
    window = uuid4()
    step = store.outbox.claim(window, NOW).result()
    assert step is not None
    store.history.undo().result()
    (moving, _) = only_item(store).steps
    assert (moving.id, moving.state) == (step.id, w.StepState.WAITING)
    other = uuid4()
    again = store.outbox.claim(other, NOW).result()
    assert again is not None
    assert again.id == step.id


def test_what_the_tracker_says_of_a_ticket_is_in_the_way_of_no_undo(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket()}).result()
    store.history.undo().result()
    assert store.incidents.get(1).result().action_items == ()
    store.history.redo().result()
    assert only_item(store).known_ticket == ticket()


def test_a_deletion_is_done_again_after_the_tracker_was_read(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket()}).result()
    store.actions.delete(item.id).result()
    store.history.undo().result()
    assert only_item(store).known_ticket == ticket()
    store.tickets.save({item.id: ticket(read_at=NOW + timedelta(minutes=1))}).result()
    store.history.redo().result()
    assert store.incidents.get(1).result().action_items == ()


def test_what_the_team_keeps_can_be_undone_after_the_tracker_was_read_again(store: Store) -> None:
    item = item_with_ticket(store)
    store.tickets.save({item.id: ticket(status="Closed")}).result()
    store.tickets.keep_team(item.id, "Closed").result()
    later = ticket(status="Closed", read_at=NOW + timedelta(minutes=1))
    store.tickets.save({item.id: later}).result()
    store.history.undo().result()
    assert only_item(store).known_ticket == later
    store.history.redo().result()
    assert only_item(store).known_ticket == ticket(
        status="Closed", read_at=later.read_at, team_keeps="Closed"
    )
