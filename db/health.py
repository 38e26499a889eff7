"""How a database is: what a doctor reads of it, without changing anything in it or beside it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.engine import connect
from db.errors import Unavailable
from db.file_state import damaged_parts, look_at, open_to_look, revision_of_ours
from db.migrations import HEAD
from db.schema import check_is_known
from db.store_errors import as_store_errors

Query = Callable[[str], Sequence[Sequence[Any]]]
"""Runs a query and returns its rows."""
RUNNING = """
    SELECT incident.number, coalesce(meeting.seen_at, meeting.created_at)
    FROM meeting JOIN incident ON incident.id = meeting.incident_id
    WHERE meeting.finished_at IS NULL AND EXISTS (
        SELECT 1 FROM meeting_event AS entry
        WHERE entry.meeting_id = meeting.id AND entry.kind = 'start'
    )
    ORDER BY incident.number
"""
"""The meetings whose clock was started and that are not over, with when each was last alive."""
FILE_TABLES = r"""
    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
"""
SERVER_TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
"""


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A meeting that is not over.

    Attributes:
        number: The number of its incident.
        last_alive: When a window last showed it, aware and in UTC.
    """

    number: int
    last_alive: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What was found in a database.

    Attributes:
        engine: The engine and its version, such as `SQLite 3.50.4`.
        revision: The revision of its schema; None where it has no schema yet.
        rows: How many rows it holds in all; None where not all of them can be read.
        incidents: How many incidents it holds; None where they can't be read.
        running: The meetings that are not over; None where the schema is not this program's.
        damage: Where the file is damaged; "" for a whole one, and for a server.
        loose_rows: How many rows belong to a row that is not there.
    """

    engine: str
    revision: str | None
    rows: int | None = None
    incidents: int | None = None
    running: Sequence[OpenMeeting] | None = None
    damage: str = ""
    loose_rows: int = 0


def is_newer(revision: str) -> bool:
    """Return whether a newer program has written a schema, which this one does not know."""
    if revision == HEAD:
        return False
    try:
        check_is_known(revision)
    except Unavailable:
        return True
    return False


def examine_file(path: Path) -> Health:
    """Return how the database in a file is; nothing is upgraded.

    Args:
        path: The file.

    Raises:
        Unavailable: There is none, or it can't be read at all; the message tells people why.
    """
    if look_at(path).is_empty:
        raise Unavailable(f"{path}: there is no database yet")
    try:
        with contextlib.closing(open_to_look(path)) as raw:

            def query(text: str) -> Sequence[Sequence[Any]]:
                return raw.execute(text).fetchall()

            revision = revision_of_ours(path, raw)
            is_current = revision == HEAD
            return Health(
                engine=f"SQLite {sqlite3.sqlite_version}",
                revision=revision,
                rows=_unless_damaged(lambda: _count_rows(query, FILE_TABLES)),
                incidents=_unless_damaged(lambda: _count(query, "incident")),
                running=_unless_damaged(lambda: _running(query)) if is_current else None,
                damage=_damage(query, path),
                loose_rows=_unless_damaged(lambda: len(query("PRAGMA foreign_key_check"))) or 0,
            )
    except sqlite3.Error as error:
        raise Unavailable(f"{path}: the database can't be read ({error})") from None


def examine_server(url: str) -> Health:
    """Return how the database on a server is; nothing is created or upgraded.

    Args:
        url: Its URL.

    Raises:
        Unavailable: It can't be reached or read; the message tells people why.
    """
    engine = connect(url, read_only=True)
    try:
        with as_store_errors(None), engine.connect() as connection, connection.begin():

            def query(text: str) -> Sequence[Sequence[Any]]:
                return connection.exec_driver_sql(text).all()

            version = f"PostgreSQL {query('SHOW server_version')[0][0]}"
            if not query("SELECT to_regclass('alembic_version')")[0][0]:
                return Health(version, None)
            revision = query("SELECT version_num FROM alembic_version")[0][0]
            return Health(
                engine=version,
                revision=revision,
                rows=_count_rows(query, SERVER_TABLES),
                incidents=_count(query, "incident"),
                running=_running(query) if revision == HEAD else None,
            )
    finally:
        engine.dispose()


def _unless_damaged(read: Callable[[], Any]) -> Any:
    """Return what a function reads; None where the file is too damaged for it."""
    try:
        return read()
    except sqlite3.DatabaseError:
        return None


def _damage(query: Query, path: Path) -> str:
    try:
        ((first_line, *_), *_) = query("PRAGMA integrity_check(1)")
    except sqlite3.DatabaseError as error:
        first_line = str(error)
    if first_line == "ok":
        return ""
    return damaged_parts(path) or str(first_line).splitlines()[-1]


def _count_rows(query: Query, tables: str) -> int:
    return sum(_count(query, name) for (name,) in query(tables))


def _count(query: Query, table: str) -> int:
    return int(query(f'SELECT count(*) FROM "{table}"')[0][0])


def _running(query: Query) -> tuple[OpenMeeting, ...]:
    return tuple(OpenMeeting(number, _moment(at)) for number, at in query(RUNNING))


def _moment(stored: datetime | str) -> datetime:
    """Return a stored time as aware UTC; SQLite keeps it as a text without a zone."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
