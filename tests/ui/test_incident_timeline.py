"""The timeline of the incident: its events are shown, added, corrected and deleted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from rich.cells import cell_len

from db.records import TimelineEvent
from db.store import Store
from db.vocabulary import EventKind, Stage
from facilitator.config.settings import Settings
from facilitator.widgets.pixel_font import pixel_lines
from tests.ui.doubles import TODAY
from tests.ui.painting import costs_of
from tests.ui.room import OpenRoom, Room

EVENTS = "#events"
BAR = "#bar"
DAY = TODAY - timedelta(days=1)


def at(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock), UTC)


def add_three_events(store: Store) -> None:
    """Add an incident with an alert at 9:00, a fix at 9:30 and the cause found at 10:00."""
    incident = store.incidents.create("checkout", "5xx spike", DAY, 45).result()
    for clock, kind, text in (
        ("09:00", EventKind.FIRST_ALERT, "p99 over 2 s"),
        ("09:30", EventKind.FIX_DEPLOYED, "flag off"),
        ("10:00", EventKind.CAUSE_IDENTIFIED, "a retry storm"),
    ):
        store.timeline.add(incident.id, at(clock), kind, text).result()


async def event_with_text(room: Room, text: str) -> TimelineEvent:
    return next(event for event in (await room.incident()).timeline if event.text == text)


def split(line: str) -> list[str]:
    """The parts of a line that are set apart by more than a space."""
    return [part for part in re.split(" {2,}", line.strip()) if part]


def times(room: Room) -> list[str]:
    return [row.split()[0] for row in room.rows(EVENTS)]


async def test_timeline_shows_time_differences_the_longest_gap_and_the_phases(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT) as room:
        assert times(room) == sorted(times(room))
        rows = room.rows(EVENTS)
        assert [row for row in rows if "longest gap while down, 13m" in row] == [rows[5]]
        assert "+13m" in rows[5]
        marker, _, labels, words = room.text(BAR).splitlines()
        assert marker == "▾ 08:57"
        assert split(labels) == ["5m", "4m", "diagnose 38m", "fix 8m", "recover 9m", "verify 19m"]
        assert split(words) == ["08:57", "1h 04m down, 38m of it diagnosing", "10:20"]


async def test_the_event_in_hand_opens_in_place_and_moves_the_marker(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await room.press("j", "j", "j", "j", "j")
        rail, text, question, below = room.selected_row(EVENTS).split("\n")
        assert (rail.strip(), below.strip()) == ("│", "│")
        assert text.split()[:3] == ["09:31", "+13m", "◉"]
        assert text.endswith("Rolled back the config: no change   longest gap while down, 13m")
        assert question.endswith("What was going on before this that nobody wrote down?")
        assert room.text(BAR).splitlines()[0].strip() == "▾ 09:31"
        await room.press("G")
        assert "all-clear declared" in room.selected_row(EVENTS)
        assert room.text(BAR).splitlines()[0].rstrip().endswith("10:20 ▾")
        assert sum("Rolled back" in line for line in room.screen_text.splitlines()) == 1


async def test_a_small_terminal_has_the_marker_in_the_bar(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, size=(80, 24)) as room:
        await room.press("j", "j")
        bar, labels, words = room.text(BAR).splitlines()
        assert bar.count("▾") == 1
        assert cell_len(bar) == 78
        assert labels.split() == ["5m", "4m", "diagnose", "38m", "fix", "8m", "9m", "verify", "19m"]
        assert "1h 04m down" in words
        assert any("longest gap while down" in row for row in room.rows(EVENTS))


async def test_a_letter_selects_the_kind_of_an_event(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, sample=False, prepare=add_three_events) as room:
        await room.press("e", "enter", "r")
        assert "root cause identified" in room.text("#kind")
        await room.press("f")
        assert "fix deployed" in room.text("#kind")
        await room.press("q", "z", "ctrl+s")
        assert (await event_with_text(room, "p99 over 2 s")).kind is EventKind.FIX_DEPLOYED


async def test_a_new_event_is_listed_in_the_order_of_time(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, sample=False, prepare=add_three_events) as room:
        await room.press("a")
        await room.fill_form("09:10", None, "support calls", "https://chat/1")
        event = await event_with_text(room, "support calls")
        assert (event.at, event.kind, event.link) == (
            at("09:10"),
            EventKind.OTHER,
            "https://chat/1",
        )
        assert times(room) == ["09:00", "09:10", "09:30", "10:00"]
        assert "support calls ↗" in room.rows(EVENTS)[1]
        assert "support calls" in room.selected_row(EVENTS)
        assert "↗ https://chat/1" in room.selected_row(EVENTS)
        assert "✓" in room.text("#meeting-status")


async def test_plus_minutes_count_from_the_selected_event(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, sample=False, prepare=add_three_events) as room:
        await room.select_row(EVENTS, "flag off")
        await room.press("a")
        await room.paste("+4m")
        await room.press("enter", "right", "right", "right", "enter")
        await room.fill_form("", None)
        event = (await room.incident()).timeline[2]
        assert (event.at, event.kind) == (at("09:34"), EventKind.ACKNOWLEDGED)
        assert "acknowledged" in room.selected_row(EVENTS)


async def test_a_wrong_time_keeps_the_form_open_with_its_text(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, sample=False, prepare=add_three_events) as room:
        before = await room.incident()
        await room.press("a")
        await room.fill_form("25:99", None, "support calls", None)
        assert "expected a time such as 09:02, 0902, +4m or" in room.text("#form-error")
        assert room.text("#form #at") == "25:99"
        assert room.text("#form #text") == "support calls"
        assert await room.incident() == before
        room.screen().query_one("#at").focus()
        await room.press("end", "ctrl+u", "ctrl+s")
        assert "write a time" in room.text("#form-error")
        await room.paste("0915")
        await room.press("ctrl+s")
        assert (await event_with_text(room, "support calls")).at == at("09:15")


async def test_changing_a_time_changes_the_order_and_the_figures(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, sample=False, prepare=add_three_events) as room:
        assert "! before “root cause identified”" in room.rows(EVENTS)[1]
        assert "! fix -30m" in room.text(BAR)
        await room.select_row(EVENTS, "retry storm")
        await room.press("e")
        assert room.text("#form #at") == "10:00"
        await room.fill_form("09:20", None, None, None)
        assert (await event_with_text(room, "a retry storm")).at == at("09:20")
        assert times(room) == ["09:00", "09:20", "09:30"]
        assert "retry storm" in room.selected_row(EVENTS)
        assert "!" not in "".join(room.rows(EVENTS))
        assert "fix 10m" in room.text(BAR)
        assert "!" not in room.text(BAR)


async def test_a_fix_before_the_root_cause_is_saved_with_a_warning(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await room.select_row(EVENTS, "Client flag off")
        await room.press("enter")
        await room.fill_form("09:40", None, None, None)
        row = next(row for row in room.rows(EVENTS) if "Client flag off" in row)
        assert "! before “root cause identified” · " in row
        assert row.index("before “root") < row.index("Client flag off")
        assert "! before “root" in room.screen_text
        assert (await event_with_text(room, "Client flag off: the app no longer retries")).at == at(
            "09:40"
        )


async def test_saving_an_unchanged_event_keeps_its_seconds(open_room: OpenRoom) -> None:
    def with_seconds(store: Store) -> None:
        incident = store.incidents.create("checkout", "5xx spike", DAY, 45).result()
        moment = at("09:00:30") + timedelta(days=3)
        store.timeline.add(incident.id, moment, EventKind.OTHER, "one").result()

    async with open_room(Stage.INCIDENT, sample=False, prepare=with_seconds) as room:
        before = await room.incident()
        await room.press("e")
        assert room.text("#form #at") == "2026-11-26 09:00:30"
        await room.fill_form(None, None, None, None)
        assert (await room.incident()).timeline == before.timeline


async def test_deleted_events_come_back_with_undo(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, sample=False, prepare=add_three_events) as room:
        before = (await room.incident()).timeline
        await room.press("j", "x")
        assert len((await room.incident()).timeline) == 2
        assert times(room) == ["09:00", "10:00"]
        await room.press("u", "u")
        assert (await room.incident()).timeline == before
        assert times(room) == ["09:00", "09:30", "10:00"]
        await room.press("x", "x", "x", "x")
        assert (await room.incident()).timeline == ()
        assert "Press a to add the first event" in room.rows(EVENTS)[0]
        assert room.text(BAR) == ""
        await room.press("e", "j", "k")
        await room.press("a")
        await room.fill_form("+4m")
        await room.press("ctrl+s")
        assert "+ counts from the previous event, and there is none" in room.text("#form-error")


async def test_the_heading_counts_the_part_that_is_on_the_screen(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT) as room:
        assert room.text("#heading").splitlines() == [
            "#45 checkout 5xx spike  11 events · 2 factors · 1 of at most 3 action items",
            "▶ 1 Timeline 0:00/12   2 Factors 10   3 Actions 8",
        ]
        await room.pass_time(12 * 60 + 5)
        assert room.text("#heading").splitlines() == [
            "#45 checkout 5xx spike  Time for Factors: press . to go on",
            "▶ 1 Timeline 12:05/12   2 Factors 10   3 Actions 8",
        ]
        await room.press(".")
        assert room.screen().query_one("#part-1").display
        assert (await room.meeting()).sub == 1
        await room.pass_time(60)
        assert room.text("#heading").splitlines() == [
            "#45 checkout 5xx spike  11 events · 2 factors · 1 of at most 3 action items",
            "✓ 1 Timeline 12:05   ▶ 2 Factors 1:00/10   3 Actions 8",
        ]
        await room.press("3")
        await room.pass_time(30 * 60)
        assert "▶ 3 Actions 30:00/17" in room.text("#heading")
        await room.press("1")
        assert room.screen().query_one(EVENTS).has_focus


async def test_a_small_terminal_has_no_room_for_the_time_of_a_part_that_is_over(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, size=(80, 24)) as room:
        await room.pass_time(11 * 60)
        await room.press(".")
        titles = room.text("#heading").splitlines()[1]
        assert titles == "✓ 1 Timeline   ▶ 2 Factors 0:00/11   3 Actions 8"


async def test_next_part_goes_from_the_last_to_the_first(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press(".")
        assert room.screen().query_one("#part-0").display
        assert (await room.meeting()).sub == 0


async def test_a_key_lays_nothing_out_and_sends_little_to_the_terminal(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT) as room:
        layouts, sent = await costs_of(room, "jjjjjjjkkkk")
    assert layouts == 0
    assert min(sent) > 0
    assert max(sent) <= 2000


async def test_an_empty_timeline_says_how_to_add_the_first_event(open_room: OpenRoom) -> None:
    def without_events(store: Store) -> None:
        store.incidents.create("checkout", "5xx spike", DAY, 45).result()

    settings = Settings(keymap={"timeline.add": "f11"})
    async with open_room(
        Stage.INCIDENT, sample=False, prepare=without_events, settings=settings
    ) as room:
        assert room.text(BAR) == ""
        assert "Press f11 to add the first event, or A to type many lines" in room.screen_text


async def test_a_timeline_without_milestones_has_ticks_and_says_which_to_set(
    open_room: OpenRoom,
) -> None:
    def plain_events(store: Store) -> None:
        incident = store.incidents.create("checkout", "5xx spike", DAY, 45).result()
        for clock in ("09:00", "09:30", "10:00"):
            store.timeline.add(incident.id, at(clock), EventKind.OTHER, "a word").result()

    async with open_room(Stage.INCIDENT, sample=False, prepare=plain_events) as room:
        _, bar, words = room.text(BAR).splitlines()
        assert (bar[0], bar[-1], bar.count("┼")) == ("┼", "┼", 3)
        assert "No milestones yet: press e to make an event “first alert fired”" in words


async def test_a_gap_of_days_breaks_the_scale_and_the_days_are_shown(open_room: OpenRoom) -> None:
    def far_recovery(store: Store) -> None:
        incident = store.incidents.create("checkout", "5xx spike", DAY, 45).result()
        for minute in range(6):
            kind = EventKind.FIRST_ALERT if minute == 0 else EventKind.OTHER
            store.timeline.add(incident.id, at(f"09:0{minute}"), kind, "a word").result()
        later = at("09:05") + timedelta(days=3)
        store.timeline.add(incident.id, later, EventKind.RECOVERED, "up").result()

    async with open_room(Stage.INCIDENT, sample=False, prepare=far_recovery) as room:
        _, bar, *_ = room.text(BAR).splitlines()
        assert " // " in bar
        words = room.text(BAR).splitlines()[-1]
        assert "// 3d 0h not to scale" in words
        assert words.endswith("26 Nov 09:05")
        assert room.rows(EVENTS)[-1].startswith("26 Nov 09:05")


@pytest.mark.usefixtures("desktop")
async def test_a_web_link_opens_with_a_key_and_a_click_and_nothing_else_does(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_links(store: Store) -> None:
        incident = store.incidents.create("checkout", "5xx spike", DAY, 45).result()
        for clock, link in (("09:00", "https://chat/1"), ("09:10", "file:///etc/passwd")):
            store.timeline.add(incident.id, at(clock), EventKind.OTHER, "a word", link).result()

    opened: list[str] = []
    async with open_room(Stage.INCIDENT, sample=False, prepare=with_links) as room:
        monkeypatch.setattr(room.app, "open_url", opened.append)
        await room.press("w")
        assert opened == ["https://chat/1"]
        await room.click_text("https://chat/1")
        assert opened == ["https://chat/1"] * 2
        await room.press("j", "w")
        await room.click_text("file:///etc")
        assert opened == ["https://chat/1"] * 2


async def test_a_presented_event_has_its_time_in_large(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await room.press("j")
        assert "▀" not in room.selected_row(EVENTS)
        await room.press("f12")
        drawn = room.selected_row(EVENTS).split("\n")
        assert all(
            part in line for part, line in zip(pixel_lines("09:02"), drawn[1:], strict=False)
        )
        assert "p99 over 2 s on checkout" in drawn[1]
        assert "▀" in room.screen_text
        await room.press("f12")
        assert "▀" not in room.selected_row(EVENTS)
