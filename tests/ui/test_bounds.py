"""A text that is too long is reported, and stays in the form."""

from __future__ import annotations

from db.vocabulary import Stage
from tests.ui.room import OpenRoom


async def test_a_text_that_is_too_long_is_reported_and_stays_in_the_form(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        before = (await room.incident()).action_items
        await room.press("a")
        await room.paste("x" * 2_001)
        await room.press("ctrl+s")
        assert "2,001 characters; at most 2,000" in room.text("#form-error")
        assert room.text("#form #action") == "x" * 2_001
        assert (await room.incident()).action_items == before
        await room.press("backspace", "ctrl+s")
        assert (await room.incident()).action_items[-1].action == "x" * 2_000
