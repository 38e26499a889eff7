"""Post-mortems that real teams published: they go in, come out again, and have figures."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.records import Incident
from db.store import Store
from facilitator.documents import figures as figures_document
from facilitator.documents.json import write
from facilitator.documents.read.json import read
from facilitator.domain.figures import Window, figures, repeat_rate
from facilitator.domain.patterns import causes, services
from facilitator.domain.similar import Earlier
from tests.convert_postmortems import convert

DATA = Path(__file__).parents[3] / "shared" / "data" / "postmortems-dev.jsonl"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data is not here")


@pytest.fixture(scope="module")
def incidents() -> list[Incident]:
    plain = convert(DATA.read_text(encoding="utf-8"))
    return read(json.dumps(plain), DATA.name)


def test_they_move_byte_for_byte(
    incidents: list[Incident], empty_store: Callable[[], Store]
) -> None:
    exports = [write(incidents)]
    for _ in range(2):
        store = empty_store()
        loaded = store.documents.load(read(exports[-1], "real.json")).result()
        assert len(loaded) == len(incidents)
        exports.append(write(store.incidents.everything().result()))
        store.close()
    assert len(incidents) == len(DATA.read_text(encoding="utf-8").splitlines())
    assert exports[0] == exports[1] == exports[2]


def test_repeats_are_those_whose_cause_was_seen_on_an_earlier_day(
    incidents: list[Incident], empty_store: Callable[[], Store]
) -> None:
    first: dict[str, date] = {}
    repeats = 0
    for each in incidents:
        if each.cause is not None:
            repeats += first.setdefault(each.cause.name, each.date) < each.date
    store = empty_store()
    store.documents.load(incidents).result()
    stored = store.incidents.everything().result()
    store.close()
    rate = repeat_rate(stored, Window(date(2000, 1, 1), date(2100, 1, 1)))
    assert rate.n == repeats > 0
    assert rate.of + rate.unclassified == len(incidents)


def test_every_figure_of_every_year_can_be_told(incidents: list[Incident]) -> None:
    years = range(incidents[0].date.year, incidents[-1].date.year + 1)
    told = [figures_document.as_plain(figures(incidents, date(year, 12, 31), 12)) for year in years]
    assert sum(sum(month["incidents"] for month in each["by_month"]) for each in told) == len(
        incidents
    )
    assert all(json.dumps(each, allow_nan=False) for each in told)


def test_patterns_and_likenesses_are_found(incidents: list[Incident]) -> None:
    last = incidents[-1]
    assert services(incidents, last.date)
    assert causes(incidents, last.date)
    for each in incidents:
        found = Earlier(each, incidents).like(each.symptom, each.root_cause)
        assert len(found) <= 10
        assert all(0 <= one.score <= 1 for one in found)
        assert all(one.incident.number < each.number for one in found)
