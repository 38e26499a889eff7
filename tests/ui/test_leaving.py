"""Leaving a screen, a form or the program loses no typed text."""

from __future__ import annotations

import gc
import weakref

import pytest
import textual.screen

from db.vocabulary import Stage
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.question import Question
from tests.ui.room import OpenRoom, Room, wait_until_idle


async def make_conflict(room: Room) -> None:
    """Type a root cause while another window saves a different one."""
    incident = await room.incident()
    await room.press("r")
    await room.store.incidents.write(incident.id, "root_cause", incident.root_cause, "theirs")
    room.screen().query_one("#root-cause", AutosavedText).text = "mine"


@pytest.mark.parametrize("key", ["f8", "f10", "ctrl+q"])
async def test_a_conflict_keeps_the_screen_open_until_it_is_answered(
    open_room: OpenRoom, key: str
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await make_conflict(room)
        await room.press(key)
        assert isinstance(room.screen(), Question)
        assert room.app.is_running
        await room.wait_for_question()
        await room.press("b")
        assert (await room.incident()).root_cause == "theirs\n\nmine"
        assert room.stage() is Stage.INCIDENT


async def test_a_meeting_can_be_finished_only_after_a_conflict_in_its_lessons(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        incident = await room.incident()
        await room.press("l")
        write = room.store.incidents.write
        await write(incident.id, "lessons_learned", incident.lessons_learned, "theirs")
        await room.paste("mine")
        await room.press("escape", "escape", "f")
        assert isinstance(room.screen(), Question)
        assert (await room.meeting()).finished_at is None
        await room.wait_for_question()
        await room.press("b", "f")
        assert "Not every rule is met" in room.screen_text
        await room.wait_for_question()
        await room.press("f")
        assert (await room.incident()).lessons_learned == "theirs\n\nmine"
        assert await room.store.meetings.running() == []


async def test_a_key_pressed_twice_answers_once(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        for name in ("Second", "Third", "Fourth"):
            await room.press("a")
            await room.fill_form(name, "Mei", None, "+7", "OPS-4")
        await room.pilot.press("p", "p")
        await wait_until_idle(room.pilot)
        parked_texts = [idea.text for idea in (await room.incident()).parked]
        assert sum(text.startswith("Fourth") for text in parked_texts) == 1
        assert room.stage() is Stage.INCIDENT


async def test_a_cancelled_text_comes_back_for_its_own_row_only(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=0) as room:
        await room.press("home", "down", "e", "tab", "tab")
        await room.paste(" and more")
        await room.press("escape", "down", "e")
        assert "more" not in room.text("#form #text")
        await room.press("escape", "up", "e")
        assert "and more" in room.text("#form #text")


async def test_a_screen_that_was_left_is_freed(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A cancelled timer keeps the screen until its time is over, as it is soon in the real app.
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", 0.01)
    async with open_room() as room:
        await room.press("p")
        reference = weakref.ref(room.screen())
        await room.press("f10", "p", "f10")

        def is_freed() -> bool:
            gc.collect()
            return reference() is None

        await room.wait_until(is_freed)


async def test_a_text_that_can_not_be_saved_goes_into_a_file_when_the_user_leaves_all_the_same(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("l")
        await room.paste("genuine insight")
        room.store.close()
        room.screen().query_one("#lessons", AutosavedText).text += ", and more"
        await room.press("ctrl+q")
        assert isinstance(room.screen(), Question)
        assert "Leave all the same?" in room.screen_text
        await room.press("s")
        assert room.app.is_running
        await room.press("ctrl+q", "l")
    assert room.app.return_code == 1
    (path,) = room.app.summaries.glob("unsaved-*.txt")
    assert "genuine insight, and more" in path.read_text(encoding="utf-8")
    assert str(path) in room.app.failure
