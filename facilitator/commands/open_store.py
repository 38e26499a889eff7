"""Opening the store for one command, and the error with which a command ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from db.notices import NoticeKind
from facilitator.config.named_database import missing_database, no_such_database
from facilitator.config.password_exposure import exposed_password
from facilitator.config.settings import Settings, backups_folder, load_settings
from facilitator.domain.team_day import team_day
from facilitator.system.user_name import user_name
from facilitator.text import clean, one_line

if TYPE_CHECKING:
    from db.store import Store


class Failure(Exception):
    """A command could not do its work. The message is one line: what is wrong, and what to do."""


@contextmanager
def open_store(database: str | None, *, creates: bool = False) -> Iterator[tuple[Store, Settings]]:
    """Open the store, and close it once every write is committed.

    What was done to the database for this, such as an upgrade, is said on standard error.

    Args:
        database: The value of `--database`; None for the database in the settings.
        creates: Whether a file that somebody has named is created if it does not exist.

    Yields:
        The store, and the settings that name it.

    Raises:
        Failure: The named file does not exist, and may not be created.
    """
    from db.store import Store

    settings = load_settings(database)
    missing = missing_database(settings)
    if missing is not None and not (creates and missing.parent.is_dir()):
        raise Failure(no_such_database(missing))
    warn(exposed_password(settings))
    store = Store.open(settings.database, who=writer_name(settings), backups=backups_folder())
    if missing is not None:
        sys.stderr.write(f"Created a new database: {clean(str(missing))}\n")
    for notice in store.notices:
        if notice.kind is NoticeKind.EVENT:
            sys.stderr.write(f"{clean(notice.text)}\n")
    try:
        yield store, settings
    finally:
        store.close()


def writer_name(settings: Settings) -> str:
    """Return the name under which changes are logged: that of the settings, else the system's."""
    return settings.name or user_name()


def warn(warning: str) -> None:
    """Write a warning to standard error, if there is one."""
    if warning:
        sys.stderr.write(f"facilitator: {one_line(warning)}\n")


def today(settings: Settings) -> date:
    """Return today's date in the time zone of the team."""
    return team_day(datetime.now(UTC), settings.timezone)
