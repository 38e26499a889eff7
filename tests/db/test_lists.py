"""Lists: incidents, causes, timeline, factors, findings, themes, parked items."""

from datetime import timedelta

import pytest

from db import records as r
from db.errors import Refused
from db.store import Store
from tests.db.support import DAY, NOW, everything_filled, new_incident


def test_incidents_newest_first(store: Store) -> None:
    for day in (2, 9, 9, 1):
        new_incident(store, DAY.replace(day=day))
    assert [line.number for line in store.incidents.lines().result()] == [3, 2, 1, 4]
    assert [each.number for each in store.incidents.everything().result()] == [1, 2, 3, 4]


def test_a_line_counts_what_is_written(store: Store) -> None:
    new_incident(store)
    filled = everything_filled(store)
    store.incidents.write(filled.id, "severity", None, "SEV1").result()
    lines = {line.number: line for line in store.incidents.lines().result()}
    assert (lines[1].filled, lines[1].open_actions, lines[1].cause) == (0, 0, None)
    # Impact, timeline, factors, went well, actions, cause, severity.
    assert (lines[2].filled, lines[2].open_actions, lines[2].cause) == (7, 1, "retry storm")
    assert lines[2].title == "checkout 5xx spike on 2026-03-14"
    item, meeting = filled.action_items[0], store.meetings.running().result()
    assert meeting is not None
    store.actions.review(item.id, meeting.id, r.ActionStatus.DONE).result()
    lines = {line.number: line for line in store.incidents.lines().result()}
    assert lines[2].open_actions == 0


def test_the_next_number_follows_the_highest(store: Store) -> None:
    assert [new_incident(store, number=n).number for n in (None, 41, None, 7, None)] == [
        1,
        41,
        42,
        7,
        43,
    ]


def test_a_cause_is_one_whatever_its_case(store: Store) -> None:
    first, second = new_incident(store), new_incident(store)
    cause = store.incidents.set_cause(first.id, "Überlast").result()
    assert store.incidents.set_cause(second.id, " üBERLAST ").result() == cause
    assert store.incidents.causes().result() == [cause]
    assert store.incidents.get(second.number).result().cause == cause
    assert store.incidents.set_cause(first.id, None).result() is None
    assert store.incidents.get(first.number).result().cause is None
    store.incidents.set_cause(first.id, "bad deploy").result()
    assert [each.name for each in store.incidents.causes().result()] == ["bad deploy", "Überlast"]


def test_a_timeline_stands_in_the_order_of_its_times(store: Store) -> None:
    incident = new_incident(store)
    events = [
        store.timeline.add(
            incident.id, NOW + timedelta(minutes=minute), r.EventKind.OTHER, f"{minute}"
        ).result()
        for minute in (5, 1, 3, 3)
    ]
    kept = store.incidents.get(incident.number).result().timeline
    assert kept == (events[1], events[2], events[3], events[0])
    edited = store.timeline.edit(
        events[0], NOW, r.EventKind.FIRST_ALERT, "", "https://example.org/1"
    ).result()
    assert store.incidents.get(incident.number).result().timeline[0] == edited
    assert edited.link == "https://example.org/1"
    store.timeline.delete(events[1].id).result()
    kept = store.incidents.get(incident.number).result().timeline
    assert kept == (edited, events[2], events[3])


def test_only_a_milestone_needs_no_words(store: Store) -> None:
    incident = new_incident(store)
    milestone = store.timeline.add(incident.id, NOW, r.EventKind.RECOVERED, " ", " ").result()
    assert (milestone.text, milestone.link) == ("", None)
    with pytest.raises(Refused, match="event: write something"):
        store.timeline.add(incident.id, NOW, r.EventKind.OTHER, " ").result()


def test_factors_and_findings_keep_their_order(store: Store) -> None:
    incident = new_incident(store)
    for text in ("c", "a", "b"):
        store.findings.add_factor(incident.id, r.FactorKind.MADE_POSSIBLE, text).result()
        store.findings.add_finding(incident.id, r.FindingKind.TECHNICAL, text).result()
    kept = store.incidents.get(incident.number).result()
    assert [each.text for each in kept.factors] == ["c", "a", "b"]
    assert [each.text for each in kept.findings] == ["c", "a", "b"]
    store.findings.delete_factor(kept.factors[0].id).result()
    store.findings.delete_finding(kept.findings[1].id).result()
    store.findings.edit_factor(kept.factors[1].id, "z", base="a").result()
    kept = store.incidents.get(incident.number).result()
    assert [each.text for each in kept.factors] == ["z", "b"]
    assert [each.text for each in kept.findings] == ["c", "b"]


def test_themes_and_the_incidents_that_show_them(store: Store) -> None:
    for _ in range(3):
        new_incident(store)
    theme = store.themes.add(" retries ", [3, 1]).result()
    assert (theme.name, theme.incidents) == ("retries", (1, 3))
    assert store.themes.link(theme.id, 2).result().incidents == (1, 2, 3)
    assert store.themes.link(theme.id, 2).result().incidents == (1, 2, 3)
    assert store.themes.unlink(theme.id, 3).result().incidents == (1, 2)
    assert store.themes.unlink(theme.id, 3).result().incidents == (1, 2)
    other = store.themes.add("alerts", [2]).result()
    assert [each.name for each in store.themes.all().result()] == ["alerts", "retries"]
    assert store.incidents.get(2).result().themes == ("retries", "alerts")
    store.themes.delete(theme.id).result()
    assert store.themes.all().result() == [other]
    with pytest.raises(Refused, match="that theme exists already"):
        store.themes.add("alerts").result()


def test_a_systemic_issue_is_decided_and_taken_back(store: Store) -> None:
    theme = store.themes.add("retries").result()
    decided = store.themes.decide(theme, " One retry policy ", "ana").result()
    assert (decided.systemic, decided.owner) == ("One retry policy", "ana")
    assert store.themes.all().result() == [decided]
    assert store.themes.decide(decided, "", "").result() == theme


def test_parked_items_until_they_are_resolved(store: Store) -> None:
    incident = new_incident(store)
    first = store.parked.add("chaos day", incident_id=incident.id).result()
    second = store.parked.add("on-call pay", r.ParkedKind.TOPIC).result()
    assert store.parked.open().result() == [first, second]
    store.parked.resolve(first.id).result()
    assert store.parked.open().result() == [second]
    (kept,) = store.incidents.get(incident.number).result().parked
    assert kept.resolved_at is not None
    store.history.undo().result()
    assert store.parked.open().result() == [first, second]
