"""No edit of several windows is lost, and a conflict has the values of both."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from threading import Event
from typing import TypeVar

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session

from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused, Unavailable
from db.store import Store
from db.worker import Pending
from tests.db.support import DAY, NOW, PLAN, at_once, instant_at, new_incident, results_of

T = TypeVar("T")
EDITS = 12


def test_a_conflict_has_both_texts(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    theirs.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    with pytest.raises(Conflict) as caught:
        ours.incidents.write(incident.id, "root_cause", "", "a bad deploy").result()
    conflict = caught.value
    assert str(conflict) == "the root cause was changed in another window in the meantime"
    assert (conflict.field, conflict.theirs, conflict.yours) == (
        "root_cause",
        "a retry storm",
        "a bad deploy",
    )
    assert ours.incidents.get(incident.number).result().root_cause == "a retry storm"
    ours.incidents.write(incident.id, "root_cause", conflict.theirs, conflict.yours).result()
    assert theirs.incidents.get(incident.number).result().root_cause == "a bad deploy"


def test_edits_of_different_fields_do_not_conflict(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    theirs.incidents.write(incident.id, "lessons_learned", "", "cap retries").result()
    theirs.incidents.write(incident.id, "users_affected", None, 12).result()
    ours.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    ours.incidents.write(incident.id, "duration_minutes", None, 47).result()
    kept = ours.incidents.get(incident.number).result()
    assert (kept.lessons_learned, kept.root_cause) == ("cap retries", "a retry storm")
    assert (kept.impact.users_affected, kept.impact.duration_minutes) == (12, 47)


def test_the_facts_of_an_incident_are_changed_together_or_not_at_all(
    window: Callable[[], Store],
) -> None:
    ours, theirs = window(), window()
    original, other = new_incident(ours), new_incident(ours)

    def edit(symptom: str, number: int = 117) -> None:
        ours.incidents.edit(
            original,
            number=number,
            service="cart",
            symptom=symptom,
            date=DAY.replace(day=1),
            severity=w.Severity.SEV2,
            external_id="INC-2026-0042",
            ended_at=NOW,
            duplicate_of=other.number,
            kind=w.IncidentKind.NEAR_MISS,
            trigger=w.Trigger.DECAY,
        ).result()

    theirs.incidents.write(original.id, "symptom", original.symptom, "errors").result()
    before = ours.incidents.get(original.number).result()
    with pytest.raises(Conflict) as caught:
        edit("timeouts")
    assert caught.value.theirs == "errors"
    with pytest.raises(Refused, match="number: #2 is taken by another incident"):
        edit(original.symptom, number=other.number)
    assert ours.incidents.get(original.number).result() == before
    edit(original.symptom)
    kept = ours.incidents.get(117).result()
    assert kept.title == f"cart errors on {DAY.replace(day=1)}"
    assert kept.severity is w.Severity.SEV2
    assert (kept.external_id, kept.ended_at) == ("INC-2026-0042", NOW)
    assert kept.duplicate_of == other.number
    ours.history.undo().result()
    assert ours.incidents.get(original.number).result() == before


def test_edits_of_factors_and_findings_can_conflict(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    factor = ours.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no limit").result()
    finding = ours.findings.add_finding(incident.id, w.FindingKind.PROCESS, "late page").result()
    theirs.findings.edit_factor(factor.id, "no cap", expected="no limit").result()
    theirs.findings.edit_finding(finding.id, "no page", expected="late page").result()
    with pytest.raises(Conflict) as caught:
        ours.findings.edit_factor(factor.id, "no bound", expected="no limit").result()
    assert (caught.value.theirs, caught.value.yours) == ("no cap", "no bound")
    with pytest.raises(Conflict) as caught:
        ours.findings.edit_finding(finding.id, "slow page", expected="late page").result()
    assert (caught.value.theirs, caught.value.yours) == ("no page", "slow page")


def test_none_of_many_edits_at_once_is_lost(window: Callable[[], Store]) -> None:
    stores = [window() for _ in range(4)]
    incident = new_incident(stores[0])

    def append(store: Store, name: str) -> None:
        expected = ""
        for edit in range(EDITS):
            while True:
                try:
                    text = f"{expected} {name}{edit}".strip()
                    store.incidents.write(incident.id, "root_cause", expected, text).result()
                    expected = text
                    break
                except Conflict as conflict:
                    expected = str(conflict.theirs)

    answers = at_once([partial(append, *pair) for pair in zip(stores, "abcd", strict=True)])
    assert answers == [None] * 4
    words = stores[0].incidents.get(incident.number).result().root_cause.split()
    assert sorted(words) == sorted(f"{name}{edit}" for name in "abcd" for edit in range(EDITS))
    for name in "abcd":
        assert [word for word in words if word[0] == name] == [f"{name}{n}" for n in range(EDITS)]


def test_several_windows_can_add_clock_events_at_once(window: Callable[[], Store]) -> None:
    stores = [window() for _ in range(4)]
    incident = new_incident(stores[0])

    def begin(store: Store) -> r.Meeting:
        return store.meetings.begin(incident.id, PLAN).result()

    meetings = results_of(at_once([partial(begin, store) for store in stores]))
    assert len(set(meetings)) == 1
    meeting = meetings[0]

    def extend(store: Store, seconds: int) -> r.Meeting:
        event = r.ClockEvent(w.ClockKind.EXTEND, instant_at(seconds), seconds=seconds)
        return store.meetings.add_clock_event(meeting.id, event).result()

    results_of(at_once([partial(extend, *pair) for pair in zip(stores, range(4), strict=True)]))
    kept = stores[0].meetings.get(meeting.id).result()
    assert sorted(event.seconds for event in kept.events) == [0, 1, 2, 3]


def test_incidents_created_at_once_get_different_numbers(window: Callable[[], Store]) -> None:
    stores = [window() for _ in range(4)]
    results_of(at_once([partial(new_incident, store) for store in stores]))
    numbers = [incident.number for incident in stores[0].incidents.everything().result()]
    assert numbers == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("service", "billing"),
        ("symptom", "slow"),
        ("severity", w.Severity.SEV2),
        ("date", DAY.replace(day=1)),
        ("status", w.IncidentStatus.REVIEWED),
        ("root_cause", "a retry storm"),
        ("lessons_learned", "cap retries"),
        ("impact.began_at", datetime(2026, 3, 14, 8, 59, 1, 250_000, tzinfo=UTC)),
        ("impact.duration_minutes", 47),
        ("impact.users_affected", 2_147_483_647),
        ("impact.currency", "EUR"),
        ("impact.slo_budget_percent", 18.1),
        ("impact.summary", "checkout was down"),
    ],
)
def test_a_field_has_the_value_that_was_written(store: Store, field: str, value: object) -> None:
    incident = new_incident(store)
    owner, name = (incident.impact, field[7:]) if "." in field else (incident, field)
    before = getattr(owner, name)
    store.incidents.write(incident.id, name, before, value).result()
    kept = store.incidents.get(incident.number).result()
    assert getattr(kept.impact if "." in field else kept, name) == value
    store.incidents.write(incident.id, name, value, before).result()
    kept = store.incidents.get(incident.number).result()
    assert getattr(kept.impact if "." in field else kept, name) == before


def test_an_amount_keeps_its_digits(store: Store) -> None:
    incident = new_incident(store)
    store.incidents.write(incident.id, "currency", None, "EUR").result()
    store.incidents.write(incident.id, "revenue", None, Decimal("35000.00")).result()
    assert str(store.incidents.get(incident.number).result().impact.revenue) == "35000.00"


def test_times_are_read_in_utc(store: Store) -> None:
    incident = new_incident(store)
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    store.timeline.add(incident.id, there, w.EventKind.OTHER, "x").result()
    (event,) = store.incidents.get(incident.number).result().timeline
    assert event.at.isoformat() == NOW.isoformat()


async def test_a_cancelled_wait_does_not_cancel_the_write(store: Store) -> None:
    incident = new_incident(store)
    waiting = asyncio.ensure_future(
        _await(store.incidents.write(incident.id, "root_cause", "", "a retry storm"))
    )
    await asyncio.sleep(0)
    waiting.cancel()
    kept = await asyncio.wait_for(_await(store.incidents.get(incident.number)), timeout=60)
    assert kept.root_cause == "a retry storm"


def test_a_lock_that_another_program_keeps_is_reported(
    store: Store, raw: Callable[[], Connection], engine_name: str
) -> None:
    # The usual timeout of seconds is too long for a test.
    short_timeout = {"sqlite": "PRAGMA busy_timeout=50", "postgresql": "SET lock_timeout=50"}
    store.read(lambda session: session.execute(text(short_timeout[engine_name])) and None).result()
    with (
        raw() as connection,
        connection.begin(),
        pytest.raises(Unavailable, match=r"another program is writing.*try again"),
    ):
        new_incident(store)
    assert new_incident(store).number == 1


def test_a_read_sees_the_database_of_one_moment(store: Store, window: Callable[[], Store]) -> None:
    other = window()
    count = text("SELECT count(*) FROM incident")

    def read_twice(session: Session) -> tuple[int, int]:
        before = session.scalar(count)
        new_incident(other)
        return before, session.scalar(count)

    assert store.read(read_twice).result() == (0, 0)
    assert len(store.incidents.everything().result()) == 1


@pytest.mark.parametrize(
    "name", ["ana" * 100, b"an\xff".decode(errors="surrogateescape")], ids=["long", "no text"]
)
def test_any_user_name_of_the_system_can_write(target: str, name: str) -> None:
    opened = Store.open(target, who=name)
    try:
        assert new_incident(opened).number == 1
    finally:
        opened.close()


def test_no_number_follows_the_highest_possible_one(store: Store) -> None:
    new_incident(store, number=w.LARGEST)
    with pytest.raises(Refused, match="none follows it: give one that is free"):
        new_incident(store)
    assert new_incident(store, number=7).number == 7


def test_closing_finishes_queued_writes(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    for n in range(50):
        ours.timeline.add(incident.id, NOW, w.EventKind.OTHER, f"event {n}")
    assert ours.close(timeout=60)
    kept = theirs.incidents.get(incident.number).result()
    assert [event.text for event in kept.timeline] == [f"event {n}" for n in range(50)]


def test_nobody_waits_for_a_database_that_was_given_up(store: Store) -> None:
    go_on, begun = Event(), Event()

    def wait(session: Session) -> None:
        begun.set()
        go_on.wait(60)

    under_way, queued = store.read(wait), store.incidents.everything()
    assert begun.wait(60)
    store.give_up()
    for pending in (under_way, queued, store.incidents.everything()):
        with pytest.raises(Unavailable):
            pending.result(timeout=30)
    go_on.set()
    assert store.close(timeout=60)


def test_a_closed_database_refuses_work(store: Store) -> None:
    store.close()
    with pytest.raises(Unavailable, match="the database is closed"):
        store.incidents.everything().result(timeout=30)


async def _await(pending: Pending[T]) -> T:
    return await pending


def test_an_amount_and_its_currency_are_written_together(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    first, second = (Decimal("35000.00"), "USD"), (Decimal("1.50"), "EUR")

    def kept() -> tuple[Decimal | None, str | None]:
        impact = ours.incidents.get(incident.number).result().impact
        return impact.revenue, impact.currency

    theirs.incidents.write_revenue(incident.id, (None, None), first).result()
    with pytest.raises(Conflict):
        ours.incidents.write_revenue(incident.id, (None, "USD"), second).result()
    assert kept() == first
    ours.incidents.write_revenue(incident.id, first, second).result()
    assert kept() == second
    with pytest.raises(Refused, match="give the currency too"):
        ours.incidents.write_revenue(incident.id, second, (Decimal("2.00"), None)).result()
    ours.incidents.write_revenue(incident.id, second, (None, None)).result()
    assert kept() == (None, None)
    ours.history.undo().result()
    assert kept() == second
