"""A database that is closed or answers something unexpected is reported and ends nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from db.vocabulary import Stage
from facilitator.screens.home.home_screen import HomeScreen
from tests.ui.preparation import add_bare_incident
from tests.ui.room import OpenRoom


@pytest.mark.parametrize("key", ["f", "F"])
async def test_home_keeps_running_when_the_database_is_closed(
    open_room: OpenRoom, key: str
) -> None:
    async with open_room() as room:
        await room.press("f", "right", "ctrl+s")
        assert room.text("#chips")
        room.store.close()
        await room.press(key)
        assert "the database is closed" in room.notices
        assert "Not saved" not in room.notices
        assert room.app.is_running


async def test_a_search_in_a_closed_database_reports_that_nothing_was_read(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("/")
        room.store.close()
        await room.type("retry")
        await room.wait_until(lambda: "the database is closed" in room.notices)
        assert "Could not be read" in room.notices
        assert room.text("#search") == "retry"


async def test_prep_without_a_database_goes_back_to_home(open_room: OpenRoom) -> None:
    async with open_room() as room:
        room.store.close()
        await room.press("p", "r")
        assert isinstance(room.screen(), HomeScreen)
        assert "the database is closed" in room.notices


@pytest.mark.parametrize("stage", [Stage.INCIDENT, Stage.PATTERNS])
async def test_a_stage_without_a_database_goes_back_to_home(
    open_room: OpenRoom, stage: Stage
) -> None:
    async with open_room(stage, sample=False, prepare=add_bare_incident) as room:
        room.store.close()
        room.app.show_meeting(room.meeting_screen.meeting)
        await room.press_together("x")
        assert isinstance(room.screen(), HomeScreen)
        assert "the database is closed" in room.notices


@pytest.mark.parametrize("part", [0, 1])
async def test_a_new_row_that_is_deleted_at_once_does_not_end_the_app(
    open_room: OpenRoom, part: int
) -> None:
    async with open_room(
        Stage.INCIDENT, part=part, sample=False, prepare=add_bare_incident
    ) as room:
        with closing(sqlite3.connect(room.path)) as raw:
            for table in ("timeline_event", "factor"):
                raw.execute(
                    f"CREATE TRIGGER gone_{table} AFTER INSERT ON {table}"
                    f" BEGIN DELETE FROM {table}; END"
                )
        await room.press("a")
        await (
            room.fill_form("09:02", None, "p99 over 2 s", "")
            if part == 0
            else room.fill_form("no limit")
        )
        assert room.app.is_running
        assert room.screen() is room.meeting_screen
