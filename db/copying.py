"""Copies a whole database into an empty one, of the same engine or of the other."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, Table, func, insert, inspect, select, text
from sqlmodel import Session

from db.batches import batched
from db.change_watcher import notify_other_windows
from db.engine import connect, reader, writer
from db.errors import Unavailable
from db.file_state import COMPANIONS, beside, file_path
from db.models import METADATA
from db.schema import require_current_schema, upgrade_schema
from db.store_errors import as_store_errors

ROWS_AT_ONCE = 500
Progress = Callable[[int, int], None]
"""Called with how many of how many steps are done; each row is written once and compared once."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied.

    Attributes:
        incidents: The number of incidents.
        meetings: The number of meetings.
        rows: The number of rows of all tables.
    """

    incidents: int
    meetings: int
    rows: int


def copy_database(source: str | Path, target: str | Path, progress: Progress) -> Copied:
    """Copy every row of a database into an empty one, and compare each with its original.

    The source is only read, and seen as it is at one moment. The target gets all rows or none, and
    a file that did not exist before is not left behind without them.

    Args:
        source: The path or URL of the database to copy.
        target: The path or URL of the new one; it is created and migrated where that is needed.
        progress: Called from time to time.

    Raises:
        Unavailable: One of the two can't be used, the source has another schema, the target is
            not empty, or a row did not arrive as it was.
    """
    with (
        _not_left_behind(file_path(target)),
        _prepared("FROM", source, require_current_schema, read_only=True) as from_engine,
        _prepared("TO", target, _prepare_target, read_only=False) as to_engine,
        as_store_errors(file_path(target)),
        reader(from_engine).connect() as old,
        old.begin(),
        writer(to_engine).connect() as new,
        new.begin(),
    ):
        # A large table takes longer than the limits for what people wait for.
        _lift_time_limits(old)
        _lift_time_limits(new)
        return _copy(old, new, progress)


@contextmanager
def _not_left_behind(path: Path | None) -> Iterator[None]:
    """Remove a file that did not exist before, with what SQLite keeps beside it, on a failure."""
    is_new = path is not None and not path.exists()
    try:
        yield
    except BaseException:
        if path is not None and is_new:
            for ending in ("", *COMPANIONS):
                beside(path, ending).unlink(missing_ok=True)
        raise


@contextmanager
def _prepared(
    name: str, target: str | Path, prepare: Callable[[Engine], None], *, read_only: bool
) -> Iterator[Engine]:
    """Open one of the two databases, with its name in the message where it can't be used."""
    try:
        with as_store_errors(file_path(target)):
            engine = connect(target, read_only=read_only)
            prepare(engine)
    except Unavailable as error:
        raise Unavailable(f"{name}: {error}") from None
    try:
        yield engine
    finally:
        engine.dispose()


def _prepare_target(engine: Engine) -> None:
    """Give the target our tables, unless it holds something."""
    _refuse_unless_empty(engine)
    upgrade_schema(engine)


def _refuse_unless_empty(engine: Engine) -> None:
    """Refuse a target that holds something, before its schema is changed."""
    with engine.connect() as connection, connection.begin():
        present = set(inspect(connection).get_table_names())
        for table in METADATA.sorted_tables:
            if table.name in present:
                _refuse_rows(connection, table)


def _refuse_rows(connection: Connection, table: Table) -> None:
    if connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None:
        raise Unavailable(
            "this database is not empty, and a copy would mix two: name a file that does not exist"
            " yet, or an empty database on a server"
        )


def _lift_time_limits(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


def _copy(old: Connection, new: Connection, progress: Progress) -> Copied:
    tables = METADATA.sorted_tables
    counts = {table.name: _count(old, table) for table in tables}
    steps, done = 2 * sum(counts.values()), 0
    for table in tables:
        # Another program may have written since the target was looked at.
        _refuse_rows(new, table)
        for rows in batched(_rows(old, table), ROWS_AT_ONCE):
            new.execute(insert(table), [dict(row._mapping) for row in rows])
            done += len(rows)
            progress(done, steps)
    for table in tables:
        for pairs in batched(zip_longest(_rows(old, table), _rows(new, table)), ROWS_AT_ONCE):
            _require_equal(table, pairs)
            done += len(pairs)
            progress(done, steps)
    _go_on_counting(new)
    notify_other_windows(Session(new), uuid4())
    return Copied(counts["incident"], counts["meeting"], sum(counts.values()))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """Yield the rows of a table in the order of their keys, which both engines sort alike."""
    query = select(table).order_by(*table.primary_key)
    yield from connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)


def _require_equal(table: Table, pairs: Sequence[tuple[Row[Any] | None, Row[Any] | None]]) -> None:
    for original, copied in pairs:
        if original is None or copied is None or tuple(original) != tuple(copied):
            raise Unavailable(
                f"a row of the table {table.name} did not arrive as it was, so nothing was copied:"
                " please report this"
            )


def _go_on_counting(connection: Connection) -> None:
    """Let a server number the next change row after those that were copied with their numbers."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('change', 'id'), max(id)) FROM change"
        )
