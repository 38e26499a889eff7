"""Reads of many incidents give the same results as their whole post-mortems."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from uuid import uuid4

import pytest

from db import records as r
from db import vocabulary as w
from db.sections import overview
from db.store import Store
from facilitator.domain import patterns
from facilitator.domain.figures import (
    compute_figures,
    compute_headline,
    compute_rates,
    records_needed_since,
)
from facilitator.domain.periods import months_ending, needed_since
from facilitator.sample import team
from tests.db.support import DAY, NOW, new_incident
from tests.db.test_documents import document
from tests.support import comparison_record

ZONES = [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))]
MILESTONES = [kind for kind in w.EventKind if kind is not w.EventKind.OTHER]


def any_incident(chance: random.Random, number: int) -> r.Incident:
    """Return an incident of some day in half a year, whose items have any dates at all."""

    def some_day(after: datetime) -> datetime:
        return after + timedelta(hours=chance.randrange(24 * 180))

    began = some_day(NOW)
    template = document(number)
    items = []
    for slot in range(1, chance.randrange(4)):
        created_at = some_day(began - timedelta(days=30))
        status = chance.choice(list(w.ActionStatus))
        is_closed = status in (w.ActionStatus.DONE, w.ActionStatus.DROPPED)
        review_times = sorted(some_day(created_at) for _ in range(chance.randrange(4)))
        items.append(
            replace(
                template.action_items[0],
                id=uuid4(),
                slot=slot,
                status=status,
                kind=chance.choice([None, *w.ActionKind]),
                checks=tuple(
                    r.Check(uuid4(), None, at, chance.choice(list(w.CheckResult)), "")
                    for at in sorted(some_day(created_at) for _ in range(chance.randrange(3)))
                ),
                note="no time",
                due=chance.choice([None, some_day(created_at).date()]),
                first_due=chance.choice([None, some_day(created_at).date()]),
                created_at=created_at,
                closed_at=some_day(created_at) if is_closed else None,
                reviews=tuple(
                    r.Review(
                        uuid4(),
                        None,
                        at,
                        chance.choice(list(w.ActionStatus)),
                        "",
                        between_meetings=chance.random() < 0.4,
                    )
                    for at in review_times
                ),
            )
        )
    kinds = chance.sample(MILESTONES, chance.randrange(len(MILESTONES)))
    events = sorted((began + timedelta(minutes=chance.randrange(-9, 99)), kind) for kind in kinds)
    cause = chance.choice([None, *(r.Cause(uuid4(), name) for name in "abcd")])
    is_near_miss = chance.random() < 0.2
    return replace(
        template,
        kind=w.IncidentKind.NEAR_MISS if is_near_miss else w.IncidentKind.INCIDENT,
        severity=None if is_near_miss else chance.choice(list(w.Severity)),
        trigger=chance.choice([None, *w.Trigger]),
        service=chance.choice("xyz"),
        date=began.date(),
        cause=cause,
        impact=replace(template.impact, began_at=chance.choice([None, began])),
        timeline=tuple(r.TimelineEvent(uuid4(), at, kind, "", None) for at, kind in events),
        action_items=tuple(items),
    )


@pytest.fixture
def known(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[r.Incident]:
    """Fill a database that is read in pages of 7, and return its whole incidents."""
    monkeypatch.setattr(overview, "PAGE", 7)
    chance = random.Random(1)
    store.documents.import_all(team(DAY + timedelta(days=180))).result()
    store.documents.import_all(
        [any_incident(chance, number) for number in range(100, 160)]
    ).result()
    return store.incidents.everything().result()


@pytest.mark.parametrize("zone", ZONES)
def test_figures_from_outlines_equal_those_from_whole_incidents(
    store: Store, known: list[r.Incident], zone: tzinfo
) -> None:
    trimmed = preventable = repeats = reviewed = timed = checked = 0
    for as_of in (DAY + timedelta(days=day) for day in (*range(0, 400, 25), 900, 1100, 1300)):
        for months in (1, 6):
            begin = records_needed_since(as_of, months)
            outlines = store.overview.outlines(
                store.overview.numbers_to_count(begin).result(), begin
            )
            period = months_ending(as_of, months)
            measure_since = needed_since(period)
            numbers = store.overview.numbers_to_measure(measure_since).result()
            measured = store.overview.measured_outlines(numbers, measure_since).result()
            trimmed += len(known) - len(measured)
            whole = compute_figures(known, period, zone)
            assert compute_figures(measured, period, zone) == whole
            found = compute_rates(outlines.result(), as_of, months, zone)
            assert (found.repeat, found.completion) == (whole.repeat, whole.completion)
            assert (found.window, found.by_month) == (whole.window, whole.by_month)
            shown = compute_headline(outlines.result(), as_of, months, zone)
            assert (shown.repeat.n, shown.repeat.of) == (whole.repeat.n, whole.repeat.of)
            assert shown.completion == whole.completion
            assert (shown.open_actions, shown.overdue) == (whole.open_actions, whole.overdue)
            preventable += whole.repeat.preventable
            repeats += len(whole.repeats)
            checked += whole.checks.of
            reviewed += whole.reviewed_in_time.n
            timed += sum(spread.n for spread in whole.time_to.values())
    assert min(trimmed, preventable, repeats, reviewed, timed) > 50
    assert checked > 10


def test_outlines_are_those_of_the_given_numbers(store: Store, known: list[r.Incident]) -> None:
    begin = records_needed_since(DAY + timedelta(days=200), 6)
    numbers = store.overview.numbers_to_count(begin).result()
    found = store.overview.outlines([numbers[3], 4_000, numbers[1]], begin).result()
    assert [outline.number for outline in found] == [numbers[1], numbers[3]]
    assert found == [
        outline
        for outline in store.overview.outlines(numbers, begin).result()
        if outline.number in (numbers[1], numbers[3])
    ]


def test_patterns_from_occurrences_equal_those_from_whole_incidents(
    store: Store, known: list[r.Incident]
) -> None:
    found: list[r.Occurrence] = []
    while page := store.overview.occurrences(found[-1].number if found else 0).result():
        assert len(page) <= 7
        found += page
    assert [record.number for record in found] == [incident.number for incident in known]
    for count in (
        patterns.recurring_causes,
        patterns.recurring_services,
        patterns.recurring_factor_kinds,
    ):
        for as_of in (DAY, DAY + timedelta(days=90), DAY + timedelta(days=200)):
            assert count(found, as_of) == count(known, as_of)


def test_comparison_records_say_of_each_incident_what_names_it(
    store: Store, known: list[r.Incident]
) -> None:
    found: list[r.ComparisonRecord] = []
    while page := store.overview.comparison_records(found[-1].number if found else 0).result():
        assert len(page) <= 7
        found += page
    assert found == [comparison_record(incident) for incident in known]


def test_terms_are_kept_until_a_text_changes(store: Store) -> None:
    incident = new_incident(store)
    newest = store.history.next_undo().result()
    store.overview.keep_terms([(incident, "counted")]).result()
    assert kept_terms(store) == ["counted"]
    assert store.history.next_undo().result() == newest
    store.incidents.write(incident.id, "users_affected", None, 12).result()
    assert kept_terms(store) == ["counted"]
    store.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    assert kept_terms(store) == [""]


def test_terms_of_texts_that_have_changed_since_are_not_kept(store: Store) -> None:
    incident = new_incident(store)
    store.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    store.overview.keep_terms([(incident, "counted")]).result()
    assert kept_terms(store) == [""]


def kept_terms(store: Store) -> list[str]:
    return [record.terms for record in store.overview.comparison_records().result()]


def test_the_outlines_of_a_cause_are_read_in_pages(store: Store, known: list[r.Incident]) -> None:
    cause = next(
        incident.cause for incident in known if incident.cause and incident.cause.name == "a"
    )
    found: list[r.IncidentOutline] = []
    while page := store.overview.outlines_of_cause(
        cause.id, found[-1].number if found else 0
    ).result():
        assert len(page) <= 7
        found += page
    expected = [incident for incident in known if incident.cause == cause]
    assert len(expected) > 7
    assert [(outline.title, outline.began_at) for outline in found] == [
        (incident.title, incident.began_at) for incident in expected
    ]


def test_action_items_come_by_incident_and_slot_with_their_reviews(
    store: Store, known: list[r.Incident]
) -> None:
    everything = [(incident.number, item) for incident in known for item in incident.action_items]
    still_open = [(number, item) for number, item in everything if item.is_open]
    assert 0 < len(still_open) < len(everything)
    assert store.actions.all(include_closed=True).result() == everything
    assert store.actions.all(include_closed=False).result() == still_open
    ids = [item.id for _, item in everything]
    reviews = {item.id: item.reviews for _, item in everything if item.reviews}
    assert store.actions.reviews(ids).result() == reviews
