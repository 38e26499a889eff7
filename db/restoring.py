"""Putting a backup in the place of a database, of which a copy is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from db.errors import Unavailable
from db.file_copy import OWNER_ONLY, copy_file, write_to_disk
from db.file_state import (
    CHOOSE_ANOTHER,
    COMPANIONS,
    beside,
    look_at,
    reason,
    revision_of_ours,
    unused_path,
)
from db.migrations import HEAD
from db.schema import check_is_known

IN_USE = (
    "another program has this database open: leave every window of Facilitator on it, and try again"
)


def restore(backup: Path, database: Path, now: datetime) -> Path | None:
    """Put a copy of a backup in the place of a database.

    The database is never without its file: the new one takes its place in one step. The one that
    was there stays beside it, under another name.

    Args:
        backup: The file of the backup. Its schema may be older than this program's.
        database: The file of the database; it may be missing or damaged.
        now: The present moment, for the name of what was there before.

    Returns:
        The file with the database as it was before; None where there was none.

    Raises:
        Unavailable: The backup can't be used, or a program has the database open; nothing has
            changed.
    """
    _check_backup(backup, database)
    new = database.with_name(f".{database.name}.restoring-{uuid4().hex[:8]}")
    copy_file(backup, new)
    try:
        kept = _keep_present(database, now)
        try:
            new.replace(database)
        except OSError:
            _take_back(kept, database)
            raise
        write_to_disk(database.parent)
    except OSError as error:
        raise Unavailable(f"{database}: can't be replaced: {reason(error)}") from None
    finally:
        new.unlink(missing_ok=True)
    return kept if kept.exists() else None


def _check_backup(backup: Path, database: Path) -> None:
    if not backup.is_file():
        raise Unavailable(
            f"{backup}: there is no such file; `facilitator restore` lists the backups"
        )
    if database.exists() and backup.samefile(database):
        raise Unavailable(f"{backup}: this is the database itself; name a backup of it")
    try:
        revision = look_at(backup).revision
    except Unavailable as error:
        # The words of opening a database end with an option that does not help here.
        raise Unavailable(str(error).removesuffix(f"; {CHOOSE_ANOTHER}")) from None
    if revision is None:
        raise Unavailable(f"{backup}: this file holds no database; name a backup")
    if revision != HEAD:
        check_is_known(revision)


def _keep_present(database: Path, now: datetime) -> Path:
    """Keep what is at the path of a database under another name, and return that.

    Where there is only a log, that alone is kept beside the name.
    """
    stamp = f"{now.astimezone():%Y%m%d-%H%M%S}"
    is_there = database.exists() and database.stat().st_size > 0
    is_whole = is_there and _is_whole_and_closed(database)
    kept = unused_path(beside(database, f".{'backup' if is_whole else 'damaged'}-{stamp}"))
    if is_there:
        _give_second_name(database, kept)
    # A log that is left belongs to what was there: SQLite would copy it into the restored file.
    _move_companions(database, kept)
    return kept


def _take_back(kept: Path, database: Path) -> None:
    """Undo that a database was kept, since a second name of it is no copy."""
    _move_companions(kept, database)
    kept.unlink(missing_ok=True)


def _move_companions(path: Path, new_path: Path) -> None:
    for ending in COMPANIONS:
        with contextlib.suppress(FileNotFoundError):
            beside(path, ending).rename(beside(new_path, ending))


def _is_whole_and_closed(database: Path) -> bool:
    """Copy the log of a database into its file, and return whether all of it is readable then.

    A window keeps a lock on its file for as long as it is open, so that no other program can have
    the file for itself. In folders that machines share, it does so only while it writes; it notices
    there that its file was replaced.

    Raises:
        Unavailable: A program has it open, or it is another program's database.
    """
    uri = f"{database.as_uri()}?mode=rw"
    try:
        with contextlib.closing(
            sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)
        ) as raw:
            raw.execute("PRAGMA locking_mode=EXCLUSIVE")
            raw.execute("BEGIN EXCLUSIVE")
            raw.execute("ROLLBACK")
            revision_of_ours(database, raw)
            raw.execute("PRAGMA journal_mode=DELETE")
            (result,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Unavailable(f"{database}: {IN_USE}") from None
        return False
    return bool(result == "ok")


def _give_second_name(database: Path, kept: Path) -> None:
    """Let a second name lead to a file; where that is not possible, copy it byte by byte."""
    try:
        os.link(database, kept)
    except (OSError, NotImplementedError):
        # Some file systems have no second names for a file.
        shutil.copyfile(database, kept)
        kept.chmod(OWNER_ONLY)
        write_to_disk(kept)
