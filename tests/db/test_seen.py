"""What somebody has not seen is not written over: the later one of two windows is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from db.errors import Conflict, Gone
from db.records import ClockEvent
from db.store import Store
from db.words import ClockKind, Stage
from tests.db.support import DAY, everything_filled, new_incident, reading

LATER = date(2026, 4, 1)


def test_an_owner_that_was_changed_since_is_told(store: Store, window: Callable[[], Store]) -> None:
    item = everything_filled(store).action_items[0]
    meeting = store.meetings.running().result()
    assert meeting is not None
    window().actions.reassign(item.id, meeting.id, "theirs", item).result()
    with pytest.raises(Conflict) as caught:
        store.actions.reassign(item.id, meeting.id, "mine", item).result()
    assert (caught.value.field, caught.value.theirs) == ("owner", "theirs")
    # Another field is nobody's but its own.
    after = store.actions.set_due(item.id, meeting.id, LATER, item).result()
    assert (after.owner, after.due) == ("theirs", LATER)


def test_a_due_date_that_was_moved_since_is_told(store: Store, window: Callable[[], Store]) -> None:
    item = everything_filled(store).action_items[0]
    meeting = store.meetings.running().result()
    assert meeting is not None
    window().actions.set_due(item.id, meeting.id, LATER, item).result()
    with pytest.raises(Conflict) as caught:
        store.actions.set_due(item.id, meeting.id, DAY, item).result()
    assert (caught.value.field, caught.value.theirs) == ("due", LATER)


def test_a_cause_that_was_linked_since_is_told(store: Store, window: Callable[[], Store]) -> None:
    incident = new_incident(store)
    theirs = window().incidents.set_cause(incident.id, "theirs", incident).result()
    with pytest.raises(Conflict) as caught:
        store.incidents.set_cause(incident.id, "mine", incident).result()
    assert (caught.value.field, caught.value.theirs) == ("cause", theirs)
    seen = store.incidents.get(incident.number).result()
    assert store.incidents.set_cause(incident.id, None, seen).result() is None
    with pytest.raises(Conflict) as caught:
        store.incidents.set_cause(incident.id, "mine", seen).result()
    assert caught.value.theirs is None
    # Nothing is left of a name that was not linked.
    assert [each.name for each in store.incidents.causes().result()] == ["theirs"]


def test_a_stage_is_left_once(store: Store, window: Callable[[], Store]) -> None:
    meeting = store.meetings.begin(new_incident(store).id, (10, 30, 10)).result()
    event = ClockEvent(ClockKind.START, reading())
    window().meetings.tick(meeting.id, event, Stage.REVIEW, Stage.OPENING).result()
    with pytest.raises(Conflict):
        store.meetings.tick(meeting.id, event, Stage.REVIEW, Stage.OPENING).result()
    assert len(store.meetings.get(meeting.id).result().events) == 1


def test_a_row_that_was_deleted_since_is_told_as_gone(
    store: Store, window: Callable[[], Store]
) -> None:
    factor = everything_filled(store).factors[0]
    window().findings.delete_factor(factor.id).result()
    with pytest.raises(Gone, match="deleted elsewhere"):
        store.findings.edit_factor(factor.id, "mine", factor.text).result()


def test_the_meeting_seen_alive_last_is_the_running_one(store: Store) -> None:
    first, second = (
        store.meetings.begin(new_incident(store, number=number).id, (10, 30, 10)).result()
        for number in (1, 2)
    )
    running = store.meetings.running().result()
    assert running is not None
    assert running.id == second.id
    store.meetings.beat(first.id, reading(600)).result()
    running = store.meetings.running().result()
    assert running is not None
    assert running.id == first.id
