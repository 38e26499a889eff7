"""The fixtures and the settings that all tests share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url

from db.store import Store
from tests.servers import add_migrated_database, running_server

# Collect garbage seldom: with the default thresholds it took a quarter of the time of the tests.
gc.set_threshold(50_000, 50, 50)
settings.register_profile("facilitator", deadline=None, database=None, derandomize=True)
settings.load_profile("facilitator")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty database in a file of the test's own, and close it after the test."""
    empty_store = Store.open(tmp_path / "team.db", who="ana")
    yield empty_store
    empty_store.close()


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Start a PostgreSQL server for the session, with a database `migrated` to copy."""
    with running_server() as running:
        url = make_url(running.get_uri())
        add_migrated_database(url)
        yield url
