"""Checks of what surrounds a database file: who reads it, where it lies, its log, its backups."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shlex import quote

from db.backups import backups_of
from db.file_location import shared_place
from db.file_state import beside, is_readable_by_others, is_writable_by_others
from facilitator.commands.doctor.finding import Finding, ok, problem, warning
from facilitator.config.settings import Settings, backups_folder
from facilitator.domain.age import age_in_words
from facilitator.text import byte_count, counted

LITTLE_SPACE = 100_000_000
"""With fewer free bytes than this, a disk is soon full."""
LARGE_LOG = 50_000_000
"""A log with more bytes than this has not been copied into its database for long."""
OLD_BACKUP = timedelta(days=31)


def check_file(settings: Settings, path: Path, now: datetime) -> Iterator[Finding]:
    """Yield what is found about the file of a database and its folder."""
    if path.exists():
        yield from _check_permissions(path)
        yield _check_log(path)
    if path.parent.is_dir():
        yield _check_place(path)
        yield _check_space(path)
    yield _check_backups(settings, path, now)


def check_server() -> Iterator[Finding]:
    """Yield what there is to say of a server's surroundings, which others look after."""
    yield ok(
        "backups",
        "made by whoever runs the server, with pg_dump; Facilitator makes none there, and"
        " `facilitator copy URL FILE` takes a copy home",
    )


def _check_permissions(path: Path) -> Iterator[Finding]:
    files = [file for file in (path, beside(path, "-wal")) if is_readable_by_others(file)]
    for file in files:
        yield warning(
            "permissions",
            f"other users of this machine can read {file}",
            f"`chmod 600 {quote(str(file))}` ends that",
        )
    if is_writable_by_others(path.parent):
        yield warning(
            "permissions",
            f"other users of this machine can replace files in {path.parent}",
            f"`chmod o-w {quote(str(path.parent))}` ends that",
        )
    elif not files:
        yield ok("permissions", "the database is readable by you alone")


def _check_log(path: Path) -> Finding:
    log = beside(path, "-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > LARGE_LOG:
        return warning(
            "log",
            f"{log} has grown to {byte_count(size)}",
            "leave every window: the last one that closes copies it into the database",
        )
    return ok("log", f"{byte_count(size)} wait to be copied into the database" if size else "empty")


def _check_place(path: Path) -> Finding:
    if place := shared_place(path):
        return warning(
            "place",
            f"the database is in {place}",
            "use it on one machine at a time; a team shares a PostgreSQL database instead",
        )
    return ok("place", "a disk of this machine")


def _check_space(path: Path) -> Finding:
    free = shutil.disk_usage(path.parent).free
    size = path.stat().st_size if path.exists() else 0
    text = f"{byte_count(free)} are free on the disk of the database"
    advice = "make room on it, or nothing more can be saved or backed up"
    if free < size:
        return problem("space", text, advice)
    if free < max(LITTLE_SPACE, 3 * size):
        return warning("space", text, advice)
    return ok("space", text)


def _check_backups(settings: Settings, path: Path, now: datetime) -> Finding:
    root = backups_folder()
    backups = backups_of(path, root)
    if not backups:
        text = "there is none yet"
        if not path.exists():
            return ok("backups", text)
        return warning(
            "backups",
            text,
            "`facilitator backup` makes one; the start of each meeting makes one too",
        )
    newest = backups[0]
    zone = settings.timezone
    made = newest.made_at.astimezone(zone)
    age = age_in_words(made.date(), now.astimezone(zone).date())
    ago = age if age in ("today", "ahead") else f"{age} ago"
    text = (
        f"{counted(len(backups), 'backup')}, the newest of {made:%Y-%m-%d %H:%M} ({ago}):"
        f" {newest.path}"
    )
    if now - newest.made_at > OLD_BACKUP:
        return warning("backups", text, "`facilitator backup` makes one now")
    return ok("backups", text)
