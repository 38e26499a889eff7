"""The sample team: it ends today, is complete, and improves over the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import arrow
import pytest

from db.records import ActionItem, Incident, IncidentFilter
from db.store import Store
from db.vocabulary import ActionStatus, EventKind, IncidentStatus, Severity
from facilitator.domain.wording import advise
from facilitator.sample import fill, team

TODAY = date(2026, 11, 24)
PEOPLE = ("Priya", "Sam", "Mei", "Jonas", "Aisha", "Tomás", "Lena", "Kofi")
any_day = pytest.mark.parametrize(
    "today",
    [TODAY, date(2028, 2, 29), date(2027, 1, 1), date(2027, 3, 1), date(2026, 8, 31)],
    ids=str,
)


def test_the_team_is_the_same_once_it_is_stored(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "sample.db")
    try:
        fill(store, TODAY)
        incidents = team(TODAY)
        assert store.lists.numbers(IncidentFilter()).result() == [*range(45, 21, -1)]
        for incident in incidents:
            stored = store.incidents.get(incident.number).result()
            assert stored.timeline == incident.timeline
            assert stored.action_items == incident.action_items
            assert stored.parked == incident.parked
            assert stored.impact == incident.impact
        decided = [theme for theme in store.themes.all().result() if theme.systemic]
        assert [len(theme.incidents) for theme in decided] == [4, 5, 5]
        assert all(theme.owner in PEOPLE for theme in decided)
    finally:
        store.close()


def test_the_action_items_to_review_are_those_of_the_article() -> None:
    incidents_by_number = {
        item.action: (item, incident.number) for incident, item in _items(team(TODAY))
    }
    breaker, number = incidents_by_number["Add circuit breaker"]
    assert (number, breaker.status) == (42, ActionStatus.DONE)
    canary, number = incidents_by_number["Add canary deploys"]
    assert (number, canary.status, canary.note) == (43, ActionStatus.IN_PROGRESS, "blocked on CI")
    assert (canary.owner, canary.priority, canary.ticket) == ("Priya", "P1", "OPS-118")
    assert canary.due == TODAY - timedelta(days=5)
    assert len(canary.reviews) == 3
    retry, number = incidents_by_number["Fix retry logic"]
    assert (number, retry.status, retry.note) == (44, ActionStatus.OPEN, "reassigning")
    carried = [item for incident, item in _items(team(TODAY)[:-1]) if item.is_open]
    assert len(carried) == 7
    assert sum(item.due is not None and item.due < TODAY for item in carried) == 3


def test_the_newest_incident_is_left_for_the_meeting_to_finish() -> None:
    *earlier, spike = team(TODAY)
    assert all(incident.status is IncidentStatus.REVIEWED for incident in earlier)
    assert spike.status is IncidentStatus.DRAFT
    assert (spike.date, spike.severity) == (TODAY - timedelta(days=1), Severity.SEV1)
    assert spike.root_cause
    assert spike.cause is None
    assert not spike.lessons_learned
    assert len(spike.action_items) == 1


@any_day
def test_nothing_but_due_dates_is_in_the_future(today: date) -> None:
    assert team(today) == team(today)
    for incident in team(today):
        moments = [incident.created_at, *(event.at for event in incident.timeline)]
        moments += [
            at for parked in incident.parked for at in _known(parked.at, parked.resolved_at)
        ]
        for item in incident.action_items:
            moments += _known(item.created_at, item.closed_at)
            moments += [review.at for review in item.reviews]
        assert max(moments).date() < today


@any_day
def test_every_action_item_is_complete(today: date) -> None:
    for incident, item in _items(team(today)):
        slots = [other.slot for other in incident.action_items]
        assert slots == [*range(1, len(slots) + 1)]
        assert len(slots) <= 3
        assert item.owner in PEOPLE
        assert item.is_open == (item.closed_at is None)
        assert item.note or item.status is not ActionStatus.DROPPED
        assert [*item.reviews] == sorted(item.reviews, key=lambda review: review.at)


@any_day
def test_the_team_gets_better(today: date) -> None:
    half_a_year_ago = arrow.get(today).shift(months=-6).date()
    assert _repeat_rate(team(today), half_a_year_ago) == pytest.approx(7 / 15)
    assert _repeat_rate(team(today), today) == pytest.approx(1 / 7)
    assert _completion(team(today), half_a_year_ago) == pytest.approx(10 / 31)
    assert _completion(team(today), today) == pytest.approx(13 / 19)


def test_the_sample_has_a_timeline_with_doubts() -> None:
    incidents_by_number = {incident.number: incident for incident in team(TODAY)}
    assert incidents_by_number[30].reached_at(EventKind.ACKNOWLEDGED) is None
    alert, acknowledged = (
        incidents_by_number[28].reached_at(kind)
        for kind in (EventKind.FIRST_ALERT, EventKind.ACKNOWLEDGED)
    )
    assert alert is not None
    assert acknowledged is not None
    assert acknowledged < alert
    assert sum(incident.cause is None for incident in incidents_by_number.values()) == 2


def test_the_wording_is_blameless() -> None:
    for incident in team(TODAY):
        texts = [factor.text for factor in incident.factors]
        texts += [finding.text for finding in incident.findings]
        for text in [incident.root_cause, *texts]:
            assert not advise(text, PEOPLE), text
        assert not advise(incident.lessons_learned), incident.number


def _items(incidents: list[Incident]) -> Iterator[tuple[Incident, ActionItem]]:
    for incident in incidents:
        for item in incident.action_items:
            yield incident, item


def _known(*moments: datetime | None) -> list[datetime]:
    return [at for at in moments if at is not None]


def _repeat_rate(incidents: list[Incident], as_of: date) -> float:
    begins = arrow.get(as_of).shift(months=-6).date()
    known_causes: set[str] = set()
    repeats = []
    for incident in incidents:
        if incident.cause is not None:
            if begins < incident.date <= as_of:
                repeats.append(incident.cause.name in known_causes)
            known_causes.add(incident.cause.name)
    return sum(repeats) / len(repeats)


def _completion(incidents: list[Incident], as_of: date) -> float:
    begins = arrow.get(as_of).shift(months=-6).date()
    created = [item for _, item in _items(incidents) if begins < item.created_at.date() <= as_of]
    closed = [
        item.status
        for item in created
        if item.closed_at is not None and item.closed_at.date() <= as_of
    ]
    return closed.count(ActionStatus.DONE) / (len(created) - closed.count(ActionStatus.DROPPED))
