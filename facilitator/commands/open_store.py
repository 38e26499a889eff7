"""Opening the store for one command, and the error with which a command ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from facilitator.config.settings import Settings, load_settings
from facilitator.domain.team_day import team_day
from facilitator.system.user_name import user_name

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
    store = Store.open(settings.database, who=writer_name(settings))
    try:
        yield store, settings
    finally:
        store.close()


def writer_name(settings: Settings) -> str:
    """Return the name under which changes are logged: that of the settings, else the system's."""
    return settings.name or user_name()


def today(settings: Settings) -> date:
    """Return today's date in the time zone of the team."""
    return team_day(datetime.now(UTC), settings.timezone)
