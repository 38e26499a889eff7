"""The incident index: after any operation, it is what a rebuild would make it."""

import inspect
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from db import incident_index
from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.models import IncidentIndexRow
from db.operations import StoreSection
from db.store import Store
from tests.db.support import (
    DAY,
    NOW,
    PLAN,
    at_once,
    everything_filled,
    migrate,
    new_incident,
    results_of,
)
from tests.db.test_documents import document

WORDS = ["rollback", "gateway", "pager", "quota", "canary"]
T = TypeVar("T")
Operation = Callable[[], Any]


def index_entries(store: Store) -> dict[UUID, dict[str, Any]]:
    """Return the stored entries of the index by the id of their incident."""

    def read(session: Session) -> dict[UUID, dict[str, Any]]:
        return {row.incident_id: row.model_dump() for row in session.exec(select(IncidentIndexRow))}

    return store.read(read).result()


def rebuilt_entries(store: Store) -> dict[UUID, dict[str, Any]]:
    """Return the entries of the index after a rebuild."""
    store.write(lambda tx: incident_index.rebuild_index(tx.session)).result()
    return index_entries(store)


WINDOW = uuid4()


class RandomWriter:
    """A writer that does any operation of the store, on any row that there is."""

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
            "actions.change_between_meetings": lambda: store.actions.change_between_meetings(
                [self.item.id], r.ItemChange(self.any(w.ActionStatus), self.words())
            ),
            "actions.check": self.check,
            "outbox.release": lambda: store.outbox.release([self.item.id], NOW),
            "outbox.choose": lambda: store.outbox.choose(
                [self.item.id], self.any(w.SprintChoice), NOW
            ),
            "outbox.claim": self.claim,
            "outbox.begin": lambda: store.outbox.begin(self.claim().result().id, WINDOW, NOW),
            "outbox.settle": lambda: store.outbox.settle(
                self.claim().result().id, WINDOW, w.StepState.DONE, ticket=self.words()
            ),
            "tickets.save": self.save_ticket,
            "tickets.keep_team": self.keep_team,
            "tickets.remember_account": lambda: store.tickets.remember_account(
                "jira", self.words(), "5b10"
            ),
            "found_terms.hide": lambda: store.found_terms.hide(self.words()),
            "found_terms.show": lambda: store.found_terms.show(self.words()),
            "found_terms.merge": lambda: store.found_terms.merge(self.words(), self.words()),
            "found_terms.separate": lambda: store.found_terms.separate(self.words()),
            "found_terms.keep": lambda: store.found_terms.keep(
                self.words(), self.words(), [self.incident.number]
            ),
            "actions.edit_between_meetings": lambda: store.actions.edit_between_meetings(
                self.item,
                action=self.words(),
                owner=self.words(),
                priority=w.Priority.P2,
                due=DAY,
                ticket="",
            ),
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
            "themes.merge": lambda: store.themes.merge(self.theme.id, self.theme.id),
            "themes.delete": lambda: store.themes.delete(self.theme.id),
            "meetings.finish": lambda: store.meetings.finish(self.meeting.id),
            "documents.import_all": lambda: store.documents.import_all(
                [replace(document(0), service=self.words())], renumber=True
            ),
            "meetings.cancel": lambda: store.meetings.cancel(
                self.meeting.id, keep=self.any([True, False])
            ),
            "sections.add": lambda: store.sections.add(self.incident.id, "Luck", self.words()),
            "sections.edit": lambda: store.sections.edit(self.section, "Lucky", self.words()),
            "sections.move": lambda: store.sections.move(self.section.id, 0),
            "sections.delete": lambda: store.sections.delete(self.section.id),
            "causes.edit": lambda: store.causes.edit(
                self.any(store.causes.all().result()),
                f"{self.words()} {next(self.themes)}",
                self.any([None, *w.CauseCategory]),
            ),
            "causes.split": self.split,
            "causes.merge": lambda: store.causes.merge(
                *(cause.id for cause in self.random.sample(self.two_causes(), 2))
            ),
            "incidents.delete": lambda: store.incidents.delete(new_incident(store).id),
            "overview.keep_terms": lambda: store.overview.keep_terms(
                [(self.incident, self.words())]
            ),
            "history.undo": store.history.undo,
            "history.redo": store.history.redo,
        }

    def do(self, name: str) -> None:
        """Do an operation of this name, or nothing if it is impossible twelve times."""
        for _ in range(12):
            # It may be refused, or there may be no row to do it to: another row may do.
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
                for incident in self.store.incidents.everything().result()
                for item in incident.action_items
            ]
        )

    def claim(self) -> Any:
        item = self.store.actions.add(new_incident(self.store).id, "x", in_tracker=True).result()
        self.store.outbox.release([item.id], NOW - timedelta(days=next(self.themes))).result()
        return self.store.outbox.claim(WINDOW, NOW)

    def save_ticket(self) -> Any:
        return self.save_ticket_of(self.item)

    def save_ticket_of(self, item: r.ActionItem) -> Any:
        ticket = r.Ticket(
            item.ticket or "OPS-1",
            self.any(w.TicketPresence),
            self.words(),
            self.any(w.TicketCategory),
            self.any(w.SprintPlace),
            "",
            NOW,
        )
        return self.store.tickets.save({item.id: ticket})

    def keep_team(self) -> Any:
        incident_id = new_incident(self.store).id
        item = self.store.actions.add(incident_id, "x", ticket="OPS-1").result()
        self.save_ticket_of(item).result()
        return self.store.tickets.keep_team(item.id, self.words())

    def check(self) -> Any:
        item = self.item
        change = r.ItemChange(status=w.ActionStatus.DONE)
        self.store.actions.change_between_meetings([item.id], change).result()
        return self.store.actions.check(item.id, self.any(w.CheckResult), again_on=DAY)

    def split(self) -> Any:
        name = f"c{next(self.themes)}"
        incidents = [new_incident(self.store) for _ in range(2)]
        for incident in incidents:
            self.store.incidents.set_cause(incident.id, name).result()
        cause = next(one for one in self.store.causes.all().result() if one.name == name)
        return self.store.causes.split(cause.id, self.words(), [incidents[0].number])

    def two_causes(self) -> list[r.Cause]:
        self.store.incidents.set_cause(
            new_incident(self.store).id, f"c{next(self.themes)}"
        ).result()
        return self.store.causes.all().result()

    @property
    def section(self) -> r.Section:
        return self.any(
            [
                section
                for incident in self.store.incidents.everything().result()
                for section in incident.sections
            ]
        )

    @property
    def theme(self) -> r.Theme:
        return self.any(self.store.themes.all().result())

    @property
    def meeting(self) -> r.Meeting:
        return self.store.meetings.begin(self.incident.id, PLAN).result()

    def any(self, choices: Iterable[T]) -> T:
        return self.random.choice(list(choices))

    def words(self) -> str:
        return " ".join(self.random.choices(WORDS, k=2))

    def moment(self) -> Any:
        return NOW + timedelta(minutes=self.random.randrange(300))

    def edit(self, operation: Callable[..., Any], rows: Any) -> Any:
        row = self.any(rows)
        return operation(row.id, self.words(), expected=row.text)

    def write(self) -> Any:
        incident = self.incident
        field, expected, value = self.any(
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
        return self.store.incidents.write(incident.id, field, expected, value)

    def correct(self) -> Any:
        original = self.incident
        return self.store.incidents.edit(
            original,
            number=self.random.randrange(50, 5_000),
            service=self.words(),
            symptom=self.words(),
            date=original.date - timedelta(days=1),
            severity=self.any([None, *w.Severity]),
            external_id=self.words(),
            ended_at=None,
            duplicate_of=self.any([None, self.incident.number]),
            kind=self.any(w.IncidentKind),
            trigger=self.any([None, *w.Trigger]),
        )

    def write_revenue(self) -> Any:
        incident = self.incident
        impact = incident.impact
        expected = (impact.revenue, impact.currency)
        return self.store.incidents.write_revenue(incident.id, expected, (Decimal(5), "EUR"))


def write_operations(store: Store) -> Iterator[str]:
    """Yield the name of every write operation, such as `incidents.create`."""
    for name, section in vars(store).items():
        if isinstance(section, StoreSection):
            for method_name, method in inspect.getmembers(type(section), inspect.isfunction):
                operation = getattr(method, "__wrapped__", None)
                if operation is not None and "tx" in inspect.signature(operation).parameters:
                    yield f"{name}.{method_name}"


NOT_INDEXED = {
    "meetings.begin",
    "meetings.discard_unbegun",
    "meetings.add_clock_event",
    "meetings.goto",
    "meetings.beat",
    "meetings.plan_next",
    "meetings.add_attendee",
    "meetings.add_attendees",
    "meetings.edit_attendee",
    "meetings.delete_attendee",
}
"""The operations on meetings, which are no part of a post-mortem."""


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_operation_the_index_is_what_a_rebuild_makes(store: Store, seed: int) -> None:
    writer = RandomWriter(store, seed)
    missing = set(write_operations(store)) - NOT_INDEXED - set(writer.operations)
    assert not missing, f"add these to the operations of RandomWriter: {missing}"
    names = [*writer.operations, *writer.random.choices([*writer.operations], k=25)]
    everything_filled(store)
    for name in names:
        writer.do(name)
        entries = index_entries(store)
        assert entries == rebuilt_entries(store), name
    assert writer.done == set(writer.operations)
    assert len(index_entries(store)) == len(store.lists.numbers(r.IncidentFilter()).result()) > 3


def test_undoing_everything_leaves_the_index_empty(store: Store) -> None:
    store.incidents.create("checkout", "5xx spike", DAY).result()
    incident = store.incidents.get(1).result()
    store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no limit").result()
    store.history.undo().result()
    assert "no limit" not in index_entries(store)[incident.id]["text"]
    store.history.undo().result()
    assert index_entries(store) == {}


def test_an_index_entry_has_the_time_when_the_incident_began(store: Store) -> None:
    incident = new_incident(store)
    began = [index_entries(store)[incident.id]["began_at"]]
    store.timeline.add(incident.id, NOW, w.EventKind.FIRST_ALERT, "pager").result()
    began.append(index_entries(store)[incident.id]["began_at"])
    earlier = NOW - timedelta(minutes=9)
    store.incidents.write(incident.id, "began_at", None, earlier).result()
    began.append(index_entries(store)[incident.id]["began_at"])
    assert began == [incident.began_at, NOW, earlier]
    assert store.incidents.get(1).result().began_at == earlier


def test_a_migration_builds_the_index_of_existing_incidents_once(
    store: Store, target: str, raw: Callable[[], Connection]
) -> None:
    everything_filled(store)
    new_incident(store)
    before = index_entries(store)
    with raw() as connection, connection.begin():
        migrate(connection, "0001")
    # Two programs open it at once: one migrates, and the other waits for it.
    opened = results_of(at_once([partial(Store.open, target)] * 2))
    assert [index_entries(opened_store) for opened_store in opened] == [before, before]
    assert len(before) == 2
    for opened_store in opened:
        opened_store.close()


def test_private_notes_are_not_in_the_index(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "ask whether Priya was asleep").result()
    assert "asleep" not in rebuilt_entries(store)[incident.id]["text"]
