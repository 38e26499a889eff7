"""Checks of what is in the database: whether it can be read, is whole, and has the right schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from db.backups import backups_of
from db.errors import StoreError
from db.migrations import HEAD
from facilitator.commands.doctor.finding import Finding, ok, problem, warning
from facilitator.config.named_database import missing_database, no_such_database
from facilitator.config.settings import Settings, backups_folder, mask_password
from facilitator.text import counted

if TYPE_CHECKING:
    from db.health import Health, OpenMeeting

LEFT_OPEN = timedelta(hours=12)
"""After how long without a window a running meeting has probably been forgotten."""


def check_database(settings: Settings, path: Path | None, now: datetime) -> Iterator[Finding]:
    """Yield what is found in the database.

    Args:
        settings: The settings, which name it.
        path: Its file; None for one on a server.
        now: The present moment, aware.
    """
    from db.health import examine_file, examine_server

    if path is not None and (not path.exists() or (path.is_file() and not path.stat().st_size)):
        yield _check_lost(settings, path)
        return
    try:
        health = examine_server(settings.database) if path is None else examine_file(path)
    except StoreError as error:
        yield problem("database", str(error), _way_on(path))
        return
    place = mask_password(settings.database) if path is None else str(path)
    incidents = "" if health.incidents is None else f", {counted(health.incidents, 'incident')}"
    yield ok("database", f"{place} ({health.engine}{incidents})")
    yield from _check_content(health, path)
    yield _check_schema(health)
    yield from _check_meetings(health, settings, now)


def _check_lost(settings: Settings, path: Path) -> Finding:
    found = "is empty" if path.exists() else "is missing"
    backups = backups_of(path, backups_folder())
    if backups:
        return problem(
            "database",
            f"{path} {found}, and there are backups of it",
            f"`facilitator restore {quote(str(backups[0].path))}` brings the newest one back",
        )
    if missing_database(settings) is not None:
        return problem("database", f"{path} {found}", no_such_database(path))
    return warning(
        "database",
        f"{path} {found}, as before a first start",
        "`facilitator` makes a new database there when it starts",
    )


def _way_on(path: Path | None) -> str:
    if path is None:
        return "mend that, or name another database with --database"
    return "`facilitator restore` lists its backups; another database is named with --database"


def _check_content(health: Health, path: Path | None) -> Iterator[Finding]:
    if path is None:
        yield ok("integrity", "looked after by the server")
    elif health.damage:
        yield problem(
            "integrity",
            f"the file is damaged ({health.damage})",
            "`facilitator restore` lists its backups, and `facilitator salvage NEW-FILE` copies"
            " what can still be read",
        )
    else:
        yield ok("integrity", "every page of the file is as it should be")
    if health.loose_rows:
        yield problem(
            "links",
            f"{counted(health.loose_rows, 'row')} belong to a row that is not there",
            "`facilitator salvage NEW-FILE` makes a copy without them",
        )
    elif not health.damage:
        yield ok("links", "every row belongs to one that is there")
    if health.rows is not None:
        yield ok("rows", f"{health.rows:,} in all")


def _check_schema(health: Health) -> Finding:
    from db.health import is_newer

    if health.revision == HEAD:
        return ok("schema", f"{HEAD}, that of this Facilitator")
    if health.revision is None:
        return warning("schema", "none yet", "`facilitator` makes the tables at its next start")
    if is_newer(health.revision):
        return problem(
            "schema",
            f"{health.revision}, written by a newer Facilitator; this one reads {HEAD}",
            "upgrade this Facilitator",
        )
    return warning(
        "schema",
        f"{health.revision}, written by an older Facilitator; this one reads {HEAD}",
        "the next start of `facilitator` upgrades the database; a file is copied before",
    )


def _check_meetings(health: Health, settings: Settings, now: datetime) -> Iterator[Finding]:
    if health.running is None:
        return
    for meeting in health.running:
        yield _check_meeting(meeting, settings, now)
    if not health.running:
        yield ok("meetings", "none is running")


def _check_meeting(meeting: OpenMeeting, settings: Settings, now: datetime) -> Finding:
    if now - meeting.last_alive < LEFT_OPEN:
        return ok("meetings", f"one about #{meeting.number} is running")
    last = f"{meeting.last_alive.astimezone(settings.timezone):%Y-%m-%d %H:%M}"
    return warning(
        "meetings",
        f"one about #{meeting.number} is still running, and was last shown on {last}",
        f"`facilitator meet {meeting.number}` continues it; finish it in its wrap-up with f, or"
        " cancel it with X",
    )
