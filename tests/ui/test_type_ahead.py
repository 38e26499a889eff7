"""Keys that come together, as over a slow line: none overtakes the one before, none is lost."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from db.store import Store
from db.words import FactorKind, Stage
from facilitator.screens import type_ahead
from facilitator.screens.home.screen import HomeScreen
from facilitator.screens.type_ahead import TypeAhead
from tests.ui.room import ROUNDS, SPIKE, OpenRoom, alone


async def test_a_text_follows_the_key_that_opens_its_place(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1, sample=False, prepare=alone) as room:
        await room.burst("r", *"typed at once")
        assert room.text("#root-cause") == "typed at once"
        assert room.app.screen is room.meeting_screen


async def test_whole_forms_are_filled_before_the_first_is_there(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1, sample=False, prepare=alone) as room:
        await room.burst("a", *"no limit", "enter", "a", *"no alert", "enter")
        incident = await room.incident()
        assert [(each.kind, each.text) for each in incident.factors] == [
            (FactorKind.MADE_POSSIBLE, "no limit"),
            (FactorKind.MADE_POSSIBLE, "no alert"),
        ]
        assert room.app.screen is room.meeting_screen


async def test_what_is_pasted_waits_for_its_place_too(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1, sample=False, prepare=alone) as room:
        room.post("r")
        await room.paste("pasted at once")
        assert room.text("#root-cause") == "pasted at once"


async def test_a_screen_that_is_still_coming_gets_its_keys(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.burst("/", *"checkout", "enter", "p", "escape", "escape")
        assert isinstance(room.app.screen, HomeScreen)
        assert room.text("#search") == "checkout"


async def test_a_question_is_answered_before_it_is_asked(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1, sample=False, prepare=alone) as room:
        await room.burst("a", *"gone soon", "escape", "a", "enter")
        incident = await room.incident()
        assert [each.text for each in incident.factors] == ["gone soon"]


@pytest.mark.parametrize("keys", [("f1", "escape"), ("ctrl+p", "escape"), ("ctrl+g", "escape")])
async def test_what_opens_on_every_screen_closes_in_the_same_breath(
    meeting: OpenRoom, keys: tuple[str, str]
) -> None:
    async with meeting() as room:
        await room.burst(*keys, "/", *"checkout")
        assert isinstance(room.app.screen, HomeScreen)
        assert room.text("#search") == "checkout"


@pytest.mark.parametrize("away", ["clicked", "another window"])
async def test_what_takes_the_focus_away_waits_for_the_keys_before_it(
    meeting: OpenRoom, away: str
) -> None:
    async with meeting(Stage.INCIDENT, part=1, sample=False, prepare=alone) as room:
        for key in ("r", *"typed"):
            room.post(key)
        if away == "clicked":
            x, y = room.app.screen.query_one("#went_well").region.offset
            for kind in (events.MouseDown, events.MouseUp):
                room.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        else:
            room.app.post_message(events.AppBlur())
        room.paste_unseen("elsewhere")
        await room.burst()
        assert room.text("#root-cause") == "typed"


async def test_what_is_typed_before_the_program_is_left_is_saved(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1, sample=False, prepare=alone) as room:
        await room.burst("r", *"typed", "ctrl+q", *"and not this")
    stored = Store.open(room.path)
    assert stored.incidents.get(SPIKE).result().root_cause == "typed"
    stored.close()


class Slow(TypeAhead):
    """Two lines, and a key that goes from one to the other as slowly as a database answers."""

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "turn")]

    def compose(self) -> ComposeResult:
        yield Input(id="one", select_on_focus=False)
        yield Input(id="other", select_on_focus=False)

    async def action_turn(self) -> None:
        await asyncio.sleep(0.12)
        self.screen.focus_next()


async def test_however_long_all_of_them_take_each_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(type_ahead, "PATIENCE_SECONDS", 0.6)
    app = Slow(None)
    async with app.run_test() as pilot:
        for _ in range(4):
            for key in ("f2", "b", "f2", "a"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
        lines = app.query_one("#one", Input), app.query_one("#other", Input)
        for _ in range(ROUNDS):
            if sum(len(each.value) for each in lines) == 8:
                break
            await pilot.pause(0.02)
        assert [each.value for each in lines] == ["aaaa", "bbbb"]
