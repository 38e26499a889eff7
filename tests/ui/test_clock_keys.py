"""The clock of the meeting: its keys, its notices, and how it goes on after a restart."""

from __future__ import annotations

import pytest

from db.vocabulary import ClockKind, Stage
from facilitator.screens.home import HomeScreen
from facilitator.widgets.question import Question
from tests.ui.doubles import clock_at
from tests.ui.room import OpenRoom, Room

DIGITS = "#countdown-digits"
WORD = "#countdown-word"
STATUS = "#meeting-status"


def countdown(room: Room) -> tuple[str, str]:
    """Return the digits of the countdown and the words below them."""
    return room.text(DIGITS), room.text(WORD)


def agenda(room: Room) -> str:
    """Return the names and the times of the agenda, without the space between them."""
    return " ".join(room.text("#agenda-bar").splitlines()[0].split())


async def clock_kinds(room: Room) -> list[ClockKind]:
    return [event.kind for event in (await room.meeting()).events]


async def test_enter_starts_the_clock_and_the_review(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING) as room:
        assert countdown(room) == ("50:00", "not started")
        await room.press("enter")
        assert room.stage() is Stage.REVIEW
        assert countdown(room) == ("10:00", "left of 10 min · ends 14:10")
        assert await clock_kinds(room) == [ClockKind.START]
        assert (await room.meeting()).stage is Stage.REVIEW
        await room.pass_time(65)
        assert room.text(DIGITS) == "8:55"
        assert (
            agenda(room)
            == "Review 1:05 of 10 Incident Timeline 12 Factors 10 Actions 8 30 Patterns 10"
        )


async def test_space_pauses_and_resumes_the_clock(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.press("space")
        await room.pass_time(600)
        assert countdown(room) == ("9:00", "PAUSED")
        assert agenda(room).startswith("‖ Review 1:00 of 10")
        await room.press("space")
        await room.pass_time(30)
        assert countdown(room)[0] == "8:30"
        assert await clock_kinds(room) == [ClockKind.START, ClockKind.PAUSE, ClockKind.RESUME]


async def test_an_extension_says_which_segment_gets_shorter(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        for key, left, cost, ends, seconds, moves_end in (
            ("+", "11:00", "+1 min · Incident: 29 min", "14:50", 60, False),
            ("-", "10:00", "-1 min · Incident: 30 min", "14:50", -60, False),
            ("5", "15:00", "+5 min · Incident: 25 min", "14:50", 300, False),
            ("E", "20:00", "+5 min · the meeting ends ", "14:55", 300, True),
        ):
            await room.press(key)
            assert room.text(DIGITS) == left
            assert cost in room.notices
            assert f"ends {ends}" in room.text(STATUS)
            event = (await room.meeting()).events[-1]
            assert (event.kind, event.seconds) == (ClockKind.EXTEND, seconds)
            assert event.moves_end is moves_end


async def test_a_start_some_minutes_ago_moves_the_start(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("S")
        await room.fill_form("two")
        assert "expected minutes from 1 to 180" in room.text("#form-error")
        assert room.text("#minutes") == "two"
        await room.fill_form("2")
        assert countdown(room) == ("8:00", "left of 10 min · ends 14:08")
        assert (await room.meeting()).events[-1].seconds == 120


@pytest.mark.parametrize("minutes", ["0", "181"])
async def test_a_start_zero_or_too_many_minutes_ago_is_refused(
    open_room: OpenRoom, minutes: str
) -> None:
    async with open_room(Stage.REVIEW) as room:
        before = (await room.meeting()).events
        await room.press("S")
        await room.fill_form(minutes)
        assert "expected minutes from 1 to 180" in room.text("#form-error")
        assert (await room.meeting()).events == before


async def test_a_start_some_minutes_ago_also_starts_the_clock(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING) as room:
        await room.press("S")
        await room.fill_form("3")
        assert room.stage() is Stage.REVIEW
        assert room.text(DIGITS) == "7:00"
        assert await clock_kinds(room) == [ClockKind.START]


async def test_brackets_go_to_the_next_and_the_previous_stage(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(120)
        await room.press("]")
        assert room.stage() is Stage.INCIDENT
        assert room.text(DIGITS) == "30:00"
        assert agenda(room).startswith("✓ Review 2:00 Incident")
        await room.press("[")
        assert room.stage() is Stage.REVIEW
        assert room.text(DIGITS) == "8:00"
        await room.press("]", "]", "]")
        assert room.stage() is Stage.WRAP_UP
        assert (await room.meeting()).stage is Stage.WRAP_UP
        await room.press("]")
        assert room.stage() is Stage.WRAP_UP


async def test_at_zero_the_bell_rings_once_and_the_countdown_counts_up(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(599)
        assert countdown(room)[0] == "0:01"
        assert room.app.bell_count == 0
        assert not room.screen().query_one("#notice").display
        await room.pass_time(2)
        assert room.app.bell_count == 1
        assert room.screen().query_one("#notice").display
        assert "Time is up: 5 for 5 more min (Incident: 25 min" in room.text("#notice")
        await room.pass_time(129)
        assert countdown(room) == ("+02:10", "OVER")
        assert room.app.bell_count == 1
        assert room.stage() is Stage.REVIEW
        await room.press("5")
        assert countdown(room)[0] == "2:50"
        assert not room.screen().query_one("#notice").display


async def test_the_last_two_minutes_are_a_warning_beside_the_clock(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(479)
        assert "LAST TWO MINUTES" not in room.text(WORD)
        await room.pass_time(2)
        assert "LAST TWO MINUTES" in room.text(WORD)
        assert room.app.bell_count == 0
        assert room.notices == ""


@pytest.mark.parametrize("part", [0, 2])
async def test_a_restart_keeps_the_stage_the_part_and_the_clock(
    open_room: OpenRoom, part: int
) -> None:
    async with open_room(Stage.INCIDENT, part=part) as room:
        await room.press("5")
        await room.pass_time(60)
    async with open_room(Stage.INCIDENT, clock=clock_at(180)) as room:
        assert room.stage() is Stage.INCIDENT
        assert room.screen().query_one(f"#part-{part}").display
        assert countdown(room) == ("32:00", "left of 35 min · ends 14:35")
        assert "▶ " + str(part + 1) in room.text("#heading")


async def test_a_restart_keeps_the_pause(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.press("space")
    async with open_room(Stage.REVIEW, clock=clock_at(7200, boot="second boot")) as room:
        assert countdown(room) == ("9:00", "PAUSED")
        await room.press("space")
        await room.pass_time(1)
        assert countdown(room)[0] == "8:59"


@pytest.mark.parametrize(("answer", "left"), [("y", "2:00"), ("n", "9:00")])
async def test_a_long_gap_without_a_reboot_asks_whether_it_counts(
    open_room: OpenRoom, answer: str, left: str
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.skip_time(420)
        assert "This meeting was on no screen for 7:00 minutes." in room.text(".title")
        await room.press(answer)
        assert countdown(room)[0] == left
        await room.tick()
        assert room.stage() is Stage.REVIEW


@pytest.mark.parametrize(("answer", "left"), [("y", "+30:00"), ("n", "10:00")])
async def test_a_meeting_left_before_its_first_heartbeat_asks_about_the_gap(
    open_room: OpenRoom, answer: str, left: str
) -> None:
    async with open_room(Stage.REVIEW) as room:
        assert (await room.meeting()).last_alive is None
    async with open_room(Stage.REVIEW, clock=clock_at(2400)) as room:
        assert "This meeting was on no screen for 40:00 minutes." in room.text(".title")
        await room.press(answer)
        assert countdown(room)[0] == left


async def test_a_pause_before_the_meeting_was_left_is_not_asked_about(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.meeting_screen.keeper.send_heartbeat()
        await room.press("space")
        await room.skip_time(1800)
        await room.press("space")
    async with open_room(Stage.REVIEW, clock=clock_at(1810)) as room:
        assert not isinstance(room.screen(), Question)
        assert countdown(room)[0] == "9:50"


@pytest.mark.parametrize(("answer", "left"), [("y", "+11:00"), ("n", "9:00")])
async def test_a_gap_with_a_reboot_counts_only_if_somebody_says_so(
    open_room: OpenRoom, answer: str, left: str
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.meeting_screen.keeper.send_heartbeat()
    later = clock_at(60 + 1200)
    later.shift(uptime=-11_000, boot="second boot")
    async with open_room(Stage.REVIEW, clock=later) as room:
        assert "This meeting was on no screen for 20:00 minutes." in room.text(".title")
        await room.press(answer)
        assert countdown(room)[0] == left


async def test_a_reboot_keeps_the_time_that_passed_before_it(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT) as room:
        await room.pass_time(1500)
        await room.meeting_screen.keeper.send_heartbeat()
    later = clock_at(1500 + 60)
    later.shift(uptime=-11_000, boot="second boot")
    async with open_room(Stage.INCIDENT, clock=later) as room:
        assert countdown(room)[0] == "4:00"
        await room.press("5")
        await room.meeting_screen.keeper.send_heartbeat()
    async with open_room(Stage.INCIDENT, clock=later) as room:
        await room.pass_time(30)
        assert countdown(room)[0] == "8:30"


async def test_escape_closes_the_question_about_the_gap_and_counts_it(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.skip_time(400)
        await room.press("escape")
        assert room.stage() is Stage.REVIEW
        assert countdown(room)[0] == "3:20"
        await room.meeting_screen.keeper.send_heartbeat()
        assert (await room.meeting()).last_alive == room.clock.now()
        await room.skip_time(400)
        assert "This meeting was on no screen" in room.text(".title")


async def test_a_wall_clock_set_back_shows_no_negative_time(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        room.clock.shift(wall=-7140, uptime=60)
        await room.tick()
        assert countdown(room) == ("8:00", "left of 10 min · ends 12:10")
        await room.press("space", "space")
        room.clock.shift(wall=-7200, uptime=60)
        await room.tick()
        assert countdown(room)[0] == "7:00"
        assert "-" not in room.text(STATUS)


async def test_a_wall_clock_set_back_during_a_reboot_shows_no_negative_time(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(60)
        await room.meeting_screen.keeper.send_heartbeat()
    async with open_room(Stage.REVIEW, clock=clock_at(-3600, boot="second boot")) as room:
        assert "-" not in room.text(DIGITS)
        assert "-" not in room.text(STATUS)
        await room.pass_time(30)
        assert "-" not in room.text(DIGITS)


async def test_finishing_keeps_the_planned_and_the_actual_minutes(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.pass_time(240)
        await room.press("]")
        await room.pass_time(8 * 240)
        await room.press("]")
        await room.pass_time(200)
        await room.press("]")
        figures = [line.split()[-5:] for line in room.text("#minutes").splitlines()]
        assert figures == [
            ["4:00", "of", "10:00", "6:00", "under"],
            ["32:00", "of", "30:00", "2:00", "over"],
            ["3:20", "of", "10:00", "6:40", "under"],
            ["39:20", "of", "50:00", "10:40", "under"],
        ]
        number = room.meeting_screen.meeting.id
        await room.press("f", "f")
        finished = await room.store.meetings.get(number)
        assert finished.finished_at is not None
        assert finished.plan == (10, 30, 10)
    async with open_room(clock=clock_at(9000)) as room:
        assert (await room.store.meetings.get(number)).events == finished.events


async def test_a_click_on_a_key_in_the_key_bar_acts_like_the_key(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.click_text("] Next")
        assert room.stage() is Stage.INCIDENT
        assert await clock_kinds(room) == [ClockKind.START, ClockKind.NEXT]
        await room.press("]", "]")
        number = room.meeting_screen.meeting.id
        await room.click_text("f Finish")
        await room.press("f")
        assert (await room.store.meetings.get(number)).finished_at is not None
        assert isinstance(room.screen(), HomeScreen)


async def test_after_the_last_segment_the_clock_says_what_the_meeting_has_taken(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        await room.pass_time(90.9)
        await room.press("]")
        # A second that has only begun is not taken yet.
        assert countdown(room) == ("1:30", "taken of 50 min")
