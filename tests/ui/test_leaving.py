"""Nothing that was typed is left behind: by a key, by a question, or by a signal."""

from __future__ import annotations

import gc
import weakref

from db.words import Stage
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.question import Question
from tests.ui.room import OpenRoom, Room, settle


async def in_conflict(room: Room) -> None:
    """Somebody else writes the root cause while this window types one."""
    incident = await room.incident()
    await room.press("r")
    await room.store.incidents.write(incident.id, "root_cause", incident.root_cause, "theirs")
    room.app.screen.query_one("#root-cause", LiveText).text = "mine"


async def test_a_conflict_keeps_the_screen_until_it_is_answered(meeting: OpenRoom) -> None:
    for key in ("f8", "f10", "ctrl+q"):
        async with meeting(Stage.INCIDENT, part=1) as room:
            await in_conflict(room)
            await room.press(key)
            assert isinstance(room.app.screen, Question)
            assert room.app.is_running
            await room.until(lambda: room.question.listening)
            await room.press("b")
            assert (await room.incident()).root_cause == "theirs\n\nmine"
            assert room.stage is Stage.INCIDENT
            incident = await room.incident()
            await room.store.incidents.write(incident.id, "root_cause", incident.root_cause, "")


async def test_a_meeting_is_finished_once_its_lessons_are_saved(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        incident = await room.incident()
        await room.press("l")
        write = room.store.incidents.write
        await write(incident.id, "lessons_learned", incident.lessons_learned, "theirs")
        await room.paste("mine")
        await room.press("escape", "escape", "f")
        assert isinstance(room.app.screen, Question)
        assert (await room.meeting()).finished_at is None
        await room.until(lambda: room.question.listening)
        await room.press("b", "f")
        assert (await room.incident()).lessons_learned == "theirs\n\nmine"
        assert await room.store.meetings.running() is None


async def test_a_key_pressed_twice_answers_once(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=2) as room:
        for name in ("Second", "Third", "Fourth"):
            await room.press("a")
            await room.fill(name, "Mei", None, "+7", "OPS-4")
        await room.pilot.press("p", "p")
        await settle(room.pilot)
        parked = [each.text for each in (await room.incident()).parked]
        assert sum(each.startswith("Fourth") for each in parked) == 1
        assert room.stage is Stage.INCIDENT


async def test_a_cancelled_text_comes_back_to_its_own_row_only(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=0) as room:
        await room.press("home", "down", "e", "tab", "tab")
        await room.paste(" and more")
        await room.press("escape", "down", "e")
        assert "more" not in room.text("#form #text")
        await room.press("escape", "up", "e")
        assert "and more" in room.text("#form #text")


async def test_a_screen_that_is_left_is_let_go(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("p")
        left = weakref.ref(room.app.screen)
        await room.press("f10", "p", "f10")
        gc.collect()
        assert left() is None
