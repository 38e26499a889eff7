"""A path or a URL becomes an engine. The one place that knows which engine it is."""

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from db.errors import Unavailable

APPLICATION_ID = 0x4661_6369
"""Marks the file as ours ("Faci"), so that another program's database is never touched."""
SQLITE_MAGIC = b"SQLite format 3\x00"
WAL_RESET_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""SQLite releases from which overlapping checkpoints are safe, newest line first."""
WRITE_LOCK = APPLICATION_ID
LOCKED_SECONDS = 5
GONE = "the database file was moved, deleted or replaced: leave, and start again on the right one"
_WRITES = "facilitator_writes"


FileId = tuple[int, int]
"""What a file is on its disk, whatever its name: two paths with the same are one file."""


def connect(target: str | Path, *, read_only: bool = False) -> Engine:
    """An engine for a file's path or a database URL; a missing file is made, and private.

    read_only: it refuses every write by itself, and makes nothing.

    Raises:
        Unavailable: the path or URL can't be used, in words.
    """
    if isinstance(target, str) and "://" in target:
        try:
            url = make_url(target)
        except (ArgumentError, ValueError):
            raise Unavailable("the database URL can't be read: expected postgresql://…") from None
        if url.get_backend_name() != "sqlite":
            return _server(url, read_only=read_only)
        if not url.database:
            raise Unavailable(f"{target}: name a file, as in sqlite:////tmp/team.db")
        target = url.database
    try:
        path = Path(target).expanduser().absolute()
    except RuntimeError:
        raise Unavailable(f"{target}: that person has no folder here; name a file") from None
    return _file_to_read(path) if read_only else _file(path)


def file_id(path: Path) -> FileId | None:
    """Which file is at this path; None where there is none, or none that can be reached."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def writer(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock when they begin.

    One writer at a time, on a server too: what a write reads first still holds when it writes.
    """
    return engine.execution_options(**{_WRITES: True})


def reader(engine: Engine) -> Engine:
    """The same engine, whose transactions see one moment, whatever is committed meanwhile.

    A file's do anyway; a server's would see half of what another window does.
    """
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def mark_as_ours(connection: Connection) -> None:
    """Leave our sign in a new database, where the engine has a place for it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def settle(engine: Engine) -> None:
    """Move what a write-ahead log holds into the file; where SQLite would race, one at a time."""
    if engine.dialect.name != "sqlite" or _checkpoints_are_safe():
        return
    # What a checkpoint can't do now, a later one does; the commits are safe in the log.
    with (
        contextlib.suppress(OSError, sqlite3.Error),
        _checkpoint_lock(Path(str(engine.url.database))) as alone,
    ):
        if alone:
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                raw.close()


def _server(url: URL, *, read_only: bool) -> Engine:
    if url.get_backend_name() != "postgresql":
        raise Unavailable(
            f"{url.get_backend_name()}: only SQLite files and postgresql:// are known"
        )
    options = (
        "-c statement_timeout=5000 -c lock_timeout=3000"
        " -c idle_in_transaction_session_timeout=10000"
    )
    if read_only:
        options += " -c default_transaction_read_only=on"
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=2,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"connect_timeout": 5, "options": options},
        )
    except ModuleNotFoundError:
        raise Unavailable(
            "PostgreSQL needs its driver: pip install 'facilitator[postgres]'"
        ) from None
    event.listen(engine, "begin", _begin)
    return engine


def _file(path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_private(path)
        _refuse_foreign(path)
    except OSError as error:
        raise Unavailable(f"{path}: {_reason(error)}; choose another with --database") from None
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "check_same_thread": False},
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "connect", lambda _, record: record.info.update(file=file_id(path)))
    event.listen(engine, "begin", _begin)
    return engine


def _file_to_read(path: Path) -> Engine:
    try:
        _refuse_foreign(path)
    except FileNotFoundError:
        raise Unavailable(f"{path}: there is no database yet; `facilitator` makes one") from None
    except OSError as error:
        raise Unavailable(f"{path}: {_reason(error)}; choose another with --database") from None
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: sqlite3.connect(
            f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        ),
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
    )
    event.listen(engine, "connect", _prepare_to_read)
    event.listen(engine, "begin", _begin)
    return engine


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _make_private(path: Path) -> None:
    """Create the file 0600 before SQLite does; its -wal and -shm inherit the mode."""
    if path.is_dir():
        raise Unavailable(f"{path}: is a folder; name a database file with --database")
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))


def _refuse_foreign(path: Path) -> None:
    """Neither a file that is no database, nor another program's, is opened for writing."""
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        return
    if not header.startswith(SQLITE_MAGIC):
        raise Unavailable(f"{path}: not a database; choose another with --database")
    if int.from_bytes(header[68:72], "big") == APPLICATION_ID:
        return
    # Our sign, and the tables, may still be in the write-ahead log.
    tables, marked = _contents(path)
    if marked not in (0, APPLICATION_ID):
        raise Unavailable(f"{path}: another program's database; choose another with --database")
    if marked == 0 and tables:
        raise Unavailable(f"{path}: not Facilitator's database; choose another with --database")


def _contents(path: Path) -> tuple[int, int]:
    """How many tables it has, and the sign it bears."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        try:
            (tables,) = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (marked,) = raw.execute("PRAGMA application_id").fetchone()
        except sqlite3.DatabaseError as error:
            raise Unavailable(f"{path}: the database can't be read ({error})") from None
    return tables, marked


def _prepare(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    if not _checkpoints_are_safe():
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    cursor.close()


def _prepare_to_read(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    # Several programs creating one file: SQLite answers "locked" here without its usual patience.
    patience = time.monotonic() + LOCKED_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    if connection.dialect.name == "sqlite":
        if writes and file_id(Path(str(connection.engine.url.database))) != connection.info["file"]:
            # A commit would be kept in a file that nobody will find again.
            raise Unavailable(GONE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


def _checkpoints_are_safe() -> bool:
    version = sqlite3.sqlite_version_info
    return version >= WAL_RESET_FIXED[0] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in WAL_RESET_FIXED
    )


@contextlib.contextmanager
def _checkpoint_lock(path: Path) -> Iterator[bool]:
    """Whether this process alone may checkpoint now; without file locks, never."""
    try:
        import fcntl
    except ModuleNotFoundError:
        yield False
        return
    # The database file itself can't carry the lock: closing it would drop SQLite's own.
    with path.with_name(f"{path.name}-checkpoint").open("ab") as file:
        os.fchmod(file.fileno(), stat.S_IRUSR | stat.S_IWUSR)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
