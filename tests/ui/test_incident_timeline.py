"""The timeline walkthrough: adding, correcting and deleting events."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from db.records import TimelineEvent
from db.store import Store
from db.words import EventKind, Stage
from tests.ui.room import TODAY, OpenRoom, Room

EVENTS = "#events"
DAY = TODAY - timedelta(days=1)


def at(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock), UTC)


def small(store: Store) -> None:
    """An alert at 9, a fix at 9:30 and a cause at 10."""
    incident = store.incidents.create("checkout", "5xx spike", DAY, 45).result()
    for clock, kind, text in (
        ("09:00", EventKind.FIRST_ALERT, "p99 over 2 s"),
        ("09:30", EventKind.FIX_DEPLOYED, "flag off"),
        ("10:00", EventKind.CAUSE_IDENTIFIED, "a retry storm"),
    ):
        store.timeline.add(incident.id, at(clock), kind, text).result()


async def stored(room: Room, text: str) -> TimelineEvent:
    return next(each for each in (await room.incident()).timeline if each.text == text)


def times(room: Room) -> list[str]:
    return [row.split()[0] for row in room.rows(EVENTS)]


async def test_the_walk_shows_deltas_the_longest_gap_and_the_figures(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT) as room:
        rows = room.rows(EVENTS)
        assert times(room) == sorted(times(room))
        assert [each for each in rows if "← longest gap" in each] == [rows[10]]
        assert "+19m" in rows[10]
        assert room.text("#time-to") == (
            "Time to  detect 5m  acknowledge 4m  diagnose 38m  fix 8m  recover 1h 04m  verify 19m"
        )
        assert "Checkout latency starts to climb" in room.text("#event")
        await room.press("j")
        assert "5m after the one before\np99 over 2 s on checkout" in room.text("#event")


async def test_a_letter_chooses_the_kind(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, sample=False, prepare=small) as room:
        await room.press("e", "enter", "r")
        assert "root cause identified" in room.text("#kind")
        await room.press("f")
        assert "fix deployed" in room.text("#kind")
        await room.press("q", "z", "ctrl+s")
        assert (await stored(room, "p99 over 2 s")).kind is EventKind.FIX_DEPLOYED


async def test_an_event_is_added_where_its_time_belongs(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, sample=False, prepare=small) as room:
        await room.press("a")
        await room.fill("09:10", None, "support calls", "https://chat/1")
        event = await stored(room, "support calls")
        assert (event.at, event.kind, event.link) == (
            at("09:10"),
            EventKind.OTHER,
            "https://chat/1",
        )
        assert times(room) == ["09:00", "09:10", "09:30", "10:00"]
        assert "support calls ↗" in room.in_hand(EVENTS)
        assert "↗ https://chat/1" in room.text("#event")
        assert "✓" in room.text("#agenda-words")


async def test_plus_minutes_count_from_the_event_in_hand(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, sample=False, prepare=small) as room:
        await room.take(EVENTS, "flag off")
        await room.press("a")
        await room.paste("+4m")
        await room.press("enter", "right", "right", "right", "enter")
        await room.fill("", None)
        event = (await room.incident()).timeline[2]
        assert (event.at, event.kind) == (at("09:34"), EventKind.ACKNOWLEDGED)
        assert "acknowledged" in room.in_hand(EVENTS)


async def test_a_bad_time_keeps_the_form_with_its_text(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, sample=False, prepare=small) as room:
        before = await room.incident()
        await room.press("a")
        await room.fill("25:99", None, "support calls", None)
        assert "expected a time such as 09:02, 0902, +4m or" in room.text("#form-error")
        assert room.text("#form #at") == "25:99"
        assert room.text("#form #text") == "support calls"
        assert await room.incident() == before
        room.app.screen.query_one("#at").focus()
        await room.press("end", "ctrl+u", "ctrl+s")
        assert "write a time" in room.text("#form-error")
        await room.paste("0915")
        await room.press("ctrl+s")
        assert (await stored(room, "support calls")).at == at("09:15")


async def test_another_time_changes_the_order_and_the_figures(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, sample=False, prepare=small) as room:
        assert "! before “root cause identified”" in room.rows(EVENTS)[1]
        assert "! -30m" in room.text("#time-to")
        await room.take(EVENTS, "retry storm")
        await room.press("e")
        assert room.text("#form #at") == "10:00"
        await room.fill("09:20", None, None, None)
        assert (await stored(room, "a retry storm")).at == at("09:20")
        assert times(room) == ["09:00", "09:20", "09:30"]
        assert "retry storm" in room.in_hand(EVENTS)
        assert "!" not in "".join(room.rows(EVENTS))
        assert "fix 10m" in room.text("#time-to")


async def test_a_fix_before_the_root_cause_is_doubted_not_refused(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT) as room:
        await room.take(EVENTS, "Client flag off")
        await room.press("enter")
        await room.fill("09:40", None, None, None)
        row = next(each for each in room.rows(EVENTS) if "Client flag off" in each)
        assert "! before “root cause identified” · " in row
        assert row.index("before “root") < row.index("Client flag off")
        assert "! before “root" in room.picture
        assert (await stored(room, "Client flag off: the app no longer retries")).at == at("09:40")


async def test_an_edit_that_changes_nothing_keeps_the_seconds(meeting: OpenRoom) -> None:
    def with_seconds(store: Store) -> None:
        incident = store.incidents.create("checkout", "5xx spike", DAY, 45).result()
        moment = at("09:00:30") + timedelta(days=3)
        store.timeline.add(incident.id, moment, EventKind.OTHER, "one").result()

    async with meeting(Stage.INCIDENT, sample=False, prepare=with_seconds) as room:
        before = await room.incident()
        await room.press("e")
        assert room.text("#form #at") == "2026-11-26 09:00:30"
        await room.fill(None, None, None, None)
        assert (await room.incident()).timeline == before.timeline


async def test_deleting_and_undoing(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, sample=False, prepare=small) as room:
        before = (await room.incident()).timeline
        await room.press("j", "x")
        assert len((await room.incident()).timeline) == 2
        assert times(room) == ["09:00", "10:00"]
        await room.press("u")
        assert (await room.incident()).timeline == before
        assert times(room) == ["09:00", "09:30", "10:00"]
        await room.press("x", "x", "x", "x")
        assert (await room.incident()).timeline == ()
        assert "a adds the first event" in room.rows(EVENTS)[0]
        assert room.text("#event") == ""
        await room.press("e", "j", "k")
        await room.press("a")
        await room.fill("+4m")
        await room.press("ctrl+s")
        assert "+ counts from the event before, and there is none" in room.text("#form-error")


async def test_the_parts_have_a_pace_of_their_own(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT) as room:
        assert room.text("#heading").splitlines() == [
            "▶ 1 Timeline 0:00/12   2 Factors 10   3 Actions 8",
            "11 events · 2 factors · 1 of 3 action items",
        ]
        await room.pass_time(12 * 60 + 5)
        assert "2 Factors 0:05/10" in room.text("#heading")
        assert "Time to go on to Factors: ." in room.text("#heading")
        await room.press(".")
        assert room.app.screen.query_one("#part-1").display
        assert (await room.meeting()).sub == 1
        await room.press("3")
        assert "Ahead: time is left for Factors" in room.text("#heading")
        await room.press("1")
        assert room.app.screen.query_one(EVENTS).has_focus
