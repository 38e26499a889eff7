"""Opening a database file: what has to be done to it first, and what people have to know of it."""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from db.backups import backups_of
from db.engine import connect
from db.errors import Unavailable
from db.file_copy import copy_file
from db.file_identity import IDENTITY, FileIdentity
from db.file_location import shared_place
from db.file_lock import opening_lock
from db.file_state import (
    FileState,
    beside,
    check_nothing_was_lost,
    is_readable_by_others,
    look_at,
    unused_path,
)
from db.migrations import HEAD
from db.notices import Notice, NoticeKind
from db.refusals import explain_file_failure
from db.schema import check_is_known, require_current_schema, upgrade_schema
from db.sqlite_file import make_folder


@dataclass(frozen=True, slots=True)
class OpenedDatabase:
    """An open database.

    Attributes:
        engine: Its engine.
        read_only: Whether it can only be read.
        identity: What its file is recognised by; None for a database on a server.
        notices: What people have to be told about it.
        why_read_only: Why nothing may be written, where a server says so, else "".
    """

    engine: Engine
    read_only: bool
    identity: FileIdentity | None = None
    notices: Sequence[Notice] = ()
    why_read_only: str = ""


def open_file(path: Path, *, read_only: bool, backups: Path | None = None) -> OpenedDatabase:
    """Open a file, and create or upgrade its database first where that is needed.

    A file that may not be written is opened for reading alone.

    Args:
        path: The file.
        read_only: Whether nothing may be created, upgraded or written.
        backups: The folder of all rotating backups, among which may be some of a lost file.

    Raises:
        Unavailable: It can't be used; the message tells people why.
    """
    state = look_at(path)
    may_write = _may_write(path, state)
    if read_only or not may_write:
        engine = connect(path, read_only=True)
        upgraded: list[Notice] = []
    elif state.revision == HEAD:
        engine = connect(path)
        upgraded = []
    else:
        engine, upgraded = _create_or_upgrade(path, backups)
    try:
        if read_only or not may_write:
            require_current_schema(engine)
        identity = _identity(engine, path)
    except sqlite3.Error as error:
        engine.dispose()
        raise Unavailable(f"{path}: the database can't be read ({error})") from None
    except BaseException:
        engine.dispose()
        raise
    if not read_only:
        upgraded += _warnings(path, may_write=may_write)
    return OpenedDatabase(engine, read_only or not may_write, identity, upgraded)


def _may_write(path: Path, state: FileState) -> bool:
    """Return whether a file and its log can be written; true for one that has to be created."""
    return not state.exists or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _create_or_upgrade(path: Path, backups: Path | None) -> tuple[Engine, list[Notice]]:
    """Create or upgrade a database while every other program that would do so waits."""
    make_folder(path)
    with opening_lock(path):
        # Another program may have done it while this one waited for the lock.
        state = look_at(path)
        if state.is_empty:
            newest = next((backup.path for backup in backups_of(path, backups)), None)
            check_nothing_was_lost(path, newest)
        copy = None
        if state.revision not in (None, HEAD):
            check_is_known(str(state.revision))
            copy = _copy_before_upgrade(path)
        engine = connect(path)
        try:
            upgrade_schema(engine)
        except BaseException as error:
            engine.dispose()
            if copy is not None and isinstance(error, Exception):
                raise _failure_with_copy(path, error, copy) from error
            raise
    if copy is None:
        return engine, []
    text = f"The database was upgraded for this Facilitator. As it was before, it is in {copy}"
    return engine, [Notice(NoticeKind.EVENT, text)]


def _copy_before_upgrade(path: Path) -> Path:
    # A program that was killed while it copied left a part of a copy; under the lock nobody copies.
    for unfinished in path.parent.glob(f".{glob.escape(path.name)}.before-*.unfinished*"):
        unfinished.unlink(missing_ok=True)
    now = datetime.now().astimezone()
    copy = unused_path(beside(path, f".before-{HEAD}-{now:%Y%m%d-%H%M%S}"))
    try:
        copy_file(path, copy)
    except Unavailable as error:
        raise Unavailable(
            f"the database has to be upgraded, and no copy of it could be made before: {error};"
            " nothing was changed: mend that and start again"
        ) from None
    return copy


def _failure_with_copy(path: Path, error: Exception, copy: Path) -> Unavailable:
    if isinstance(error, DBAPIError):
        error = explain_file_failure(error, path)
    reason = str(error).partition("\n")[0] or type(error).__name__
    return Unavailable(
        f"{path}: the database could not be upgraded, and is as it was ({reason}); a copy of it is"
        f" in {copy}: go on with the Facilitator that you had before"
    )


def _identity(engine: Engine, path: Path) -> FileIdentity:
    """Recognise the file from now on, before each transaction that writes."""
    pooled = engine.raw_connection()
    try:
        pooled.cursor().execute("SELECT count(*) FROM sqlite_master").fetchone()
        identity = FileIdentity(path, pooled.driver_connection)
        pooled.info[IDENTITY] = identity
    finally:
        pooled.close()
    return identity


def _warnings(path: Path, *, may_write: bool) -> list[Notice]:
    found = []
    if not may_write:
        found.append(
            Notice(
                NoticeKind.START,
                f"{path} may not be written by you: everything can be read here, and nothing can"
                " be changed",
            )
        )
    if is_readable_by_others(path):
        found.append(
            Notice(
                NoticeKind.START,
                f"Other users of this machine can read the database: `chmod 600 {path}` ends that",
            )
        )
    if place := shared_place(path):
        found.append(
            Notice(
                NoticeKind.PLACE,
                f"The database is in {place}. Use it on one machine at a time: what two machines"
                " write at once can damage it. A team shares a PostgreSQL database instead",
            )
        )
    return found
