"""What a meeting changed, read from the change rows."""

from collections.abc import Callable
from datetime import timedelta

from db import records as r
from db import words as w
from db.store import Store
from tests.db.support import DAY, NOW, PLAN, new_incident, reading

E = w.Entity


def begun(store: Store, incident: r.Incident) -> r.Meeting:
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, reading())
    return store.meetings.tick(meeting.id, start, w.Stage.REVIEW).result()


def test_each_thing_once_from_its_first_to_its_last_value(store: Store) -> None:
    incident = new_incident(store)
    event = store.timeline.add(incident.id, NOW, w.EventKind.OTHER, "pager").result()
    store.incidents.write(incident.id, "root_cause", "", "before the meeting").result()
    opened = store.meetings.begin(incident.id, PLAN).result()
    store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "at the opening").result()
    meeting = begun(store, incident)
    assert meeting.id == opened.id
    assert store.history.of_meeting(meeting.id).result() == []
    later = NOW + timedelta(minutes=4)
    event = store.timeline.edit(event, later, w.EventKind.OTHER, "pager").result()
    store.timeline.edit(event, later, w.EventKind.FIRST_ALERT, "the pager").result()
    store.incidents.write(incident.id, "root_cause", "before the meeting", "x").result()
    store.incidents.write(incident.id, "root_cause", "x", "retries").result()
    store.incidents.set_cause(incident.id, "retry storm").result()
    changes = store.history.of_meeting(meeting.id).result()
    assert changes == [
        r.Change(
            E.EVENT,
            incident.number,
            "the pager",
            {"at": NOW, "kind": "other", "text": "pager"},
            {"at": later, "kind": "first_alert", "text": "the pager"},
        ),
        r.Change(
            E.INCIDENT,
            incident.number,
            "",
            {"root_cause": "before the meeting", "cause_id": None},
            {"root_cause": "retries", "cause_id": "retry storm"},
        ),
    ]


def test_what_came_and_what_went(store: Store) -> None:
    incident = new_incident(store)
    factor = store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no cap").result()
    meeting = begun(store, incident)
    store.actions.add(incident.id, "cap retries", "ana", due=DAY).result()
    store.findings.edit_factor(factor.id, "no limit", base="no cap").result()
    store.findings.delete_factor(factor.id).result()
    new, gone = store.history.of_meeting(meeting.id).result()
    assert (new.entity, new.name, new.before) == (E.ACTION_ITEM, "cap retries", None)
    assert new.after is not None
    assert (new.after["owner"], new.after["due"]) == ("ana", DAY)
    assert (gone.entity, gone.after) == (E.FACTOR, None)
    assert gone.before is not None
    assert (gone.before["text"], gone.before["kind"]) == ("no cap", "made_possible")


def test_what_was_undone_or_set_back_is_not_told(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries", "ana", due=DAY).result()
    meeting = begun(store, incident)
    steps: list[Callable[[], object]] = [
        lambda: store.findings.add_finding(incident.id, w.FindingKind.PROCESS, "slow").result(),
        lambda: store.actions.delete(item.id).result(),
        lambda: store.incidents.write(incident.id, "slo_budget_percent", None, 18).result(),
    ]
    for step in steps:
        step()
        assert len(store.history.of_meeting(meeting.id).result()) == 1
        store.history.undo().result()
        assert store.history.of_meeting(meeting.id).result() == []
    store.incidents.write(incident.id, "root_cause", "", "x").result()
    store.incidents.write(incident.id, "root_cause", "x", "").result()
    assert store.history.of_meeting(meeting.id).result() == []


def test_reviewed_items_themes_and_what_is_parked_belong_to_it(store: Store) -> None:
    earlier = new_incident(store, DAY - timedelta(days=30))
    reviewed = store.actions.add(earlier.id, "cap retries", "ana").result()
    untouched = store.actions.add(earlier.id, "shed load", "ana").result()
    old = store.parked.add("load test").result()
    incident = new_incident(store)
    meeting = begun(store, incident)
    store.actions.review(reviewed.id, meeting.id, w.ActionStatus.IN_PROGRESS, "on CI").result()
    store.actions.edit(
        untouched,
        action="shed load early",
        owner="ana",
        priority=w.Priority.P2,
        due=None,
        ticket="",
    ).result()
    theme = store.themes.add("retries", [earlier.number]).result()
    store.themes.decide(theme, "cap them all", "mei").result()
    store.parked.add("chaos day", meeting_id=meeting.id).result()
    store.parked.add("somebody else's").result()
    store.parked.resolve(old.id).result()
    store.meetings.plan_next(meeting.id, None, DAY + timedelta(days=14)).result()
    changes = store.history.of_meeting(meeting.id).result()
    assert [(each.entity, each.number, each.name) for each in changes] == [
        (E.ACTION_ITEM, earlier.number, "cap retries"),
        (E.THEME, None, "retries"),
        (E.THEME_INCIDENT, earlier.number, "retries"),
        (E.PARKED, None, "chaos day"),
        (E.PARKED, None, "load test"),
        (E.MEETING, incident.number, ""),
    ]
    assert changes[0].before == {"status": "open", "note": ""}
    assert changes[0].after == {"status": "in_progress", "note": "on CI"}
    assert changes[-1].after == {"next_on": DAY + timedelta(days=14)}


def test_private_notes_and_attendees_are_never_told(store: Store) -> None:
    incident = new_incident(store)
    meeting = begun(store, incident)
    store.notes.write(incident.id, "", "", "ask Mei about the budget").result()
    store.meetings.attend(meeting.id, "ana").result()
    assert store.history.of_meeting(meeting.id).result() == []


def test_other_windows_count_and_what_follows_the_end_does_not(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    meeting = begun(ours, incident)
    theirs.incidents.write(incident.id, "lessons_learned", "", "cap them").result()
    ours.meetings.finish(meeting.id).result()
    before = ours.history.of_meeting(meeting.id).result()
    assert [each.after for each in before] == [{"lessons_learned": "cap them"}]
    theirs.incidents.write(incident.id, "root_cause", "", "retries").result()
    assert ours.history.of_meeting(meeting.id).result() == before
    # A second meeting about the same incident begins anew.
    again = begun(ours, incident)
    assert ours.history.of_meeting(again.id).result() == []
