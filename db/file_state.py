"""What a database file is, found out without changing anything in it or beside it."""

from __future__ import annotations

import contextlib
import difflib
import glob
import os
import re
import shlex
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

from db.errors import Unavailable

APPLICATION_ID = 0x4661_6369
"""The application id of our SQLite files ("Faci"), by which other programs' files are refused."""
CHOOSE_ANOTHER = "choose another with --database"
BACKUP_PATTERNS = (".before-*", ".backup-*")
"""What follows the name of a database in the names of its backups."""

MOST_PAGES = 5
"""How many bad pages are named."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What there is at the path of a database.

    Attributes:
        exists: Whether there is a file.
        is_empty: Whether it holds nothing, or does not exist.
        revision: The revision of its schema; None where it has no schema yet.
    """

    exists: bool
    is_empty: bool
    revision: str | None


def file_path(target: str | Path) -> Path | None:
    """Return the path of a database in a file, or None for one on a server.

    Args:
        target: A path, or a URL.

    Raises:
        Unavailable: The path can't be read.
    """
    if isinstance(target, str) and "://" in target:
        scheme, _, rest = target.partition("://")
        if scheme.partition("+")[0] != "sqlite":
            return None
        target = rest.partition("/")[2].partition("?")[0]
        if not target:
            raise Unavailable(f"{scheme}://{rest}: name a file, as in sqlite:////tmp/team.db")
    try:
        path = Path(target).expanduser().absolute()
    except RuntimeError:
        raise Unavailable(f"{target}: there is no user of that name; name a file") from None
    try:
        # SQLite puts the log beside the file itself, not beside a link that leads to it.
        return path.resolve() if path.is_symlink() and path.exists() else path
    except OSError:
        return path


def look_at(path: Path) -> FileState:
    """Return what there is at a path.

    Raises:
        Unavailable: It is no database, another program's, damaged, or can't be read.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return FileState(exists=False, is_empty=True, revision=None)
    except OSError as error:
        raise Unavailable(f"{path}: {reason(error)}; {CHOOSE_ANOTHER}") from None
    if stat.S_ISDIR(status.st_mode):
        raise Unavailable(f"{path}: is a folder; name a database file with --database")
    if not status.st_size:
        return FileState(exists=True, is_empty=True, revision=None)
    try:
        with contextlib.closing(open_to_look(path)) as raw:
            return FileState(exists=True, is_empty=False, revision=revision_of_ours(path, raw))
    except sqlite3.Error as error:
        raise Unavailable(f"{path}: {_reason_of_engine(error, path)}") from None


def revision_of_ours(path: Path, raw: sqlite3.Connection) -> str | None:
    """Return the revision of the schema of our database; None where it has no schema yet.

    Args:
        path: The file, for the message.
        raw: A connection to it.

    Raises:
        Unavailable: It is another program's database.
    """
    (application_id,) = raw.execute("PRAGMA application_id").fetchone()
    tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
    if application_id not in (0, APPLICATION_ID):
        raise Unavailable(f"{path}: another program's database; {CHOOSE_ANOTHER}")
    if application_id == 0 and tables:
        raise Unavailable(f"{path}: not Facilitator's database; {CHOOSE_ANOTHER}")
    if "alembic_version" not in tables:
        return None
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def open_to_look(path: Path) -> sqlite3.Connection:
    """Return a connection that reads a file and leaves nothing beside it.

    Without a log, SQLite is told that nobody writes, or else it would leave an empty log behind.
    """
    if not beside(path, "-wal").exists() and not beside(path, "-journal").exists():
        return sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    raw = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        raw.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        raw.close()
        if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
            raise
        # A program was killed while it wrote: whoever reads next has to roll that back.
        raw = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)
    return raw


def check_nothing_was_lost(path: Path, newest_backup: Path | None) -> None:
    """Check that a file which is missing or empty was not a database until somebody lost it.

    Args:
        path: The file.
        newest_backup: The newest backup of it, if there is one.

    Raises:
        Unavailable: There is a backup, or a log beside the file with what was saved last.
    """
    found = "is missing" if not path.exists() else "is empty"
    if newest_backup is not None:
        raise Unavailable(
            f"{path}: the file {found}, but there are backups of a database that was here; the"
            f" newest is {newest_backup}: restore it with `facilitator restore"
            f" {shlex.quote(str(newest_backup))}`, or move the backups away to begin a new database"
        )
    log = beside(path, "-wal")
    if log.exists() and log.stat().st_size:
        raise Unavailable(
            f"{path}: the file {found}, but its log {log.name} is there: bring the file back to"
            " this folder, or move the log away to begin a new database"
        )


def damage_in_words(path: Path) -> str:
    """Return what is wrong with a damaged database, and what its people can do."""
    parts = damaged_parts(path)
    where = f" ({parts})" if parts else ""
    return (
        f"the database file is damaged{where}: `facilitator restore` lists its backups, one of"
        " which can take its place, and `facilitator salvage NEW-FILE` copies what can still be"
        " read to a new file"
    )


def damaged_parts(path: Path) -> str:
    """Return where a file is damaged: in which pages or else in which tables; "" if not known."""
    try:
        with contextlib.closing(open_to_look(path)) as raw:
            pages = _bad_pages(raw)
            return f"page {pages}" if pages else _bad_tables(raw)
    except sqlite3.Error:
        return ""


def _bad_pages(raw: sqlite3.Connection) -> str:
    try:
        lines = [str(line) for (line,) in raw.execute(f"PRAGMA integrity_check({MOST_PAGES})")]
    except sqlite3.DatabaseError:
        # Some damage ends the check itself.
        return ""
    found = [number for line in lines for number in re.findall(r"(?i)\bpage (\d+)", line)]
    return ", ".join(list(dict.fromkeys(found))[:MOST_PAGES])


def _bad_tables(raw: sqlite3.Connection) -> str:
    bad = []
    query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    for (name,) in raw.execute(query).fetchall():
        try:
            for _ in raw.execute(f'SELECT * FROM "{name}" NOT INDEXED'):
                pass
        except sqlite3.DatabaseError:
            bad.append(name.replace("_", " "))
    return f"in {', '.join(bad)}" if bad else ""


def backups_beside(path: Path) -> list[Path]:
    """Return the backups of a database in the folder of its file, newest first."""
    found = [
        backup
        for pattern in BACKUP_PATTERNS
        for backup in path.parent.glob(f"{glob.escape(path.name)}{pattern}")
        if backup.is_file() and not backup.name.endswith(("-wal", "-shm", "-journal"))
    ]
    return sorted(found, key=lambda backup: backup.stat().st_mtime, reverse=True)


def similar_file(path: Path) -> Path | None:
    """Return the database in the same folder whose name resembles a missing one most."""
    files = {file.stem: file for file in path.parent.glob("*.db") if file.is_file()}
    closest = difflib.get_close_matches(path.stem, files, n=1)
    return files[closest[0]] if closest else None


def is_readable_by_others(path: Path) -> bool:
    """Return whether other users of this machine may read the file of a database."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def is_writable_by_others(folder: Path) -> bool:
    """Return whether other users of this machine may replace files in a folder.

    In a folder such as /tmp they may only do so with their own.
    """
    try:
        mode = folder.stat().st_mode
    except OSError:
        return False
    is_open = bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX
    return os.name == "posix" and is_open


COMPANIONS = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite keeps beside a database."""


def beside(path: Path, ending: str) -> Path:
    """Return the path of a file that belongs to a database: its log, or its backup."""
    return path.with_name(f"{path.name}{ending}")


def unused_path(path: Path, ending: str = "") -> Path:
    """Return a path that begins like this one and leads to nothing yet: with -2 if need be.

    Args:
        path: The path without its ending.
        ending: What it ends with, such as `.db`.
    """
    found, number = path.with_name(f"{path.name}{ending}"), 1
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.name}-{number}{ending}")
    return found


def reason(error: OSError) -> str:
    """Return what the system says about an error, for a message."""
    return (error.strerror or type(error).__name__).lower()


def _reason_of_engine(error: sqlite3.Error, path: Path) -> str:
    name = error.sqlite_errorname
    if name == "SQLITE_NOTADB":
        return f"not a database; {CHOOSE_ANOTHER}"
    if name.startswith("SQLITE_CORRUPT"):
        return damage_in_words(path)
    return f"the database can't be read ({error})"
