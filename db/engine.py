"""Creation of an SQLAlchemy engine from a path or a URL, and what differs between engines."""

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
from db.server import server_engine

APPLICATION_ID = 0x4661_6369
"""The application id of our SQLite files ("Faci"), by which other programs' files are refused."""
SQLITE_MAGIC = b"SQLite format 3\x00"
WAL_RESET_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""The first SQLite release of each line in which overlapping checkpoints are safe, newest first."""
WRITE_LOCK = APPLICATION_ID
"""The key of the advisory lock that a writer takes on PostgreSQL."""
LOCK_TIMEOUT_SECONDS = 5
"""How long to wait for other programs that lock a file."""
FILE_MOVED = (
    "the database file was moved, deleted or replaced: leave, and start again on the right one"
)
_WRITES = "facilitator_writes"
"""The execution option of a connection whose transactions write."""

FileId = tuple[int, int]
"""The device and inode of a file: two paths with the same lead to one file."""


def connect(target: str | Path, *, read_only: bool = False) -> Engine:
    """Return an engine for the path of a file or for a database URL.

    Args:
        target: The path or the URL. A file that does not exist is created, readable and writable
            by its owner alone.
        read_only: Whether the database itself refuses every write. Nothing is created then.

    Raises:
        Unavailable: The path or URL can't be used; the message tells people why.
    """
    if isinstance(target, str) and "://" in target:
        try:
            url = make_url(target)
        except (ArgumentError, ValueError):
            raise Unavailable("the database URL can't be read: expected postgresql://…") from None
        if url.get_backend_name() != "sqlite":
            engine = server_engine(url, read_only=read_only)
            event.listen(engine, "begin", _begin_transaction)
            return engine
        if not url.database:
            raise Unavailable(f"{target}: name a file, as in sqlite:////tmp/team.db")
        target = url.database
    try:
        path = Path(target).expanduser().absolute()
    except RuntimeError:
        raise Unavailable(f"{target}: there is no user of that name; name a file") from None
    return _read_only_file_engine(path) if read_only else _file_engine(path)


def file_id(path: Path) -> FileId | None:
    """Return the identity of the file at a path, or None where no file can be reached."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


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


def mark_as_ours(connection: Connection) -> None:
    """Write our application id into a new database, where the engine has one."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def checkpoint(engine: Engine) -> None:
    """Copy the write-ahead log into the database file.

    It is for SQLite releases in which overlapping checkpoints can lose data: there, automatic
    checkpoints are off and one process at a time runs one. For others it does nothing.
    """
    if engine.dialect.name != "sqlite" or _checkpoints_are_safe():
        return
    # A checkpoint that fails can be left to a later one: the commits are safe in the log.
    with (
        contextlib.suppress(OSError, sqlite3.Error),
        _checkpoint_lock(Path(str(engine.url.database))) as has_lock,
    ):
        if has_lock:
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                raw.close()


def _file_engine(path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_private(path)
        _check_is_ours(path)
    except OSError as error:
        raise Unavailable(f"{path}: {_reason(error)}; choose another with --database") from None
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "check_same_thread": False},
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
    )
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "connect", lambda _, record: record.info.update(file=file_id(path)))
    event.listen(engine, "begin", _begin_transaction)
    return engine


def _read_only_file_engine(path: Path) -> Engine:
    try:
        _check_is_ours(path)
    except FileNotFoundError:
        raise Unavailable(f"{path}: there is no database yet; `facilitator` creates one") from None
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
    event.listen(engine, "connect", _prepare_read_only_connection)
    event.listen(engine, "begin", _begin_transaction)
    return engine


def _reason(error: OSError) -> str:
    """Return what the system says about an error, for a message."""
    return (error.strerror or type(error).__name__).lower()


def _make_private(path: Path) -> None:
    """Create the file with mode 0600, which the -wal and -shm files of SQLite inherit."""
    if path.is_dir():
        raise Unavailable(f"{path}: is a folder; name a database file with --database")
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))


def _check_is_ours(path: Path) -> None:
    """Check that a file is empty or one of our databases.

    Raises:
        Unavailable: It is no database, or it is another program's.
        OSError: It can't be read.
    """
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        return
    if not header.startswith(SQLITE_MAGIC):
        raise Unavailable(f"{path}: not a database; choose another with --database")
    if int.from_bytes(header[68:72], "big") == APPLICATION_ID:
        return
    # The application id and the tables may still be in the write-ahead log, which SQLite reads.
    tables, application_id = _tables_and_application_id(path)
    if application_id not in (0, APPLICATION_ID):
        raise Unavailable(f"{path}: another program's database; choose another with --database")
    if application_id == 0 and tables:
        raise Unavailable(f"{path}: not Facilitator's database; choose another with --database")


def _tables_and_application_id(path: Path) -> tuple[int, int]:
    """Return the number of tables and the application id of a SQLite file."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        try:
            (tables,) = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (application_id,) = raw.execute("PRAGMA application_id").fetchone()
        except sqlite3.DatabaseError as error:
            raise Unavailable(f"{path}: the database can't be read ({error})") from None
    return tables, application_id


def _prepare_connection(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    _turn_on_write_ahead_log(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    if not _checkpoints_are_safe():
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    cursor.close()


def _prepare_read_only_connection(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _turn_on_write_ahead_log(cursor: Any) -> None:
    # While another program creates the file, SQLite raises "locked" here without its busy timeout.
    deadline = time.monotonic() + LOCK_TIMEOUT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_transaction(connection: Connection) -> None:
    is_writer = connection.get_execution_options().get(_WRITES, False)
    if connection.dialect.name == "sqlite":
        if (
            is_writer
            and file_id(Path(str(connection.engine.url.database))) != connection.info["file"]
        ):
            # A commit would go into a file that has no path any more.
            raise Unavailable(FILE_MOVED)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
    elif is_writer:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


def _checkpoints_are_safe() -> bool:
    version = sqlite3.sqlite_version_info
    return version >= WAL_RESET_FIXED[0] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in WAL_RESET_FIXED
    )


@contextlib.contextmanager
def _checkpoint_lock(path: Path) -> Iterator[bool]:
    """Yield whether this process holds the lock for checkpoints.

    It never does on systems without POSIX file locks.
    """
    try:
        import fcntl
    except ModuleNotFoundError:
        yield False
        return
    # The lock is on a file of its own, since closing the database file would drop SQLite's locks.
    with path.with_name(f"{path.name}-checkpoint").open("ab") as file:
        os.fchmod(file.fileno(), stat.S_IRUSR | stat.S_IWUSR)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
