"""What a window asks and says when it opens its database."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from facilitator.config.settings import Settings
from facilitator.screens.home import HomeScreen
from facilitator.shell.launch_target import LaunchTarget
from facilitator.widgets.question import Question
from tests.db.support import make_old_file
from tests.ui.doubles import RoomApp, WatchedStore, clock_at
from tests.ui.room import PATIENCE_SECONDS, OpenRoom, Room, wait_until_idle

NAMED = Settings(sources={"database": "--database"})


def app_on(path: Path, tmp_path: Path, settings: Settings = NAMED) -> RoomApp:
    return RoomApp(
        lambda: WatchedStore.open(path),
        clock_at(),
        LaunchTarget(),
        replace(settings, database=str(path)),
        tmp_path / "summaries",
    )


async def wait_for(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for a condition while the app has no database yet, and so is not idle."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            await pilot.pause()


@pytest.mark.parametrize("name", ["team.db", "new folder/team.db"])
async def test_a_named_database_that_does_not_exist_is_made_after_a_question(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    app = app_on(path, tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        room = Room(app, pilot, clock_at(), path)
        await wait_for(pilot, lambda: isinstance(app.screen, Question))
        await wait_for(pilot, lambda: "There is no such database" in room.screen_text)
        assert ("Its folder does not exist" in room.screen_text) == (name != "team.db")
        assert not path.parent.exists() or name == "team.db"
        assert not path.exists()
        await pilot.press("c")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert path.exists()


@pytest.mark.parametrize("key", ["l", "escape"])
async def test_leaving_instead_makes_nothing_and_names_what_may_have_been_meant(
    tmp_path: Path, key: str
) -> None:
    (tmp_path / "payments.db").touch()
    app = app_on(tmp_path / "paymets.db", tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, Question))
        room = Room(app, pilot, clock_at(), tmp_path / "paymets.db")
        await wait_for(pilot, lambda: "Did you mean payments.db?" in room.screen_text)
        await pilot.press(key)
        await wait_for(pilot, lambda: not app.is_running)
    assert app.failure.endswith(f"did you mean {tmp_path}/payments.db?")
    assert not (tmp_path / "paymets.db").exists()


async def test_the_copy_of_an_upgraded_database_is_named(team_file: Path) -> None:
    make_old_file(team_file, "0004")
    app = app_on(team_file, team_file.parent)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        room = Room(app, pilot, clock_at(), team_file)
        await room.wait_until(lambda: "The database was upgraded" in room.notices)
        assert "team.db.before-" in room.notices


async def test_a_file_that_others_can_read_is_pointed_out(
    open_room: OpenRoom, team_file: Path, sample_file: Path
) -> None:
    shutil.copy(sample_file, team_file)
    team_file.chmod(0o644)
    async with open_room() as room:
        await room.wait_until(lambda: "Other users of this machine" in room.notices)


async def test_a_synchronised_folder_is_warned_of_once(tmp_path: Path, sample_file: Path) -> None:
    folder = tmp_path / "Dropbox" / "team"
    folder.mkdir(parents=True)
    path = Path(shutil.copy(sample_file, folder / "team.db"))
    warned = []
    for _ in range(2):
        app = app_on(path, tmp_path)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            room = Room(app, pilot, clock_at(), path)
            await wait_until_idle(pilot)
            warned.append("a folder that Dropbox copies" in " ".join(room.notices.split()))
    assert warned == [True, False]


async def test_a_database_that_may_only_be_read_is_shown_without_the_keys_that_change_it(
    sample_file: Path, read_only_disk: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = read_only_disk(sample_file)
    app = app_on(path, tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        room = Room(app, pilot, clock_at(), path)
        await room.wait_until(lambda: "may not be written by you" in " ".join(room.notices.split()))
        await room.wait_until(lambda: "Search" in room.screen_text)
        assert "New…" not in room.screen_text
        await pilot.press("n")
        assert isinstance(app.screen, HomeScreen)
