"""Values that another program wrote into the database: the screens say so, and go on."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.ui.odd_text import assert_nothing_leaks
from tests.ui.room import OpenRoom


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE incident SET date = 'yester' || char(27) || '[31mday' WHERE number = 45",
        "UPDATE action_item SET status = 'lost'",
        "UPDATE timeline_event SET at = 7",
    ],
)
async def test_a_value_that_can_not_be_read_is_said_and_ends_nothing(
    open_room: OpenRoom, change: str
) -> None:
    async with open_room() as room:
        with closing(sqlite3.connect(room.path, isolation_level=None)) as other:
            other.execute("PRAGMA ignore_check_constraints=ON")
            other.execute(change)
        for keys in (["p"], ["f10"], ["a"], ["f10"], ["enter"], ["escape"]):
            await room.press(*keys)
            assert_nothing_leaks(room, str(keys))
            assert room.app.is_running, room.app.failure
            assert not room.app.failure
        assert "can't be read" in room.notices.replace("\n", " ")
