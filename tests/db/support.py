"""Helpers of the database tests: a counting clock, incidents to test with, other processes."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select

from db import records as r
from db import vocabulary as w
from db.engine import connect, mark_as_ours
from db.models import METADATA
from db.store import Store
from tests.support import edit_facts

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 14)
NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
PLAN = (10, 30, 10)


def counting_clock() -> Callable[[], datetime]:
    """Return a clock that is a second later with each reading."""
    seconds = count()
    return lambda: NOW + timedelta(seconds=next(seconds))


class Days:
    """A clock that tests move on by days."""

    def __init__(self) -> None:
        self.days = 0
        self.seconds = 0

    def __call__(self) -> datetime:
        self.seconds += 1
        return NOW + timedelta(days=self.days, seconds=self.seconds)


def instant_at(seconds: float = 0, boot: str = "boot-a") -> r.Instant:
    """Return a reading of the clocks so many seconds after NOW."""
    return r.Instant(NOW + timedelta(seconds=seconds), 1_000 + seconds, boot)


def go_to_part(store: Store, meeting_id: UUID, part: int) -> None:
    """Take a meeting to a part of its incident segment, at NOW."""
    event = r.ClockEvent(w.ClockKind.PART, instant_at(), part=part)
    store.meetings.add_clock_event(meeting_id, event).result()


def new_incident(store: Store, on: date = DAY, number: int | None = None) -> r.Incident:
    return store.incidents.create("checkout", "5xx spike", on, number).result()


def everything_filled(store: Store) -> r.Incident:
    """Return an incident with a row in every table, except for notes."""
    incident = new_incident(store)
    store.incidents.write(incident.id, "currency", None, "EUR").result()
    store.incidents.set_cause(incident.id, "retry storm").result()
    store.timeline.add(incident.id, NOW, w.EventKind.FIRST_ALERT, "pager").result()
    store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no limit").result()
    store.findings.add_finding(incident.id, w.FindingKind.WENT_WELL, "quick page").result()
    item = store.actions.add(incident.id, "cap retries", "ana", due=DAY).result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    store.meetings.add_clock_event(meeting.id, start).result()
    store.meetings.add_attendee(meeting.id, "ana").result()
    store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS).result()
    store.parked.add("chaos day", incident_id=incident.id, meeting_id=meeting.id).result()
    store.themes.add("retries", [incident.number]).result()
    return store.incidents.get(incident.number).result()


def every_table_filled(store: Store) -> r.Incident:
    """Return an incident with a row in every table; another one is a duplicate of it."""
    incident = everything_filled(store)
    store.notes.write(incident.id, "", "", "private").result()
    store.sections.add(incident.id, "Where we got lucky", "it was Sunday").result()
    (item,) = incident.action_items
    store.outbox.release([item.id], NOW).result()
    done = r.ItemChange(status=w.ActionStatus.DONE, ticket="OPS-17")
    store.actions.change_between_meetings([item.id], done).result()
    store.actions.check(item.id, w.CheckResult.HELD, "a drill paged").result()
    ticket = r.Ticket(
        *("OPS-17", w.TicketPresence.FOUND, "Done", w.TicketCategory.DONE, w.SprintPlace.CLOSED),
        sprint_name="Sprint 12",
        read_at=NOW,
    )
    store.tickets.save({item.id: ticket}).result()
    store.tickets.remember_account("https://example.atlassian.net", "ana", "5b10").result()
    store.found_terms.keep("concept:retry storm", "retries", [incident.number]).result()
    edit_facts(store, new_incident(store).number, duplicate_of=incident.number).result()
    return store.incidents.get(incident.number).result()


def copy_row(connection: Connection, table: str, **other: object) -> None:
    """Insert a copy of a table's first row with a new id, and with these values changed."""
    definition = METADATA.tables[table]
    row = dict(connection.execute(select(definition)).mappings().first() or {})
    new_id = {"id": uuid4()} if "id" in definition.c else {}
    connection.execute(insert(definition).values(row | new_id | other))


def migrate(connection: Connection, revision: str) -> None:
    """Bring a database to an older or newer revision of the schema."""
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.attributes["connection"] = connection
    context = MigrationContext.configure(connection)
    is_newer = (context.get_current_revision() or "") < revision
    (command.upgrade if is_newer else command.downgrade)(config, revision)


def make_old_file(path: Path, revision: str) -> None:
    """Create a database without rows, as a program of an earlier revision did."""
    engine = connect(path)
    with engine.connect() as connection, connection.begin():
        migrate(connection, revision)
        mark_as_ours(connection)
    engine.dispose()


def at_once(works: list[Callable[[], T]]) -> list[T | Exception]:
    """Run every callable on its own thread, all starting together; return results and errors."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], T]) -> T | Exception:
        barrier.wait(timeout=30)
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def results_of(answers: list[T | Exception]) -> list[T]:
    """Return what `at_once` returned, if no callable raised an error."""
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    assert not errors, errors
    return [answer for answer in answers if not isinstance(answer, Exception)]


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start another Python process that can import this project."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def together(script: str, processes: int, *arguments: str) -> list[list[str]]:
    """Run several such processes that start together, and return the lines of each.

    The script has to print `ready` and to read a line before it goes on.
    """
    running = [start(script, *arguments) for _ in range(processes)]
    for process in running:
        assert process.stdout is not None
        first_line = process.stdout.readline()
        assert first_line == "ready\n", process.communicate()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0] * processes, outputs
    return [out.splitlines() for out, _ in outputs]
