"""How the full-screen program opens its database."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.errors import StoreError
from facilitator.commands.full_screen import _open
from facilitator.config.settings import Settings


@pytest.fixture
def collector_off() -> Iterator[None]:
    """Turn the garbage collector off, as the program does while it is loaded."""
    thresholds = gc.get_threshold()
    gc.disable()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()


@pytest.mark.usefixtures("collector_off")
def test_garbage_is_collected_again_once_the_database_is_open(tmp_path: Path) -> None:
    _open(Settings(database=str(tmp_path / "team.db"))).close()
    assert gc.isenabled()


@pytest.mark.usefixtures("collector_off")
def test_garbage_is_collected_again_where_the_database_can_not_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    path.write_text("This is no database. " * 100)
    with pytest.raises(StoreError):
        _open(Settings(database=str(path)))
    assert gc.isenabled()
