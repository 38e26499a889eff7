"""Opening the store for one command, and the error with which a command ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from facilitator.config.password_exposure import exposed_password
from facilitator.config.settings import Settings, load_settings
from facilitator.domain.team_day import team_day
from facilitator.text import one_line

if TYPE_CHECKING:
    from db.store import Store


class Failure(Exception):
    """A command could not do its work. The message is one line: what is wrong, and what to do."""


@contextmanager
def open_store(database: str | None) -> Iterator[tuple[Store, Settings]]:
    """Open the store, and close it once every write is committed.

    Args:
        database: The value of `--database`; None for the database in the settings.

    Yields:
        The store, and the settings that name it.
    """
    from db.store import Store

    settings = load_settings(database)
    warn(exposed_password(settings))
    store = Store.open(settings.database)
    try:
        yield store, settings
    finally:
        store.close()


def warn(warning: str) -> None:
    """Write a warning to standard error, if there is one."""
    if warning:
        sys.stderr.write(f"facilitator: {one_line(warning)}\n")


def today(settings: Settings) -> date:
    """Return today's date in the time zone of the team."""
    return team_day(datetime.now(UTC), settings.timezone)
