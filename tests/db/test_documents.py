"""An import stores all post-mortems or none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.store import Store
from tests.db.support import DAY, NOW, everything_filled, new_incident


def document(number: int) -> r.Incident:
    """Return a post-mortem with something in every part."""
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


def is_same(stored: r.Incident, imported: r.Incident) -> bool:
    """Compare all but the id of the cause, which the catalogue determines."""
    assert stored.cause is not None
    assert imported.cause is not None
    has_same_cause = stored.cause.name == imported.cause.name
    return has_same_cause and replace(stored, cause=imported.cause) == imported


def test_an_imported_post_mortem_is_read_as_it_was(store: Store) -> None:
    documents = [document(42), document(7)]
    assert store.documents.import_all(documents).result() == [
        incident.number for incident in documents
    ]
    assert is_same(store.incidents.get(42).result(), documents[0])
    assert is_same(store.incidents.get(7).result(), documents[1])
    assert len(store.incidents.causes().result()) == 1
    assert {(theme.name, theme.incidents) for theme in store.themes.all().result()} == {
        ("retries", (7, 42)),
        ("alerts", (7, 42)),
    }


def test_a_whole_database_moves_into_another(
    store: Store, window: Callable[[], Store], tmp_path_factory: pytest.TempPathFactory
) -> None:
    everything_filled(store)
    store.documents.import_all([document(42)]).result()
    everything = store.incidents.everything().result()
    other = Store.open(tmp_path_factory.mktemp("other") / "team.db")
    other.documents.import_all(everything).result()
    for original in everything:
        moved = other.incidents.get(original.number).result()
        assert [item.action for item in moved.action_items] == [
            item.action for item in original.action_items
        ]
        assert (moved.timeline, moved.factors, moved.findings, moved.impact) == (
            original.timeline,
            original.factors,
            original.findings,
            original.impact,
        )
    other.close()


def test_existing_causes_and_themes_are_used(store: Store) -> None:
    incident = new_incident(store)
    cause = store.incidents.set_cause(incident.id, "Retry Storm").result()
    store.themes.add("retries", [incident.number]).result()
    padded = replace(document(43), cause=r.Cause(uuid4(), " RETRY storm "), themes=())
    store.documents.import_all([document(42), padded]).result()
    assert store.incidents.causes().result() == [cause]
    assert [theme.incidents for theme in store.themes.all().result()] == [(42,), (1, 42)]


def test_a_number_that_is_taken_stops_the_whole_import(store: Store) -> None:
    kept = new_incident(store, number=7)
    with pytest.raises(Refused, match="incident #7 exists already: nothing was imported"):
        store.documents.import_all([document(42), document(7)]).result()
    assert store.incidents.everything().result() == [kept]
    with pytest.raises(Refused, match="incident #42 exists already"):
        store.documents.import_all([document(42), document(42)]).result()
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
def test_one_broken_post_mortem_stops_the_whole_import(
    store: Store, broken: Callable[[r.Incident], r.Incident]
) -> None:
    with pytest.raises(Refused):
        store.documents.import_all([document(1), broken(document(42))]).result()
    assert store.incidents.everything().result() == []
    assert store.incidents.causes().result() == []
    assert store.themes.all().result() == []


def test_an_import_can_not_be_undone(store: Store) -> None:
    store.documents.import_all([document(42)]).result()
    assert store.history.undo().result() is None
    assert len(store.incidents.everything().result()) == 1


def test_a_post_mortem_without_a_number_gets_the_next_free_one(store: Store) -> None:
    store.documents.import_all([document(7)]).result()
    unnumbered = [replace(document(1), number=0), replace(document(2), number=0)]
    assert store.documents.import_all([*unnumbered, document(9)]).result() == [10, 11, 9]


def test_renumbering_gives_new_numbers_for_those_that_are_taken(store: Store) -> None:
    store.documents.import_all([document(7), document(8)]).result()
    again = [document(7), document(8), document(3)]
    assert store.documents.import_all(again, renumber=True).result() == [9, 10, 3]
    assert [incident.number for incident in store.incidents.everything().result()] == [
        3,
        7,
        8,
        9,
        10,
    ]


def test_an_import_is_refused_when_no_number_is_left(store: Store) -> None:
    with pytest.raises(Refused, match="none follows it: give one that is free"):
        store.documents.import_all([document(w.LARGEST), document(0)]).result()
    assert store.incidents.everything().result() == []


def test_notes_are_imported_with_their_incident(store: Store) -> None:
    incident = document(7)
    note = r.Note(uuid4(), incident.id, "Attendees", "RF, PW", incident.created_at)
    store.documents.import_all([incident], [note]).result()
    assert store.notes.of_incident(incident.id).result() == [note]
