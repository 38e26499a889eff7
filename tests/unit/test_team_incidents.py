"""Many incidents of several teams: they go in, come out again, and have figures.

The incidents in `tests/data/incidents.jsonl` are invented, in the form in which real ones were
collected. Where the real ones are at hand, in a folder beside the project, they are tested as well.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.records import Incident
from db.store import Store
from facilitator.documents.read.json import read
from facilitator.documents.write.figures_json import figures_object
from facilitator.documents.write.json import write
from facilitator.domain.figure_types import Window
from facilitator.domain.figures import compute_figures
from facilitator.domain.patterns import recurring_causes, recurring_services
from facilitator.domain.periods import months_ending
from facilitator.domain.repeats import repeat_rate
from facilitator.domain.similarity.index import SimilarityIndex
from facilitator.domain.similarity.terms import query_of
from facilitator.domain.similarity.texts import texts_of
from facilitator.lexicon.reading import lexicon_with
from tests.convert_postmortems import convert
from tests.support import comparison_record

INVENTED = Path(__file__).parents[1] / "data" / "incidents.jsonl"
REAL = Path(__file__).parents[3] / "shared" / "data" / "postmortems-dev.jsonl"
SOURCES = [path for path in (INVENTED, REAL) if path.exists()]


@pytest.fixture(scope="module", params=SOURCES, ids=lambda path: path.stem)
def source(request: pytest.FixtureRequest) -> str:
    """The lines of one collection."""
    path: Path = request.param
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def incidents(source: str) -> list[Incident]:
    return read(json.dumps(convert(source)), "incidents.json")


def test_an_import_and_an_export_give_the_same_bytes_each_time(
    source: str, incidents: list[Incident], empty_store: Callable[[], Store]
) -> None:
    exports = [write(incidents)]
    for _ in range(2):
        store = empty_store()
        imported = store.documents.import_all(read(exports[-1], "incidents.json")).result()
        assert len(imported) == len(incidents)
        exports.append(write(store.incidents.everything().result()))
        store.close()
    assert len(incidents) == len(source.splitlines())
    assert exports[0] == exports[1] == exports[2]


def test_an_incident_repeats_where_another_of_its_cause_was_on_an_earlier_day(
    incidents: list[Incident], empty_store: Callable[[], Store]
) -> None:
    first_days: dict[str, date] = {}
    repeats = 0
    for incident in incidents:
        if incident.cause is not None:
            first_day = first_days.setdefault(incident.cause.name, incident.date)
            repeats += first_day < incident.date
    store = empty_store()
    store.documents.import_all(incidents).result()
    stored = store.incidents.everything().result()
    store.close()
    rate = repeat_rate(stored, Window(date(2000, 1, 1), date(2100, 1, 1)))
    assert rate.n == repeats > 0
    assert rate.of + rate.unclassified == len(incidents)


def test_the_figures_of_every_year_can_be_computed_and_written(
    incidents: list[Incident],
) -> None:
    years = range(incidents[0].date.year, incidents[-1].date.year + 1)
    written = [
        figures_object(compute_figures(incidents, months_ending(date(year, 12, 31), 12)))
        for year in years
    ]
    months = [month for figures in written for month in figures["by_month"]]
    assert sum(month["incidents"] for month in months) == len(incidents)
    assert all(json.dumps(figures, allow_nan=False) for figures in written)


def test_patterns_and_similar_earlier_incidents_are_found(incidents: list[Incident]) -> None:
    last = incidents[-1]
    assert recurring_services(incidents, last.date)
    assert recurring_causes(incidents, last.date)
    lexicon = lexicon_with({})
    queries = [query_of(texts_of(incident), lexicon) for incident in incidents]
    counted = [
        (comparison_record(incident), query.terms)
        for incident, query in zip(incidents, queries, strict=True)
    ]
    index = SimilarityIndex(counted, lexicon)
    for incident, query in zip(incidents, queries, strict=True):
        similar = index.most_similar(query, (incident.began_at, incident.number))
        assert len(similar) <= 10
        assert all(0 <= match.score <= 1 for match in similar)
        assert all(match.incident.number < incident.number for match in similar)
