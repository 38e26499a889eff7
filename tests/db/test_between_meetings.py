"""Action items live between meetings: every change holds from its day and stays in the history."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Gone, Refused
from db.store import Store
from tests.db.support import DAY, NOW, PLAN, Days, new_incident

LATER = DAY + timedelta(days=14)
DONE = r.ItemChange(w.ActionStatus.DONE)


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def store(target: str, clock: Days) -> Iterator[Store]:
    store = Store.open(target, now=clock)
    yield store
    store.close()


@pytest.fixture
def item(store: Store, clock: Days) -> r.ActionItem:
    """Return an item that was made ten days ago."""
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries", "ana", due=DAY, ticket="OPS-1").result()
    clock.days = 10
    return item


def change(
    store: Store, item: r.ActionItem, change: r.ItemChange, at: datetime | None = None
) -> r.ActionItem:
    (changed,) = store.actions.change_between_meetings([item.id], change, at).result()
    return changed


def held_meeting(store: Store, incident: r.Incident) -> r.Meeting:
    return store.meetings.begin(incident.id, PLAN).result()


def test_an_item_is_done_on_the_day_on_which_it_was_done(store: Store, item: r.ActionItem) -> None:
    day = NOW + timedelta(days=4)
    changed = change(store, item, DONE, day)
    assert (changed.status, changed.closed_at) == ("done", day)
    (entry,) = changed.reviews
    assert (entry.at, entry.status, entry.note) == (day, "done", "")
    assert (entry.between_meetings, entry.meeting_id) == (True, None)
    assert changed.carried == 0


def test_without_a_day_a_change_holds_from_now(
    store: Store, item: r.ActionItem, clock: Days
) -> None:
    changed = change(store, item, DONE)
    assert changed.closed_at is not None
    assert changed.closed_at - NOW >= timedelta(days=clock.days)
    assert changed.reviews[0].at == changed.closed_at


def test_the_day_of_a_done_item_can_be_put_right(store: Store, item: r.ActionItem) -> None:
    change(store, item, DONE)
    days = [NOW + timedelta(days=day) for day in (5, 3)]
    for day in days:
        assert change(store, item, DONE, day).closed_at == day
    # Saying the same without a day changes nothing, and so leaves no entry.
    assert len(change(store, item, DONE).reviews) == 3


def test_what_changed_stands_in_the_history(store: Store, item: r.ActionItem) -> None:
    changes = [
        (r.ItemChange(owner=" Mei "), "open", "reassigned to Mei"),
        (r.ItemChange(due=LATER), "open", f"due {LATER}"),
        (r.ItemChange(ticket="OPS-17"), "open", "ticket OPS-17"),
        (r.ItemChange(ticket=""), "open", "ticket removed"),
        (r.ItemChange(w.ActionStatus.IN_PROGRESS, "blocked on CI"), "in_progress", "blocked on CI"),
        (
            r.ItemChange(note="half of it", owner="Ben"),
            "in_progress",
            "half of it; reassigned to Ben",
        ),
        (r.ItemChange(w.ActionStatus.DROPPED, "not worth it"), "dropped", "not worth it"),
    ]
    for made, _, _ in changes:
        changed = change(store, item, made)
    assert [(entry.status, entry.note) for entry in changed.reviews] == [
        (status, note) for _, status, note in changes
    ]
    assert (changed.owner, changed.due, changed.first_due) == ("Ben", LATER, DAY)
    assert (changed.status, changed.note, changed.ticket) == ("dropped", "not worth it", "")


def test_entries_of_one_moment_keep_their_order(store: Store, item: r.ActionItem) -> None:
    day = NOW + timedelta(days=4)
    for status in (w.ActionStatus.IN_PROGRESS, w.ActionStatus.DONE, w.ActionStatus.OPEN) * 2:
        changed = change(store, item, r.ItemChange(status), day)
    assert [entry.status for entry in changed.reviews] == ["in_progress", "done", "open"] * 2


def test_a_closed_item_is_reopened(store: Store, item: r.ActionItem) -> None:
    change(store, item, DONE)
    reopened = change(store, item, r.ItemChange(w.ActionStatus.OPEN))
    assert (reopened.status, reopened.closed_at) == ("open", None)
    change(store, item, r.ItemChange(w.ActionStatus.DROPPED, "not worth it"))
    reopened = change(store, item, r.ItemChange(w.ActionStatus.OPEN))
    # The reason was one for dropping it.
    assert (reopened.note, reopened.closed_at) == ("", None)
    meeting = held_meeting(store, new_incident(store))
    change(store, item, DONE)
    in_meeting = store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS).result()
    assert (in_meeting.status, in_meeting.closed_at) == ("in_progress", None)


def test_the_note_stays_unless_another_one_is_given(store: Store, item: r.ActionItem) -> None:
    change(store, item, r.ItemChange(w.ActionStatus.IN_PROGRESS, "blocked on CI"))
    assert change(store, item, r.ItemChange(owner="Mei")).note == "blocked on CI"
    assert change(store, item, r.ItemChange(note="")).note == ""


def test_several_items_are_changed_at_once_and_undone_at_once(
    store: Store, item: r.ActionItem
) -> None:
    others = [store.actions.add(new_incident(store).id, "shed load").result() for _ in range(2)]
    items = [item, *others]
    ids = [each.id for each in items]
    changed = store.actions.change_between_meetings(ids, DONE).result()
    assert [each.id for each in changed] == ids
    assert {each.status for each in changed} == {w.ActionStatus.DONE}
    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == "3 action items"
    kept = [each for _, each in store.actions.all(include_closed=True).result()]
    assert kept == items


@pytest.mark.parametrize(
    ("made", "days", "message"),
    [
        (DONE, 11, r"#1\.1: 2026-03-25 is in the future: give today or a day before it"),
        (DONE, -1, r"#1\.1: it was made on 2026-03-14: give that day or a later one"),
        (r.ItemChange(w.ActionStatus.DROPPED), None, "reason: write something"),
        (r.ItemChange(w.ActionStatus.DROPPED, "  "), None, "reason: write something"),
        (r.ItemChange(owner=" "), None, "owner: write something"),
        (r.ItemChange(note="x" * 2_001), None, "note: 2,001 characters; at most 2,000"),
    ],
)
def test_what_is_refused_changes_nothing(
    store: Store, item: r.ActionItem, made: r.ItemChange, days: int | None, message: str
) -> None:
    at = None if days is None else NOW + timedelta(days=days)
    other = store.actions.add(new_incident(store).id, "shed load").result()
    before = store.actions.all(include_closed=True).result()
    for ids in ([item.id], [item.id, other.id]):
        with pytest.raises(Refused, match=message):
            store.actions.change_between_meetings(ids, made, at).result()
    assert store.actions.all(include_closed=True).result() == before


def test_where_one_of_several_items_is_refused_none_is_changed(
    store: Store, item: r.ActionItem
) -> None:
    newer = store.actions.add(new_incident(store).id, "shed load").result()
    before = store.actions.all(include_closed=True).result()
    with pytest.raises(Refused, match=r"#2\.1: it was made on 2026-03-24"):
        store.actions.change_between_meetings(
            [item.id, newer.id], DONE, NOW + timedelta(days=5)
        ).result()
    assert store.actions.all(include_closed=True).result() == before


def test_an_item_is_not_reopened_before_it_was_closed(store: Store, item: r.ActionItem) -> None:
    change(store, item, DONE, NOW + timedelta(days=4))
    with pytest.raises(Refused, match=r"#1\.1: it was closed on 2026-03-18: give that day"):
        change(store, item, r.ItemChange(w.ActionStatus.OPEN), NOW + timedelta(days=3))


def test_an_item_that_was_deleted_elsewhere_is_refused(store: Store, item: r.ActionItem) -> None:
    store.actions.delete(item.id).result()
    with pytest.raises(Gone, match="the action item is gone: it was deleted in another window"):
        change(store, item, DONE)


def test_an_outcome_for_an_item_that_another_window_closed_is_a_conflict(
    store: Store, item: r.ActionItem
) -> None:
    meeting = held_meeting(store, new_incident(store))

    def review(status: w.ActionStatus, original: r.ActionItem) -> r.ActionItem:
        return store.actions.review(item.id, meeting.id, status, original=original).result()

    started = change(store, item, r.ItemChange(w.ActionStatus.IN_PROGRESS))
    assert review(w.ActionStatus.OPEN, item).status == "open"
    closed = change(store, started, DONE)
    with pytest.raises(Conflict) as caught:
        review(w.ActionStatus.IN_PROGRESS, started)
    assert (caught.value.field, caught.value.theirs) == ("status", w.ActionStatus.DONE)
    assert review(w.ActionStatus.IN_PROGRESS, closed).status == "in_progress"


def test_a_review_keeps_the_note_that_stands_there(store: Store, item: r.ActionItem) -> None:
    meeting = held_meeting(store, new_incident(store))
    change(store, item, r.ItemChange(w.ActionStatus.IN_PROGRESS, "blocked on CI"))

    def review(status: w.ActionStatus, note: str | None = None) -> r.ActionItem:
        return store.actions.review(item.id, meeting.id, status, note).result()

    for status in (w.ActionStatus.IN_PROGRESS, w.ActionStatus.OPEN):
        reviewed = review(status)
        assert (reviewed.note, reviewed.reviews[-1].note) == ("blocked on CI", "blocked on CI")
    assert review(w.ActionStatus.OPEN, "").note == ""
    dropped = review(w.ActionStatus.DROPPED, "not worth it")
    assert review(w.ActionStatus.DROPPED).note == dropped.note
    assert review(w.ActionStatus.OPEN).note == ""


def test_another_outcome_keeps_the_owner_and_the_date_that_the_meeting_noted(
    store: Store, item: r.ActionItem
) -> None:
    meeting = held_meeting(store, new_incident(store))
    store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS, "half").result()
    store.actions.reassign(item.id, meeting.id, "Mei").result()
    store.actions.set_due(item.id, meeting.id, LATER).result()
    reviewed = store.actions.review(
        item.id, meeting.id, w.ActionStatus.IN_PROGRESS, "blocked on CI"
    ).result()
    note = f"blocked on CI; reassigned to Mei; due {LATER}"
    assert [review.note for review in reviewed.reviews] == [note]
    (carried,) = store.actions.carried(meeting.id).result()
    assert carried.review_note == note
    assert carried.item.note == "blocked on CI"


def test_changes_between_meetings_are_no_reviews_of_a_meeting(
    store: Store, item: r.ActionItem
) -> None:
    change(store, item, r.ItemChange(w.ActionStatus.IN_PROGRESS))
    meeting = held_meeting(store, new_incident(store))
    (carried,) = store.actions.carried(meeting.id).result()
    assert (carried.carried, carried.reviewed_now) == (0, False)
    assert store.actions.latest_reviews().result() == []


def test_what_was_closed_since_a_moment_is_listed_in_its_order(
    store: Store, item: r.ActionItem
) -> None:
    others = [store.actions.add(new_incident(store).id, "shed load").result() for _ in range(2)]
    day = NOW + timedelta(days=4)
    change(store, item, DONE, day)
    dropped = change(store, others[1], r.ItemChange(w.ActionStatus.DROPPED, "too late"))
    assert dropped.closed_at is not None

    def closed(moment: datetime, until: datetime | None = None) -> list[tuple[int, str]]:
        found = store.actions.closed_since(moment, until).result()
        return [(number, each.status) for number, each in found]

    assert closed(NOW) == [(1, "done"), (3, "dropped")]
    assert closed(day) == [(3, "dropped")]
    assert closed(NOW, dropped.closed_at) == [(1, "done")]


def test_items_are_found_by_their_numbers(store: Store, item: r.ActionItem) -> None:
    other = store.actions.add(store.incidents.get(1).result().id, "shed load").result()
    assert store.actions.at_places([(1, 2), (1, 1)]).result() == [other, item]
    for place in ((1, 3), (9, 1), (10**30, 1)):
        with pytest.raises(Refused, match=rf"there is no action item #{place[0]}\.{place[1]}; "):
            store.actions.at_places([(1, 1), place]).result()


def test_items_are_filtered(store: Store, item: r.ActionItem) -> None:
    search = store.incidents.create("search", "slow", DAY).result()
    late = store.actions.add(search.id, "add an index", "Mei", due=LATER).result()
    none = store.actions.add(search.id, "alert").result()
    change(store, none, DONE)
    actions = store.actions

    def names(found: list[tuple[int, str, r.ActionItem]]) -> list[tuple[int, str, str]]:
        return [(number, service, each.action) for number, service, each in found]

    mine, theirs = (1, "checkout", "cap retries"), (2, "search", "add an index")
    assert names(actions.filtered().result()) == [mine, theirs]
    assert names(actions.filtered(owner="MEI").result()) == [theirs]
    assert names(actions.filtered(service="checkout").result()) == [mine]
    assert names(actions.filtered(overdue_before=LATER).result()) == [mine]
    closed = actions.filtered(statuses=w.CLOSED_STATUSES).result()
    assert names(closed) == [(2, "search", "alert")]
    assert closed[0][2].reviews
    assert actions.filtered(owner="nobody").result() == []
    assert late.is_open


def test_the_day_in_a_message_is_that_of_the_given_time_zone(
    store: Store, item: r.ActionItem
) -> None:
    at = datetime(2026, 3, 14, 1, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert at < NOW.astimezone(UTC)
    with pytest.raises(Refused, match="it was made on 2026-03-14"):
        change(store, item, DONE, at)


def test_the_words_of_an_undo_name_the_item(
    store: Store, item: r.ActionItem, window: Callable[[], Store]
) -> None:
    change(store, item, DONE)
    following = store.history.next_undo().result()
    assert following is not None
    assert following.label == "change of “cap retries”"
    assert window().history.next_undo().result() is None


def test_an_edit_between_meetings_stands_in_the_history(store: Store) -> None:
    item = store.actions.add(new_incident(store).id, "cap retries", "Ana").result()
    edited = store.actions.edit_between_meetings(
        item, action="cap all retries", owner="Mei", priority=w.Priority.P1, due=DAY, ticket="A-1"
    ).result()
    assert (edited.action, edited.priority, edited.first_due) == ("cap all retries", "P1", DAY)
    (entry,) = edited.reviews
    assert entry.note == f"reassigned to Mei; due {DAY}; ticket A-1"
    assert entry.between_meetings
    again = store.actions.edit_between_meetings(
        edited, action="cap", owner="", priority=w.Priority.P1, due=None, ticket=""
    ).result()
    assert again.reviews[-1].note == "owner removed; due date removed; ticket removed"
    # Other words alone are a correction, and no change of what was agreed.
    last = store.actions.edit_between_meetings(
        again, action="cap them", owner="", priority=w.Priority.P3, due=None, ticket=""
    ).result()
    assert len(last.reviews) == 2
