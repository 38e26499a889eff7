"""A text over its bound is told so, and stays in the form."""

from __future__ import annotations

from db.words import Stage
from tests.ui.room import OpenRoom


async def test_a_text_over_its_bound_is_told_and_stays(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=2) as room:
        before = (await room.incident()).action_items
        await room.press("a")
        await room.paste("x" * 2_001)
        await room.press("ctrl+s")
        assert "2,001 characters; at most 2,000" in room.text("#form-error")
        assert room.text("#form #action") == "x" * 2_001
        assert (await room.incident()).action_items == before
        await room.press("backspace", "ctrl+s")
        assert (await room.incident()).action_items[-1].action == "x" * 2_000
