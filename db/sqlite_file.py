"""The engine of a SQLite file: how its connections are prepared, and its checkpoints."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from db.errors import Unavailable
from db.file_location import shared_place
from db.file_lock import checkpoint_lock
from db.file_state import APPLICATION_ID, CHOOSE_ANOTHER, beside, reason
from db.private_folder import make_private_folder

WAL_RESET_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""The first SQLite release of each line in which overlapping checkpoints are safe, newest first."""
LOCK_TIMEOUT_SECONDS = 5
"""How long to wait for other programs that lock a file."""


def file_engine(path: Path) -> Engine:
    """Return an engine for a file, which is created if it does not exist.

    Raises:
        Unavailable: The file can't be created.
    """
    make_folder(path)
    try:
        _make_private(path)
    except OSError as error:
        raise Unavailable(f"{path}: {reason(error)}; {CHOOSE_ANOTHER}") from None
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "check_same_thread": False},
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
    )
    is_shared = bool(shared_place(path))
    event.listen(engine, "connect", partial(_prepare_connection, is_shared=is_shared))
    return engine


def make_folder(path: Path) -> None:
    """Create the folder of a file if it does not exist, for its owner alone.

    Raises:
        Unavailable: It can't be created.
    """
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise Unavailable(f"{path}: {reason(error)}; {CHOOSE_ANOTHER}") from None


def read_only_file_engine(path: Path) -> Engine:
    """Return an engine for a file whose database refuses every write."""
    mode = "mode=ro"
    if not os.access(path.parent, os.W_OK) and not beside(path, "-wal").exists():
        # SQLite can't make the files that it reads a log with, and nobody is writing one.
        mode = "immutable=1"
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: sqlite3.connect(
            f"{path.as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False
        ),
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
    )
    event.listen(engine, "connect", _prepare_read_only_connection)
    return engine


def mark_file_as_ours(connection: Connection) -> None:
    """Write into the head of a new database that it is ours, and a number that it alone has."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    if not connection.exec_driver_sql("PRAGMA user_version").scalar():
        number = int.from_bytes(os.urandom(4)) % (2**31 - 1) + 1
        connection.exec_driver_sql(f"PRAGMA user_version={number}")


def checkpoint_file(raw: Any, path: Path) -> None:
    """Copy the write-ahead log into the database file, unless another program does so now.

    Args:
        raw: A connection of the driver.
        path: The file.
    """
    # A checkpoint that fails can be left to a later one: the commits are safe in the log.
    with contextlib.suppress(OSError, sqlite3.Error), checkpoint_lock(path) as has_lock:
        if has_lock:
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)")


def checkpoints_are_safe() -> bool:
    """Return whether this SQLite loses nothing when two checkpoints overlap."""
    version = sqlite3.sqlite_version_info
    return version >= WAL_RESET_FIXED[0] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in WAL_RESET_FIXED
    )


def _make_private(path: Path) -> None:
    """Give a new or empty file mode 0600, which the -wal and -shm files of SQLite inherit."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))
    except FileExistsError:
        if not path.stat().st_size:
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def _prepare_connection(raw: Any, _record: Any, *, is_shared: bool) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    if is_shared:
        _set_journal_mode(cursor, "DELETE")
        cursor.execute("PRAGMA synchronous=EXTRA")
    else:
        _set_journal_mode(cursor, "WAL")
        cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    if not checkpoints_are_safe():
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    cursor.close()


def _prepare_read_only_connection(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _set_journal_mode(cursor: Any, mode: str) -> None:
    # While another program creates the file, SQLite raises "locked" here without its busy timeout.
    deadline = time.monotonic() + LOCK_TIMEOUT_SECONDS
    while True:
        try:
            cursor.execute(f"PRAGMA journal_mode={mode}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
