"""The clock in the room: its keys, its alarms, and what a restart leaves of it."""

from __future__ import annotations

import pytest

from db.words import ClockKind, Stage
from facilitator.screens.home import HomeScreen
from tests.ui.room import OpenRoom, Room, clock_at

DIGITS = "#countdown-digits"
WORD = "#countdown-word"
BAR = "#agenda-words"


def shows(room: Room) -> tuple[str, str]:
    return room.text(DIGITS), room.text(WORD)


async def kinds(room: Room) -> list[ClockKind]:
    return [event.kind for event in (await room.meeting()).events]


async def test_enter_starts_the_clock_with_the_review(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING) as room:
        assert shows(room) == ("50:00", "not started")
        await room.press("enter")
        assert room.stage is Stage.REVIEW
        assert shows(room) == ("10:00", "left, until 14:10")
        assert await kinds(room) == [ClockKind.START]
        assert (await room.meeting()).stage is Stage.REVIEW
        await room.pass_time(65)
        assert room.text(DIGITS) == "8:55"
        assert "▶ Review 1:05/10" in room.text(BAR)


async def test_space_pauses_and_goes_on(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.press("space")
        await room.pass_time(600)
        assert shows(room) == ("9:00", "paused")
        assert "⏸ Review 1:00/10" in room.text(BAR)
        await room.press("space")
        await room.pass_time(30)
        assert shows(room)[0] == "8:30"
        assert await kinds(room) == [ClockKind.START, ClockKind.PAUSE, ClockKind.RESUME]


async def test_an_extension_says_what_it_costs(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        for key, left, cost, ends, seconds, moves_end in (
            ("+", "11:00", "+1 min · Incident: 29 min", "14:50", 60, False),
            ("-", "10:00", "-1 min · Incident: 30 min", "14:50", -60, False),
            ("5", "15:00", "+5 min · Incident: 25 min", "14:50", 300, False),
            ("E", "20:00", "+5 min · the meeting ends ", "14:55", 300, True),
        ):
            await room.press(key)
            assert room.text(DIGITS) == left
            assert cost in room.told
            assert f"ends {ends}" in room.text(BAR)
            event = (await room.meeting()).events[-1]
            assert (event.kind, event.seconds) == (ClockKind.EXTEND, seconds)
            assert event.moves_end is moves_end


async def test_started_earlier(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.press("S")
        await room.fill("two")
        assert "expected minutes from 1 to 180" in room.text("#form-error")
        assert room.text("#minutes") == "two"
        await room.fill("2")
        assert shows(room) == ("8:00", "left, until 14:08")
        assert (await room.meeting()).events[-1].seconds == 120


async def test_started_earlier_starts_it_from_the_opening(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING) as room:
        await room.press("S")
        await room.fill("3")
        assert room.stage is Stage.REVIEW
        assert room.text(DIGITS) == "7:00"
        assert await kinds(room) == [ClockKind.START]


async def test_brackets_go_through_the_stages_and_back(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(120)
        await room.press("]")
        assert room.stage is Stage.INCIDENT
        assert room.text(DIGITS) == "30:00"
        assert "2:00/10" in room.text(BAR)
        await room.press("[")
        assert room.stage is Stage.REVIEW
        assert room.text(DIGITS) == "8:00"
        await room.press("]", "]", "]")
        assert room.stage is Stage.WRAP_UP
        assert (await room.meeting()).stage is Stage.WRAP_UP
        await room.press("]")
        assert room.stage is Stage.WRAP_UP


async def test_at_zero_it_rings_once_and_counts_up(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(599)
        assert shows(room)[0] == "0:01"
        assert room.app.rung == 0
        assert not room.app.screen.query_one("#offer").display
        await room.pass_time(2)
        assert room.app.rung == 1
        assert room.app.screen.query_one("#offer").display
        assert "Time is up:  5 five more (Incident: 25 min" in room.text("#offer")
        await room.pass_time(129)
        assert shows(room) == ("+02:10", "over")
        assert room.app.rung == 1
        assert room.stage is Stage.REVIEW
        await room.press("5")
        assert shows(room)[0] == "2:50"
        assert not room.app.screen.query_one("#offer").display


async def test_two_minutes_before_the_end_the_room_is_told_once(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(479)
        assert "Two minutes left" not in room.told
        await room.pass_time(2)
        await room.pass_time(10)
        await room.pass_time(10)
        assert room.told.count("Two minutes left in this segment") == 1
        assert room.app.rung == 0


@pytest.mark.parametrize("part", [0, 2])
async def test_after_a_restart_it_is_where_it_was(meeting: OpenRoom, part: int) -> None:
    async with meeting(Stage.INCIDENT, part=part) as room:
        await room.press("5")
        await room.pass_time(60)
    async with meeting(Stage.INCIDENT, clock=clock_at(180)) as room:
        assert room.stage is Stage.INCIDENT
        assert room.app.screen.query_one(f"#part-{part}").display
        assert shows(room) == ("32:00", "left, until 14:35")
        assert "▶ " + str(part + 1) in room.text("#heading")


async def test_after_a_restart_a_pause_is_still_a_pause(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.press("space")
    async with meeting(Stage.REVIEW, clock=clock_at(7200, boot="second boot")) as room:
        assert shows(room) == ("9:00", "paused")
        await room.press("space")
        await room.pass_time(1)
        assert shows(room)[0] == "8:59"


@pytest.mark.parametrize(("answer", "left"), [("y", "2:00"), ("n", "9:00")])
async def test_a_long_gap_within_a_boot_asks_whether_it_counts(
    meeting: OpenRoom, answer: str, left: str
) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.sleep(420)
        assert "Nobody saw this meeting for 7:00 minutes." in room.text(".title")
        await room.press(answer)
        assert shows(room)[0] == left
        await room.look()
        assert room.stage is Stage.REVIEW


@pytest.mark.parametrize(("answer", "left"), [("y", "+11:00"), ("n", "9:00")])
async def test_after_a_reboot_a_gap_counts_only_when_somebody_says_so(
    meeting: OpenRoom, answer: str, left: str
) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.meeting_screen.keeper.beat()
    later = clock_at(60 + 1200)
    later.set(uptime=-11_000, boot="second boot")
    async with meeting(Stage.REVIEW, clock=later) as room:
        assert "Nobody saw this meeting for 20:00 minutes." in room.text(".title")
        await room.press(answer)
        assert shows(room)[0] == left


async def test_a_reboot_loses_nothing_of_what_was_seen_before_it(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT) as room:
        await room.pass_time(1500)
        await room.meeting_screen.keeper.beat()
    later = clock_at(1500 + 60)
    later.set(uptime=-11_000, boot="second boot")
    async with meeting(Stage.INCIDENT, clock=later) as room:
        assert shows(room)[0] == "4:00"
        await room.press("5")
        await room.meeting_screen.keeper.beat()
    async with meeting(Stage.INCIDENT, clock=later) as room:
        await room.pass_time(30)
        assert shows(room)[0] == "8:30"


async def test_escape_leaves_the_question_of_the_gap_and_the_keys_work(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.sleep(400)
        await room.press("escape")
        assert room.stage is Stage.REVIEW
        assert shows(room)[0] == "3:20"
        await room.meeting_screen.keeper.beat()
        seen = (await room.meeting()).seen
        assert seen == room.clock.now()
        await room.sleep(400)
        assert "Nobody saw this meeting" in room.text(".title")


async def test_a_wall_clock_set_back_shows_no_negative_time(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(60)
        room.clock.set(wall=-7140, uptime=60)
        await room.look()
        assert shows(room) == ("8:00", "left, until 12:10")
        await room.press("space", "space")
        room.clock.set(wall=-7200, uptime=60)
        await room.look()
        assert shows(room)[0] == "7:00"
        assert "-" not in room.text(BAR)


async def test_a_wall_clock_set_back_over_a_reboot_counts_nothing(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.meeting_screen.keeper.beat()
    async with meeting(Stage.REVIEW, clock=clock_at(-3600, boot="second boot")) as room:
        assert "-" not in room.text(DIGITS)
        assert "-" not in room.text(BAR)
        await room.pass_time(30)
        assert "-" not in room.text(DIGITS)


async def test_finishing_keeps_planned_against_actual(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.pass_time(240)
        await room.press("]")
        await room.pass_time(8 * 240)
        await room.press("]")
        await room.pass_time(200)
        await room.press("]")
        assert [line.split() for line in room.text("#minutes").splitlines()] == [
            ["Review", "10:00", "4:00", "6:00", "under"],
            ["Incident", "30:00", "32:00", "2:00", "over"],
            ["Patterns", "10:00", "3:20", "6:40", "under"],
            ["Meeting", "50:00", "39:20", "10:40", "under"],
        ]
        number = room.meeting_screen.meeting.id
        await room.press("f")
        done = await room.store.meetings.get(number)
        assert done.finished_at is not None
        assert done.plan == (10, 30, 10)
    async with meeting(clock=clock_at(9000)) as room:
        assert (await room.store.meetings.get(number)).events == done.events


async def test_a_click_on_a_key_does_the_same(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.click("] Next")
        assert room.stage is Stage.INCIDENT
        assert await kinds(room) == [ClockKind.START, ClockKind.NEXT]
        await room.press("]", "]")
        number = room.meeting_screen.meeting.id
        await room.click("f Finish")
        assert (await room.store.meetings.get(number)).finished_at is not None
        assert isinstance(room.app.screen, HomeScreen)
