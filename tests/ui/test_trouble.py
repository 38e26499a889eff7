"""A database that can't be asked, or answers something else than was expected: told in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from db.words import Stage
from facilitator.screens.home.screen import HomeScreen
from tests.ui.room import OpenRoom, alone


@pytest.mark.parametrize("key", ["f", "F"])
async def test_home_goes_on_without_its_database(meeting: OpenRoom, key: str) -> None:
    async with meeting() as room:
        await room.press("f", "right", "ctrl+s")
        assert room.text("#chips")
        room.store.close()
        await room.press(key)
        assert "the database is closed" in room.told
        assert "Not saved" not in room.told
        assert room.app.is_running


async def test_a_search_without_a_database_says_that_nothing_was_read(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("/")
        room.store.close()
        await room.type("retry")
        await room.until(lambda: "the database is closed" in room.told)
        assert "Not read" in room.told
        assert room.text("#search") == "retry"


async def test_prep_that_could_read_nothing_gives_way_to_home(meeting: OpenRoom) -> None:
    async with meeting() as room:
        room.store.close()
        await room.press("p", "r")
        assert isinstance(room.app.screen, HomeScreen)
        assert "the database is closed" in room.told


@pytest.mark.parametrize("stage", [Stage.INCIDENT, Stage.PATTERNS])
async def test_a_stage_that_could_read_nothing_gives_way_to_home(
    meeting: OpenRoom, stage: Stage
) -> None:
    async with meeting(stage, sample=False, prepare=alone) as room:
        room.store.close()
        room.app.show_meeting(room.meeting_screen.meeting)
        await room.burst("x")
        assert isinstance(room.app.screen, HomeScreen)
        assert "the database is closed" in room.told


@pytest.mark.parametrize("part", [0, 1])
async def test_a_new_row_that_somebody_deletes_at_once_stops_nothing(
    meeting: OpenRoom, part: int
) -> None:
    async with meeting(Stage.INCIDENT, part=part, sample=False, prepare=alone) as room:
        with closing(sqlite3.connect(room.path)) as raw:
            for table in ("timeline_event", "factor"):
                raw.execute(
                    f"CREATE TRIGGER gone_{table} AFTER INSERT ON {table}"
                    f" BEGIN DELETE FROM {table}; END"
                )
        await room.press("a")
        await (room.fill("09:02", None, "seen", "") if part == 0 else room.fill("no limit"))
        assert room.app.is_running
        assert room.app.screen is room.meeting_screen
