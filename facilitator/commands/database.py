"""The store as a command uses it: opened, asked, and let go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from facilitator import settings

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.settings import Settings


class Failure(Exception):
    """A command could not do it; the message is one line that says what and what to do."""


@contextmanager
def opened(database: str | None) -> Iterator[tuple[Store, Settings]]:
    """The store that the settings name, closed again with every write done."""
    from db.store import Store

    chosen = settings.load(database)
    store = Store.open(chosen.database)
    try:
        yield store, chosen
    finally:
        store.close()


def today(chosen: Settings) -> date:
    """The day it is where the team is."""
    return datetime.now(chosen.timezone).date()
