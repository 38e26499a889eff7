"""Keys that come together, as over a slow line: none overtakes the one before, none is lost."""

from __future__ import annotations

import pytest

from db.words import FactorKind, Stage
from facilitator.screens.home.screen import HomeScreen
from tests.ui.room import OpenRoom, alone


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
