"""How a meeting ends: finished, cancelled, thrown away, or never begun; and what is left of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta, timezone

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.store import Store
from db.worker import Pending
from tests.db.support import DAY, PLAN, Days, instant_at, new_incident

CANCELLED = "the meeting was cancelled in another window"
FINISHED = "the meeting was finished in another window"


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def store(target: str, clock: Days) -> Iterator[Store]:
    store = Store.open(target, now=clock)
    yield store
    store.close()


@pytest.fixture
def item(store: Store) -> r.ActionItem:
    return store.actions.add(new_incident(store).id, "cap retries", "ana").result()


@pytest.fixture
def meeting(store: Store, item: r.ActionItem) -> r.Meeting:
    """Return a running meeting about another incident, which has reviewed the item."""
    meeting = begin(store)
    store.meetings.add_attendee(meeting.id, "ana", facilitates=True).result()
    store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS, "half").result()
    store.parked.add("a game day", meeting_id=meeting.id).result()
    return store.meetings.get(meeting.id).result()


def begin(store: Store) -> r.Meeting:
    meeting = store.meetings.begin(new_incident(store).id, PLAN).result()
    event = r.ClockEvent(w.ClockKind.START, instant_at())
    return store.meetings.add_clock_event(meeting.id, event).result()


def reviews(store: Store, item: r.ActionItem) -> tuple[r.Review, ...]:
    return store.actions.reviews([item.id]).result()[item.id]


def test_a_cancelled_meeting_that_is_kept_can_be_read_and_counts_as_none(
    store: Store, meeting: r.Meeting, item: r.ActionItem
) -> None:
    store.meetings.plan_next(meeting.id, None, DAY + timedelta(days=9)).result()
    store.meetings.cancel(meeting.id, keep=True).result()
    (kept,) = store.meetings.of_incident(meeting.incident_id).result()
    assert kept.cancelled_at is not None
    assert (kept.finished_at, kept.attendees) == (kept.cancelled_at, meeting.attendees)
    assert store.meetings.running().result() == []
    assert store.incidents.get(meeting.number).result().status is w.IncidentStatus.DRAFT
    assert store.meetings.next_planned().result() is None
    assert store.meetings.last_finished().result() is None
    assert store.meetings.last_attendees().result() == ()
    assert [review.meeting_id for review in reviews(store, item)] == [meeting.id]
    again = store.meetings.begin(meeting.incident_id, PLAN).result()
    assert again.id != meeting.id


def test_a_meeting_that_is_thrown_away_leaves_what_it_decided(
    store: Store, meeting: r.Meeting, item: r.ActionItem
) -> None:
    before = reviews(store, item)
    store.meetings.cancel(meeting.id, keep=False).result()
    assert store.meetings.of_incident(meeting.incident_id).result() == []
    with pytest.raises(Refused, match="the meeting was thrown away"):
        store.meetings.get(meeting.id).result()
    (review,) = reviews(store, item)
    assert (review.status, review.note, review.at) == ("in_progress", "half", before[0].at)
    assert (review.meeting_id, review.between_meetings) == (None, True)
    assert [parked.meeting_id for parked in store.parked.open().result()] == [None]


@pytest.mark.parametrize("keep", [True, False])
def test_undo_lets_a_cancelled_meeting_run_again(
    store: Store, meeting: r.Meeting, item: r.ActionItem, keep: bool
) -> None:
    before = reviews(store, item)
    parked = store.parked.open().result()
    store.meetings.cancel(meeting.id, keep=keep).result()
    following = store.history.next_undo().result()
    assert following is not None
    assert (following.label, following.finished_meeting) == ("cancelled meeting about #2", None)
    store.history.undo().result()
    assert store.meetings.running().result()[0] == meeting
    assert reviews(store, item) == before
    assert store.parked.open().result() == parked


@pytest.mark.parametrize(
    "change",
    [
        lambda store, meeting: store.meetings.goto(meeting.id, w.Stage.REVIEW),
        lambda store, meeting: store.meetings.beat(meeting.id, instant_at()),
        lambda store, meeting: store.meetings.add_clock_event(
            meeting.id, r.ClockEvent(w.ClockKind.PAUSE, instant_at())
        ),
        lambda store, meeting: store.meetings.add_attendee(meeting.id, "ben"),
        lambda store, meeting: store.meetings.add_attendees(meeting.id, meeting.attendees),
        lambda store, meeting: store.meetings.delete_attendee(meeting.attendees[0].id),
        lambda store, meeting: store.meetings.edit_attendee(
            meeting.attendees[0],
            name="anna",
            facilitates=True,
            takes_notes=True,
            was_in_incident=True,
        ),
        lambda store, meeting: store.meetings.cancel(meeting.id, keep=True),
    ],
    ids=["screen", "heartbeat", "clock", "attendee", "attendees", "leaves", "edit", "cancel"],
)
def test_a_meeting_that_is_over_refuses_every_change(
    store: Store, meeting: r.Meeting, change: Callable[[Store, r.Meeting], Pending[object]]
) -> None:
    store.meetings.finish(meeting.id).result()
    over = store.meetings.get(meeting.id).result()
    with pytest.raises(Refused, match=FINISHED):
        change(store, meeting).result()
    assert store.meetings.get(meeting.id).result() == over
    other = begin(store)
    store.meetings.add_attendee(other.id, "ana").result()
    other = store.meetings.get(other.id).result()
    store.meetings.cancel(other.id, keep=True).result()
    with pytest.raises(Refused, match=CANCELLED):
        change(store, other).result()


def test_a_cancelled_meeting_is_neither_finished_nor_reviewed_in(
    store: Store, meeting: r.Meeting, item: r.ActionItem
) -> None:
    store.meetings.cancel(meeting.id, keep=True).result()
    for change in (
        lambda: store.meetings.finish(meeting.id).result(),
        lambda: store.actions.review(item.id, meeting.id, w.ActionStatus.DONE).result(),
        lambda: store.actions.reassign(item.id, meeting.id, "Mei").result(),
        lambda: store.actions.set_due(item.id, meeting.id, DAY).result(),
    ):
        with pytest.raises(Refused, match=CANCELLED):
            change()
    assert store.incidents.get(meeting.number).result().status is w.IncidentStatus.DRAFT
    assert store.incidents.get(1).result().action_items[0].status is w.ActionStatus.IN_PROGRESS


def test_a_meeting_that_nobody_has_begun_is_discarded_without_a_trace(store: Store) -> None:
    incident = new_incident(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.meetings.goto(meeting.id, w.Stage.OPENING).result()
    store.meetings.discard_unbegun(meeting.id).result()
    with pytest.raises(Refused, match="the meeting was thrown away"):
        store.meetings.get(meeting.id).result()
    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == "new incident #1"
    assert store.incidents.everything().result() == []
    # Discarding what is gone already does nothing.
    store.meetings.discard_unbegun(meeting.id).result()


def test_a_meeting_that_has_begun_is_not_discarded(store: Store, item: r.ActionItem) -> None:
    started = begin(store)
    attended, reviewed, parked = (
        store.meetings.begin(new_incident(store).id, PLAN).result() for _ in range(3)
    )
    store.meetings.add_attendee(attended.id, "ana").result()
    store.actions.review(item.id, reviewed.id, w.ActionStatus.OPEN).result()
    store.parked.add("a game day", meeting_id=parked.id).result()
    for meeting in (started, attended, reviewed, parked):
        store.meetings.discard_unbegun(meeting.id).result()
        assert store.meetings.get(meeting.id).result().id == meeting.id


def test_the_meetings_of_an_incident_are_listed_oldest_first(
    store: Store, meeting: r.Meeting, clock: Days
) -> None:
    store.meetings.finish(meeting.id).result()
    ids = [meeting.id]
    for keep in (True, False):
        clock.days += 1
        again = store.meetings.begin(meeting.incident_id, PLAN).result()
        store.meetings.add_attendee(again.id, "ana").result()
        store.meetings.cancel(again.id, keep=keep).result()
        ids += [again.id] if keep else []
    store.meetings.begin(meeting.incident_id, PLAN).result()
    found = store.meetings.of_incident(meeting.incident_id).result()
    assert [each.id for each in found] == ids
    assert [each.cancelled_at is None for each in found] == [True, False]


def test_the_outcomes_of_a_meeting_are_as_it_gave_them(
    store: Store, meeting: r.Meeting, item: r.ActionItem
) -> None:
    store.meetings.finish(meeting.id).result()
    store.actions.change_between_meetings(
        [item.id], r.ItemChange(w.ActionStatus.DONE, "shipped")
    ).result()
    (outcome,) = store.meetings.outcomes(meeting.id).result()
    assert (outcome.number, outcome.slot, outcome.action) == (1, 1, "cap retries")
    assert (outcome.status, outcome.note) == ("in_progress", "half")


def test_the_people_of_the_last_meeting_are_added_at_once(
    store: Store, meeting: r.Meeting, clock: Days
) -> None:
    store.meetings.add_attendee(meeting.id, "Ben", takes_notes=True, was_in_incident=True).result()
    store.meetings.finish(meeting.id).result()
    clock.days = 7
    empty = begin(store)
    store.meetings.finish(empty.id).result()
    people = store.meetings.last_attendees().result()
    assert [person.name for person in people] == ["ana", "Ben"]
    following = begin(store)
    store.meetings.add_attendee(following.id, "ben").result()
    store.meetings.add_attendees(following.id, people).result()
    present = store.meetings.get(following.id).result().attendees
    assert [(p.name, p.facilitates, p.takes_notes, p.was_in_incident) for p in present] == [
        ("ben", False, False, False),
        ("ana", True, False, False),
    ]
    store.history.undo().result()
    assert [p.name for p in store.meetings.get(following.id).result().attendees] == ["ben"]


def test_the_next_meeting_is_planned_until_one_is_finished_on_that_day(
    store: Store, meeting: r.Meeting, clock: Days
) -> None:
    day = DAY + timedelta(days=7)
    store.meetings.plan_next(meeting.id, None, day).result()
    store.meetings.finish(meeting.id).result()
    clock.days = 6
    store.meetings.finish(begin(store).id).result()
    assert store.meetings.next_planned().result() == day
    # In a zone far ahead, that meeting was held on the planned day.
    ahead = timezone(timedelta(hours=16))
    assert store.meetings.next_planned(ahead).result() is None
    clock.days = 7
    cancelled = begin(store)
    store.meetings.cancel(cancelled.id, keep=True).result()
    assert store.meetings.next_planned().result() == day
    store.meetings.finish(begin(store).id).result()
    assert store.meetings.next_planned().result() is None


def test_undo_stops_at_the_end_of_a_finished_meeting(
    store: Store, meeting: r.Meeting, target: str
) -> None:
    store.incidents.write(meeting.incident_id, "root_cause", "", "retries").result()
    store.meetings.finish(meeting.id).result()
    following = store.history.next_undo().result()
    assert following is not None
    assert (following.label, following.finished_meeting) == ("root cause of #2", 2)
    message = "root cause of #2: can't be undone, it was made in the meeting about #2, which is"
    for _ in range(3):
        with pytest.raises(Refused, match=message):
            store.history.undo().result()
    assert store.incidents.get(2).result().root_cause == "retries"
    store.incidents.write(meeting.incident_id, "lessons_learned", "", "cap them").result()
    following = store.history.next_undo().result()
    assert following is not None
    assert (following.label, following.finished_meeting) == ("lessons learned of #2", None)
    assert store.history.undo().result() is not None
    with pytest.raises(Refused, match=message):
        store.history.undo().result()


def test_what_another_window_did_meanwhile_is_no_change_of_the_meeting(
    store: Store, meeting: r.Meeting, window: Callable[[], Store]
) -> None:
    other = window()
    other.incidents.write(store.incidents.get(1).result().id, "root_cause", "", "one").result()
    store.meetings.finish(meeting.id).result()
    following = other.history.next_undo().result()
    assert following is not None
    assert following.finished_meeting is None
    assert other.history.undo().result() is not None
