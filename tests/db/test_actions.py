"""Action items are reviewed from meeting to meeting."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from db import records as r
from db import vocabulary as w
from db.store import Store
from db.worker import Pending
from tests.db.support import DAY, PLAN, new_incident
from tests.db.test_documents import document

LATER = DAY + timedelta(days=14)


@dataclass(frozen=True)
class Case:
    """An action item of one incident, and the meeting about another that has to review it."""

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


def test_a_meeting_reviews_the_open_items_of_all_other_incidents(store: Store) -> None:
    days = [DAY, date(2026, 3, 5), date(2026, 3, 1)]
    incidents = [new_incident(store, day) for day in days]
    for incident in incidents:
        store.actions.add(incident.id, f"of {incident.number}").result()
    done = store.actions.add(incidents[0].id, "done").result()
    other_meeting = store.meetings.begin(incidents[2].id, PLAN).result()
    store.actions.review(done.id, other_meeting.id, w.ActionStatus.DONE).result()
    meeting = store.meetings.begin(incidents[1].id, PLAN).result()
    carried = store.actions.carried(meeting.id).result()
    assert [carried_item.item.action for carried_item in carried] == ["of 1", "of 3"]
    assert [(carried_item.number, carried_item.incident_date) for carried_item in carried] == [
        (1, days[0]),
        (3, days[2]),
    ]


def test_carried_items_can_be_read_in_parts(store: Store) -> None:
    incidents = [new_incident(store, DAY - timedelta(days=day)) for day in (9, 8, 7, 0)]
    items = [
        store.actions.add(incident.id, f"{slot} of {incident.number}").result()
        for incident in incidents
        for slot in (1, 2, 3)
    ]
    meeting = store.meetings.begin(incidents[3].id, PLAN).result()
    store.actions.review(items[1].id, meeting.id, w.ActionStatus.DONE).result()
    ids = store.actions.ids_to_review(meeting.id).result()
    assert ids == [item.id for item in items[:9]]
    whole = store.actions.carried(meeting.id).result()
    assert [carried_item.item.id for carried_item in whole] == ids
    parts = [store.actions.carried(meeting.id, ids[start : start + 4]) for start in (0, 4, 8)]
    assert [carried_item for part in parts for carried_item in part.result()] == whole
    reviews = store.actions.reviews(ids).result()
    reviewed = {
        carried_item.item.id: carried_item.reviewed_at
        for carried_item in whole
        if carried_item.reviewed_now
    }
    assert reviewed == {items[1].id: reviews[items[1].id][0].at}
    store.actions.delete(items[0].id).result()
    assert store.actions.carried(meeting.id, ids[:2]).result() == whole[1:2]


def test_items_that_a_meeting_has_closed_stay_in_its_list(store: Store, case: Case) -> None:
    for status, note in ((w.ActionStatus.DONE, ""), (w.ActionStatus.DROPPED, "not worth it")):
        store.actions.review(case.item.id, case.meeting.id, status, note).result()
        (kept,) = store.actions.carried(case.meeting.id).result()
        assert kept.reviewed_now
        assert (kept.item.status, kept.item.note, kept.item.is_open) == (status, note, False)
    assert store.actions.carried(next_meeting(store, 7).id).result() == []


def test_every_meeting_that_leaves_an_item_open_counts_once(store: Store, case: Case) -> None:
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


def test_a_meeting_has_one_review_of_an_item(store: Store, case: Case) -> None:
    first = store.actions.review(
        case.item.id, case.meeting.id, w.ActionStatus.IN_PROGRESS, "blocked on CI"
    ).result()
    second = store.actions.review(case.item.id, case.meeting.id, w.ActionStatus.DONE, "").result()
    assert [(review.status, review.note) for review in first.reviews] == [
        ("in_progress", "blocked on CI")
    ]
    assert [(review.status, review.note) for review in second.reviews] == [("done", "")]
    later = next_meeting(store, 7)
    third = store.actions.review(case.item.id, later.id, w.ActionStatus.OPEN, "again").result()
    assert [(review.meeting_id, review.status) for review in third.reviews] == [
        (case.meeting.id, "done"),
        (later.id, "open"),
    ]


def test_the_time_of_closing_is_the_first_and_reopening_clears_it(store: Store, case: Case) -> None:
    def review(status: w.ActionStatus, note: str = "") -> r.ActionItem:
        return store.actions.review(case.item.id, case.meeting.id, status, note).result()

    closed = review(w.ActionStatus.DONE)
    assert closed.closed_at is not None
    assert review(w.ActionStatus.DROPPED, "done by others").closed_at == closed.closed_at
    assert review(w.ActionStatus.OPEN).closed_at is None


def test_another_owner_is_noted_as_a_review_of_the_meeting(store: Store, case: Case) -> None:
    item = store.actions.reassign(case.item.id, case.meeting.id, " ben ").result()
    assert (item.owner, item.status) == ("ben", "open")
    assert [review.note for review in item.reviews] == ["reassigned to ben"]
    assert store.actions.carried(case.meeting.id).result()[0].reviewed_now


@pytest.mark.parametrize(
    ("change", "added"),
    [
        (
            lambda store, item, meeting: store.actions.reassign(item, meeting, "ben"),
            "reassigned to ben",
        ),
        (lambda store, item, meeting: store.actions.set_due(item, meeting, LATER), f"due {LATER}"),
    ],
    ids=["owner", "due date"],
)
def test_another_owner_or_due_date_is_added_to_the_note_of_this_meeting(
    store: Store,
    case: Case,
    change: Callable[[Store, UUID, UUID], Pending[r.ActionItem]],
    added: str,
) -> None:
    last = next_meeting(store, -1)
    store.actions.review(case.item.id, last.id, w.ActionStatus.OPEN, "no time").result()
    store.actions.review(
        case.item.id, case.meeting.id, w.ActionStatus.IN_PROGRESS, "blocked on CI"
    ).result()
    changed = change(store, case.item.id, case.meeting.id).result()
    # The item itself keeps the note of its status, and the other meeting its own.
    assert (changed.status, changed.note) == ("in_progress", "blocked on CI")
    assert [(review.meeting_id, review.status, review.note) for review in changed.reviews] == [
        (last.id, "open", "no time"),
        (case.meeting.id, "in_progress", f"blocked on CI; {added}"),
    ]


def test_another_ticket_is_not_verified_any_more(store: Store) -> None:
    store.documents.import_all([document(1)]).result()
    item = store.incidents.get(1).result().action_items[0]
    assert item.ticket_verified

    def edit(item: r.ActionItem, ticket: str) -> r.ActionItem:
        return store.actions.edit(
            item,
            action=item.action,
            owner="ben",
            priority=item.priority,
            due=item.due,
            ticket=ticket,
        ).result()

    same_ticket = edit(item, item.ticket)
    assert same_ticket.ticket_verified
    other_ticket = edit(same_ticket, "OPS-18")
    assert not other_ticket.ticket_verified


def test_another_due_date_leaves_the_first_due_date(store: Store, case: Case) -> None:
    item = store.actions.set_due(case.item.id, case.meeting.id, LATER).result()
    assert (item.due, item.first_due) == (LATER, DAY)
    assert [review.note for review in item.reviews] == [f"due {LATER}"]


def test_the_first_due_date_is_the_first_one_that_is_set(store: Store, case: Case) -> None:
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


def test_an_edit_sets_every_field(store: Store, case: Case) -> None:
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
    assert [item.action for item in kept.action_items] == ["do 1", "shed load", "do 3"]
    assert [(parked.text, parked.kind, parked.meeting_id) for parked in kept.parked] == [
        ("do 2 (replaced by: shed load)", "action", case.meeting.id)
    ]
    assert store.parked.open().result() == list(kept.parked)


def test_a_parked_action_keeps_its_details(store: Store, case: Case) -> None:
    incident = store.incidents.get(2).result()
    details = ("cap retries", "Mei Lin", w.Priority.P1, DAY, "OPS-9")
    item = store.actions.add(incident.id, *details).result()
    store.actions.replace(item.id, case.meeting.id, "shed load").result()
    store.parked.add_action(*details, incident.id, case.meeting.id).result()
    store.parked.add_action("alert on retries", " ", incident_id=incident.id).result()
    written = f"owner: Mei Lin, priority: P1, due: {DAY}, ticket: OPS-9"
    assert [(parked.text, parked.kind) for parked in store.parked.open().result()] == [
        (f"cap retries ({written}, replaced by: shed load)", "action"),
        (f"cap retries ({written})", "action"),
        ("alert on retries", "action"),
    ]


def test_the_newest_reviews_come_first(store: Store, case: Case) -> None:
    for days, status in ((14, w.ActionStatus.OPEN), (28, w.ActionStatus.DONE)):
        store.actions.review(case.item.id, next_meeting(store, days).id, status).result()
    assert [review.status for review in store.actions.latest_reviews().result()] == ["done", "open"]
    assert [review.status for review in store.actions.latest_reviews(1).result()] == ["done"]


def test_imported_reviews_count_as_meetings_that_left_an_item_open(store: Store) -> None:
    imported = document(1)
    done, dropped = imported.action_items
    open_item = replace(done, status=w.ActionStatus.OPEN, closed_at=None)
    earlier = replace(imported, date=DAY - timedelta(days=30), action_items=(open_item, dropped))
    store.documents.import_all([earlier]).result()
    meeting = next_meeting(store, 0)
    (carried,) = store.actions.carried(meeting.id).result()
    assert (carried.item.id, carried.carried) == (open_item.id, len(open_item.reviews))
    assert carried.carried == 2


@pytest.mark.parametrize(
    ("action", "shown"), [("x" * 40, "x" * 40), ("x" * 41, "x" * 39 + "…")], ids=["fits", "cut"]
)
def test_a_long_action_is_cut_in_the_label_of_a_change(
    store: Store, case: Case, action: str, shown: str
) -> None:
    item = store.actions.add(store.incidents.get(2).result().id, action).result()
    store.actions.review(item.id, case.meeting.id, w.ActionStatus.DONE).result()
    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == f"outcome of “{shown}”"
