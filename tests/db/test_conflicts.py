"""A write does not overwrite a change that its writer has not read: it is a conflict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from db.errors import Conflict, Gone
from db.records import ClockEvent
from db.store import Store
from db.vocabulary import ClockKind, Stage
from tests.db.support import DAY, everything_filled, instant_at, new_incident

LATER = date(2026, 4, 1)


def test_an_owner_that_was_changed_since_is_a_conflict(
    store: Store, window: Callable[[], Store]
) -> None:
    item = everything_filled(store).action_items[0]
    meeting = store.meetings.running().result()[0]
    window().actions.reassign(item.id, meeting.id, "theirs", item).result()
    with pytest.raises(Conflict) as caught:
        store.actions.reassign(item.id, meeting.id, "mine", item).result()
    assert (caught.value.field, caught.value.theirs) == ("owner", "theirs")
    # Another field of the same item does not conflict.
    after = store.actions.set_due(item.id, meeting.id, LATER, item).result()
    assert (after.owner, after.due) == ("theirs", LATER)


def test_a_due_date_that_was_moved_since_is_a_conflict(
    store: Store, window: Callable[[], Store]
) -> None:
    item = everything_filled(store).action_items[0]
    meeting = store.meetings.running().result()[0]
    window().actions.set_due(item.id, meeting.id, LATER, item).result()
    with pytest.raises(Conflict) as caught:
        store.actions.set_due(item.id, meeting.id, DAY, item).result()
    assert (caught.value.field, caught.value.theirs) == ("due", LATER)


def test_a_cause_that_was_linked_since_is_a_conflict(
    store: Store, window: Callable[[], Store]
) -> None:
    incident = new_incident(store)
    theirs = window().incidents.set_cause(incident.id, "theirs", incident).result()
    with pytest.raises(Conflict) as caught:
        store.incidents.set_cause(incident.id, "mine", incident).result()
    assert (caught.value.field, caught.value.theirs) == ("cause", theirs)
    original = store.incidents.get(incident.number).result()
    assert store.incidents.set_cause(incident.id, None, original).result() is None
    with pytest.raises(Conflict) as caught:
        store.incidents.set_cause(incident.id, "mine", original).result()
    assert caught.value.theirs is None
    # A cause that could not be linked is not added to the catalogue.
    assert [cause.name for cause in store.causes.all().result()] == ["theirs"]


def test_two_windows_can_not_both_leave_a_screen(store: Store, window: Callable[[], Store]) -> None:
    meeting = store.meetings.begin(new_incident(store).id, (10, 30, 10)).result()
    event = ClockEvent(ClockKind.START, instant_at())
    window().meetings.add_clock_event(meeting.id, event, Stage.REVIEW, Stage.OPENING).result()
    with pytest.raises(Conflict):
        store.meetings.add_clock_event(meeting.id, event, Stage.REVIEW, Stage.OPENING).result()
    assert len(store.meetings.get(meeting.id).result().events) == 1


def test_a_row_that_was_deleted_since_is_gone(store: Store, window: Callable[[], Store]) -> None:
    factor = everything_filled(store).factors[0]
    window().findings.delete_factor(factor.id).result()
    with pytest.raises(Gone, match="deleted in another window"):
        store.findings.edit_factor(factor.id, "mine", factor.text).result()


def test_the_meeting_that_was_alive_last_is_the_running_one(store: Store) -> None:
    first, second = (
        store.meetings.begin(new_incident(store, number=number).id, (10, 30, 10)).result()
        for number in (1, 2)
    )
    for meeting in (first, second):
        store.meetings.add_attendee(meeting.id, "ana").result()
    running = store.meetings.running().result()[0]
    assert running.id == second.id
    store.meetings.beat(first.id, instant_at(600)).result()
    running = store.meetings.running().result()[0]
    assert running.id == first.id
