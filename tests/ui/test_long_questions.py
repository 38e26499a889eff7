"""A question shows its answers whatever it asks, and what is typed meanwhile is not lost."""

import asyncio

import pytest

from db.vocabulary import Stage
from facilitator.widgets import question
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.question import Question
from tests.ui.room import OpenRoom, OpenStore, Room

LONG = " ".join(f"sentence {index} says what the pool did." for index in range(120))


@pytest.fixture
def endless_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pause after the last key end when the test says so, however busy the machine is."""
    monkeypatch.setattr(question, "QUIET_SECONDS", 3600)


async def make_conflict(room: Room, other: OpenStore, theirs: str, mine: str) -> None:
    """Change the root cause in another window, then type over what was there before."""
    before = await room.incident()
    await room.press("r", "ctrl+a")
    room.post_paste(mine)
    other().incidents.write(before.id, "root_cause", before.root_cause, theirs).result()
    await room.wait_until(lambda: isinstance(room.screen(), Question))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_answers_are_in_view_below_texts_of_any_length(
    open_room: OpenRoom, open_other_store: OpenStore, size: tuple[int, int]
) -> None:
    async with open_room(Stage.INCIDENT, part=1, size=size) as room:
        await make_conflict(room, open_other_store, LONG, LONG.upper())
        await room.wait_for_question()
        for answer in ("keep both", "keep mine", "keep theirs"):
            assert answer in room.screen_text
        assert "sentence 0 says" in room.screen_text
        for _ in range(40):
            await room.press("pagedown")
        asked = room.screen().query_one("#asked")
        assert asked.scroll_y == asked.max_scroll_y > 0
        assert "keep theirs" in room.screen_text


async def test_only_what_differs_is_shown_of_a_long_text(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1, size=(80, 24)) as room:
        await make_conflict(room, open_other_store, f"{LONG} It was cold.", f"{LONG} It was warm.")
        await room.wait_for_question()
        assert "theirs  cold." in room.screen_text
        assert "mine    warm." in room.screen_text
        assert "sentence 0 " not in room.screen_text


@pytest.mark.usefixtures("endless_pause")
async def test_what_is_typed_before_there_are_answers_goes_into_the_text(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await make_conflict(room, open_other_store, "theirs", "mine")
        await room.press_together(*" bott", *"xy", "backspace", "backspace", *"om", "enter")
        await room.paste("line")
        room.question.show_answers()
        assert "mine    mine bottom\n        line\n" in room.text("#form")
        await room.press("m")
        assert (await room.incident()).root_cause == "mine bottom\nline"


@pytest.mark.usefixtures("endless_pause")
async def test_escape_closes_no_question_that_nobody_has_had_time_to_read(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await make_conflict(room, open_other_store, "theirs", "mine")
        await room.press("escape")
        room.question.show_answers()
        await room.press("escape")
        assert not isinstance(room.screen(), Question)
        assert room.text("#root-cause") == "mine"
        # The next attempt to save asks again.
        await room.press("f8")
        room.question.show_answers()
        await room.press("t")
        assert (await room.incident()).root_cause == "theirs"


async def test_a_save_that_was_under_way_when_the_question_was_answered_asks_no_second_time(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await make_conflict(room, open_other_store, "theirs", "mine")
        await room.wait_for_question()
        text = room.app.screen_stack[-2].query_one("#root-cause", AutosavedText)
        text.text = "mine, typed on"
        saving = asyncio.create_task(text.save_now())
        # The save has begun, and goes on from what was stored before the other window wrote.
        await asyncio.sleep(0)
        await room.press("b")
        await saving
        await room.tick()
        assert not isinstance(room.screen(), Question)
        assert (await room.incident()).root_cause == "theirs\n\nmine, typed on"
