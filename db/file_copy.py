"""Copies of a SQLite database: each is whole and checked, or it is not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import stat
from pathlib import Path
from uuid import uuid4

from db.errors import Unavailable
from db.file_state import COMPANIONS, beside

OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
"""The mode of every file that we make: readable and writable by its owner alone."""
CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota on the disk is used up",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk may only be read",
    errno.ENOENT: "that folder does not exist",
    errno.ENOTDIR: "that folder does not exist",
}
SQLITE_CAUSES = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program is writing to the database; try again in a moment",
    "SQLITE_CORRUPT": "the database is damaged",
    "SQLITE_NOTADB": "it is not a database",
    "SQLITE_READONLY": "you may not write there",
}


def copy_file(source: Path, target: Path) -> None:
    """Copy a database to a new file, also while programs read and write it.

    The copy holds everything that was committed, also what is still in the write-ahead log. It
    appears under its name only when it is complete, checked, and safely on the disk.

    Args:
        source: The file of the database.
        target: The file to make. Its folder has to exist.

    Raises:
        Unavailable: The target exists, or the copy could not be made; nothing is left of it then.
    """
    if not source.is_file():
        raise Unavailable(f"{source}: there is no such database")
    if os.path.lexists(target):
        raise Unavailable(f"{target}: there is a file of this name already; nothing was copied")
    unfinished = target.with_name(f".{target.name}.{uuid4().hex[:8]}.unfinished")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        _copy_and_check(source, unfinished)
        write_to_disk(unfinished)
        _rename_without_replacing(unfinished, target)
        write_to_disk(target.parent)
    except sqlite3.Error as error:
        raise Unavailable(
            f"{source}: can't be copied to {target}: {_cause(error, source, target)}"
        ) from None
    except FileExistsError:
        raise Unavailable(f"{target}: there is a file of this name already") from None
    except OSError as error:
        cause = CAUSES.get(error.errno or 0, (error.strerror or type(error).__name__).lower())
        raise Unavailable(f"{source}: can't be copied to {target}: {cause}") from None
    finally:
        for ending in ("", *COMPANIONS):
            with contextlib.suppress(OSError):
                beside(unfinished, ending).unlink()


def _copy_and_check(source: Path, target: Path) -> None:
    with (
        contextlib.closing(_open_source(source)) as original,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        # An unfinished copy is thrown away, so that it needs no journal of its own.
        copy.execute("PRAGMA journal_mode=OFF")
        original.backup(copy)
        # The copy is one file: in the mode of a write-ahead log, two more would appear beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        (result,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if result != "ok":
        first_line = str(result).splitlines()[-1]
        raise Unavailable(f"{source}: the database is damaged, so it was not copied: {first_line}")


def _open_source(path: Path) -> sqlite3.Connection:
    # A connection that may only read would leave a log behind, which only a writer can remove.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError:
        connection.close()
        if path.with_name(f"{path.name}-wal").exists():
            raise
        # In a folder where nothing can be written, SQLite has to be told that nobody writes.
        return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    return connection


def write_to_disk(path: Path) -> None:
    """Wait until a file, or the list of the names in a folder, is safely on the disk."""
    if os.name == "nt" and path.is_dir():
        # Windows opens no folders, and writes their entries by itself.
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rename_without_replacing(source: Path, target: Path) -> None:
    """Rename a file, and raise FileExistsError if there is one of the new name."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        # Some file systems have no second names for a file.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "file exists", str(target)) from None
        source.rename(target)


def _cause(error: sqlite3.Error, source: Path, target: Path) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_IOERR") and (
        shutil.disk_usage(target.parent).free < source.stat().st_size
    ):
        # SQLite's own word for a full disk comes only from some of its writes.
        name = "SQLITE_FULL"
    causes = (cause for start, cause in SQLITE_CAUSES.items() if name.startswith(start))
    return next(causes, str(error))
