"""Lists of incidents, causes, events, factors, findings, themes and parked items."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.sections.lists import most_frequent_first
from db.store import Store
from facilitator.documents.write.json import incident_object
from facilitator.domain.repeats import earlier_of_same_cause
from tests.db.support import DAY, NOW, everything_filled, new_incident
from tests.db.test_documents import document

EVERYTHING = r.IncidentFilter()


def summaries(
    store: Store, incident_filter: r.IncidentFilter = EVERYTHING
) -> dict[int, r.IncidentSummary]:
    """Return what a list shows of the incidents, by number."""
    numbers = store.lists.numbers(incident_filter).result()
    found = store.lists.summaries(numbers).result()
    assert [summary.number for summary in found] == numbers
    return {summary.number: summary for summary in found}


def test_incidents_come_newest_first(store: Store) -> None:
    for day in (2, 9, 9, 1):
        new_incident(store, DAY.replace(day=day))
    assert store.lists.numbers(EVERYTHING).result() == [3, 2, 1, 4]
    assert [incident.number for incident in store.incidents.everything().result()] == [1, 2, 3, 4]
    assert [summary.number for summary in store.lists.summaries([4, 99, 2]).result()] == [4, 2]
    assert [incident.number for incident in store.incidents.several([4, 99, 2]).result()] == [4, 2]
    assert store.lists.summaries([]).result() == []


def test_a_summary_counts_the_open_action_items_and_names_the_cause(store: Store) -> None:
    new_incident(store)
    filled = everything_filled(store)
    found = summaries(store)
    assert (found[1].open_actions, found[1].cause) == (0, None)
    assert (found[2].open_actions, found[2].cause) == (1, "retry storm")
    assert found[2].title == "checkout 5xx spike on 2026-03-14"
    item, done = filled.action_items[0], r.ItemChange(w.ActionStatus.DONE)
    store.actions.change_between_meetings([item.id], done).result()
    assert summaries(store)[2].open_actions == 0


def test_a_repeat_has_an_earlier_incident_of_its_cause(store: Store) -> None:
    late, early, twin, alone, unknown = (new_incident(store) for _ in range(5))
    for incident in (late, early, twin):
        store.incidents.set_cause(incident.id, "retry storm").result()
    store.incidents.set_cause(alone.id, "bad deploy").result()
    store.incidents.write(late.id, "began_at", None, NOW).result()
    for incident in (early, twin):
        store.incidents.write(incident.id, "began_at", None, NOW - timedelta(hours=1)).result()
    found = summaries(store)
    assert found[unknown.number].cause is None
    assert [number for number, summary in found.items() if summary.repeat] == [late.number]
    known = store.incidents.everything().result()
    for incident in known:
        assert found[incident.number].repeat == bool(earlier_of_same_cause(incident, known))


def test_a_search_covers_everything_that_people_wrote(store: Store) -> None:
    imported = document(7)
    store.documents.import_all([imported]).result()
    new_incident(store, number=71)
    plain = incident_object(imported)
    for search in (
        *("#7", "Checkout", "5XX SPIKE", "2026-03-14", "sev1", "was down", "pager"),
        *("https://example.org", "Retries without", "retry STORM", "Cap retries.", "do 3"),
        *("ana", "not worth", "ops-17", "14"),
        *(factor["text"] for factor in plain["factors"]),
        *plain["went_well"],
        *(finding["text"] for finding in plain["went_wrong"]),
        *plain["themes"],
        *(parked["text"] for parked in plain["parked"]),
    ):
        assert 7 in store.lists.numbers(r.IncidentFilter(search=search)).result(), search


@pytest.mark.parametrize(
    ("search", "expected"),
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
def test_a_search_finds_incidents_with_all_its_words(
    store: Store, search: str, expected: list[int]
) -> None:
    for number, cause in ((4, "Straße, see #421"), (42, "100% of 421"), (421, "snake_case 42")):
        incident = new_incident(store, number=number)
        store.incidents.write(incident.id, "root_cause", "", cause).result()
    store.incidents.write(store.incidents.get(4).result().id, "summary", "", "after 42").result()
    assert store.lists.numbers(r.IncidentFilter(search=search)).result() == expected


def test_a_search_can_have_very_many_words(store: Store) -> None:
    incident = new_incident(store)
    page = " ".join(f"word{number}" for number in range(1_500))
    store.incidents.write(incident.id, "root_cause", "", page).result()
    assert store.lists.numbers(r.IncidentFilter(search=page)).result() == [1]
    assert store.lists.numbers(r.IncidentFilter(search=f"{page} another")).result() == []


def test_filters_select_incidents_and_facets_count_them(store: Store) -> None:
    store.documents.import_all([document(1), replace(document(2), service="search")]).result()
    third = store.incidents.create("search", "slow", DAY, 3, w.Severity.SEV3).result()
    store.incidents.set_cause(third.id, "bad deploy").result()
    store.incidents.create("cart", "gone", DAY, 4).result()
    for incident_filter, expected in (
        (r.IncidentFilter(service="search"), [3, 2]),
        (r.IncidentFilter(severity=w.Severity.SEV1), [2, 1]),
        (r.IncidentFilter(cause="retry storm"), [2, 1]),
        (r.IncidentFilter(cause="bad deploy"), [3]),
        (r.IncidentFilter(theme=document(1).themes[0]), [2, 1]),
        (r.IncidentFilter(theme="another"), []),
        (r.IncidentFilter(draft=True), [4, 3]),
        (r.IncidentFilter(unclassified=True), [4]),
        (r.IncidentFilter(service="search", search="retries", severity=w.Severity.SEV1), [2]),
        (r.IncidentFilter(service="sear"), []),
    ):
        assert store.lists.numbers(incident_filter).result() == expected, incident_filter
    facets = store.lists.facets().result()
    assert facets.services == (("search", 2), ("cart", 1), ("checkout", 1))
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


def test_a_cause_is_the_same_whatever_the_case_of_its_name(store: Store) -> None:
    first, second = new_incident(store), new_incident(store)
    cause = store.incidents.set_cause(first.id, "Überlast").result()
    assert store.incidents.set_cause(second.id, " üBERLAST ").result() == cause
    assert store.causes.all().result() == [cause]
    assert store.incidents.get(second.number).result().cause == cause
    assert store.incidents.set_cause(first.id, None).result() is None
    assert store.incidents.get(first.number).result().cause is None
    store.incidents.set_cause(first.id, "bad deploy").result()
    assert [cause.name for cause in store.causes.all().result()] == ["bad deploy", "Überlast"]


def test_the_catalogue_has_the_incidents_of_each_cause_newest_first(store: Store) -> None:
    names = ("Zone lost", "bad deploy", "bad deploy", "Überlast")
    for number, name in enumerate(names, 1):
        incident = new_incident(store, DAY - timedelta(days=number), number)
        store.incidents.set_cause(incident.id, name).result()
    store.incidents.set_cause(incident.id, None).result()
    catalogue = [(entry.cause.name, entry.incidents) for entry in store.causes.catalogue().result()]
    # The names are ordered whatever their case, on every engine alike.
    assert catalogue == [("bad deploy", (2, 3)), ("Zone lost", (1,)), ("Überlast", ())]
    causes = {entry.cause for entry in store.causes.catalogue().result()}
    assert causes == set(store.causes.all().result())


def test_a_timeline_is_ordered_by_time(store: Store) -> None:
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


def test_only_a_milestone_needs_no_text(store: Store) -> None:
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
    assert [factor.text for factor in kept.factors] == ["c", "a", "b"]
    assert [finding.text for finding in kept.findings] == ["c", "a", "b"]
    store.findings.delete_factor(kept.factors[0].id).result()
    store.findings.delete_finding(kept.findings[1].id).result()
    store.findings.edit_factor(kept.factors[1].id, "z", expected="a").result()
    kept = store.incidents.get(incident.number).result()
    assert [factor.text for factor in kept.factors] == ["z", "b"]
    assert [finding.text for finding in kept.findings] == ["c", "b"]


def test_a_theme_is_linked_to_the_incidents_that_show_it(store: Store) -> None:
    for _ in range(3):
        new_incident(store)
    theme = store.themes.add(" retries ", [3, 1]).result()
    assert (theme.name, theme.incidents) == ("retries", (1, 3))
    assert store.themes.all().result() == [theme]
    assert store.themes.link(theme.id, 2).result().incidents == (1, 2, 3)
    assert store.themes.link(theme.id, 2).result().incidents == (1, 2, 3)
    assert store.themes.unlink(theme.id, 3).result().incidents == (1, 2)
    assert store.themes.unlink(theme.id, 3).result().incidents == (1, 2)
    other = store.themes.add("alerts", [2]).result()
    assert [theme.name for theme in store.themes.all().result()] == ["alerts", "retries"]
    assert store.incidents.get(2).result().themes == ("retries", "alerts")
    store.themes.delete(theme.id).result()
    assert store.themes.all().result() == [other]
    with pytest.raises(Refused, match="that theme exists already"):
        store.themes.add("alerts").result()


def test_a_systemic_issue_can_be_decided_and_taken_back(store: Store) -> None:
    theme = store.themes.add("retries").result()
    decided = store.themes.decide(theme, " One retry policy ", "ana").result()
    assert (decided.systemic, decided.owner) == ("One retry policy", "ana")
    assert store.themes.all().result() == [decided]
    assert store.themes.decide(decided, "", "").result() == theme


def test_parked_items_are_listed_until_they_are_resolved(store: Store) -> None:
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


def test_parked_items_are_listed_oldest_first(store: Store) -> None:
    newer = store.parked.add("chaos day").result()
    imported = document(7)
    older = replace(imported.parked[0], at=NOW - timedelta(days=1), resolved_at=None)
    store.documents.import_all([replace(imported, parked=(older,))]).result()
    assert [parked.id for parked in store.parked.open().result()] == [older.id, newer.id]


def test_the_last_currency_is_that_of_the_newest_incident_with_one(store: Store) -> None:
    assert store.incidents.last_currency().result() is None
    for number, currency in ((3, "EUR"), (9, "USD"), (5, "GBP"), (12, None)):
        incident = new_incident(store, number=number)
        store.incidents.write(incident.id, "currency", None, currency).result()
    assert store.incidents.last_currency().result() == "USD"


def test_facets_with_equal_counts_are_ordered_by_name() -> None:
    counts = [("search", 1), ("checkout", 1), ("billing", 2)]
    assert most_frequent_first(counts) == (("billing", 2), ("checkout", 1), ("search", 1))


def test_a_near_miss_neither_repeats_an_incident_nor_is_repeated(store: Store) -> None:
    def on(number: int, days: int, kind: w.IncidentKind) -> r.Incident:
        is_real = kind is w.IncidentKind.INCIDENT
        return replace(
            document(number),
            date=DAY + timedelta(days=days),
            kind=kind,
            severity=w.Severity.SEV2 if is_real else None,
            cause=r.Cause(uuid4(), "retries"),
            impact=r.Impact(),
            timeline=(),
        )

    near_miss, incident = w.IncidentKind.NEAR_MISS, w.IncidentKind.INCIDENT
    store.documents.import_all([on(1, 0, near_miss), on(2, 5, incident)]).result()
    store.documents.import_all([on(3, 9, near_miss), on(4, 12, incident)]).result()
    assert [summaries(store)[number].repeat for number in (1, 2, 3, 4)] == [
        False, False, False, True,
    ]  # fmt: skip
    known = store.incidents.everything().result()
    for one in known:
        assert summaries(store)[one.number].repeat == bool(earlier_of_same_cause(one, known))
