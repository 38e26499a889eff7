"""Texts are stored exactly as people typed them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db import vocabulary as w
from db.errors import Refused
from db.store import Store
from db.worker import Pending
from tests.db.conftest import migrated
from tests.db.support import NOW, new_incident

TRICKY = [
    "[/red] [@click=app.quit] [WIP] list[int] z [b + x",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b1m",
    "👩‍👩‍👧 🇺🇦 e\u0301 ﷽ \ufeff \u200b",
    "שלום עולם \u202eevil\u202c العربية",
    "'; DROP TABLE incident; -- %s :name ? {} \\",
    "one\r\ntwo\ttabs\n\n\nfour",
    '{"json": null}',
    "\U0010ffff\ufffe\uffff",
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Open one store for all the texts."""
    folder: Path = tmp_path_factory.mktemp("text")
    for target in migrated(request.param, request, folder):
        store = Store.open(target)
        new_incident(store)
        yield store
        store.close()


def tricky(test: Callable[..., None]) -> Callable[..., None]:
    for text in TRICKY:
        test = example(text=text)(test)
    return test


@tricky
@settings(max_examples=40)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200))
def test_a_text_is_read_as_it_was_typed(shared: Store, text: str) -> None:
    incident = shared.incidents.get(1).result()
    shared.incidents.write(incident.id, "root_cause", incident.root_cause, text).result()
    kept = shared.incidents.get(1).result()
    assert kept.root_cause == text.strip()
    shared.incidents.write(incident.id, "root_cause", kept.root_cause, "").result()
    if text.strip():
        shared.history.undo().result()
        assert shared.incidents.get(1).result().root_cause == text.strip()


@pytest.mark.parametrize("text", TRICKY)
def test_undo_restores_a_text_as_it_was_typed(store: Store, text: str) -> None:
    incident = new_incident(store)
    store.timeline.add(incident.id, NOW, w.EventKind.OTHER, text, text).result()
    factor = store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, text).result()
    store.incidents.set_cause(incident.id, text[:200]).result()
    before = store.incidents.get(incident.number).result()
    assert (before.timeline[0].text, before.factors[0].text) == (text, text)
    store.findings.delete_factor(factor.id).result()
    store.history.undo().result()
    assert store.incidents.get(incident.number).result() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [("a\x00b", "holds a NUL character"), ("a\ud800b", "holds half a character")],
)
def test_characters_that_no_database_can_store_are_refused(
    store: Store, text: str, message: str
) -> None:
    incident = new_incident(store)
    attempts: list[Pending[Any]] = [
        store.incidents.write(incident.id, "root_cause", "", text),
        store.incidents.write(incident.id, "service", "checkout", text),
        store.incidents.write(incident.id, "currency", None, text),
        store.incidents.create(text, "x", NOW.date()),
        store.incidents.set_cause(incident.id, text),
        store.timeline.add(incident.id, NOW, w.EventKind.OTHER, text),
        store.timeline.add(incident.id, NOW, w.EventKind.OTHER, "x", text),
        store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, text),
        store.findings.add_finding(incident.id, w.FindingKind.PROCESS, text),
        store.actions.add(incident.id, text),
        store.actions.add(incident.id, "do", owner=text),
        store.parked.add(text),
        store.themes.add(text),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match=message):
            attempt.result()
    kept = store.incidents.everything().result()
    assert kept == [incident]
