"""What the database's tests share: a clock that counts, a seeded incident, other processes."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from db import records as r
from db import words as w
from db.models import METADATA
from db.store import Store

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 14)
NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
PLAN = (10, 30, 10)


def counting() -> Callable[[], datetime]:
    """A clock on which each write comes a second after the one before."""
    seconds = count()
    return lambda: NOW + timedelta(seconds=next(seconds))


def reading(seconds: float = 0, boot: str = "boot-a") -> r.Instant:
    return r.Instant(NOW + timedelta(seconds=seconds), 1_000 + seconds, boot)


def new_incident(store: Store, on: date = DAY, number: int | None = None) -> r.Incident:
    return store.incidents.create("checkout", "5xx spike", on, number).result()


def everything_filled(store: Store) -> r.Incident:
    """An incident with a row in every table, but for notes."""
    incident = new_incident(store)
    store.incidents.write(incident.id, "currency", None, "EUR").result()
    store.incidents.set_cause(incident.id, "retry storm").result()
    store.timeline.add(incident.id, NOW, w.EventKind.FIRST_ALERT, "pager").result()
    store.findings.add_factor(incident.id, w.FactorKind.MADE_POSSIBLE, "no limit").result()
    store.findings.add_finding(incident.id, w.FindingKind.WENT_WELL, "quick page").result()
    item = store.actions.add(incident.id, "cap retries", "ana", due=DAY).result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, reading())
    store.meetings.tick(meeting.id, start).result()
    store.meetings.attend(meeting.id, "ana").result()
    store.actions.review(item.id, meeting.id, w.ActionStatus.IN_PROGRESS).result()
    store.parked.add("chaos day", incident_id=incident.id, meeting_id=meeting.id).result()
    store.themes.add("retries", [incident.number]).result()
    return store.incidents.get(incident.number).result()


def copy_row(connection: Connection, table: str, **other: object) -> None:
    """Insert the table's first row again under a new id, with other values where given."""
    columns = METADATA.tables[table]
    row = dict(connection.execute(select(columns)).mappings().first() or {})
    fresh = {"id": uuid4()} if "id" in columns.c else {}
    connection.execute(insert(columns).values(row | fresh | other))


def at_once(works: list[Callable[[], T]]) -> list[T | Exception]:
    """Run each on a thread of its own, all starting together; errors stand among the answers."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], T]) -> T | Exception:
        barrier.wait(timeout=30)
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Another Python process, with this project importable."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def together(script: str, processes: int, *arguments: str) -> list[list[str]]:
    """Run several such processes that wait for each other, and return the lines each printed.

    The script prints `ready`, reads a line, and goes on.
    """
    running = [start(script, *arguments) for _ in range(processes)]
    for each in running:
        assert each.stdout is not None
        first = each.stdout.readline()
        assert first == "ready\n", each.communicate()
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    outputs = [each.communicate(timeout=60) for each in running]
    assert [each.returncode for each in running] == [0] * processes, outputs
    return [out.splitlines() for out, _ in outputs]
