"""The backups of a SQLite file: the rotating ones in a folder of their own, and those beside it."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from db.backup_rotation import kept_moments
from db.errors import Unavailable
from db.file_copy import copy_file
from db.file_state import backups_beside, open_to_look, reason, unused_path

NAME = re.compile(r"(\d{4}-\d\d-\d\d-\d{6})Z(-[a-z0-9-]+)?\.db")
"""The name of a rotating backup: its moment in UTC, and the incident whose meeting began."""
MOMENT = "%Y-%m-%d-%H%M%S"
ABANDONED = timedelta(hours=1)
"""How old a part of a copy is before it can't be another window's that is still being made."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup of a database.

    Attributes:
        path: Its file.
        made_at: When it was made, aware and in UTC.
        size: The size of its file in bytes.
    """

    path: Path
    made_at: datetime
    size: int


def backup_folder(root: Path, database: Path) -> Path:
    """Return the folder of the rotating backups of a database.

    Two databases of one name in different folders get different ones.

    Args:
        root: The folder of all backups.
        database: The file of the database.
    """
    return root / f"{database.stem}-{sha256(str(database).encode()).hexdigest()[:8]}"


def make_backup(
    database: Path, root: Path, now: datetime, incident: int | None = None, *, spare: int = 0
) -> Path:
    """Copy a database to a new rotating backup, and delete those that are not kept any more.

    Programs may read and write the database meanwhile. It blocks until the copy is checked.

    Args:
        database: The file of the database.
        root: The folder of all backups.
        now: The present moment, aware.
        incident: The number of the incident whose meeting begins, for the name.
        spare: How many bytes have to be free on the disk after the copy, for what is saved next.

    Returns:
        The file of the backup.

    Raises:
        Unavailable: No backup could be made; the message tells people why.
    """
    folder = backup_folder(root, database)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_room = shutil.disk_usage(folder).free >= database.stat().st_size + spare
    except OSError as error:
        raise Unavailable(f"{folder}: {reason(error)}") from None
    if not is_room:
        raise Unavailable(f"{folder}: the disk is nearly full: make room on it")
    about = "" if incident is None else f"-incident-{incident}"
    path = unused_path(folder / f"{now.astimezone(UTC):{MOMENT}}Z{about}", ".db")
    copy_file(database, path)
    _delete_what_is_not_kept(folder)
    return path


def backups_of(database: Path, root: Path | None) -> list[Backup]:
    """Return the backups of a database, newest first.

    They are the rotating ones, and those beside the database, such as from before an upgrade.

    Args:
        database: The file of the database, which may be missing.
        root: The folder of all rotating backups; None where none are made.
    """
    found = [] if root is None else list(_rotating_backups(backup_folder(root, database)))
    for path in backups_beside(database):
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            # A copy keeps no moment in its name that is the same in all time zones.
            found.append(Backup(path, datetime.fromtimestamp(status.st_mtime, UTC), status.st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def incident_count(path: Path) -> int | None:
    """Return how many incidents a database in a file holds; None where it can't be read."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(open_to_look(path)) as raw:
        (count,) = raw.execute("SELECT count(*) FROM incident").fetchone()
        return int(count)
    return None


def _rotating_backups(folder: Path) -> Iterator[Backup]:
    for path in folder.glob("*.db"):
        match = NAME.fullmatch(path.name)
        with contextlib.suppress(ValueError, FileNotFoundError):
            if match is not None:
                made_at = datetime.strptime(match[1], MOMENT).replace(tzinfo=UTC)
                yield Backup(path, made_at, path.stat().st_size)


def _delete_what_is_not_kept(folder: Path) -> None:
    """Delete backups by the rule, and what was left of copies by programs that were killed.

    What can't be deleted now is deleted after a later backup.
    """
    backups = list(_rotating_backups(folder))
    kept = kept_moments(backup.made_at for backup in backups)
    too_many = [backup.path for backup in backups if backup.made_at not in kept]
    oldest_in_use = (datetime.now(UTC) - ABANDONED).timestamp()
    for path in [*too_many, *folder.glob(".*.unfinished*")]:
        with contextlib.suppress(OSError):
            if path in too_many or path.stat().st_mtime < oldest_in_use:
                path.unlink()
