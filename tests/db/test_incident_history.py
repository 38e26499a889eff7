"""The history of an incident: every change with who made it, of deleted things too."""

from collections.abc import Callable
from datetime import timedelta

from db import records as r
from db import vocabulary as w
from db.store import Store
from db.vocabulary import Entity
from tests.db.support import (
    DAY,
    NOW,
    PLAN,
    every_table_filled,
    everything_filled,
    go_to_part,
    instant_at,
    new_incident,
)


def history(store: Store, number: int = 1) -> list[r.HistoryEntry]:
    """Return the whole history of an incident, oldest first."""
    listed = store.history.of_incident(store.incidents.get(number).result().id).result()
    ids = [change.id for change in listed]
    assert ids == sorted(ids, reverse=True)
    return store.history.entries(ids).result()


def test_a_change_says_who_made_it_and_what_it_was_before(window: Callable[[], Store]) -> None:
    store = window()
    incident = new_incident(store)
    item = store.actions.add(incident.id, "Cap retries", "ana", due=DAY).result()
    store.write_as("Ben")
    store.actions.edit(
        item,
        action="Cap retries",
        owner="ana",
        priority=item.priority,
        due=DAY + timedelta(days=7),
        ticket="",
    ).result()
    last = history(store)[-1]
    assert (last.who, last.entity, last.name, last.slot) == (
        "Ben",
        Entity.ACTION_ITEM,
        "Cap retries",
        1,
    )
    assert (last.field, last.old, last.new) == ("due", DAY, DAY + timedelta(days=7))
    assert not last.undone


def test_what_was_deleted_keeps_its_name_and_its_changes(store: Store) -> None:
    incident = new_incident(store)
    factor = store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no cap").result()
    store.findings.edit_factor(factor.id, "no limit", expected="no cap").result()
    store.findings.delete_factor(factor.id).result()
    added, edited, deleted = (entry for entry in history(store) if entry.entity is Entity.FACTOR)
    assert [entry.name for entry in (added, edited, deleted)] == ["no limit"] * 3
    assert (added.old, added.new["text"]) == (None, "no cap")
    assert (edited.field, edited.old, edited.new) == ("text", "no cap", "no limit")
    assert (deleted.old["text"], deleted.new) == ("no limit", None)


def test_a_review_of_a_deleted_item_is_named_by_the_item(store: Store) -> None:
    everything_filled(store)
    item = store.incidents.get(1).result().action_items[0]
    store.actions.delete(item.id).result()
    reviews = [entry for entry in history(store) if entry.entity is Entity.REVIEW]
    assert [(entry.name, entry.slot) for entry in reviews] == [("cap retries", 1)] * 2
    assert reviews[0].new["status"] is w.ActionStatus.IN_PROGRESS


def test_links_are_named_by_what_they_lead_to(store: Store) -> None:
    every_table_filled(store)
    cause = next(entry for entry in history(store) if entry.field == "cause_id")
    assert (cause.old, cause.new) == (None, "retry storm")
    theme = next(entry for entry in history(store) if entry.entity is Entity.THEME_INCIDENT)
    assert theme.name == "retries"
    (duplicate,) = (entry for entry in history(store, 2) if entry.entity is Entity.DUPLICATE)
    assert duplicate.new["original_id"] == 1
    # A cause that was merged into another one is still known by its name.
    other = new_incident(store)
    store.incidents.set_cause(other.id, "bad deploy").result()
    causes = {cause.name: cause.id for cause in store.causes.all().result()}
    store.causes.merge(causes["retry storm"], causes["bad deploy"]).result()
    merged = history(store)[-1]
    assert (merged.field, merged.old, merged.new) == ("cause_id", "retry storm", "bad deploy")


def test_the_history_has_neither_private_notes_nor_the_clock(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "ask whether Priya was asleep").result()
    store.notes.write(incident.id, "", "ask whether Priya was asleep", "").result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    before = history(store)
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    store.meetings.add_clock_event(meeting.id, start, w.Stage.INCIDENT).result()
    go_to_part(store, meeting.id, 2)
    assert history(store) == before
    assert "asleep" not in repr(before)
    assert [entry.entity for entry in before] == [Entity.INCIDENT, Entity.MEETING]
    # Nor can a note be read by the id of its change.
    assert len(store.history.entries(range(1, 20)).result()) == len(before)


def test_what_was_undone_is_marked_until_it_is_done_again(store: Store) -> None:
    incident = new_incident(store)
    store.incidents.write(incident.id, "root_cause", "", "retries").result()
    store.history.undo().result()
    written, undone = history(store)[-2:]
    assert (written.undone, undone.undone, undone.label) == (True, False, "undo: root cause of #1")
    store.history.redo().result()
    assert [entry.undone for entry in history(store)] == [False] * len(history(store))
    assert history(store)[-1].new == "retries"


def test_changes_of_one_transaction_share_a_group(store: Store) -> None:
    incident = new_incident(store)
    events = [r.NewEvent(NOW, w.EventKind.OTHER, text) for text in ("pager", "call")]
    store.timeline.add_many(incident.id, events).result()
    listed = store.history.of_incident(incident.id).result()
    assert listed[0].group == listed[1].group != listed[2].group


def test_a_change_of_another_incident_is_not_listed(store: Store) -> None:
    first, second = new_incident(store), new_incident(store)
    store.parked.add("chaos day").result()
    store.incidents.write(second.id, "root_cause", "", "retries").result()
    assert len(store.history.of_incident(first.id).result()) == 1
