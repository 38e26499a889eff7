"""The list of what a meeting changed comes from the change rows."""

from collections.abc import Callable
from datetime import timedelta

from db import records as r
from db import vocabulary as w
from db.store import Store
from tests.db.support import DAY, NOW, PLAN, instant_at, new_incident

E = w.Entity


def started_meeting(store: Store, incident: r.Incident) -> r.Meeting:
    """Return the meeting about an incident, with its clock started."""
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    return store.meetings.add_clock_event(meeting.id, start, w.Stage.REVIEW).result()


def test_a_thing_is_listed_once_with_its_first_and_last_value(store: Store) -> None:
    incident = new_incident(store)
    event = store.timeline.add(incident.id, NOW, w.EventKind.OTHER, "pager").result()
    store.incidents.write(incident.id, "root_cause", "", "before the meeting").result()
    opened = store.meetings.begin(incident.id, PLAN).result()
    store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "at the opening").result()
    meeting = started_meeting(store, incident)
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


def test_added_and_deleted_things_are_listed_with_all_fields(store: Store) -> None:
    incident = new_incident(store)
    factor = store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no cap").result()
    meeting = started_meeting(store, incident)
    store.actions.add(incident.id, "cap retries", "ana", due=DAY).result()
    store.findings.edit_factor(factor.id, "no limit", expected="no cap").result()
    store.findings.delete_factor(factor.id).result()
    added, deleted = store.history.of_meeting(meeting.id).result()
    assert (added.entity, added.name, added.before) == (E.ACTION_ITEM, "cap retries", None)
    assert added.after is not None
    assert (added.after["owner"], added.after["due"]) == ("ana", DAY)
    assert (deleted.entity, deleted.after) == (E.FACTOR, None)
    assert deleted.before is not None
    assert (deleted.before["text"], deleted.before["kind"]) == ("no cap", "made_possible")


def test_what_was_undone_or_reverted_is_not_listed(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries", "ana", due=DAY).result()
    meeting = started_meeting(store, incident)
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


def test_reviewed_items_themes_and_parked_items_are_listed(store: Store) -> None:
    earlier = new_incident(store, DAY - timedelta(days=30))
    reviewed = store.actions.add(earlier.id, "cap retries", "ana").result()
    untouched = store.actions.add(earlier.id, "shed load", "ana").result()
    old = store.parked.add("load test").result()
    incident = new_incident(store)
    meeting = started_meeting(store, incident)
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
    assert [(change.entity, change.number, change.name) for change in changes] == [
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


def test_private_notes_and_attendees_are_never_listed(store: Store) -> None:
    incident = new_incident(store)
    meeting = started_meeting(store, incident)
    store.notes.write(incident.id, "", "", "ask Mei about the budget").result()
    store.meetings.add_attendee(meeting.id, "ana").result()
    assert store.history.of_meeting(meeting.id).result() == []


def test_changes_of_other_windows_are_listed_until_the_meeting_ends(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    meeting = started_meeting(ours, incident)
    theirs.incidents.write(incident.id, "lessons_learned", "", "cap them").result()
    ours.meetings.finish(meeting.id).result()
    before = ours.history.of_meeting(meeting.id).result()
    assert [change.after for change in before] == [{"lessons_learned": "cap them"}]
    theirs.incidents.write(incident.id, "root_cause", "", "retries").result()
    assert ours.history.of_meeting(meeting.id).result() == before
    # A second meeting about the same incident starts a new list.
    again = started_meeting(ours, incident)
    assert ours.history.of_meeting(again.id).result() == []


def test_a_meeting_has_changed_nothing_where_only_the_tracker_was_read(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries", ticket="OPS-17").result()
    meeting = started_meeting(store, incident)
    known = r.Ticket(
        "OPS-17",
        w.TicketPresence.FOUND,
        "To Do",
        w.TicketCategory.TO_DO,
        w.SprintPlace.NEXT,
        "",
        NOW,
    )
    store.tickets.save({item.id: known}).result()
    assert store.history.of_meeting(meeting.id).result() == []
