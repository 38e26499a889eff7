"""Quick lines: read as they are typed, taken in one go, and what could not be read stays."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from db.store import Store
from db.words import EventKind, Stage
from facilitator.screens.quick_lines import QuickLinesScreen
from facilitator.settings import Settings
from facilitator.widgets.quick_lines import QuickInput
from tests.ui.room import TODAY, OpenRoom, Room, alone

DAY = TODAY - timedelta(days=1)
TEXT = "#quick-text"
READ = "#quick-read"


def at(clock: str, days: int = 0) -> datetime:
    return datetime.combine(DAY + timedelta(days=days), time.fromisoformat(clock), UTC)


async def events(room: Room) -> list[tuple[datetime, EventKind, str]]:
    return [(each.at, each.kind, each.text) for each in (await room.incident()).timeline]


def quick(room: Room) -> QuickLinesScreen:
    assert isinstance(room.app.screen, QuickLinesScreen), room.app.screen
    return room.app.screen


def one_event(store: Store) -> None:
    alone(store)
    incident = store.incidents.get(45).result()
    store.timeline.add(incident.id, at("09:00"), EventKind.FIRST_ALERT, "p99").result()


async def test_lines_are_seen_as_read_then_taken_in_one_go(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, sample=False, prepare=one_event) as room:
        await room.press("A")
        assert "+90s, +1h30m" in room.text(READ)
        await room.type("+4m ack")
        assert room.text("#quick-counts") == "1 to take · times are UTC · follows 09:00"
        await room.press("enter")
        await room.paste("[09:31] <sam> rolled back\n25:99 typo\n23:50 [/red] still\r00:10 fix: x")
        rows = room.text(READ).splitlines()
        said = "09:04 +4m on-call acknowledged (4m after the event before)"
        assert " ".join(rows[0].split()) == said
        assert "+27m  sam: rolled back" in rows[1]
        assert rows[2] == "! line 3: 25:99 is no time of day  25:99 typo"
        assert "[/red] still" in rows[3]
        assert rows[4].startswith("24 Nov 00:10       +20m  fix deployed  x")
        assert "4 to take · ! 1 to correct" in room.text("#quick-counts")
        assert len(await events(room)) == 1

        await room.press("ctrl+s")
        assert room.text(TEXT) == "25:99 typo\n"
        assert "4 events taken; what is left could not be read" in room.text("#form-error")
        assert await events(room) == [
            (at("09:00"), EventKind.FIRST_ALERT, "p99"),
            (at("09:04"), EventKind.ACKNOWLEDGED, ""),
            (at("09:31"), EventKind.OTHER, "sam: rolled back"),
            (at("23:50"), EventKind.OTHER, "[/red] still"),
            (at("00:10", 1), EventKind.FIX_DEPLOYED, "x"),
        ]
        await room.press("ctrl+s")
        assert "nothing that could be taken yet" in room.text("#form-error")

        await room.press("escape")
        assert "the lines are kept" in room.told.replace("\n", " ")
        assert "fix deployed" in room.in_hand("#events")
        acknowledged = next(row for row in room.rows("#events") if "acknowledged" in row)
        assert acknowledged.endswith("acknowledge 4m")
        await room.press("A")
        assert room.text(TEXT) == "25:99 typo"
        await room.press("ctrl+home", "delete", "delete")
        await room.type("00")
        await room.press("ctrl+s", "ctrl+a", "delete", "escape", "u", "u")
        assert len(await events(room)) == 1


async def test_the_team_s_time_is_a_key_away(meeting: OpenRoom) -> None:
    settings = Settings(team_timezone="Europe/Berlin")
    async with meeting(Stage.INCIDENT, sample=False, prepare=alone, settings=settings) as room:
        await room.press("A")
        await room.type("10:02 alert")
        assert "times are UTC, not Europe/Berlin" in room.text("#quick-counts")
        await room.press("ctrl+t")
        assert "times are Europe/Berlin, shown in UTC" in room.text("#quick-counts")
        assert room.text(READ).startswith("09:02")
        await room.press("ctrl+s")
        assert await events(room) == [(at("09:02"), EventKind.FIRST_ALERT, "")]
        assert "1 event taken; u takes it back" in room.told.replace("\n", " ")
        assert not isinstance(room.app.screen, QuickLinesScreen)


async def test_in_prep_one_line_after_the_other(meeting: OpenRoom) -> None:
    async with meeting(sample=False, prepare=alone, size=(80, 24)) as room:
        room.app.show_prep(45)
        await room.press("escape", "3")
        assert isinstance(room.app.focused, QuickInput)
        await room.type("0902 alert: p99")
        assert "first alert fired  p99" in room.text(READ)
        await room.press("enter")
        await room.type("+4m ackn: sam eats exclamations")
        await room.press("enter")
        await room.type("25:99 x")
        await room.press("enter")
        assert "! 25:99 is no time of day" in room.text(READ)
        assert room.text("#quick-line") == "25:99 x"
        assert await events(room) == [
            (at("09:02"), EventKind.FIRST_ALERT, "p99"),
            (at("09:06"), EventKind.OTHER, "ackn: sam eats exclamations"),
        ]
        await room.press("f8", "escape", "h")
        assert "“25:99 x”: 25:99 is no time of day" in room.told.replace("\n", " ")
        await room.press("3", "end", "ctrl+u")
        await room.paste("0910 a\n0912 b\n")
        assert quick(room)
        assert room.text(TEXT) == "0910 a\n0912 b\n"
        assert room.text("#quick-counts").startswith("2 to take")
        await room.press("ctrl+s")
        assert len(await events(room)) == 4
        assert isinstance(room.app.focused, QuickInput)
        assert "2 events taken; esc, then u takes them back" in room.told.replace("\n", " ")
        await room.press("up")
        await room.press("e")
        assert "Event of 09:12" in room.text("#form .title")
