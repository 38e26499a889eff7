"""The fixtures of the screens' tests: a database, and a room to hold the meeting in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from db.words import Stage
from facilitator.sample import fill
from facilitator.settings import Settings
from facilitator.start import Start
from tests.ui.room import (
    TODAY,
    HandClock,
    OpenRoom,
    Room,
    RoomApp,
    WatchedStore,
    clock_at,
    meet,
    settle,
    with_store,
)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample team's database, filled once."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    store = Store.open(path, who="ana")
    fill(store, TODAY)
    store.close()
    return path


@pytest.fixture
def team_file(tmp_path: Path) -> Path:
    """Where the test's database is."""
    return tmp_path / "team.db"


@pytest.fixture
def other(team_file: Path) -> Iterator[Callable[[], Store]]:
    """Another window on the same database."""
    opened: list[Store] = []

    def open_other() -> Store:
        opened.append(Store.open(team_file, who="bob"))
        return opened[-1]

    yield open_other
    for store in opened:
        store.close()


@pytest.fixture
def meeting(tmp_path: Path, team_file: Path, sample_file: Path) -> OpenRoom:
    """Open the app at a stage of the meeting about #45, its clock running, or at home.

    A database that is there already is taken as it is.
    """

    @asynccontextmanager
    async def open_room(
        at: Stage | None = None,
        *,
        part: int = 0,
        sample: bool = True,
        prepare: Callable[[Store], None] | None = None,
        clock: HandClock | None = None,
        settings: Settings | None = None,
        size: tuple[int, int] = (120, 40),
        people: Sequence[str] = (),
        watch: bool = False,
    ) -> Any:
        moves = clock or clock_at()
        fresh = not team_file.exists()
        if fresh and sample:
            shutil.copy(sample_file, team_file)
        with_store(team_file, prepare)
        if fresh and at is not None:
            with_store(team_file, lambda store: meet(store, at, part, moves, people))
        app = RoomApp(
            lambda: WatchedStore.open(
                team_file, lambda: moves.now().wall, who="ana", read_only=watch
            ),
            moves,
            Start("watch") if watch else Start() if at is None else Start("meet"),
            replace(settings or Settings(), database=str(team_file)),
            tmp_path / "summaries",
        )
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield Room(app, pilot, moves, team_file)

    return open_room
