"""Prep: the whole template, written alone."""

from __future__ import annotations

from db.records import FactorKind, FindingKind
from facilitator.screens.home import HomeScreen
from facilitator.screens.prep import PrepScreen
from tests.ui.room import SPIKE, OpenRoom, Room, alone, settle


async def prepare(room: Room, number: int = SPIKE) -> None:
    room.app.show_prep(number)
    await settle(room.pilot)
    assert isinstance(room.app.screen, PrepScreen)


async def test_lines_are_typed_one_after_the_other_and_the_kind_goes_on_by_itself(
    meeting: OpenRoom,
) -> None:
    async with meeting(sample=False, prepare=alone) as room:
        await prepare(room)
        await room.press("escape", "4")
        await room.type("no limit on retries")
        await room.press("enter")
        await room.type("no alert on the retry rate")
        await room.press("enter", "left")
        await room.type("res: the flag took a release")
        await room.press("enter", "enter")
        await room.type("rollback took a minute")
        await room.press("ctrl+down")
        incident = await room.incident()
        assert [(each.kind, each.text) for each in incident.factors] == [
            (FactorKind.MADE_POSSIBLE, "no limit on retries"),
            (FactorKind.SLOWED_DETECTION, "no alert on the retry rate"),
            (FactorKind.SLOWED_RESOLUTION, "the flag took a release"),
        ]
        # A line that was not entered is taken when somebody goes on.
        assert [each.text for each in incident.findings_of(FindingKind.WENT_WELL)] == [
            "rollback took a minute"
        ]


async def test_a_wrong_value_is_told_beside_it_and_stays_until_it_is_right(
    meeting: OpenRoom,
) -> None:
    async with meeting(sample=False, prepare=alone) as room:
        await prepare(room)
        await room.type("9")
        await room.press("enter")
        assert "expected one of SEV1" in room.picture
        await room.press("escape", "h")
        assert isinstance(room.app.screen, PrepScreen)
        assert (await room.incident()).severity is None
        await room.press("enter", "backspace", "2", "enter", "escape", "h")
        assert isinstance(room.app.screen, HomeScreen)
        assert (await room.incident()).severity == "SEV2"
