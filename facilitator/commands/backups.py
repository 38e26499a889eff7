"""The commands `backup` and `restore`: a copy of the database, and one put in its place."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from facilitator.commands.open_store import Failure
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.config.named_database import missing_database, no_such_database
from facilitator.config.settings import Settings, backups_folder, load_settings
from facilitator.documents.write.json import dump
from facilitator.documents.write.json_values import moment
from facilitator.text import byte_count, counted, one_line

ON_A_SERVER = (
    "only a database in a file is copied so; whoever runs a server backs it up, with pg_dump, and"
    " `facilitator copy URL FILE` takes a copy home"
)


def back_up(database: str | None, target: Path | None) -> None:
    """Copy the database, also while windows are open on it, and print the path of the copy.

    Args:
        database: The value of `--database`.
        target: The file to make; None for a rotating backup.

    Raises:
        Failure: The database is on a server, or does not exist.
    """
    from db.backups import make_backup
    from db.file_copy import copy_file
    from db.file_state import look_at

    settings = load_settings(database)
    source = _database_file(settings)
    if (missing := missing_database(settings)) is not None:
        raise Failure(no_such_database(missing))
    if look_at(source).is_empty:
        raise Failure(f"{source}: there is no database yet, so there is nothing to copy")
    if target is None:
        path = make_backup(source, backups_folder(), datetime.now(UTC))
    else:
        path = target.expanduser().absolute()
        copy_file(source, path)
    put(f"{path}\n")


def restore_backup(database: str | None, backup: Path) -> None:
    """Put a backup in the place of the database, and say where the one that was there is now.

    Args:
        database: The value of `--database`.
        backup: The file of the backup.

    Raises:
        Failure: The database is on a server.
    """
    from db.backups import incident_count
    from db.restoring import restore

    settings = load_settings(database)
    target = _database_file(settings)
    source = backup.expanduser().absolute()
    kept = restore(source, target, datetime.now(UTC))
    count = incident_count(target)
    held = "" if count is None else f", with {counted(count, 'incident')}"
    sys.stdout.write(f"restored {one_line(str(target))} from {one_line(str(source))}{held}\n")
    if kept is not None:
        sys.stdout.write(f"as it was before, it is in {one_line(str(kept))}\n")


def list_backups(database: str | None, as_json: bool) -> None:
    """Write the backups of the database to standard output, newest first.

    Args:
        database: The value of `--database`.
        as_json: Whether to write an array instead of a table.

    Raises:
        Failure: The database is on a server.
    """
    from db.backups import backups_of, incident_count

    settings = load_settings(database)
    backups = backups_of(_database_file(settings), backups_folder())
    counts = [incident_count(backup.path) for backup in backups]
    if as_json:
        objects = [
            {
                "file": str(backup.path),
                "made_at": moment(backup.made_at),
                "bytes": backup.size,
                "incidents": count,
            }
            for backup, count in zip(backups, counts, strict=True)
        ]
        put(dump(objects))
        return
    rows = [
        (
            f"{backup.made_at.astimezone(settings.timezone):%Y-%m-%d %H:%M}",
            byte_count(backup.size),
            "can't be read" if count is None else str(count),
            str(backup.path),
        )
        for backup, count in zip(backups, counts, strict=True)
    ]
    put_table(("made", "size", "incidents", "file"), rows)


def _database_file(settings: Settings) -> Path:
    from db.file_state import file_path

    path = file_path(settings.database)
    if path is None:
        raise Failure(ON_A_SERVER)
    return path
