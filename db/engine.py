"""Creation of an SQLAlchemy engine from a path or a URL, and what differs between engines."""

from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from db.errors import Unavailable
from db.file_identity import IDENTITY, FileIdentity
from db.file_state import APPLICATION_ID, file_path, look_at
from db.server import server_engine
from db.sqlite_file import (
    checkpoint_file,
    checkpoints_are_safe,
    file_engine,
    mark_file_as_ours,
    read_only_file_engine,
)

WRITE_LOCK = APPLICATION_ID
"""The key of the advisory lock that a writer takes on PostgreSQL."""
_WRITES = "facilitator_writes"
"""The execution option of a connection whose transactions write."""


def connect(target: str | Path, *, read_only: bool = False) -> Engine:
    """Return an engine for the path of a file or for a database URL.

    Args:
        target: The path or the URL. A file that does not exist is created, readable and writable
            by its owner alone.
        read_only: Whether the database itself refuses every write. Nothing is created then.

    Raises:
        Unavailable: The path or URL can't be used; the message tells people why.
    """
    path = file_path(target)
    if path is None:
        try:
            url = make_url(str(target))
            # A command line may hold bytes that are no text, and no server takes them.
            str(target).encode()
        except (ArgumentError, ValueError):
            raise Unavailable("the database URL can't be read: expected postgresql://…") from None
        engine = server_engine(url, read_only=read_only)
    elif read_only and not look_at(path).exists:
        raise Unavailable(f"{path}: there is no database yet; `facilitator` creates one")
    else:
        engine = read_only_file_engine(path) if read_only else file_engine(path)
    event.listen(engine, "begin", _begin_transaction)
    return engine


def writer(engine: Engine) -> Engine:
    """Return the same engine with transactions that take the write lock when they begin.

    There is one writer at a time, on a server too, so that what a transaction has read is still
    true when it writes.
    """
    return engine.execution_options(**{_WRITES: True})


def reader(engine: Engine) -> Engine:
    """Return the same engine with transactions that read a snapshot of one moment.

    SQLite's transactions do so anyway. PostgreSQL's default would show a part of what another
    window commits in the meantime.
    """
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _writes(connection: Connection) -> bool:
    """Return whether the transactions of a connection write."""
    return bool(connection.get_execution_options().get(_WRITES, False))


def mark_as_ours(connection: Connection) -> None:
    """Write into a new database that it is ours, where the engine has a place for that."""
    if connection.dialect.name == "sqlite":
        mark_file_as_ours(connection)


def checkpoint(engine: Engine) -> None:
    """Copy the write-ahead log into the database file.

    It is for SQLite releases in which overlapping checkpoints can lose data: there, automatic
    checkpoints are off and one process at a time runs one. For others it does nothing.
    """
    if engine.dialect.name != "sqlite" or checkpoints_are_safe():
        return
    raw = engine.raw_connection()
    try:
        checkpoint_file(raw.driver_connection, Path(str(engine.url.database)))
    finally:
        raw.close()


def _begin_transaction(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        identity: FileIdentity | None = connection.info.get(IDENTITY)
        if identity is not None and _writes(connection):
            identity.check()
        elif identity is not None:
            identity.check_not_overwritten()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")
    elif _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
