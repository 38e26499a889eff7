"""A meeting is stored with all that is needed to resume it."""

from collections.abc import Callable
from datetime import date

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.store import Store
from tests.db.support import PLAN, go_to_part, instant_at, new_incident


@pytest.fixture
def meeting(store: Store) -> r.Meeting:
    return store.meetings.begin(new_incident(store).id, PLAN).result()


def test_a_meeting_begins_at_its_opening(store: Store, meeting: r.Meeting) -> None:
    assert (meeting.number, meeting.stage, meeting.sub, meeting.plan) == (1, "opening", 0, PLAN)
    assert (meeting.finished_at, meeting.events, meeting.attendees, meeting.last_alive) == (
        None,
        (),
        (),
        None,
    )
    # Nobody has begun it yet.
    assert store.meetings.running().result() == []


def test_a_meeting_that_is_not_finished_is_resumed(
    store: Store, meeting: r.Meeting, window: Callable[[], Store]
) -> None:
    store.meetings.goto(meeting.id, w.Stage.INCIDENT).result()
    go_to_part(store, meeting.id, 1)
    again = window().meetings.begin(meeting.incident_id, (5, 5, 5)).result()
    assert (again.id, again.plan, again.stage, again.sub) == (meeting.id, PLAN, "incident", 1)


def test_a_new_meeting_begins_after_the_last_is_finished(store: Store, meeting: r.Meeting) -> None:
    finished = store.meetings.finish(meeting.id).result()
    assert finished.finished_at is not None
    assert store.meetings.running().result() == []
    assert store.incidents.get(1).result().status is w.IncidentStatus.REVIEWED
    assert store.meetings.finish(meeting.id).result().finished_at == finished.finished_at
    again = store.meetings.begin(meeting.incident_id, PLAN).result()
    assert again.id != meeting.id


def start(store: Store, meeting: r.Meeting) -> r.Meeting:
    event = r.ClockEvent(w.ClockKind.START, instant_at())
    return store.meetings.add_clock_event(meeting.id, event).result()


def test_the_newest_of_several_meetings_is_the_running_one(
    store: Store, meeting: r.Meeting
) -> None:
    meeting = start(store, meeting)
    newer = start(store, store.meetings.begin(new_incident(store).id, PLAN).result())
    assert store.meetings.running().result()[0] == newer
    assert store.meetings.running().result() == [newer, meeting]
    store.meetings.finish(newer.id).result()
    assert store.meetings.running().result()[0] == meeting
    assert store.meetings.running().result() == [meeting]


def test_a_meeting_begins_when_its_clock_starts_or_somebody_is_present(
    store: Store, meeting: r.Meeting
) -> None:
    ana = store.meetings.add_attendee(meeting.id, "ana").result()
    running = store.meetings.running().result()[0]
    assert running.id == meeting.id
    store.meetings.delete_attendee(ana.id).result()
    assert store.meetings.running().result() == []
    assert store.meetings.running().result() == []
    start(store, meeting)
    assert store.meetings.running().result() == [store.meetings.get(meeting.id).result()]


def test_the_log_of_the_clock_is_read_as_it_was_written(
    store: Store, meeting: r.Meeting, window: Callable[[], Store]
) -> None:
    events = tuple(
        r.ClockEvent(kind, instant_at(n + 0.123456), seconds=-n, moves_end=n % 2 == 0)
        for n, kind in enumerate(w.ClockKind)
    )
    for event in events:
        store.meetings.add_clock_event(meeting.id, event).result()
    store.meetings.beat(meeting.id, instant_at(77.5, boot="boot-b")).result()
    kept = window().meetings.get(meeting.id).result()
    assert kept.events == events
    assert kept.last_alive == instant_at(77.5, boot="boot-b")


def test_a_clock_event_can_change_the_screen(store: Store, meeting: r.Meeting) -> None:
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    moved = store.meetings.add_clock_event(meeting.id, start, w.Stage.INCIDENT).result()
    assert (moved.stage, moved.sub, moved.events) == ("incident", 0, (start,))
    go_to_part(store, meeting.id, 2)
    pause = r.ClockEvent(w.ClockKind.PAUSE, instant_at(60))
    assert store.meetings.add_clock_event(meeting.id, pause).result().sub == 2
    again = store.meetings.add_clock_event(meeting.id, pause, w.Stage.INCIDENT).result()
    assert (again.stage, again.sub) == ("incident", 2)
    moved_on = store.meetings.add_clock_event(meeting.id, pause, w.Stage.PATTERNS).result()
    assert (moved_on.stage, moved_on.sub) == ("patterns", 0)


def test_going_to_a_part_stands_in_the_log_of_the_clock(store: Store, meeting: r.Meeting) -> None:
    gone = r.ClockEvent(w.ClockKind.PART, instant_at(30), part=1)
    with pytest.raises(Conflict):
        store.meetings.add_clock_event(meeting.id, gone, expected_stage=w.Stage.INCIDENT).result()
    store.meetings.goto(meeting.id, w.Stage.INCIDENT).result()
    moved = store.meetings.add_clock_event(
        meeting.id, gone, expected_stage=w.Stage.INCIDENT
    ).result()
    assert (moved.stage, moved.sub, moved.events) == ("incident", 1, (gone,))
    no_part = r.ClockEvent(w.ClockKind.PART, instant_at(31), part=3)
    with pytest.raises(Refused):
        store.meetings.add_clock_event(meeting.id, no_part).result()
    assert store.meetings.get(meeting.id).result() == moved


def test_attendees_are_added_edited_and_deleted(store: Store, meeting: r.Meeting) -> None:
    ana = store.meetings.add_attendee(meeting.id, " ana ", facilitates=True).result()
    ben = store.meetings.add_attendee(meeting.id, "ben", was_in_incident=True).result()
    assert ana == r.Attendee(ana.id, "ana", True, False, False)
    with pytest.raises(Refused, match="that person is on the list already"):
        store.meetings.add_attendee(meeting.id, "ana").result()
    renamed = store.meetings.edit_attendee(
        ana, name="anna", facilitates=False, takes_notes=True, was_in_incident=False
    ).result()
    assert store.meetings.get(meeting.id).result().attendees == (renamed, ben)
    store.meetings.delete_attendee(ana.id).result()
    assert store.meetings.get(meeting.id).result().attendees == (ben,)
    store.history.undo().result()
    assert store.meetings.get(meeting.id).result().attendees == (renamed, ben)


@pytest.mark.parametrize("plan", [(0, 30, 10), (10, -1, 10), (10, 30, 601)])
def test_a_segment_without_minutes_or_with_too_many_is_refused(
    store: Store, plan: tuple[int, int, int]
) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match="each segment takes 1 to 600 minutes"):
        store.meetings.begin(incident.id, plan).result()
    assert store.meetings.running().result() == []


def test_the_second_writer_of_the_next_meeting_s_day_gets_a_conflict(
    store: Store, meeting: r.Meeting
) -> None:
    day, other = date(2026, 12, 8), date(2026, 12, 9)
    assert store.meetings.plan_next(meeting.id, None, day).result().next_on == day
    with pytest.raises(Conflict) as caught:
        store.meetings.plan_next(meeting.id, None, other).result()
    assert caught.value.theirs == day
    assert store.meetings.plan_next(meeting.id, day, None).result().next_on is None


def test_people_are_listed_with_the_most_frequent_first(store: Store, meeting: r.Meeting) -> None:
    for owner in ("ben", "Ana", "", "cleo", "ana"):
        incident = new_incident(store)
        store.actions.add(incident.id, "do", owner).result()
    theme = store.themes.add("retries", [1]).result()
    store.themes.decide(theme, "no budget", "cleo").result()
    for name in ("cleo", "ana", "Dan"):
        store.meetings.add_attendee(meeting.id, name).result()
    assert store.meetings.people().result() == ["ana", "cleo", "ben", "Dan"]


def test_attendees_keep_the_order_in_which_they_were_added(
    store: Store, meeting: r.Meeting
) -> None:
    for name in ("zoe", "ana", "mei"):
        store.meetings.add_attendee(meeting.id, name).result()
    attendees = store.meetings.get(meeting.id).result().attendees
    assert [attendee.name for attendee in attendees] == ["zoe", "ana", "mei"]


def test_the_next_planned_day_is_that_of_the_last_finished_meeting(
    store: Store, meeting: r.Meeting
) -> None:
    newer = store.meetings.begin(new_incident(store).id, PLAN).result()
    assert store.meetings.next_planned().result() is None
    store.meetings.plan_next(newer.id, None, date(2026, 12, 8)).result()
    store.meetings.plan_next(meeting.id, None, date(2026, 12, 9)).result()
    # A plan counts once its meeting is finished.
    assert store.meetings.next_planned().result() is None
    store.meetings.finish(meeting.id).result()
    assert store.meetings.next_planned().result() == date(2026, 12, 9)
    store.meetings.finish(newer.id).result()
    assert store.meetings.next_planned().result() == date(2026, 12, 8)
    # A later meeting without a day loses none.
    third = store.meetings.begin(new_incident(store).id, PLAN).result()
    store.meetings.finish(third.id).result()
    assert store.meetings.next_planned().result() == date(2026, 12, 8)
