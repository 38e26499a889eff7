"""Lists: incidents, causes, timeline, factors, findings, themes, parked items."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db import records as r
from db import words as w
from db.errors import Refused
from db.store import Store
from facilitator.documents.json import as_plain
from facilitator.domain.figures import earlier_of_same_cause
from tests.db.support import DAY, NOW, everything_filled, new_incident
from tests.db.test_documents import document

EVERYTHING = r.Wanted()


def lines(store: Store, wanted: r.Wanted = EVERYTHING) -> dict[int, r.IncidentLine]:
    """What a list shows, by number."""
    numbers = store.lists.numbers(wanted).result()
    found = store.lists.lines(numbers).result()
    assert [line.number for line in found] == numbers
    return {line.number: line for line in found}


def test_incidents_newest_first(store: Store) -> None:
    for day in (2, 9, 9, 1):
        new_incident(store, DAY.replace(day=day))
    assert store.lists.numbers(EVERYTHING).result() == [3, 2, 1, 4]
    assert [each.number for each in store.incidents.everything().result()] == [1, 2, 3, 4]
    assert [line.number for line in store.lists.lines([4, 99, 2]).result()] == [4, 2]
    assert [each.number for each in store.incidents.several([4, 99, 2]).result()] == [4, 2]
    assert store.lists.lines([]).result() == []


def test_a_line_counts_what_is_written(store: Store) -> None:
    new_incident(store)
    filled = everything_filled(store)
    store.incidents.write(filled.id, "severity", None, "SEV1").result()
    found = lines(store)
    assert (found[1].filled, found[1].open_actions, found[1].cause) == (0, 0, None)
    # Impact, timeline, factors, went well, actions, cause, severity.
    assert (found[2].filled, found[2].open_actions, found[2].cause) == (7, 1, "retry storm")
    assert found[2].title == "checkout 5xx spike on 2026-03-14"
    for field in ("root_cause", "lessons_learned"):
        store.incidents.write(filled.id, field, "", "written").result()
    store.findings.add_finding(filled.id, w.FindingKind.TECHNICAL, "no alert").result()
    item, meeting = filled.action_items[0], store.meetings.running().result()
    assert meeting is not None
    store.actions.review(item.id, meeting.id, w.ActionStatus.DONE).result()
    assert (lines(store)[2].filled, lines(store)[2].open_actions) == (w.PARTS, 0)


def test_a_repeat_has_an_earlier_one_of_its_cause(store: Store) -> None:
    late, early, twin, alone, unknown = (new_incident(store) for _ in range(5))
    for each in (late, early, twin):
        store.incidents.set_cause(each.id, "retry storm").result()
    store.incidents.set_cause(alone.id, "bad deploy").result()
    store.incidents.write(late.id, "began_at", None, NOW).result()
    for each in (early, twin):
        store.incidents.write(each.id, "began_at", None, NOW - timedelta(hours=1)).result()
    found = lines(store)
    assert found[unknown.number].cause is None
    assert [number for number, line in found.items() if line.repeat] == [late.number]
    known = store.incidents.everything().result()
    for incident in known:
        assert found[incident.number].repeat == bool(earlier_of_same_cause(incident, known))


def test_a_search_looks_at_everything_that_people_wrote(store: Store) -> None:
    loaded = document(7)
    store.documents.load([loaded]).result()
    new_incident(store, number=71)
    plain = as_plain(loaded)
    for told in (
        *("#7", "Checkout", "5XX SPIKE", "2026-03-14", "sev1", "was down", "pager"),
        *("https://example.org", "Retries without", "retry STORM", "Cap retries.", "do 3"),
        *("ana", "not worth", "ops-17", "14"),
        *(factor["text"] for factor in plain["factors"]),
        *plain["went_well"],
        *(finding["text"] for finding in plain["went_wrong"]),
        *plain["themes"],
        *(parked["text"] for parked in plain["parked"]),
    ):
        assert 7 in store.lists.numbers(r.Wanted(search=told)).result(), told


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [421, 42, 4]),
        ("  ", [421, 42, 4]),
        ("#42", [42]),
        ("#421", [421, 4]),
        ("42", [421, 42, 4]),
        ("#4", [4]),
        ("spike CHECKOUT", [421, 42, 4]),
        ("spike gone", []),
        ("STRASSE", [4]),
        ("straße", [4]),
        ("100%", [42]),
        ("%", [42]),
        ("_", [421]),
        ("a/b", []),
        ("\x00", []),
        ("\ud800", []),
        ("x" * 60_000, []),
    ],
)
def test_searches(store: Store, search: str, found: list[int]) -> None:
    for number, cause in ((4, "Straße, see #421"), (42, "100% of 421"), (421, "snake_case 42")):
        incident = new_incident(store, number=number)
        store.incidents.write(incident.id, "root_cause", "", cause).result()
    store.incidents.write(store.incidents.get(4).result().id, "summary", "", "after 42").result()
    assert store.lists.numbers(r.Wanted(search=search)).result() == found


def test_a_search_may_be_a_whole_page(store: Store) -> None:
    incident = new_incident(store)
    page = " ".join(f"word{place}" for place in range(1_500))
    store.incidents.write(incident.id, "root_cause", "", page).result()
    assert store.lists.numbers(r.Wanted(search=page)).result() == [1]
    assert store.lists.numbers(r.Wanted(search=f"{page} another")).result() == []


def test_filters_and_what_there_is_to_filter_by(store: Store) -> None:
    store.documents.load([document(1), replace(document(2), service="search")]).result()
    third = store.incidents.create("search", "slow", DAY, 3, w.Severity.SEV3).result()
    store.incidents.set_cause(third.id, "bad deploy").result()
    for wanted, found in (
        (r.Wanted(service="search"), [3, 2]),
        (r.Wanted(severity=w.Severity.SEV1), [2, 1]),
        (r.Wanted(cause="retry storm"), [2, 1]),
        (r.Wanted(cause="bad deploy"), [3]),
        (r.Wanted(theme=document(1).themes[0]), [2, 1]),
        (r.Wanted(theme="another"), []),
        (r.Wanted(draft=True), [3]),
        (r.Wanted(service="search", search="retries", severity=w.Severity.SEV1), [2]),
        (r.Wanted(service="sear"), []),
    ):
        assert store.lists.numbers(wanted).result() == found, wanted
    facets = store.lists.facets().result()
    assert facets.services == (("search", 2), ("checkout", 1))
    assert facets.severities == ((w.Severity.SEV1, 2), (w.Severity.SEV3, 1))
    assert facets.causes == (("retry storm", 2), ("bad deploy", 1))
    assert set(facets.themes) == {(name, 2) for name in document(1).themes}


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
            incident.id, NOW + timedelta(minutes=minute), w.EventKind.OTHER, f"{minute}"
        ).result()
        for minute in (5, 1, 3, 3)
    ]
    kept = store.incidents.get(incident.number).result().timeline
    assert kept == (events[1], events[2], events[3], events[0])
    edited = store.timeline.edit(
        events[0], NOW, w.EventKind.FIRST_ALERT, "", "https://example.org/1"
    ).result()
    assert store.incidents.get(incident.number).result().timeline[0] == edited
    assert edited.link == "https://example.org/1"
    store.timeline.delete(events[1].id).result()
    kept = store.incidents.get(incident.number).result().timeline
    assert kept == (edited, events[2], events[3])


def test_only_a_milestone_needs_no_words(store: Store) -> None:
    incident = new_incident(store)
    milestone = store.timeline.add(incident.id, NOW, w.EventKind.RECOVERED, " ", " ").result()
    assert (milestone.text, milestone.link) == ("", None)
    with pytest.raises(Refused, match="event: write something"):
        store.timeline.add(incident.id, NOW, w.EventKind.OTHER, " ").result()


def test_factors_and_findings_keep_their_order(store: Store) -> None:
    incident = new_incident(store)
    for text in ("c", "a", "b"):
        store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, text).result()
        store.findings.add_finding(incident.id, w.FindingKind.TECHNICAL, text).result()
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
    second = store.parked.add("on-call pay", w.ParkedKind.TOPIC).result()
    assert store.parked.open().result() == [first, second]
    store.parked.resolve(first.id).result()
    assert store.parked.open().result() == [second]
    (kept,) = store.incidents.get(incident.number).result().parked
    assert kept.resolved_at is not None
    store.history.undo().result()
    assert store.parked.open().result() == [first, second]
