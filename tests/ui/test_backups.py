"""The start of a meeting makes a backup, for which nobody waits."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest

from db.backups import backups_of, incident_count
from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.shell.launch_target import LaunchTarget
from tests.ui.doubles import RoomApp, WatchedStore, clock_at
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import PATIENCE_SECONDS, Room, wait_until_idle


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """Return the folder of all backups, which does not exist yet."""
    return tmp_path / "backups"


@asynccontextmanager
async def meeting_with_backups(path: Path, backups: Path) -> AsyncIterator[Room]:
    """Open the meeting about the newest incident, whose starts make backups in this folder."""
    clock = clock_at()
    app = RoomApp(
        lambda: WatchedStore.open(path, lambda: clock.now().wall, backups=backups),
        clock,
        LaunchTarget("meet", SPIKE_NUMBER),
        Settings(database=str(path)),
        path.parent / "summaries",
    )
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await wait_until_idle(pilot)
        yield Room(app, pilot, clock, path)


async def test_the_first_start_of_the_clock_makes_a_backup_and_no_later_one_does(
    team_file: Path, sample_file: Path, backups: Path
) -> None:
    shutil.copy(sample_file, team_file)
    async with meeting_with_backups(team_file, backups) as room:
        assert not backups.exists()
        await room.press("right_square_bracket")
        await room.wait_until(lambda: bool(backups_of(team_file, backups)))
        await room.press("S")
        await room.fill_form("2")
        await room.press("left_square_bracket", "right_square_bracket", "space", "space")
        await room.pass_time(1)
        assert room.notices.count("backup") == 0
    (backup,) = backups_of(team_file, backups)
    assert backup.path.name == f"2026-11-24-140000Z-incident-{SPIKE_NUMBER}.db"
    assert incident_count(backup.path) == 24


async def test_a_meeting_that_really_began_some_minutes_ago_makes_a_backup_too(
    team_file: Path, sample_file: Path, backups: Path
) -> None:
    shutil.copy(sample_file, team_file)
    async with meeting_with_backups(team_file, backups) as room:
        await room.press("S")
        await room.fill_form("2")
        await room.wait_until(lambda: bool(backups_of(team_file, backups)))


class SlowDisk(WatchedStore):
    """A store whose backups take until the test lets them end."""

    may_end = Event()
    has_begun = Event()

    def back_up(self, incident: int) -> Path | None:
        self.has_begun.set()
        self.may_end.wait()
        return super().back_up(incident)


async def test_neither_the_meeting_nor_the_way_out_waits_for_a_slow_backup(
    team_file: Path, sample_file: Path
) -> None:
    shutil.copy(sample_file, team_file)
    clock = clock_at()
    app = RoomApp(
        lambda: SlowDisk.open(team_file, lambda: clock.now().wall),
        clock,
        LaunchTarget("meet", SPIKE_NUMBER),
        Settings(database=str(team_file)),
        team_file.parent / "summaries",
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until_idle(pilot)
            room = Room(app, pilot, clock, team_file)
            await room.press("right_square_bracket")
            await room.wait_until(SlowDisk.has_begun.is_set)
            assert room.stage() is Stage.REVIEW
            await room.press("right_square_bracket")
            assert room.stage() is Stage.INCIDENT
    SlowDisk.may_end.set()


async def test_without_a_backup_the_meeting_goes_on_and_the_reason_is_said(
    team_file: Path, sample_file: Path, backups: Path
) -> None:
    shutil.copy(sample_file, team_file)
    backups.write_text("a file where the folder has to be")
    async with meeting_with_backups(team_file, backups) as room:
        await room.press("right_square_bracket")
        await room.wait_until(lambda: "No backup was made" in " ".join(room.notices.split()))
        assert "backups/team-" in "".join(room.notices.split())
        assert room.stage() is Stage.REVIEW
