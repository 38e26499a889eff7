"""Action items from meeting to meeting."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from db import records as r
from db import words as w
from db.store import Store
from tests.db.support import DAY, PLAN, new_incident

LATER = DAY + timedelta(days=14)


@dataclass(frozen=True)
class Case:
    """An item of an earlier incident, and a meeting that has to review it."""

    item: r.ActionItem
    meeting: r.Meeting


@pytest.fixture
def case(store: Store) -> Case:
    earlier = new_incident(store, DAY - timedelta(days=30))
    item = store.actions.add(earlier.id, "cap retries", "ana", w.Priority.P1, DAY, "OPS-1")
    return Case(item.result(), store.meetings.begin(new_incident(store).id, PLAN).result())


def next_meeting(store: Store, days: int) -> r.Meeting:
    incident = new_incident(store, DAY + timedelta(days=days))
    return store.meetings.begin(incident.id, PLAN).result()


def test_a_new_item_starts_open(case: Case) -> None:
    item = case.item
    assert (item.slot, item.action, item.owner, item.priority) == (1, "cap retries", "ana", "P1")
    assert (item.due, item.first_due, item.ticket, item.ticket_verified) == (
        DAY,
        DAY,
        "OPS-1",
        False,
    )
    assert (item.status, item.is_open, item.closed_at, item.reviews) == ("open", True, None, ())


def test_only_earlier_incidents_open_items_are_carried(store: Store) -> None:
    days = [date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 5), DAY]
    incidents = [new_incident(store, day) for day in days]
    for incident in incidents:
        store.actions.add(incident.id, f"of {incident.number}").result()
    done = store.actions.add(incidents[0].id, "done").result()
    elsewhere = store.meetings.begin(incidents[4].id, PLAN).result()
    store.actions.review(done.id, elsewhere.id, w.ActionStatus.DONE).result()
    meeting = store.meetings.begin(incidents[2].id, PLAN).result()
    carried = store.actions.carried(meeting.id).result()
    # Of the same day, the lower number is the earlier one.
    assert [each.item.action for each in carried] == ["of 1", "of 2"]
    assert [(each.number, each.incident_date) for each in carried] == [(1, days[0]), (2, days[1])]


def test_what_is_carried_is_read_in_parts_too(store: Store) -> None:
    incidents = [new_incident(store, DAY - timedelta(days=day)) for day in (9, 8, 7, 0)]
    items = [
        store.actions.add(incident.id, f"{slot} of {incident.number}").result()
        for incident in incidents
        for slot in (1, 2, 3)
    ]
    meeting = store.meetings.begin(incidents[3].id, PLAN).result()
    store.actions.review(items[1].id, meeting.id, w.ActionStatus.DONE).result()
    ids = store.actions.to_review(meeting.id).result()
    assert ids == [item.id for item in items[:9]]
    whole = store.actions.carried(meeting.id).result()
    assert [each.item.id for each in whole] == ids
    parts = [store.actions.carried(meeting.id, ids[place : place + 4]) for place in (0, 4, 8)]
    assert [each for part in parts for each in part.result()] == whole
    said = store.actions.reviews(ids).result()
    assert {each.item.id: each.reviewed_at for each in whole if each.reviewed_now} == {
        items[1].id: said[items[1].id][0].at
    }
    store.actions.delete(items[0].id).result()
    assert store.actions.carried(meeting.id, ids[:2]).result() == whole[1:2]


def test_what_the_meeting_has_closed_stays_in_its_list(store: Store, case: Case) -> None:
    for status, note in ((w.ActionStatus.DONE, ""), (w.ActionStatus.DROPPED, "not worth it")):
        store.actions.review(case.item.id, case.meeting.id, status, note).result()
        (kept,) = store.actions.carried(case.meeting.id).result()
        assert kept.reviewed_now
        assert (kept.item.status, kept.item.note, kept.item.is_open) == (status, note, False)
    assert store.actions.carried(next_meeting(store, 7).id).result() == []


def test_each_meeting_that_leaves_it_open_carries_it_once(store: Store, case: Case) -> None:
    counts = []
    for week, meeting in enumerate([case.meeting, *(next_meeting(store, 7 * n) for n in (1, 2))]):
        (before,) = store.actions.carried(meeting.id).result()
        assert not before.reviewed_now
        store.actions.review(case.item.id, meeting.id, w.ActionStatus.OPEN, f"{week}").result()
        store.actions.review(case.item.id, meeting.id, w.ActionStatus.IN_PROGRESS).result()
        (after,) = store.actions.carried(meeting.id).result()
        assert after.carried == before.carried
        counts.append(after.carried)
    assert counts == [0, 1, 2]


def test_a_meeting_says_one_thing_of_an_item(store: Store, case: Case) -> None:
    first = store.actions.review(
        case.item.id, case.meeting.id, w.ActionStatus.IN_PROGRESS, "blocked on CI"
    ).result()
    second = store.actions.review(case.item.id, case.meeting.id, w.ActionStatus.DONE).result()
    assert [(each.status, each.note) for each in first.reviews] == [
        ("in_progress", "blocked on CI")
    ]
    assert [(each.status, each.note) for each in second.reviews] == [("done", "")]
    later = next_meeting(store, 7)
    third = store.actions.review(case.item.id, later.id, w.ActionStatus.OPEN, "again").result()
    assert [(each.meeting_id, each.status) for each in third.reviews] == [
        (case.meeting.id, "done"),
        (later.id, "open"),
    ]


def test_closing_keeps_the_first_moment_and_opening_again_clears_it(
    store: Store, case: Case
) -> None:
    def say(status: w.ActionStatus, note: str = "") -> r.ActionItem:
        return store.actions.review(case.item.id, case.meeting.id, status, note).result()

    closed = say(w.ActionStatus.DONE)
    assert closed.closed_at is not None
    assert say(w.ActionStatus.DROPPED, "done by others").closed_at == closed.closed_at
    assert say(w.ActionStatus.OPEN).closed_at is None


def test_another_owner_is_kept_as_what_the_meeting_said(store: Store, case: Case) -> None:
    item = store.actions.reassign(case.item.id, case.meeting.id, " ben ").result()
    assert (item.owner, item.status) == ("ben", "open")
    assert [each.note for each in item.reviews] == ["reassigned to ben"]
    assert store.actions.carried(case.meeting.id).result()[0].reviewed_now


def test_another_due_date_keeps_the_first(store: Store, case: Case) -> None:
    item = store.actions.set_due(case.item.id, case.meeting.id, LATER).result()
    assert (item.due, item.first_due) == (LATER, DAY)
    assert [each.note for each in item.reviews] == [f"due {LATER}"]


def test_the_first_due_date_is_the_first_that_is_given(store: Store, case: Case) -> None:
    incident = store.incidents.get(2).result()
    item = store.actions.add(incident.id, "shed load").result()
    assert item.first_due is None
    for due, first in ((DAY, DAY), (LATER, DAY), (None, DAY)):
        item = store.actions.edit(
            item, action="shed", owner="ben", priority=w.Priority.P3, due=due, ticket=""
        ).result()
        assert (item.due, item.first_due) == (due, first)
    again = store.actions.add(incident.id, "alert").result()
    assert store.actions.set_due(again.id, case.meeting.id, LATER).result().first_due == LATER


def test_an_edit_changes_what_it_was_given(store: Store, case: Case) -> None:
    item = store.actions.edit(
        case.item,
        action=" shed load ",
        owner="ben",
        priority=w.Priority.P3,
        due=LATER,
        ticket="OPS-2",
    ).result()
    assert (item.action, item.owner, item.priority, item.due, item.ticket) == (
        "shed load",
        "ben",
        "P3",
        LATER,
        "OPS-2",
    )
    assert store.incidents.get(1).result().action_items == (item,)


def test_the_replaced_item_is_parked(store: Store, case: Case) -> None:
    incident = store.incidents.get(2).result()
    items = [store.actions.add(incident.id, f"do {n}").result() for n in (1, 2, 3)]
    new = store.actions.replace(
        items[1].id, case.meeting.id, "shed load", "ben", w.Priority.P1, DAY, "OPS-3"
    ).result()
    assert (new.slot, new.owner, new.priority, new.first_due) == (2, "ben", "P1", DAY)
    kept = store.incidents.get(2).result()
    assert [each.action for each in kept.action_items] == ["do 1", "shed load", "do 3"]
    assert [(each.text, each.kind, each.meeting_id) for each in kept.parked] == [
        ("do 2", "action", case.meeting.id)
    ]
    assert store.parked.open().result() == list(kept.parked)


def test_what_was_said_of_an_action_is_parked_with_it(store: Store, case: Case) -> None:
    incident = store.incidents.get(2).result()
    said = ("cap retries", "Mei Lin", w.Priority.P1, DAY, "OPS-9")
    item = store.actions.add(incident.id, *said).result()
    store.actions.replace(item.id, case.meeting.id, "shed load").result()
    store.parked.add_action(*said, incident.id, case.meeting.id).result()
    store.parked.add_action("alert on retries", " ", incident_id=incident.id).result()
    assert [(each.text, each.kind) for each in store.parked.open().result()] == [
        (f"cap retries (owner: Mei Lin, priority: P1, due: {DAY}, ticket: OPS-9)", "action")
    ] * 2 + [("alert on retries", "action")]


def test_the_newest_reviews_come_first(store: Store, case: Case) -> None:
    for days, status in ((14, w.ActionStatus.OPEN), (28, w.ActionStatus.DONE)):
        store.actions.review(case.item.id, next_meeting(store, days).id, status).result()
    assert [each.status for each in store.actions.last_reviews().result()] == ["done", "open"]
    assert [each.status for each in store.actions.last_reviews(1).result()] == ["done"]
