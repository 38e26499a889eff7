"""An incident is put right: deleted, given another number, or marked as a duplicate."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.models import METADATA
from db.store import Store
from tests.db.support import (
    DAY,
    NOW,
    PLAN,
    every_table_filled,
    instant_at,
    new_incident,
)
from tests.support import edit_facts


def all_rows(raw: Callable[[], Connection]) -> dict[str, list[str]]:
    """Return every row of every table, except for the log of changes."""
    with raw() as connection, connection.begin():
        return {
            table.name: sorted(
                repr(dict(row)) for row in connection.execute(select(table)).mappings()
            )
            for table in METADATA.sorted_tables
            if table.name != "change"
        }


def finished(store: Store, incident: r.Incident) -> r.Meeting:
    meeting = store.meetings.begin(incident.id, PLAN).result()
    return store.meetings.finish(meeting.id).result()


def test_one_undo_restores_a_deleted_incident_with_everything(
    store: Store, raw: Callable[[], Connection]
) -> None:
    incident = every_table_filled(store)
    finished(store, incident)
    other = new_incident(store, DAY - timedelta(days=30))
    item = store.actions.add(other.id, "shed load").result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS, "half").result()
    store.meetings.finish(meeting.id).result()
    before = all_rows(raw)
    assert all(before.values())
    store.incidents.delete(incident.id).result()
    after = all_rows(raw)
    gone = {name for name in before if not after[name]}
    assert {"impact", "timeline_event", "section", "note", "meeting", "attendee"} <= gone
    assert store.lists.numbers(r.IncidentFilter()).result() == [2, 3]
    # What the meeting said of the other incident's item stays in its history.
    (review,) = store.actions.reviews([item.id]).result()[item.id]
    assert (review.note, review.meeting_id, review.between_meetings) == ("half", None, False)
    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == "deleted incident #1"
    assert all_rows(raw) == before


def test_an_incident_whose_meeting_runs_is_not_deleted(store: Store) -> None:
    incident = new_incident(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    store.meetings.add_clock_event(meeting.id, start).result()
    with pytest.raises(Refused, match="the meeting about #1 is running: finish or cancel it first"):
        store.incidents.delete(incident.id).result()
    store.meetings.cancel(meeting.id, keep=True).result()
    store.incidents.delete(incident.id).result()
    assert store.incidents.everything().result() == []


def test_a_meeting_that_nobody_has_begun_does_not_keep_an_incident(store: Store) -> None:
    incident = new_incident(store)
    store.meetings.begin(incident.id, PLAN).result()
    assert store.incidents.what_hangs_on(incident.id).result().meetings == 0
    store.incidents.delete(incident.id).result()
    assert store.incidents.everything().result() == []


def test_what_hangs_on_an_incident_is_counted(store: Store) -> None:
    incident = every_table_filled(store)
    assert store.incidents.what_hangs_on(incident.id).result() == r.IncidentContents(
        events=1,
        factors=1,
        findings=1,
        sections=1,
        action_items=1,
        meetings=1,
        parked=1,
        notes=1,
        duplicates=1,
    )
    assert set(
        vars_of(store.incidents.what_hangs_on(new_incident(store).id).result()).values()
    ) == {0}


def vars_of(contents: r.IncidentContents) -> dict[str, int]:
    return {name: getattr(contents, name) for name in contents.__slots__}


def test_an_incident_gets_another_number(store: Store) -> None:
    incident, other = new_incident(store), new_incident(store)
    edit_facts(store, incident.number, number=117).result()
    assert store.incidents.get(117).result().id == incident.id
    assert store.lists.numbers(r.IncidentFilter(search="#117")).result() == [117]
    edit_facts(store, 117, number=117).result()
    for number, message in (
        (other.number, "number: #2 is taken by another incident"),
        (0, "number: 0 is not from 1 to"),
        (10**30, "is not from 1 to"),
    ):
        with pytest.raises(Refused, match=message):
            edit_facts(store, 117, number=number).result()
    store.history.undo().result()
    assert store.incidents.get(1).result().id == incident.id


def test_an_incident_is_marked_as_a_duplicate(store: Store) -> None:
    first, second, third = (new_incident(store) for _ in range(3))

    def original_of(incident: r.Incident) -> int | None:
        return store.incidents.get(incident.number).result().duplicate_of

    edit_facts(store, second.number, duplicate_of=first.number).result()
    assert original_of(second) == first.number
    edit_facts(store, second.number, duplicate_of=third.number).result()
    assert original_of(second) == third.number
    store.history.undo().result()
    assert original_of(second) == first.number
    edit_facts(store, first.number, number=50).result()
    assert original_of(second) == 50
    edit_facts(store, second.number, duplicate_of=None).result()
    assert original_of(second) is None
    store.history.undo().result()
    assert original_of(second) == 50


def test_a_mark_that_another_window_changed_is_a_conflict(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    first, second, third = (new_incident(ours) for _ in range(3))
    edit_facts(theirs, third.number, duplicate_of=first.number).result()
    facts = {field: getattr(third, field) for field in ("number", "service", "symptom", "date")}
    with pytest.raises(Conflict) as caught:
        ours.incidents.edit(
            third,
            **facts,
            severity=None,
            external_id="",
            ended_at=None,
            duplicate_of=second.number,
            kind=w.IncidentKind.INCIDENT,
            trigger=None,
        ).result()
    assert (caught.value.field, caught.value.theirs) == ("duplicate_of", first.number)


def test_duplicates_form_no_chains(store: Store) -> None:
    first, second, third = (new_incident(store) for _ in range(3))
    edit_facts(store, second.number, duplicate_of=first.number).result()
    for incident, number, message in (
        (first, 1, "duplicate of: #1 can't be a duplicate of itself"),
        (third, 2, "duplicate of: #2 is a duplicate itself: give #1 instead"),
        (first, 3, "duplicate of: #2 is a duplicate of #1: mark it as one of #3 first"),
        (first, 99, "duplicate of: there is no incident #99"),
        (first, 10**30, "duplicate of: there is no incident"),
    ):
        with pytest.raises(Refused, match=message):
            edit_facts(store, incident.number, duplicate_of=number).result()
    marks = [each.duplicate_of for each in store.incidents.everything().result()]
    assert marks == [None, 1, None]


def test_a_list_has_the_id_and_the_end(store: Store) -> None:
    incident = store.incidents.create("checkout", "slow", DAY, external_id=" INC-2024-0042 ")
    created = incident.result()
    assert created.external_id == "INC-2024-0042"
    store.incidents.write(created.id, "ended_at", None, NOW).result()
    (summary,) = store.lists.summaries([1]).result()
    assert (summary.external_id, summary.ended_at) == ("INC-2024-0042", NOW)
    with pytest.raises(Refused, match="id: 201 characters; at most 200"):
        store.incidents.write(created.id, "external_id", "INC-2024-0042", "x" * 201).result()
