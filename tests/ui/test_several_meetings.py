"""The program is started for a meeting while several are running."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from db.records import ClockEvent
from db.store import Store
from db.vocabulary import ClockKind
from facilitator.config.settings import Settings
from facilitator.screens.meeting.opening_screen import OpeningScreen
from facilitator.shell.launch_target import LaunchTarget
from facilitator.widgets.virtual_list import VirtualList
from tests.ui.doubles import NOW, RoomApp, WatchedStore, clock_at
from tests.ui.room import PATIENCE_SECONDS


def hold_two(path: Path) -> None:
    """Start the meetings about two incidents."""
    store = Store.open(path)
    for number in (41, 42):
        incident = store.incidents.create("checkout", "slow", NOW.date(), number).result()
        meeting = store.meetings.begin(incident.id, (10, 30, 10)).result()
        event = ClockEvent(ClockKind.START, clock_at().now())
        store.meetings.add_clock_event(meeting.id, event).result()
    store.close()


def app_for(path: Path, number: int | None) -> RoomApp:
    return RoomApp(
        lambda: WatchedStore.open(path),
        clock_at(),
        LaunchTarget("meet", number),
        Settings(),
        path.parent,
    )


async def test_without_a_number_running_meetings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    hold_two(path)
    app = app_for(path, None)
    async with app.run_test() as pilot, asyncio.timeout(PATIENCE_SECONDS):
        while not app.failure:
            await pilot.pause(0.01)
    assert app.return_code == 1
    assert app.failure == (
        "2 meetings are running, about #42, #41: name one of them, as in `facilitator meet 42`"
    )


async def test_a_number_says_which_meeting_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    hold_two(path)
    app = app_for(path, 41)
    async with app.run_test() as pilot, asyncio.timeout(PATIENCE_SECONDS):
        while not hasattr(app.screen, "meeting"):
            await pilot.pause(0.01)
        assert app.screen.meeting.number == 41


async def test_a_meeting_that_is_left_while_it_is_read_does_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.db"
    hold_two(path)
    app = app_for(path, 41)
    is_left: list[OpeningScreen] = []
    went_on: list[OpeningScreen] = []
    read = OpeningScreen.refresh_from_store

    async def read_and_leave(screen: OpeningScreen) -> None:
        await read(screen)
        app.pop_screen()
        is_left.append(screen)

    monkeypatch.setattr(OpeningScreen, "refresh_from_store", read_and_leave)
    monkeypatch.setattr(OpeningScreen, "focus_first", lambda screen: went_on.append(screen))
    async with app.run_test() as pilot, asyncio.timeout(PATIENCE_SECONDS):
        while not is_left or not app.screen.query_one("#incidents", VirtualList):
            await pilot.pause(0.01)
    assert not went_on
