"""A fourth action item takes the place of one of three; that one is parked, and never deleted."""

from collections.abc import Callable

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Gone, Refused
from db.store import Store
from tests.db.support import PLAN, instant_at, new_incident

E = w.Entity


def test_an_item_that_gives_way_keeps_its_status_and_its_note(store: Store) -> None:
    item = store.actions.add(new_incident(store).id, "cap retries").result()
    blocked = r.ItemChange(w.ActionStatus.IN_PROGRESS, "blocked on CI")
    store.actions.change_between_meetings([item.id], blocked).result()
    store.actions.replace(item.id, None, "shed load").result()
    (parked,) = store.parked.open().result()
    details = "status: in progress, note: blocked on CI, replaced by: shed load"
    assert parked.text == f"cap retries ({details})"


def test_an_item_with_very_many_words_can_give_way_too(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "a" * w.LINE_TEXT).result()
    store.actions.replace(item.id, None, "b" * w.LINE_TEXT).result()
    assert [parked.text for parked in store.parked.open().result()] == ["a" * w.LINE_TEXT]


def test_a_parked_action_that_is_taken_up_is_settled_and_one_undo_takes_that_back(
    store: Store,
) -> None:
    incident = new_incident(store)
    parked = store.parked.add_action("cap retries", incident_id=incident.id).result()
    item = store.actions.add(incident.id, "cap retries", parked_id=parked.id).result()
    assert store.parked.open().result() == []
    store.history.undo().result()
    assert store.parked.open().result() == [parked]
    other = store.parked.add_action("shed load", incident_id=incident.id).result()
    item = store.actions.add(incident.id, "cap retries").result()
    store.actions.replace(item.id, None, "shed load", parked_id=other.id).result()
    assert [entry.text for entry in store.parked.open().result()] == [
        "cap retries",
        "cap retries (replaced by: shed load)",
    ]


def test_a_parked_action_becomes_an_action_item_in_one_window_only(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours, number=7)
    parked = ours.parked.add_action("cap retries", incident_id=incident.id).result()
    item = theirs.actions.add(incident.id, "cap retries", parked_id=parked.id).result()
    with pytest.raises(Gone, match="the parked item is gone: it was resolved in another window"):
        ours.actions.add(incident.id, "cap retries", parked_id=parked.id).result()
    with pytest.raises(Gone, match="it was resolved"):
        ours.actions.replace(item.id, None, "cap retries", parked_id=parked.id).result()
    assert ours.incidents.get(7).result().action_items == (item,)
    theirs.history.undo().result()
    ours.history.undo().result()
    with pytest.raises(Gone, match="the parked item is gone: it was deleted in another window"):
        theirs.parked.resolve(parked.id).result()


def test_a_swap_is_called_parking_and_never_a_deletion(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours, number=7)
    item = ours.actions.add(incident.id, "cap retries").result()
    theirs.actions.replace(item.id, None, "shed load").result()
    gone = "the action item was parked in another window: “shed load” took its place"
    with pytest.raises(Gone, match=gone):
        ours.actions.delete(item.id).result()
    with pytest.raises(Gone, match=gone):
        ours.actions.change_between_meetings([item.id], r.ItemChange(owner="Mei")).result()
    with pytest.raises(Refused, match="new action item 1: can't be undone, it was parked since"):
        ours.history.undo().result()
    undone = theirs.history.undo().result()
    assert undone is not None
    assert undone.label == "parking of “cap retries”, replaced by “shed load”"
    assert ours.incidents.get(7).result().action_items == (item,)


def started_meeting(store: Store, incident: r.Incident) -> r.Meeting:
    """Return the meeting about an incident, with its clock started."""
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    return store.meetings.add_clock_event(meeting.id, start, w.Stage.REVIEW).result()


def changed(store: Store, meeting: r.Meeting) -> list[tuple[w.Entity, str, bool]]:
    """Return the kind and the name of what a meeting changed, and whether that is there still."""
    changes = store.history.of_meeting(meeting.id).result()
    return [(change.entity, change.name, change.after is not None) for change in changes]


def test_a_meeting_lists_an_item_that_gave_way_as_parked(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries", "ana").result()
    meeting = started_meeting(store, incident)
    new = store.actions.replace(item.id, meeting.id, "shed load").result()
    parked = (E.PARKED, "cap retries (owner: ana, replaced by: shed load)", True)
    assert changed(store, meeting) == [parked, (E.ACTION_ITEM, "shed load", True)]
    # The item that took its place can give way as well.
    store.actions.replace(new.id, meeting.id, "alert").result()
    assert changed(store, meeting) == [
        parked,
        (E.PARKED, "shed load (replaced by: alert)", True),
        (E.ACTION_ITEM, "alert", True),
    ]


def test_a_swap_that_was_undone_leaves_nothing_and_a_deletion_after_it_is_one(
    store: Store,
) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries").result()
    meeting = started_meeting(store, incident)
    store.actions.replace(item.id, meeting.id, "shed load").result()
    store.history.undo().result()
    assert changed(store, meeting) == []
    store.actions.delete(item.id).result()
    assert changed(store, meeting) == [(E.ACTION_ITEM, "cap retries", False)]
