"""A meeting survives the program."""

from collections.abc import Callable
from datetime import date

import pytest

from db import records as r
from db import words as w
from db.errors import Conflict, Refused
from db.store import Store
from tests.db.support import PLAN, new_incident, reading


@pytest.fixture
def meeting(store: Store) -> r.Meeting:
    return store.meetings.begin(new_incident(store).id, PLAN).result()


def test_a_meeting_begins_at_its_opening(store: Store, meeting: r.Meeting) -> None:
    assert (meeting.number, meeting.stage, meeting.sub, meeting.plan) == (1, "opening", 0, PLAN)
    assert (meeting.finished_at, meeting.events, meeting.attendees, meeting.seen) == (
        None,
        (),
        (),
        None,
    )
    assert store.meetings.running().result() == meeting


def test_one_that_has_not_ended_is_taken_up_again(
    store: Store, meeting: r.Meeting, window: Callable[[], Store]
) -> None:
    store.meetings.goto(meeting.id, w.Stage.INCIDENT, 1).result()
    again = window().meetings.begin(meeting.incident_id, (5, 5, 5)).result()
    assert (again.id, again.plan, again.stage, again.sub) == (meeting.id, PLAN, "incident", 1)


def test_after_the_end_a_new_one_begins(store: Store, meeting: r.Meeting) -> None:
    finished = store.meetings.finish(meeting.id).result()
    assert finished.finished_at is not None
    assert store.meetings.running().result() is None
    assert store.incidents.get(1).result().status is w.IncidentStatus.REVIEWED
    assert store.meetings.finish(meeting.id).result().finished_at == finished.finished_at
    again = store.meetings.begin(meeting.incident_id, PLAN).result()
    assert again.id != meeting.id
    assert store.meetings.running().result() == again


def test_the_newest_of_several_is_the_running_one(store: Store, meeting: r.Meeting) -> None:
    newer = store.meetings.begin(new_incident(store).id, PLAN).result()
    assert store.meetings.running().result() == newer
    store.meetings.finish(newer.id).result()
    assert store.meetings.running().result() == meeting


def test_the_clock_s_log_comes_back_as_it_was_written(
    store: Store, meeting: r.Meeting, window: Callable[[], Store]
) -> None:
    events = tuple(
        r.ClockEvent(kind, reading(n + 0.123456), seconds=-n, moves_end=n % 2 == 0)
        for n, kind in enumerate(w.ClockKind)
    )
    for event in events:
        store.meetings.tick(meeting.id, event).result()
    store.meetings.beat(meeting.id, reading(77.5, boot="boot-b")).result()
    kept = window().meetings.get(meeting.id).result()
    assert kept.events == events
    assert kept.seen == reading(77.5, boot="boot-b")


def test_a_tick_can_turn_the_page(store: Store, meeting: r.Meeting) -> None:
    start = r.ClockEvent(w.ClockKind.START, reading())
    moved = store.meetings.tick(meeting.id, start, w.Stage.INCIDENT).result()
    assert (moved.stage, moved.sub, moved.events) == ("incident", 0, (start,))
    store.meetings.goto(meeting.id, w.Stage.INCIDENT, 2).result()
    pause = r.ClockEvent(w.ClockKind.PAUSE, reading(60))
    assert store.meetings.tick(meeting.id, pause).result().sub == 2
    again = store.meetings.tick(meeting.id, pause, w.Stage.INCIDENT).result()
    assert (again.stage, again.sub) == ("incident", 2)
    onwards = store.meetings.tick(meeting.id, pause, w.Stage.PATTERNS).result()
    assert (onwards.stage, onwards.sub) == ("patterns", 0)


def test_people_in_the_room(store: Store, meeting: r.Meeting) -> None:
    ana = store.meetings.attend(meeting.id, " ana ", facilitates=True).result()
    ben = store.meetings.attend(meeting.id, "ben", was_in_incident=True).result()
    assert ana == r.Attendee(ana.id, "ana", True, False, False)
    with pytest.raises(Refused, match="that person is on the list already"):
        store.meetings.attend(meeting.id, "ana").result()
    renamed = store.meetings.edit_attendee(
        ana, name="anna", facilitates=False, takes_notes=True, was_in_incident=False
    ).result()
    assert store.meetings.get(meeting.id).result().attendees == (renamed, ben)
    store.meetings.leave(ana.id).result()
    assert store.meetings.get(meeting.id).result().attendees == (ben,)
    store.history.undo().result()
    assert store.meetings.get(meeting.id).result().attendees == (renamed, ben)


@pytest.mark.parametrize("plan", [(0, 30, 10), (10, -1, 10)])
def test_a_segment_takes_time(store: Store, plan: tuple[int, int, int]) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match="each segment takes at least 1 minute"):
        store.meetings.begin(incident.id, plan).result()
    assert store.meetings.running().result() is None


def test_the_next_meeting_s_day_is_kept_and_the_later_of_two_is_told(
    store: Store, meeting: r.Meeting
) -> None:
    day, other = date(2026, 12, 8), date(2026, 12, 9)
    assert store.meetings.plan_next(meeting.id, None, day).result().next_on == day
    with pytest.raises(Conflict) as told:
        store.meetings.plan_next(meeting.id, None, other).result()
    assert told.value.theirs == day
    assert store.meetings.plan_next(meeting.id, day, None).result().next_on is None


def test_people_seen_before_most_often_first(store: Store, meeting: r.Meeting) -> None:
    for owner in ("ben", "Ana", "", "cleo", "ana"):
        incident = new_incident(store)
        store.actions.add(incident.id, "do", owner).result()
    theme = store.themes.add("retries", [1]).result()
    store.themes.decide(theme, "no budget", "cleo").result()
    for name in ("cleo", "ana", "Dan"):
        store.meetings.attend(meeting.id, name).result()
    assert store.meetings.people().result() == ["ana", "cleo", "ben", "Dan"]
