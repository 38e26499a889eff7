"""What tests of every kind share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db.store import Store

# Most of what a test leaves behind goes without it: the collector took a quarter of the time.
gc.set_threshold(50_000, 50, 50)
settings.register_profile("facilitator", deadline=None, database=None, derandomize=True)
settings.load_profile("facilitator")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database in a file of its own."""
    opened = Store.open(tmp_path / "team.db", who="ana")
    yield opened
    opened.close()
