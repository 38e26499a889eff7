"""What is read of many incidents at once, against their whole documents."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from uuid import uuid4

import pytest

from db import overview
from db import records as r
from db import words as w
from db.store import Store
from facilitator.domain import patterns
from facilitator.domain.figures import figures, headline, rates, since
from facilitator.domain.similar import Earlier
from facilitator.sample import team
from tests.db.support import DAY, NOW
from tests.db.test_documents import document

ZONES = [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))]
STAMPS = [kind for kind in w.EventKind if kind is not w.EventKind.OTHER]


def any_incident(chance: random.Random, number: int) -> r.Incident:
    """One that began on some day of half a year, with items made, reviewed and closed whenever."""

    def some_day(after: datetime) -> datetime:
        return after + timedelta(hours=chance.randrange(24 * 180))

    began = some_day(NOW)
    stated = document(number)
    items = []
    for slot in range(1, chance.randrange(4)):
        made = some_day(began - timedelta(days=30))
        status = chance.choice(list(w.ActionStatus))
        closed = status in (w.ActionStatus.DONE, w.ActionStatus.DROPPED)
        said = sorted(some_day(made) for _ in range(chance.randrange(4)))
        items.append(
            replace(
                stated.action_items[0],
                id=uuid4(),
                slot=slot,
                status=status,
                note="no time",
                due=chance.choice([None, some_day(made).date()]),
                first_due=chance.choice([None, some_day(made).date()]),
                created_at=made,
                closed_at=some_day(made) if closed else None,
                reviews=tuple(
                    r.Review(uuid4(), None, at, chance.choice(list(w.ActionStatus)), "")
                    for at in said
                ),
            )
        )
    stamps = chance.sample(STAMPS, chance.randrange(len(STAMPS)))
    stamped = sorted((began + timedelta(minutes=chance.randrange(-9, 99)), kind) for kind in stamps)
    cause = chance.choice([None, *(r.Cause(uuid4(), name) for name in "abcd")])
    return replace(
        stated,
        service=chance.choice("xyz"),
        date=began.date(),
        cause=cause,
        impact=replace(stated.impact, began_at=chance.choice([None, began])),
        timeline=tuple(r.TimelineEvent(uuid4(), at, kind, "", None) for at, kind in stamped),
        action_items=tuple(items),
    )


@pytest.fixture
def known(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[r.Incident]:
    """Many incidents, as whole documents; those of a database that is read page by page."""
    monkeypatch.setattr(overview, "PAGE", 7)
    chance = random.Random(1)
    store.documents.load(team(DAY + timedelta(days=180))).result()
    store.documents.load([any_incident(chance, number) for number in range(100, 160)]).result()
    return store.incidents.everything().result()


@pytest.mark.parametrize("zone", ZONES)
def test_the_figures_are_those_of_the_whole_documents(
    store: Store, known: list[r.Incident], zone: tzinfo
) -> None:
    trimmed = preventable = reviewed = timed = 0
    for as_of in (DAY + timedelta(days=day) for day in range(0, 400, 25)):
        for months in (1, 6):
            begin = since(as_of, months)
            outlines = store.overview.outlines(store.overview.counting(begin).result(), begin)
            measured = store.overview.measured(begin).result()
            trimmed += len(known) - len(measured)
            whole = figures(known, as_of, months, zone)
            assert figures(measured, as_of, months, zone) == whole
            found = rates(outlines.result(), as_of, months, zone)
            assert (found.repeat, found.completion) == (whole.repeat, whole.completion)
            assert (found.window, found.by_month) == (whole.window, whole.by_month)
            shown = headline(outlines.result(), as_of, months, zone)
            assert (shown.repeat.n, shown.repeat.of) == (whole.repeat.n, whole.repeat.of)
            assert shown.completion == whole.completion
            assert (shown.open_actions, shown.overdue) == (whole.open_actions, whole.overdue)
            preventable += whole.repeat.preventable
            reviewed += whole.reviewed_in_time.n
            timed += sum(spread.n for spread in whole.time_to.values())
    assert min(trimmed, preventable, reviewed, timed) > 50


def test_a_page_of_outlines_has_those_that_were_asked_for(
    store: Store, known: list[r.Incident]
) -> None:
    begin = since(DAY + timedelta(days=200), 6)
    numbers = store.overview.counting(begin).result()
    found = store.overview.outlines([numbers[3], 4_000, numbers[1]], begin).result()
    assert [each.number for each in found] == [numbers[1], numbers[3]]
    assert found == [
        each
        for each in store.overview.outlines(numbers, begin).result()
        if each.number in (numbers[1], numbers[3])
    ]


def test_what_recurs_is_that_of_the_whole_documents(store: Store, known: list[r.Incident]) -> None:
    found: list[r.Occurrence] = []
    while page := store.overview.occurrences(found[-1].number if found else 0).result():
        assert len(page) <= 7
        found += page
    assert [each.number for each in found] == [each.number for each in known]
    for count in (patterns.causes, patterns.services, patterns.factor_kinds):
        for as_of in (DAY, DAY + timedelta(days=90), DAY + timedelta(days=200)):
            assert count(found, as_of) == count(known, as_of)


def test_what_is_similar_is_that_of_the_whole_documents(
    store: Store, known: list[r.Incident]
) -> None:
    found: list[r.Past] = []
    while page := store.overview.past(found[-1].number if found else 0).result():
        assert len(page) <= 7
        found += page
    assert [each.number for each in found] == [each.number for each in known]
    assert [each.open_actions for each in found] == [each.open_actions for each in known]
    own = max(known, key=lambda each: (each.date, each.number))
    light, full = (
        Earlier(own, those).like(own.symptom, own.root_cause) for those in (found, known)
    )
    assert len(full) == 10
    for one, other in zip(light, full, strict=True):
        assert (one.incident.number, one.score, one.because) == (
            other.incident.number, other.score, other.because,
        )  # fmt: skip
        assert (one.incident.service, one.incident.cause) == (
            other.incident.service, other.incident.cause,
        )  # fmt: skip


def test_the_incidents_of_a_cause(store: Store, known: list[r.Incident]) -> None:
    cause = next(each.cause for each in known if each.cause and each.cause.name == "a")
    found: list[r.Incident] = []
    while page := store.overview.of_cause(cause.id, found[-1].number if found else 0).result():
        assert len(page) <= 7
        found += page
    same = [each for each in known if each.cause == cause]
    assert len(same) > 7
    assert [(each.title, each.began) for each in found] == [
        (each.title, each.began) for each in same
    ]


def test_action_items_by_incident_and_slot_with_their_reviews(
    store: Store, known: list[r.Incident]
) -> None:
    everything = [(each.number, item) for each in known for item in each.action_items]
    still_open = [(number, item) for number, item in everything if item.is_open]
    assert 0 < len(still_open) < len(everything)
    assert store.actions.listed(closed=True).result() == everything
    assert store.actions.listed(closed=False).result() == still_open
    ids = [item.id for _, item in everything]
    said = {item.id: item.reviews for _, item in everything if item.reviews}
    assert store.actions.reviews(ids).result() == said
