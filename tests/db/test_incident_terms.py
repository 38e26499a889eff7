"""The terms of all incidents: counted once, kept, and counted again when a text changes."""

from __future__ import annotations

import asyncio

import pytest

from db.store import Store
from facilitator.domain.similarity.terms import Terms, count_terms
from facilitator.domain.similarity.texts import texts_of
from facilitator.incident_terms import reading
from facilitator.incident_terms.reading import read_terms
from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.reading import lexicon_with
from tests.db.support import new_incident

LEXICON = lexicon_with({})
OWN = lexicon_with({"till frozen": ["till frozen"]})


def read(store: Store, lexicon: Lexicon = LEXICON) -> list[Terms]:
    return [terms for _, terms in asyncio.run(read_terms(store, lexicon))]


def counted(store: Store, lexicon: Lexicon = LEXICON) -> list[Terms]:
    """The terms of all incidents, counted now."""
    incidents = store.incidents.everything().result()
    return [count_terms(texts_of(incident), lexicon) for incident in incidents]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many incidents were counted by each reading, in the order of the readings."""
    done: list[int] = []
    count = reading._counted

    def counting(incidents: list[object], lexicon: Lexicon) -> list[Terms]:
        done.append(len(incidents))
        return count(incidents, lexicon)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "_counted", counting)
    return done


def test_terms_are_counted_once_and_again_where_a_text_has_changed(
    store: Store, counts: list[int]
) -> None:
    first, _ = new_incident(store), new_incident(store)
    assert read(store) == counted(store)
    assert read(store) == counted(store)
    assert counts == [2]
    store.incidents.write(first.id, "root_cause", "", "the disk was full").result()
    assert read(store) == counted(store)
    assert counts == [2, 1]
    assert "disk full" in read(store)[0].concepts


def test_another_lexicon_counts_them_again(store: Store, counts: list[int]) -> None:
    incident = new_incident(store)
    store.incidents.write(incident.id, "root_cause", "", "the till was frozen").result()
    assert "till frozen" not in read(store)[0].concepts
    assert "till frozen" in read(store, OWN)[0].concepts
    assert counts == [1, 1]


def test_a_window_that_only_reads_counts_and_keeps_nothing(
    store: Store, target: str, counts: list[int]
) -> None:
    new_incident(store)
    watching = Store.open(target, read_only=True)
    assert read(watching) == read(watching) == counted(store)
    assert counts == [1, 1]
    watching.close()
    assert [record.terms for record in store.overview.comparison_records().result()] == [""]


def test_more_incidents_than_are_counted_at_once_are_all_read(
    store: Store, monkeypatch: pytest.MonkeyPatch, counts: list[int]
) -> None:
    monkeypatch.setattr(reading, "COUNTED_AT_ONCE", 2)
    for _ in range(5):
        new_incident(store)
    assert read(store) == counted(store)
    assert counts == [2, 2, 1]
