"""An import goes in whole or not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from db import records as r
from db import words as w
from db.errors import Refused
from db.store import Store
from tests.db.support import DAY, NOW, everything_filled, new_incident


def document(number: int) -> r.Incident:
    """A post-mortem with something in every part."""
    incident = uuid4()
    reviews = tuple(
        r.Review(uuid4(), None, NOW + timedelta(days=day), w.ActionStatus.IN_PROGRESS, f"{day}")
        for day in (7, 14)
    )
    items = tuple(
        r.ActionItem(
            id=uuid4(),
            incident_id=incident,
            slot=slot,
            action=f"do {slot}",
            owner="ana",
            priority=w.Priority.P1,
            due=DAY,
            first_due=DAY - timedelta(days=7),
            status=status,
            note="not worth it" if status is w.ActionStatus.DROPPED else "",
            ticket="OPS-17",
            ticket_verified=True,
            created_at=NOW,
            closed_at=NOW,
            reviews=reviews if slot == 1 else (),
        )
        for slot, status in ((1, w.ActionStatus.DONE), (3, w.ActionStatus.DROPPED))
    )
    return r.Incident(
        id=incident,
        number=number,
        service="checkout",
        symptom="5xx spike",
        date=DAY,
        severity=w.Severity.SEV1,
        status=w.IncidentStatus.REVIEWED,
        impact=r.Impact(NOW, 47, 12_000, Decimal("35000.00"), "USD", 18.5, "checkout was down"),
        root_cause="Retries without a cap.",
        cause=r.Cause(uuid4(), "retry storm"),
        lessons_learned="Cap retries.",
        created_at=NOW,
        timeline=(
            r.TimelineEvent(uuid4(), NOW, w.EventKind.FIRST_ALERT, "pager", None),
            r.TimelineEvent(uuid4(), NOW, w.EventKind.OTHER, "call", "https://example.org"),
        ),
        factors=tuple(r.Factor(uuid4(), kind, kind.value) for kind in w.FactorKind),
        findings=tuple(r.Finding(uuid4(), kind, kind.value) for kind in w.FindingKind),
        action_items=items,
        themes=("retries", "alerts"),
        parked=(r.Parked(uuid4(), incident, None, w.ParkedKind.IDEA, "chaos day", NOW, None),),
    )


def same(found: r.Incident, loaded: r.Incident) -> bool:
    """Alike but for the id of the cause, which the catalogue gives."""
    assert found.cause is not None
    assert loaded.cause is not None
    return found.cause.name == loaded.cause.name and replace(found, cause=loaded.cause) == loaded


def test_what_is_loaded_comes_back(store: Store) -> None:
    documents = [document(42), document(7)]
    assert store.documents.load(documents).result() == [each.number for each in documents]
    assert same(store.incidents.get(42).result(), documents[0])
    assert same(store.incidents.get(7).result(), documents[1])
    assert len(store.incidents.causes().result()) == 1
    assert {(theme.name, theme.incidents) for theme in store.themes.all().result()} == {
        ("retries", (7, 42)),
        ("alerts", (7, 42)),
    }


def test_a_whole_database_moves_into_another(
    store: Store, window: Callable[[], Store], tmp_path_factory: pytest.TempPathFactory
) -> None:
    everything_filled(store)
    store.documents.load([document(42)]).result()
    everything = store.incidents.everything().result()
    other = Store.open(tmp_path_factory.mktemp("other") / "team.db")
    other.documents.load(everything).result()
    for loaded in everything:
        moved = other.incidents.get(loaded.number).result()
        assert [each.action for each in moved.action_items] == [
            each.action for each in loaded.action_items
        ]
        assert (moved.timeline, moved.factors, moved.findings, moved.impact) == (
            loaded.timeline,
            loaded.factors,
            loaded.findings,
            loaded.impact,
        )
    other.close()


def test_causes_and_themes_that_exist_are_used(store: Store) -> None:
    incident = new_incident(store)
    cause = store.incidents.set_cause(incident.id, "Retry Storm").result()
    store.themes.add("retries", [incident.number]).result()
    store.documents.load([document(42)]).result()
    assert store.incidents.causes().result() == [cause]
    assert [theme.incidents for theme in store.themes.all().result()] == [(42,), (1, 42)]


def test_a_number_that_is_taken_keeps_all_out(store: Store) -> None:
    kept = new_incident(store, number=7)
    with pytest.raises(Refused, match="incident #7 exists already: nothing was imported"):
        store.documents.load([document(42), document(7)]).result()
    assert store.incidents.everything().result() == [kept]
    with pytest.raises(Refused, match="incident #42 exists already"):
        store.documents.load([document(42), document(42)]).result()
    assert store.incidents.everything().result() == [kept]


@pytest.mark.parametrize(
    "broken",
    [
        lambda good: replace(good, service=" "),
        lambda good: replace(good, root_cause="x" * 20_001),
        lambda good: replace(good, root_cause="a\x00b"),
        lambda good: replace(good, root_cause="a\ud800b"),
        lambda good: replace(good, themes=("retries", "a\ud800b")),
        lambda good: replace(good, themes=("retries", "retries")),
        lambda good: replace(good, impact=replace(good.impact, currency=None)),
        lambda good: replace(good, impact=replace(good.impact, users_affected=10**20)),
        lambda good: replace(good, number=10**20),
        lambda good: replace(good, number=-1),
        lambda good: replace(good, action_items=good.action_items * 2),
        lambda good: replace(
            good, action_items=(good.action_items[0], replace(good.action_items[1], slot=4))
        ),
        lambda good: replace(good, action_items=(replace(good.action_items[1], note=""),)),
    ],
)
def test_a_broken_document_keeps_all_out(
    store: Store, broken: Callable[[r.Incident], r.Incident]
) -> None:
    with pytest.raises(Refused):
        store.documents.load([document(1), broken(document(42))]).result()
    assert store.incidents.everything().result() == []
    assert store.incidents.causes().result() == []
    assert store.themes.all().result() == []


def test_an_import_is_no_change_to_take_back(store: Store) -> None:
    store.documents.load([document(42)]).result()
    assert store.history.undo().result() is None
    assert len(store.incidents.everything().result()) == 1


def test_a_document_without_a_number_takes_the_next_free_one(store: Store) -> None:
    store.documents.load([document(7)]).result()
    unnumbered = [replace(document(1), number=0), replace(document(2), number=0)]
    assert store.documents.load([*unnumbered, document(9)]).result() == [10, 11, 9]


def test_taken_numbers_are_given_anew_when_asked(store: Store) -> None:
    store.documents.load([document(7), document(8)]).result()
    again = [document(7), document(8), document(3)]
    assert store.documents.load(again, renumber=True).result() == [9, 10, 3]
    assert [each.number for each in store.incidents.everything().result()] == [3, 7, 8, 9, 10]


def test_after_the_highest_number_nothing_comes_in(store: Store) -> None:
    with pytest.raises(Refused, match="none follows it: give one that is free"):
        store.documents.load([document(w.LARGEST), document(0)]).result()
    assert store.incidents.everything().result() == []


def test_notes_come_in_with_their_incident(store: Store) -> None:
    incident = document(7)
    note = r.Note(uuid4(), incident.id, "Attendees", "RF, PW", incident.created_at)
    store.documents.load([incident], [note]).result()
    assert store.notes.of(incident.id).result() == [note]
