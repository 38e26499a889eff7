"""Values that another program has written into a file, and that no column of ours should hold."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.errors import Unavailable
from db.store import Store
from db.worker import Pending
from tests.db.support import everything_filled

Read = Callable[[Store], Pending[Any]]


def read_incidents(store: Store) -> Pending[Any]:
    return store.incidents.everything()


def read_items(store: Store) -> Pending[Any]:
    return store.actions.all(include_closed=True)


def read_meetings(store: Store) -> Pending[Any]:
    return store.meetings.running()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return the path of a database with a row in every table."""
    store = Store.open(tmp_path / "team.db")
    everything_filled(store)
    store.close()
    return tmp_path / "team.db"


def write_raw(path: Path, table: str, column: str, value: object) -> None:
    """Write a value past the program and past the constraints of the table."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA ignore_check_constraints=ON")
        other.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))


@pytest.mark.parametrize(
    ("table", "column", "value", "read"),
    [
        ("incident", "date", "yesterday", read_incidents),
        ("incident", "date", 7, read_incidents),
        ("incident", "created_at", "2026-13-45 99:00:00", read_incidents),
        ("incident", "severity", "\x1b[31mSEV9", read_incidents),
        ("incident", "cause_id", "no id", read_incidents),
        ("timeline_event", "kind", "explosion", read_incidents),
        ("timeline_event", "at", b"\xff\x00", read_incidents),
        ("action_item", "status", "", read_items),
        ("action_item", "due", "soon", read_items),
        ("meeting", "stage", "lunch", read_meetings),
        ("meeting_event", "kind", "stop", read_meetings),
    ],
)
def test_a_value_that_can_not_be_read_is_named_and_stops_nothing_else(
    filled: Path, table: str, column: str, value: object, read: Read
) -> None:
    write_raw(filled, table, column, value)
    store = Store.open(filled)
    with pytest.raises(Unavailable, match="holds a value that can't be read"):
        read(store).result()
    store.parked.add("still works").result()
    store.close()


def test_a_mistake_of_the_program_is_no_fault_of_the_database(store: Store) -> None:
    def work(_: object) -> None:
        raise ValueError("a mistake")

    with pytest.raises(ValueError, match="a mistake"):
        store.read(work).result()
