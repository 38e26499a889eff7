"""Two windows on one meeting: each shows what the other does, and nobody's text is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from db.records import ClockEvent, Wanted
from db.store import Store
from db.words import ClockKind, FactorKind, Segment, Stage
from facilitator.screens.home import HomeScreen
from facilitator.screens.incident import IncidentScreen
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.widgets.form import Form
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.long_list import LongList
from facilitator.widgets.question import Question
from tests.ui.room import SPIKE, TODAY, OpenRoom, Room, WatchedStore, clock_at

ROOT = "#root-cause"
Other = Callable[[], Store]


def live(room: Room) -> LiveText:
    return room.app.screen.query_one(ROOT, LiveText)


async def is_shown(room: Room, selector: str, words: str) -> None:
    await room.until(lambda: words in room.text(selector))


def go(store: Store, stage: Stage, kind: ClockKind = ClockKind.NEXT) -> None:
    """What `]` in another window writes."""
    meeting = store.meetings.running().result()
    assert meeting is not None
    event = ClockEvent(kind, clock_at().now())
    store.meetings.tick(meeting.id, event, stage, meeting.stage).result()


async def test_what_others_write_appears_and_the_list_keeps_its_place(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        incident = await room.incident()
        focused, in_hand = room.app.focused, room.in_hand("#made_possible")
        findings = other().findings
        findings.add_factor(incident.id, FactorKind.MADE_POSSIBLE, "no limit on it").result()
        await is_shown(room, "#made_possible", "no limit on it")
        assert room.app.focused is focused
        assert room.in_hand("#made_possible") == in_hand != ""


async def test_a_long_list_stays_where_somebody_is_reading_it(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting() as room:
        elsewhere = other()
        for number in range(100, 150):
            await elsewhere.incidents.create("search", "slow", TODAY, number)
        await is_shown(room, "#count", "74 incidents")
        incidents = room.app.screen.query_one("#incidents", LongList)
        await room.take("#incidents", "#120")
        incidents.scroll_to(y=20, animate=False, immediate=True)
        await elsewhere.incidents.create("search", "slow", TODAY.replace(year=2020), 99)
        await is_shown(room, "#count", "75 incidents")
        await room.press()
        assert "#120" in room.in_hand("#incidents")
        assert incidents.scroll_offset.y == 20
        # A key pressed while the list is read again is not taken back.
        numbers = await elsewhere.lists.numbers(Wanted())
        read = asyncio.ensure_future(incidents.show(numbers))
        await asyncio.sleep(0)
        incidents.action_cursor_down()
        await read
        assert incidents.chosen == numbers[numbers.index(120) + 1]


async def test_their_text_appears_and_the_cursor_stays_with_its_words(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        incident = await room.incident()
        await room.press("r", "ctrl+a")
        await room.paste("Clients retried.\nNobody saw it.")
        await room.until(lambda: not live(room).unsaved)
        await room.press("left", "left", "left")
        theirs = "At nine, clients retried without a limit.\nNobody saw it."
        other().incidents.write(
            incident.id, "root_cause", "Clients retried.\nNobody saw it.", theirs
        ).result()
        await is_shown(room, ROOT, theirs)
        await room.type("X")
        await room.until(lambda: not live(room).unsaved)
        assert (await room.incident()).root_cause == theirs[:-3] + "X" + theirs[-3:]


async def test_what_is_being_typed_stays_while_others_write(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        incident, elsewhere = await room.incident(), other()
        await room.press("r", "ctrl+a")
        room.paste_unseen("mine")
        elsewhere.findings.add_factor(incident.id, FactorKind.MADE_POSSIBLE, "theirs").result()
        await is_shown(room, "#made_possible", "theirs")
        assert room.text(ROOT) == "mine"
        await room.until(lambda: not live(room).unsaved)
        assert (await room.incident()).root_cause == "mine"


async def test_a_text_does_not_fall_back_to_what_was_read_before_it_was_saved(
    meeting: OpenRoom,
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        screen = room.meeting_screen
        assert isinstance(room.store, WatchedStore)
        before = live(room).text
        for turn in range(5):
            live(room).insert(f"{turn}")
            asked = room.store.asked
            read = asyncio.ensure_future(screen.reread())
            while room.store.asked < asked + 2:
                # The meeting, and its incident, with the text as it was.
                await asyncio.sleep(0)
            await live(room).save_now()
            typed = live(room).text
            while not read.done():
                await asyncio.sleep(0)
                assert live(room).text == typed
        assert (await room.incident()).root_cause == f"01234{before}"


async def test_an_idle_window_follows_the_meeting(meeting: OpenRoom, other: Other) -> None:
    async with meeting(Stage.REVIEW) as room:
        elsewhere = other()
        go(elsewhere, Stage.INCIDENT)
        await room.until(lambda: isinstance(room.app.screen, IncidentScreen))
        running = elsewhere.meetings.running().result()
        assert running is not None
        elsewhere.meetings.goto(running.id, Stage.INCIDENT, 2).result()
        await room.until(lambda: "▶ 3 Actions" in room.text("#heading"))
        assert room.app.focused is not None
        assert room.app.focused.id == "slot-1"
        elsewhere.meetings.finish(running.id).result()
        await room.until(lambda: isinstance(room.app.screen, HomeScreen))
        assert "finished in another window" in room.told


async def test_a_window_with_a_text_in_hand_is_told_and_follows_once_it_is_left(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        elsewhere = other()
        await room.press("r", "ctrl+a")
        await room.type("d")
        go(elsewhere, Stage.PATTERNS)
        await is_shown(room, "#offer", "The meeting is on Patterns now")
        await room.type("ax")
        await room.look()
        assert room.stage is Stage.INCIDENT
        await room.press("escape")
        await room.look()
        assert room.stage is Stage.PATTERNS
        assert (await room.incident()).root_cause == "dax"


async def test_a_window_with_a_form_in_hand_follows_once_it_is_closed(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.type("Cap")
        go(other(), Stage.PATTERNS)
        await room.pilot.pause(0.3)
        assert isinstance(room.app.screen, Form)
        assert room.text("#action") == "Cap"
        await room.press("escape")
        await room.until(lambda: room.stage is Stage.PATTERNS)


async def test_next_in_two_windows_is_one_step(meeting: OpenRoom, other: Other) -> None:
    async with meeting(Stage.REVIEW) as room:
        screen, elsewhere = room.meeting_screen, other()
        go(elsewhere, Stage.INCIDENT)
        # Pressed before this window could hear of it.
        await screen.clock(ClockKind.NEXT, stage=Stage.INCIDENT)
        await room.until(lambda: isinstance(room.app.screen, IncidentScreen))
        assert room.meeting_screen.state.segment is Segment.INCIDENT


async def test_next_where_the_meeting_has_gone_on_only_follows(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        await room.press("r")
        go(other(), Stage.PATTERNS)
        await is_shown(room, "#offer", "The meeting is on Patterns now")
        await room.press("f8")
        await room.until(lambda: room.stage is Stage.PATTERNS)
        assert (await room.meeting()).stage is Stage.PATTERNS
        assert room.meeting_screen.state.segment is Segment.PATTERNS


async def test_to_read_on_in_a_part_left_behind_does_not_take_the_meeting_back(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        await room.press("r")
        go(other(), Stage.PATTERNS)
        await is_shown(room, "#offer", "The meeting is on Patterns now")
        await room.press("f5")
        await room.look()
        assert (await room.meeting()).stage is Stage.PATTERNS


async def test_the_clock_follows_the_other_window(meeting: OpenRoom, other: Other) -> None:
    async with meeting(Stage.REVIEW) as room:
        running = other().meetings
        event = ClockEvent(ClockKind.PAUSE, room.clock.now())
        running.tick((await room.meeting()).id, event).result()
        await is_shown(room, "#agenda-words", "⏸ Review")
        await is_shown(room, "#countdown-word", "paused")


async def test_a_clock_kept_by_another_machine_goes_on_here(
    meeting: OpenRoom, other: Other
) -> None:
    here = clock_at(boot="another machine")
    here.set(uptime=-9_000)
    async with meeting(Stage.REVIEW) as there:
        kept = len((await there.meeting()).events)
        last = (await there.meeting()).id
        await there.store.meetings.beat(last, clock_at(20).now())
    here.advance(20)
    async with meeting(clock=here, at=Stage.REVIEW) as room:
        assert room.text("Digits") == "9:40"
        assert len((await room.meeting()).events) == kept
        elsewhere = other()
        for minutes in (10, 20):
            await room.pass_time(600)
            seen = clock_at(20 + minutes * 60).now()
            elsewhere.meetings.beat(last, seen).result()
            await room.until(lambda seen=seen: room.meeting_screen.meeting.seen == seen)  # type: ignore[misc]
        assert room.text("Digits") == "+10:20"
        assert not isinstance(room.app.screen, Question)
        # Here somebody uses the clock: from now on it is kept here, and nothing is lost.
        await room.press("space", "space")
        assert room.text("Digits") == "+10:20"
        here.advance(60)
        await room.look()
        assert room.text("Digits") == "+11:20"


async def test_home_shows_what_comes_in(meeting: OpenRoom, other: Other) -> None:
    async with meeting() as room:
        other().incidents.create("search", "no results", TODAY, 977).result()
        await is_shown(room, "#incidents", "no results")


async def test_home_below_a_meeting_is_up_to_date_when_it_comes_back(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.REVIEW) as room:
        other().incidents.create("search", "no results", TODAY, 977).result()
        await room.press("h")
        assert "no results" in room.text("#incidents")


async def test_a_database_that_went_away_is_told(meeting: OpenRoom, team_file: Path) -> None:
    async with meeting(Stage.REVIEW) as room:
        team_file.rename(team_file.with_name("moved.db"))
        await room.until(lambda: "moved, deleted or replaced" in room.told.replace("\n", " "))
        assert isinstance(room.app.screen, MeetingScreen)
        team_file.with_name("moved.db").rename(team_file)


async def test_two_people_on_different_fields_overwrite_nothing(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=2) as room:
        item = (await room.incident()).action_items[0]
        await room.press("e")
        elsewhere = other().actions
        elsewhere.edit(
            item, action=item.action, owner="Theirs", priority=item.priority, due=item.due,
            ticket=item.ticket,
        ).result()  # fmt: skip
        await room.paste(" and more")
        await room.press("ctrl+s")
        assert not isinstance(room.app.screen, Form)
        after = (await room.incident(SPIKE)).action_items[0]
        assert (after.action, after.owner) == (f"{item.action} and more", "Theirs")
        assert "Theirs" in room.text("#slot-1")
