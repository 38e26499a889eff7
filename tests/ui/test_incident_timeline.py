"""The timeline of the incident: its events are shown, added, corrected and deleted."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from db.records import TimelineEvent
from db.store import Store
from db.vocabulary import EventKind, Stage
from tests.ui.doubles import TODAY
from tests.ui.room import OpenRoom, Room

EVENTS = "#events"
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


def times(room: Room) -> list[str]:
    return [row.split()[0] for row in room.rows(EVENTS)]


async def test_timeline_shows_time_differences_the_longest_gap_and_the_figures(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT) as room:
        rows = room.rows(EVENTS)
        assert times(room) == sorted(times(room))
        assert [row for row in rows if "← longest gap" in row] == [rows[10]]
        assert "+19m" in rows[10]
        assert room.text("#time-to") == (
            "Time to  detect 5m  acknowledge 4m  diagnose 38m  fix 8m  recover 1h 04m  verify 19m"
        )
        assert "Checkout latency starts to climb" in room.text("#event")
        await room.press("j")
        assert "5m after the previous event\np99 over 2 s on checkout" in room.text("#event")


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
        assert "support calls ↗" in room.selected_row(EVENTS)
        assert "↗ https://chat/1" in room.text("#event")
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
        assert "! -30m" in room.text("#time-to")
        await room.select_row(EVENTS, "retry storm")
        await room.press("e")
        assert room.text("#form #at") == "10:00"
        await room.fill_form("09:20", None, None, None)
        assert (await event_with_text(room, "a retry storm")).at == at("09:20")
        assert times(room) == ["09:00", "09:20", "09:30"]
        assert "retry storm" in room.selected_row(EVENTS)
        assert "!" not in "".join(room.rows(EVENTS))
        assert "fix 10m" in room.text("#time-to")


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
        assert room.text("#event") == ""
        await room.press("e", "j", "k")
        await room.press("a")
        await room.fill_form("+4m")
        await room.press("ctrl+s")
        assert "+ counts from the previous event, and there is none" in room.text("#form-error")


async def test_the_heading_counts_the_part_that_is_on_the_screen(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT) as room:
        assert room.text("#heading").splitlines() == [
            "#45 checkout 5xx spike  11 events · 2 factors · 1 of 3 action items",
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
            "#45 checkout 5xx spike  11 events · 2 factors · 1 of 3 action items",
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
