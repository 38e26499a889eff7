"""Edits of one field from several windows: none is lost, and a conflict shows both texts."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session

from db import records as r
from db import words as w
from db.errors import Conflict, Refused, Unavailable
from db.store import Store
from db.worker import Pending
from tests.db.support import DAY, NOW, PLAN, at_once, new_incident, reading

T = TypeVar("T")
EDITS = 12


def test_a_conflict_carries_both_texts(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    theirs.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    with pytest.raises(Conflict) as caught:
        ours.incidents.write(incident.id, "root_cause", "", "a bad deploy").result()
    conflict = caught.value
    assert str(conflict) == "root cause was changed elsewhere in the meantime"
    assert (conflict.field, conflict.theirs, conflict.yours) == (
        "root_cause",
        "a retry storm",
        "a bad deploy",
    )
    assert ours.incidents.get(incident.number).result().root_cause == "a retry storm"
    ours.incidents.write(incident.id, "root_cause", conflict.theirs, conflict.yours).result()
    assert theirs.incidents.get(incident.number).result().root_cause == "a bad deploy"


def test_other_fields_are_no_conflict(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    theirs.incidents.write(incident.id, "lessons_learned", "", "cap retries").result()
    theirs.incidents.write(incident.id, "users_affected", None, 12).result()
    ours.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    ours.incidents.write(incident.id, "duration_minutes", None, 47).result()
    kept = ours.incidents.get(incident.number).result()
    assert (kept.lessons_learned, kept.root_cause) == ("cap retries", "a retry storm")
    assert (kept.impact.users_affected, kept.impact.duration_minutes) == (12, 47)


def test_the_facts_are_changed_together_or_not_at_all(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    (seen,) = ours.lists.lines([incident.number]).result()
    theirs.incidents.write(incident.id, "symptom", incident.symptom, "errors").result()
    wanted = {"service": "cart", "date": DAY.replace(day=1), "severity": w.Severity.SEV2}
    with pytest.raises(Conflict) as caught:
        ours.incidents.edit(seen, symptom="timeouts", **wanted).result()
    assert caught.value.theirs == "errors"
    kept = ours.incidents.get(incident.number).result()
    assert (kept.service, kept.date, kept.severity) == ("checkout", DAY, None)
    ours.incidents.edit(seen, symptom=seen.symptom, **wanted).result()
    kept = ours.incidents.get(incident.number).result()
    assert kept.title == f"cart errors on {wanted['date']}"
    assert kept.severity is w.Severity.SEV2


def test_factors_and_findings_conflict_too(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    factor = ours.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no limit").result()
    finding = ours.findings.add_finding(incident.id, w.FindingKind.PROCESS, "late page").result()
    theirs.findings.edit_factor(factor.id, "no cap", base="no limit").result()
    theirs.findings.edit_finding(finding.id, "no page", base="late page").result()
    with pytest.raises(Conflict) as caught:
        ours.findings.edit_factor(factor.id, "no bound", base="no limit").result()
    assert (caught.value.theirs, caught.value.yours) == ("no cap", "no bound")
    with pytest.raises(Conflict) as caught:
        ours.findings.edit_finding(finding.id, "slow page", base="late page").result()
    assert (caught.value.theirs, caught.value.yours) == ("no page", "slow page")


def test_of_many_edits_at_once_none_is_lost(window: Callable[[], Store]) -> None:
    stores = [window() for _ in range(4)]
    incident = new_incident(stores[0])

    def append(store: Store, name: str) -> None:
        base = ""
        for edit in range(EDITS):
            while True:
                try:
                    text = f"{base} {name}{edit}".strip()
                    store.incidents.write(incident.id, "root_cause", base, text).result()
                    base = text
                    break
                except Conflict as conflict:
                    base = str(conflict.theirs)

    answers = at_once([partial(append, *pair) for pair in zip(stores, "abcd", strict=True)])
    assert answers == [None] * 4
    words = stores[0].incidents.get(incident.number).result().root_cause.split()
    assert sorted(words) == sorted(f"{name}{edit}" for name in "abcd" for edit in range(EDITS))
    for name in "abcd":
        assert [word for word in words if word[0] == name] == [f"{name}{n}" for n in range(EDITS)]


def test_the_clock_s_log_takes_entries_from_several_windows(window: Callable[[], Store]) -> None:
    stores = [window() for _ in range(4)]
    incident = new_incident(stores[0])
    meetings = at_once(
        [lambda each=each: each.meetings.begin(incident.id, PLAN).result() for each in stores]
    )
    assert len(set(meetings)) == 1
    meeting = stores[0].meetings.running().result()
    assert meeting is not None
    answers = at_once(
        [
            lambda each=each, n=n: each.meetings.tick(
                meeting.id, r.ClockEvent(w.ClockKind.EXTEND, reading(n), seconds=n)
            ).result()
            for n, each in enumerate(stores)
        ]
    )
    assert all(isinstance(answer, r.Meeting) for answer in answers), answers
    kept = stores[0].meetings.get(meeting.id).result()
    assert sorted(event.seconds for event in kept.events) == [0, 1, 2, 3]


def test_new_incidents_at_once_get_numbers_of_their_own(window: Callable[[], Store]) -> None:
    stores = [window() for _ in range(4)]
    answers = at_once([lambda each=each: new_incident(each) for each in stores])
    assert all(isinstance(answer, r.Incident) for answer in answers), answers
    numbers = [each.number for each in stores[0].incidents.everything().result()]
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
def test_a_field_holds_what_was_written(store: Store, field: str, value: object) -> None:
    incident = new_incident(store)
    owner, name = (incident.impact, field[7:]) if "." in field else (incident, field)
    base = getattr(owner, name)
    store.incidents.write(incident.id, name, base, value).result()
    kept = store.incidents.get(incident.number).result()
    assert getattr(kept.impact if "." in field else kept, name) == value
    store.incidents.write(incident.id, name, value, base).result()
    kept = store.incidents.get(incident.number).result()
    assert getattr(kept.impact if "." in field else kept, name) == base


def test_money_keeps_its_digits(store: Store) -> None:
    incident = new_incident(store)
    store.incidents.write(incident.id, "currency", None, "EUR").result()
    store.incidents.write(incident.id, "revenue", None, Decimal("35000.00")).result()
    assert str(store.incidents.get(incident.number).result().impact.revenue) == "35000.00"


def test_times_come_back_in_utc(store: Store) -> None:
    incident = new_incident(store)
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    store.timeline.add(incident.id, there, w.EventKind.OTHER, "x").result()
    (event,) = store.incidents.get(incident.number).result().timeline
    assert event.at.isoformat() == NOW.isoformat()


async def test_an_answer_that_nobody_waits_for_any_longer_is_written_still(store: Store) -> None:
    incident = new_incident(store)
    waiting = asyncio.ensure_future(
        _await(store.incidents.write(incident.id, "root_cause", "", "a retry storm"))
    )
    await asyncio.sleep(0)
    waiting.cancel()
    kept = await asyncio.wait_for(_await(store.incidents.get(incident.number)), timeout=60)
    assert kept.root_cause == "a retry storm"


def test_a_lock_that_is_kept_is_told_in_words(
    store: Store, raw: Callable[[], Connection], engine_name: str
) -> None:
    # As long as it is patient otherwise, no test waits.
    impatient = {"sqlite": "PRAGMA busy_timeout=50", "postgresql": "SET lock_timeout=50"}
    store.read(lambda session: session.execute(text(impatient[engine_name])) and None).result()
    with (
        raw() as connection,
        connection.begin(),
        pytest.raises(Unavailable, match=r"another program is writing.*try again"),
    ):
        new_incident(store)
    assert new_incident(store).number == 1


def test_a_reading_sees_one_moment(store: Store, window: Callable[[], Store]) -> None:
    elsewhere = window()
    count = text("SELECT count(*) FROM incident")

    def read_twice(session: Session) -> tuple[int, int]:
        before = session.scalar(count)
        new_incident(elsewhere)
        return before, session.scalar(count)

    assert store.read(read_twice).result() == (0, 0)
    assert len(store.incidents.everything().result()) == 1


@pytest.mark.parametrize(
    "name", ["ana" * 100, b"an\xff".decode(errors="surrogateescape")], ids=["long", "no text"]
)
def test_whatever_the_system_calls_somebody_they_can_write(
    target: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("USER", name)
    opened = Store.open(target)
    try:
        assert new_incident(opened).number == 1
    finally:
        opened.close()


def test_after_the_highest_number_there_is_none(store: Store) -> None:
    new_incident(store, number=w.LARGEST)
    with pytest.raises(Refused, match="none follows it: give one that is free"):
        new_incident(store)
    assert new_incident(store, number=7).number == 7


def test_closing_finishes_what_is_queued(window: Callable[[], Store]) -> None:
    ours, theirs = window(), window()
    incident = new_incident(ours)
    for n in range(50):
        ours.timeline.add(incident.id, NOW, w.EventKind.OTHER, f"event {n}")
    assert ours.close(timeout=60)
    kept = theirs.incidents.get(incident.number).result()
    assert [event.text for event in kept.timeline] == [f"event {n}" for n in range(50)]


def test_a_closed_database_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(Unavailable, match="the database is closed"):
        store.incidents.everything().result(timeout=30)


async def _await(pending: Pending[T]) -> T:
    return await pending


def test_an_amount_and_its_currency_are_written_in_one(window: Callable[[], Store]) -> None:
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
