"""Undo restores exactly what was there, and reverts nothing of another window."""

from collections.abc import Callable
from datetime import timedelta, timezone
from decimal import Decimal

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.store import Store
from tests.db.support import (
    DAY,
    NOW,
    PLAN,
    everything_filled,
    go_to_part,
    instant_at,
    new_incident,
)


def test_what_was_deleted_is_restored_identically(store: Store) -> None:
    before = everything_filled(store)
    deletes: list[Callable[[], object]] = [
        lambda: store.timeline.delete(before.timeline[0].id).result(),
        lambda: store.findings.delete_factor(before.factors[0].id).result(),
        lambda: store.findings.delete_finding(before.findings[0].id).result(),
        lambda: store.actions.delete(before.action_items[0].id).result(),
    ]
    assert before.action_items[0].reviews
    for delete in deletes:
        delete()
        assert store.incidents.get(before.number).result() != before
        undone = store.history.undo().result()
        assert undone is not None
        assert undone.label.startswith("deleted ")
        assert store.incidents.get(before.number).result() == before


def test_a_deleted_theme_is_restored_with_its_links(store: Store) -> None:
    everything_filled(store)
    before = store.themes.all().result()
    store.themes.delete(before[0].id).result()
    assert store.themes.all().result() == []
    store.history.undo().result()
    assert store.themes.all().result() == before


def test_everything_that_was_added_is_undone_step_by_step(store: Store) -> None:
    incident = new_incident(store)
    states = [store.incidents.get(incident.number).result()]
    steps: list[Callable[[], object]] = [
        lambda: store.timeline.add(incident.id, NOW, w.EventKind.OTHER, "pager").result(),
        lambda: store.findings.add_factor(
            incident.id, w.FactorKind.SLOWED_DETECTION, "no alert"
        ).result(),
        lambda: store.findings.add_finding(incident.id, w.FindingKind.WENT_WELL, "calm").result(),
        lambda: store.actions.add(incident.id, "cap retries").result(),
        lambda: store.incidents.set_cause(incident.id, "retry storm").result(),
        lambda: store.incidents.write(incident.id, "root_cause", "", "retries").result(),
        lambda: store.incidents.write(incident.id, "duration_minutes", None, 47).result(),
        lambda: store.incidents.write(incident.id, "duration_minutes", 47, 48).result(),
        lambda: store.themes.add("retries", [incident.number]).result(),
        lambda: store.parked.add("chaos day", incident_id=incident.id).result(),
    ]
    for step in steps:
        step()
        states.append(store.incidents.get(incident.number).result())
        assert states[-1] != states[-2]
    for state in reversed(states[:-1]):
        assert store.history.undo().result() is not None
        assert store.incidents.get(incident.number).result() == state
    assert store.causes.all().result() == []
    assert store.themes.all().result() == []
    last = store.history.undo().result()
    assert last is not None
    assert last.label == "new incident #1"
    assert store.incidents.everything().result() == []
    assert store.history.undo().result() is None


def test_an_outcome_is_undone(store: Store) -> None:
    earlier = new_incident(store, DAY - timedelta(days=30))
    incident = new_incident(store)
    item = store.actions.add(earlier.id, "cap retries", "ana", due=DAY).result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS, "half").result()
    before = store.actions.carried(meeting.id).result()
    store.actions.review(item.id, meeting.id, w.ActionStatus.DONE).result()
    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == "outcome of “cap retries”"
    assert store.actions.carried(meeting.id).result() == before
    store.history.undo().result()
    (first,) = store.actions.carried(meeting.id).result()
    assert (first.item, first.reviewed_now) == (item, False)


def test_a_replaced_item_is_restored_and_not_parked_any_more(store: Store) -> None:
    before = everything_filled(store)
    parked = store.parked.open().result()
    store.actions.replace(before.action_items[0].id, None, "shed load").result()
    store.history.undo().result()
    assert store.incidents.get(before.number).result() == before
    assert store.parked.open().result() == parked


def test_a_value_that_the_database_returns_in_another_form_is_undone(store: Store) -> None:
    incident = new_incident(store)
    event = store.timeline.add(incident.id, NOW, w.EventKind.OTHER, "pager").result()
    before = store.incidents.get(incident.number).result()
    there = (NOW + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=2)))
    store.timeline.edit(event, there, w.EventKind.OTHER, "pager").result()
    store.history.undo().result()
    for field, value in (
        ("slo_budget_percent", 18),
        ("began_at", there),
        ("currency", "EUR"),
    ):
        store.incidents.write(incident.id, field, None, value).result()
        store.history.undo().result()
        assert store.incidents.get(incident.number).result() == before
    store.incidents.write(incident.id, "currency", None, "EUR").result()
    store.incidents.write(incident.id, "revenue", None, Decimal("1E+3")).result()
    store.history.undo().result()
    assert store.incidents.get(incident.number).result().impact.revenue is None


def test_what_was_changed_since_is_not_undone(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(theirs)
    ours.incidents.write(incident.id, "root_cause", "", "one").result()
    theirs.incidents.write(incident.id, "root_cause", "one", "two").result()
    with pytest.raises(Refused, match="root cause of #1: can't be undone, it was changed since"):
        ours.history.undo().result()
    assert ours.incidents.get(incident.number).result().root_cause == "two"
    theirs.history.undo().result()
    ours.history.undo().result()
    assert ours.incidents.get(incident.number).result().root_cause == ""


def test_what_was_deleted_since_is_not_undone(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(theirs)
    factor = ours.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no cap").result()
    theirs.findings.delete_factor(factor.id).result()
    with pytest.raises(Refused, match="new factor: can't be undone, it was deleted since"):
        ours.history.undo().result()


def test_a_slot_that_was_taken_since_is_not_overwritten(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(theirs)
    item = ours.actions.add(incident.id, "cap retries").result()
    ours.actions.delete(item.id).result()
    taken = theirs.actions.add(incident.id, "shed load").result()
    with pytest.raises(Refused, match="at most three"):
        ours.history.undo().result()
    assert ours.incidents.get(incident.number).result().action_items == (taken,)


def test_an_undo_that_was_refused_is_skipped_by_the_next_one(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(theirs)
    ours.incidents.write(incident.id, "root_cause", "", "retries").result()
    theme = ours.themes.add("retries").result()
    ours.themes.delete(theme.id).result()
    taken = theirs.themes.add("retries").result()
    with pytest.raises(Refused, match="that theme exists already"):
        ours.history.undo().result()
    with pytest.raises(Refused, match="can't be undone, it was deleted since"):
        ours.history.undo().result()
    undone = ours.history.undo().result()
    assert undone is not None
    assert undone.label == f"root cause of #{incident.number}"
    assert ours.themes.all().result() == [taken]


def test_an_undo_that_was_refused_is_the_next_one_again_once_no_other_is_left(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    incident = new_incident(theirs)
    ours.incidents.write(incident.id, "root_cause", "", "retries").result()
    theirs.incidents.write(incident.id, "root_cause", "retries", "no budget").result()
    with pytest.raises(Refused, match="it was changed since"):
        ours.history.undo().result()
    following = ours.history.next_undo().result()
    assert following is not None
    assert following.label == f"root cause of #{incident.number}"
    theirs.history.undo().result()
    undone = ours.history.undo().result()
    assert undone is not None
    assert undone.label == following.label
    assert ours.history.next_undo().result() is None


def test_a_new_row_that_another_window_edited_is_not_deleted(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(theirs)
    factor = ours.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no cap").result()
    theirs.findings.edit_factor(factor.id, "no limit", expected="no cap").result()
    ours.incidents.write(incident.id, "duration_minutes", None, 47).result()
    theirs.incidents.write(incident.id, "users_affected", None, 12).result()
    with pytest.raises(Refused, match="changed since"):
        ours.history.undo().result()
    kept = theirs.incidents.get(incident.number).result()
    assert [factor.text for factor in kept.factors] == ["no limit"]
    assert (kept.impact.duration_minutes, kept.impact.users_affected) == (47, 12)


def test_a_new_incident_that_another_window_filled_is_not_deleted(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    theirs.timeline.add(incident.id, NOW, w.EventKind.OTHER, "pager").result()
    with pytest.raises(Refused, match="new incident #1: can't be undone, it was changed since"):
        ours.history.undo().result()
    assert len(ours.incidents.get(incident.number).result().timeline) == 1


def test_a_cause_that_another_incident_uses_is_not_deleted(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    first, second = new_incident(theirs), new_incident(theirs)
    ours.incidents.set_cause(first.id, "retry storm").result()
    theirs.incidents.set_cause(second.id, "retry storm").result()
    with pytest.raises(Refused, match="changed since"):
        ours.history.undo().result()
    cause = theirs.incidents.get(second.number).result().cause
    assert cause is not None
    assert cause.name == "retry storm"


def test_undo_does_not_delete_a_running_meeting(store: Store) -> None:
    incident = new_incident(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.meetings.add_clock_event(
        meeting.id, r.ClockEvent(w.ClockKind.START, instant_at()), w.Stage.REVIEW
    ).result()
    store.meetings.beat(meeting.id, instant_at(5)).result()
    before = store.meetings.get(meeting.id).result()
    with pytest.raises(Refused, match="new incident #1"):
        store.history.undo().result()
    assert store.meetings.get(meeting.id).result() == before


def test_undo_reverts_the_last_edit_and_not_the_clock(store: Store) -> None:
    incident = new_incident(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.incidents.write(incident.id, "root_cause", "", "retries").result()
    for kind in (w.ClockKind.START, w.ClockKind.PAUSE):
        store.meetings.add_clock_event(meeting.id, r.ClockEvent(kind, instant_at())).result()
    store.meetings.goto(meeting.id, w.Stage.INCIDENT).result()
    go_to_part(store, meeting.id, 2)
    before = store.meetings.get(meeting.id).result()
    undone = store.history.undo().result()
    assert undone is not None
    assert undone.label == "root cause of #1"
    assert store.incidents.get(incident.number).result().root_cause == ""
    assert store.meetings.get(meeting.id).result() == before


def test_changes_of_another_window_are_not_undone(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    ours.incidents.write(incident.id, "root_cause", "", "retries").result()
    theirs.incidents.write(incident.id, "lessons_learned", "", "cap them").result()
    undone = ours.history.undo().result()
    assert undone is not None
    assert undone.label == "root cause of #1"
    kept = ours.incidents.get(incident.number).result()
    assert (kept.root_cause, kept.lessons_learned) == ("", "cap them")
