"""Whether others can read the password of the database, because of where its URL stands."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from facilitator.config.settings import Settings, location_in_file, mask_password

INSTEAD = "leave it out of the URL, and put it into ~/.pgpass or the variable PGPASSWORD"
ON_COMMAND_LINE = (
    "while the program runs, others on this machine can read the password in the list of"
    f" processes: {INSTEAD}"
)


def exposed_password(settings: Settings) -> str:
    """Return a warning with what to do, or "" where nobody else can read a password.

    The environment of a program can be read by its own user alone, so a variable is no danger.
    """
    if not has_password(settings.database):
        return ""
    source = settings.sources.get("database")
    if source == "--database":
        return f"--database: {ON_COMMAND_LINE}"
    file = settings.file
    if file is not None and source == str(file) and _is_read_by_others(file):
        where = location_in_file(file, "database")
        return f"{where}: others on this machine can read the password in this file: {INSTEAD}"
    return ""


def has_password(database: str) -> bool:
    """Return whether a path or URL of a database holds a password."""
    return mask_password(database) != database


def _is_read_by_others(file: Path) -> bool:
    """Return whether other users may read a file; systems without modes have other ways."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return False
    return os.name == "posix" and bool(mode & (stat.S_IRGRP | stat.S_IROTH))
