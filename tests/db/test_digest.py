"""Digests: whatever is done, each is what working it out anew would make of its incident."""

import inspect
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session, select

from db import digest
from db import records as r
from db import words as w
from db.errors import Refused
from db.models import DigestRow
from db.section import Section
from db.store import Store
from tests.db.support import DAY, NOW, PLAN, at_once, everything_filled, new_incident
from tests.db.test_documents import document

WORDS = ["rollback", "gateway", "pager", "quota", "canary"]
Operation = Callable[[], Any]


def digests(store: Store) -> dict[UUID, dict[str, Any]]:
    def read(session: Session) -> dict[UUID, dict[str, Any]]:
        return {row.incident_id: row.model_dump() for row in session.exec(select(DigestRow))}

    return store.read(read).result()


def worked_out_anew(store: Store) -> dict[UUID, dict[str, Any]]:
    store.write(lambda tx: digest.renew_all(tx.session)).result()
    return digests(store)


class Anybody:
    """Somebody who does anything that the store lets one do, to anything that is there."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.random = random.Random(seed)
        self.done: set[str] = set()
        self.themes = count()
        self.operations: dict[str, Operation] = {
            "incidents.create": lambda: store.incidents.create(
                self.words(), self.words(), DAY + timedelta(days=self.random.randrange(9))
            ),
            "incidents.write": self.write,
            "incidents.edit": self.correct,
            "incidents.write_revenue": self.write_revenue,
            "incidents.set_cause": lambda: store.incidents.set_cause(
                self.incident.id, self.random.choice([None, "retry storm", "bad deploy"])
            ),
            "timeline.add": lambda: store.timeline.add(
                self.incident.id, self.moment(), self.any(w.EventKind), self.words()
            ),
            "timeline.add_many": lambda: store.timeline.add_many(
                self.incident.id,
                [r.NewEvent(self.moment(), self.any(w.EventKind), self.words()) for _ in range(2)],
            ),
            "timeline.edit": lambda: store.timeline.edit(
                self.any(self.incident.timeline),
                self.moment(),
                self.any(w.EventKind),
                self.words(),
            ),
            "timeline.delete": lambda: store.timeline.delete(self.any(self.incident.timeline).id),
            "findings.add_factor": lambda: store.findings.add_factor(
                self.incident.id, self.any(w.FactorKind), self.words()
            ),
            "findings.edit_factor": lambda: self.edit(
                store.findings.edit_factor, self.incident.factors
            ),
            "findings.delete_factor": lambda: store.findings.delete_factor(
                self.any(self.incident.factors).id
            ),
            "findings.add_finding": lambda: store.findings.add_finding(
                self.incident.id, self.any(w.FindingKind), self.words()
            ),
            "findings.edit_finding": lambda: self.edit(
                store.findings.edit_finding, self.incident.findings
            ),
            "findings.delete_finding": lambda: store.findings.delete_finding(
                self.any(self.incident.findings).id
            ),
            "notes.write": lambda: store.notes.write(self.incident.id, self.words(), "", "private"),
            "actions.add": lambda: store.actions.add(
                self.incident.id, self.words(), self.words(), due=DAY, ticket="OPS-17"
            ),
            "actions.edit": lambda: store.actions.edit(
                self.item,
                action=self.words(),
                owner="ana",
                priority=w.Priority.P1,
                due=None,
                ticket="",
            ),
            "actions.replace": lambda: store.actions.replace(self.item.id, None, self.words()),
            "actions.delete": lambda: store.actions.delete(self.item.id),
            "actions.review": lambda: store.actions.review(
                self.item.id, self.meeting.id, self.any(w.ActionStatus), self.words()
            ),
            "actions.reassign": lambda: store.actions.reassign(
                self.item.id, self.meeting.id, self.words()
            ),
            "actions.set_due": lambda: store.actions.set_due(self.item.id, self.meeting.id, DAY),
            "parked.add": lambda: store.parked.add(
                self.words(), incident_id=self.any([None, self.incident.id])
            ),
            "parked.add_action": lambda: store.parked.add_action(
                self.words(), incident_id=self.any([None, self.incident.id])
            ),
            "parked.resolve": lambda: store.parked.resolve(
                self.any(store.parked.open().result()).id
            ),
            "themes.add": lambda: store.themes.add(
                f"{self.words()} {next(self.themes)}", [self.incident.number]
            ),
            "themes.link": lambda: store.themes.link(self.theme.id, self.incident.number),
            "themes.unlink": lambda: store.themes.unlink(self.theme.id, self.incident.number),
            "themes.decide": lambda: store.themes.decide(self.theme, self.words(), "ana"),
            "themes.delete": lambda: store.themes.delete(self.theme.id),
            "meetings.finish": lambda: store.meetings.finish(self.meeting.id),
            "documents.load": lambda: store.documents.load(
                [replace(document(0), service=self.words())], renumber=True
            ),
            "history.undo": store.history.undo,
        }

    def does(self, name: str) -> None:
        for _ in range(6):
            # Refused, or nothing to do it to: perhaps with another incident, or later.
            with suppress(Refused, IndexError):
                self.operations[name]().result()
                self.done.add(name)
                return

    @property
    def incident(self) -> r.Incident:
        return self.any(self.store.incidents.everything().result())

    @property
    def item(self) -> r.ActionItem:
        return self.any(
            [
                item
                for each in self.store.incidents.everything().result()
                for item in each.action_items
            ]
        )

    @property
    def theme(self) -> r.Theme:
        return self.any(self.store.themes.all().result())

    @property
    def meeting(self) -> r.Meeting:
        return self.store.meetings.begin(self.incident.id, PLAN).result()

    def any(self, choices: Any) -> Any:
        return self.random.choice(list(choices))

    def words(self) -> str:
        return " ".join(self.random.choices(WORDS, k=2))

    def moment(self) -> Any:
        return NOW + timedelta(minutes=self.random.randrange(300))

    def edit(self, operation: Callable[..., Any], rows: Any) -> Any:
        row = self.any(rows)
        return operation(row.id, self.words(), base=row.text)

    def write(self) -> Any:
        incident = self.incident
        field, base, value = self.any(
            [
                ("service", incident.service, self.words()),
                ("symptom", incident.symptom, self.words()),
                ("date", incident.date, DAY + timedelta(days=self.random.randrange(9))),
                ("severity", incident.severity, self.any([None, *w.Severity])),
                ("status", incident.status, self.any(w.IncidentStatus)),
                ("root_cause", incident.root_cause, self.any(["", self.words()])),
                ("lessons_learned", incident.lessons_learned, self.any(["", self.words()])),
                ("summary", incident.impact.summary, self.any(["", self.words()])),
                ("began_at", incident.impact.began_at, self.any([None, self.moment()])),
            ]
        )
        return self.store.incidents.write(incident.id, field, base, value)

    def correct(self) -> Any:
        (seen,) = self.store.lists.lines([self.incident.number]).result()
        return self.store.incidents.edit(
            seen,
            service=self.words(),
            symptom=self.words(),
            date=seen.date - timedelta(days=1),
            severity=self.any([None, *w.Severity]),
        )

    def write_revenue(self) -> Any:
        incident = self.incident
        impact = incident.impact
        base = (impact.revenue, impact.currency)
        return self.store.incidents.write_revenue(incident.id, base, (Decimal(5), "EUR"))


def operations_that_write(store: Store) -> Iterator[str]:
    for name, section in vars(store).items():
        if isinstance(section, Section):
            for method, found in inspect.getmembers(type(section), inspect.isfunction):
                plain = getattr(found, "__wrapped__", None)
                if plain is not None and "tx" in inspect.signature(plain).parameters:
                    yield f"{name}.{method}"


NO_DIGEST = {
    "meetings.begin",
    "meetings.tick",
    "meetings.goto",
    "meetings.beat",
    "meetings.plan_next",
    "meetings.attend",
    "meetings.edit_attendee",
    "meetings.leave",
}
"""What is done to meetings is no part of a post-mortem."""


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_every_digest_is_right(store: Store, seed: int) -> None:
    somebody = Anybody(store, seed)
    missing = set(operations_that_write(store)) - NO_DIGEST - set(somebody.operations)
    assert not missing, f"let somebody do these too: {missing}"
    names = [*somebody.operations, *somebody.random.choices([*somebody.operations], k=25)]
    everything_filled(store)
    for name in names:
        somebody.does(name)
        kept = digests(store)
        assert kept == worked_out_anew(store), name
    assert somebody.done == set(somebody.operations)
    assert len(digests(store)) == len(store.lists.numbers(r.Wanted()).result()) > 3


def test_taking_back_all_of_it_leaves_no_digest(store: Store) -> None:
    store.incidents.create("checkout", "5xx spike", DAY).result()
    incident = store.incidents.get(1).result()
    store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no limit").result()
    store.history.undo().result()
    assert "no limit" not in digests(store)[incident.id]["text"]
    store.history.undo().result()
    assert digests(store) == {}


def test_a_digest_says_when_an_incident_began(store: Store) -> None:
    incident = new_incident(store)
    began = [digests(store)[incident.id]["began_at"]]
    store.timeline.add(incident.id, NOW, w.EventKind.FIRST_ALERT, "pager").result()
    began.append(digests(store)[incident.id]["began_at"])
    earlier = NOW - timedelta(minutes=9)
    store.incidents.write(incident.id, "began_at", None, earlier).result()
    began.append(digests(store)[incident.id]["began_at"])
    assert began == [incident.began, NOW, earlier]
    assert store.incidents.get(1).result().began == earlier


def test_digests_are_made_once_for_what_was_there_before(
    store: Store, target: str, raw: Callable[[], Connection]
) -> None:
    everything_filled(store)
    new_incident(store)
    before = digests(store)
    with raw() as connection, connection.begin():
        for statement in (
            "DROP TABLE digest",
            "ALTER TABLE meeting DROP COLUMN next_on",
            "UPDATE alembic_version SET version_num = '0001'",
        ):
            connection.execute(text(statement))
    # Two programs at once: one migrates, the other waits for it.
    opened = at_once([partial(Store.open, target)] * 2)
    assert [digests(each) for each in opened] == [before, before]
    assert len(before) == 2
    for each in opened:
        each.close()


def test_private_notes_are_in_no_digest(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "ask whether Priya was asleep").result()
    assert "asleep" not in worked_out_anew(store)[incident.id]["text"]
