"""Event lines: they are read while they are typed, added together, and wrong lines stay."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from db.store import Store
from db.vocabulary import EventKind, Stage
from facilitator.config.settings import Settings
from facilitator.screens.dialogs.event_lines import EventLinesDialog
from facilitator.screens.home import HomeScreen
from facilitator.widgets.event_line_entry import EventLineInput
from tests.ui.doubles import TODAY
from tests.ui.preparation import add_bare_incident
from tests.ui.room import OpenRoom, Room

DAY = TODAY - timedelta(days=1)
TEXT = "#quick-text"
PREVIEW = "#quick-read"


def at(clock: str, days: int = 0) -> datetime:
    """Return a time of the incident's day, or of so many days after it."""
    return datetime.combine(DAY + timedelta(days=days), time.fromisoformat(clock), UTC)


async def stored_events(room: Room) -> list[tuple[datetime, EventKind, str]]:
    return [(event.at, event.kind, event.text) for event in (await room.incident()).timeline]


def event_lines_dialog(room: Room) -> EventLinesDialog:
    dialog = room.screen()
    assert isinstance(dialog, EventLinesDialog), dialog
    return dialog


def one_event(store: Store) -> None:
    add_bare_incident(store)
    incident = store.incidents.get(45).result()
    store.timeline.add(incident.id, at("09:00"), EventKind.FIRST_ALERT, "p99").result()


async def test_lines_are_previewed_and_then_added_together(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, sample=False, prepare=one_event) as room:
        await room.press("A")
        assert "+90s, +1h30m" in room.text(PREVIEW)
        await room.type("+4m ack")
        assert room.text("#quick-counts") == "1 to add · times are UTC · + counts from 09:00"
        await room.press("enter")
        await room.paste("[09:31] <sam> rolled back\n25:99 typo\n23:50 [/red] still\r00:10 fix: x")
        rows = room.text(PREVIEW).splitlines()
        first_row = "09:04 +4m on-call acknowledged (4m after the previous event)"
        assert " ".join(rows[0].split()) == first_row
        assert "+27m  sam: rolled back" in rows[1]
        assert rows[2] == "! line 3: 25:99 is not a time of day  25:99 typo"
        assert "[/red] still" in rows[3]
        assert rows[4].startswith("24 Nov 00:10       +20m  fix deployed  x")
        assert "4 to add · ! 1 to correct" in room.text("#quick-counts")
        assert len(await stored_events(room)) == 1

        await room.press("ctrl+s")
        assert room.text(TEXT) == "25:99 typo\n"
        assert "4 events added; the lines that are left could not be read" in room.text(
            "#form-error"
        )
        assert await stored_events(room) == [
            (at("09:00"), EventKind.FIRST_ALERT, "p99"),
            (at("09:04"), EventKind.ACKNOWLEDGED, ""),
            (at("09:31"), EventKind.OTHER, "sam: rolled back"),
            (at("23:50"), EventKind.OTHER, "[/red] still"),
            (at("00:10", 1), EventKind.FIX_DEPLOYED, "x"),
        ]
        await room.press("ctrl+s")
        assert "there is no line to add yet" in room.text("#form-error")

        await room.press("escape")
        assert "the lines come back" in room.notices.replace("\n", " ")
        assert "fix deployed" in room.selected_row("#events")
        acknowledged = next(row for row in room.rows("#events") if "acknowledged" in row)
        assert "+4m" in acknowledged
        await room.press("A")
        assert room.text(TEXT) == "25:99 typo"
        await room.press("ctrl+home", "delete", "delete")
        await room.type("00")
        await room.press("ctrl+s", "ctrl+a", "delete", "escape", "u", "u")
        assert len(await stored_events(room)) == 1


async def test_a_key_switches_to_the_time_zone_of_the_team(open_room: OpenRoom) -> None:
    settings = Settings(team_timezone="Europe/Berlin")
    async with open_room(
        Stage.INCIDENT, sample=False, prepare=add_bare_incident, settings=settings
    ) as room:
        await room.press("A")
        await room.type("10:02 alert")
        assert "times are UTC, not Europe/Berlin" in room.text("#quick-counts")
        await room.press("ctrl+t")
        assert "times are Europe/Berlin, shown in UTC" in room.text("#quick-counts")
        assert room.text(PREVIEW).startswith("09:02")
        await room.press("ctrl+s")
        assert await stored_events(room) == [(at("09:02"), EventKind.FIRST_ALERT, "")]
        assert "1 event added; u takes it back" in room.notices.replace("\n", " ")
        assert not isinstance(room.screen(), EventLinesDialog)


async def test_prep_adds_events_line_by_line(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_bare_incident, size=(80, 24)) as room:
        room.app.show_prep(45)
        await room.press("escape", "3")
        assert isinstance(room.app.focused, EventLineInput)
        await room.type("0902 alert: p99")
        assert "first alert fired  p99" in room.text(PREVIEW)
        await room.press("enter")
        await room.type("+4m ackn: sam eats exclamations")
        await room.press("enter")
        await room.type("25:99 x")
        await room.press("enter")
        assert "! 25:99 is not a time of day" in room.text(PREVIEW)
        assert room.text("#quick-line") == "25:99 x"
        assert await stored_events(room) == [
            (at("09:02"), EventKind.FIRST_ALERT, "p99"),
            (at("09:06"), EventKind.OTHER, "ackn: sam eats exclamations"),
        ]
        await room.press("f8", "escape", "h")
        # A line that is no event is not added, and comes back with the preparation.
        assert isinstance(room.screen(), HomeScreen)
        await room.press("p", "escape", "3")
        assert room.text("#quick-line") == "25:99 x"
        await room.press("end", "ctrl+u")
        await room.paste("0910 a\n0912 b\n")
        assert event_lines_dialog(room)
        assert room.text(TEXT) == "0910 a\n0912 b\n"
        assert room.text("#quick-counts").startswith("2 to add")
        await room.press("ctrl+s")
        assert len(await stored_events(room)) == 4
        assert isinstance(room.app.focused, EventLineInput)
        assert "2 events added; esc, then u takes them back" in room.notices.replace("\n", " ")
        await room.press("up")
        await room.press("e")
        assert "Event of 09:12" in room.text("#form .title")
