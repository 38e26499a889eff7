"""What the store refuses, it refuses in words, and leaves nothing behind."""

import traceback
from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db import records as r
from db import words as w
from db.errors import Refused, StoreError
from db.store import Store
from tests.db.support import DAY, NOW, PLAN, everything_filled, new_incident

SECRET = "Zebra Quagga"


def test_a_number_that_is_taken(store: Store) -> None:
    new_incident(store, number=42)
    with pytest.raises(Refused, match="that number is taken by another incident"):
        new_incident(store, number=42)


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**20])
def test_a_number_out_of_bounds(store: Store, number: int) -> None:
    with pytest.raises(Refused, match="number: "):
        new_incident(store, number=number)


def test_a_fourth_action_item(store: Store) -> None:
    incident = new_incident(store)
    slots = [store.actions.add(incident.id, "do").result().slot for _ in range(3)]
    assert slots == [1, 2, 3]
    with pytest.raises(Refused, match="at most three action items: replace one"):
        store.actions.add(incident.id, "do more").result()


def test_a_free_slot_in_the_middle_is_taken_first(store: Store) -> None:
    incident = new_incident(store)
    items = [store.actions.add(incident.id, f"do {n}").result() for n in range(3)]
    store.actions.delete(items[1].id).result()
    assert store.actions.add(incident.id, "again").result().slot == 2


def test_dropped_without_a_reason(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "do").result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    with pytest.raises(Refused, match="reason: write something"):
        store.actions.review(item.id, meeting.id, w.ActionStatus.DROPPED, "  ").result()
    (kept,) = store.incidents.get(incident.number).result().action_items
    assert kept == item


def test_revenue_without_its_currency(store: Store) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match="revenue: give the currency too"):
        store.incidents.write(incident.id, "revenue", None, Decimal("1.00")).result()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("severity", "SEV9", "severity: 'SEV9' is none of SEV1"),
        ("status", "published", "status: 'published' is none of draft, reviewed"),
        ("service", " ", "service: write something"),
        ("symptom", "x" * 201, "symptom: 201 characters; at most 200"),
        ("root_cause", "x" * 20_001, "root cause: 20,001 characters; at most 20,000"),
        ("currency", "EURO", "currency: expected three letters"),
        ("duration_minutes", -1, "duration minutes: expected a number from 0"),
        ("users_affected", 10**20, "users affected: expected a number from 0"),
        ("slo_budget_percent", float("nan"), "slo budget percent: expected a number from 0"),
        ("revenue", Decimal("NaN"), "revenue: expected a number from 0"),
        ("shoe_size", 9, "shoe_size: an incident has no such field"),
        ("id", "x", "id: an incident has no such field"),
    ],
)
def test_a_field_that_can_t_hold_it(store: Store, field: str, value: object, words: str) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match=words):
        store.incidents.write(incident.id, field, None, value).result()
    assert store.incidents.get(incident.number).result() == incident


def test_what_is_gone(store: Store) -> None:
    gone = uuid4()
    attempts = [
        store.incidents.write(gone, "root_cause", "", "x"),
        store.actions.add(gone, "do"),
        store.actions.delete(gone),
        store.actions.carried(gone),
        store.timeline.add(gone, NOW, w.EventKind.OTHER, "x"),
        store.findings.delete_factor(gone),
        store.findings.add_finding(gone, w.FindingKind.PROCESS, "x"),
        store.meetings.get(gone),
        store.meetings.begin(gone, PLAN),
        store.meetings.leave(gone),
        store.parked.add("x", incident_id=gone),
        store.parked.resolve(gone),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match=r" is gone: it was deleted elsewhere$"):
            attempt.result()
    with pytest.raises(Refused, match="no incident #7"):
        store.incidents.get(7).result()
    with pytest.raises(Refused, match="no incident #7"):
        store.themes.add("retries", [7]).result()
    assert store.themes.all().result() == []


def test_errors_never_hold_what_people_wrote(store: Store) -> None:
    incident = everything_filled(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.meetings.attend(meeting.id, SECRET).result()
    store.themes.add(SECRET).result()
    twice = r.Incident(
        **{name: getattr(incident, name) for name in incident.__slots__ if name != "number"},
        number=77,
    )
    attempts = [
        store.meetings.attend(meeting.id, SECRET),
        store.themes.add(SECRET),
        store.parked.add(SECRET, incident_id=uuid4()),
        store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, SECRET * 1000),
        store.incidents.write(incident.id, "root_cause", "other", SECRET),
        store.incidents.create(SECRET, SECRET, DAY, incident.number),
        store.documents.load([twice]),
        store.incidents.write(incident.id, "currency", "EUR", SECRET),
    ]
    for attempt in attempts:
        with pytest.raises(StoreError) as caught:
            attempt.result()
        assert SECRET not in "".join(traceback.format_exception(caught.value))
        assert len(str(caught.value).splitlines()) == 1


def test_an_engine_s_own_error_hides_them_too(raw: Callable[[], Connection]) -> None:
    with raw() as connection, pytest.raises(DBAPIError) as caught, connection.begin():
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": SECRET})
    assert SECRET not in str(caught.value)
