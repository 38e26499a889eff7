"""The store refuses what can't be stored with a clear message, and stores nothing of it."""

import traceback
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db import records as r
from db import vocabulary as w
from db.errors import Refused, StoreError
from db.store import Store
from db.worker import Pending
from tests.db.support import DAY, NOW, PLAN, everything_filled, new_incident

SECRET = "Zebra Quagga"


def test_a_number_that_is_taken_is_refused(store: Store) -> None:
    new_incident(store, number=42)
    with pytest.raises(Refused, match="that number is taken by another incident"):
        new_incident(store, number=42)


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**20])
def test_a_number_out_of_range_is_refused(store: Store, number: int) -> None:
    with pytest.raises(Refused, match="number: "):
        new_incident(store, number=number)


def test_a_fourth_action_item_is_refused(store: Store) -> None:
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


def test_dropping_an_item_without_a_reason_is_refused(store: Store) -> None:
    incident = new_incident(store)
    item = store.actions.add(incident.id, "do").result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    with pytest.raises(Refused, match="reason: write something"):
        store.actions.review(item.id, meeting.id, w.ActionStatus.DROPPED, "  ").result()
    (kept,) = store.incidents.get(incident.number).result().action_items
    assert kept == item


def test_revenue_without_a_currency_is_refused(store: Store) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match="revenue: give the currency too"):
        store.incidents.write(incident.id, "revenue", None, Decimal("1.00")).result()


@pytest.mark.parametrize(
    ("field", "value", "message"),
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
def test_a_value_that_a_field_can_not_hold_is_refused(
    store: Store, field: str, value: object, message: str
) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match=message):
        store.incidents.write(incident.id, field, None, value).result()
    assert store.incidents.get(incident.number).result() == incident


def test_a_row_that_does_not_exist_is_reported_as_deleted(store: Store) -> None:
    gone = uuid4()
    attempts: list[Pending[Any]] = [
        store.incidents.write(gone, "root_cause", "", "x"),
        store.actions.add(gone, "do"),
        store.actions.delete(gone),
        store.actions.carried(gone),
        store.timeline.add(gone, NOW, w.EventKind.OTHER, "x"),
        store.findings.delete_factor(gone),
        store.findings.add_finding(gone, w.FindingKind.PROCESS, "x"),
        store.meetings.get(gone),
        store.meetings.begin(gone, PLAN),
        store.meetings.delete_attendee(gone),
        store.parked.add("x", incident_id=gone),
        store.parked.resolve(gone),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match=r" was (deleted|thrown away) in another window$"):
            attempt.result()
    for number in (7, 10**20, -(10**20)):
        with pytest.raises(Refused, match=f"no incident #{number};"):
            store.incidents.get(number).result()
    with pytest.raises(Refused, match="no incident #7"):
        store.themes.add("retries", [7]).result()
    assert store.themes.all().result() == []


def test_errors_never_contain_what_people_wrote(store: Store) -> None:
    incident = everything_filled(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.meetings.add_attendee(meeting.id, SECRET).result()
    store.themes.add(SECRET).result()
    twice = r.Incident(
        **{name: getattr(incident, name) for name in incident.__slots__ if name != "number"},
        number=77,
    )
    attempts: list[Pending[Any]] = [
        store.meetings.add_attendee(meeting.id, SECRET),
        store.themes.add(SECRET),
        store.parked.add(SECRET, incident_id=uuid4()),
        store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, SECRET * 1000),
        store.incidents.write(incident.id, "root_cause", "other", SECRET),
        store.incidents.create(SECRET, SECRET, DAY, incident.number),
        store.documents.import_all([twice]),
        store.incidents.write(incident.id, "currency", "EUR", SECRET),
    ]
    for attempt in attempts:
        with pytest.raises(StoreError) as caught:
            attempt.result()
        assert SECRET not in "".join(traceback.format_exception(caught.value))
        assert len(str(caught.value).splitlines()) == 1


def test_an_error_of_the_engine_does_not_contain_it_either(raw: Callable[[], Connection]) -> None:
    with raw() as connection, pytest.raises(DBAPIError) as caught, connection.begin():
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": SECRET})
    assert SECRET not in str(caught.value)
