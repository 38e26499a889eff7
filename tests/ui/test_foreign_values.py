"""Values that another program wrote into the database: the screens say so, and go on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Column

from db.models import METADATA
from db.vocabulary import Stage
from tests.ui.odd_text import ALL, assert_nothing_leaks, visit_screens
from tests.ui.room import OpenRoom, Room

VALUES: dict[str, dict[type, object]] = {
    "long texts": {str: (ALL + " 漢字 ") * 300},
    "great numbers": {int: 2**63 - 1, Decimal: "9" * 40, float: 1e308},
    "negative numbers": {int: -(2**63), Decimal: "-1", float: -1e308},
    "the first days": {date: "0001-01-01", datetime: "0001-01-01 00:00:00.000000"},
    "the last days": {date: "9999-12-31", datetime: "9999-12-31 23:59:59.999999"},
    "other types": {str: 7, int: "seven", date: 7, datetime: b"\xff\x00"},
}
"""What another program writes into all columns of a type."""


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


def write_everywhere(file: Path, values: dict[type, object]) -> None:
    """Write values into every column of their type, past the program and past all constraints."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA ignore_check_constraints=ON")
        for table in METADATA.sorted_tables:
            for column in table.columns:
                value = values.get(python_type(column))
                if value is not None and not (column.primary_key or column.foreign_keys):
                    other.execute(
                        f'UPDATE OR IGNORE "{table.name}" SET "{column.name}" = ?', (value,)
                    )


def python_type(column: Column[object]) -> type:
    """Return the type of a column's values; that of texts with a meaning of their own is none."""
    try:
        return column.type.python_type
    except NotImplementedError:
        return object


async def look_through(room: Room) -> None:
    """Visit every screen of a meeting, and home with its lists, its history and its search."""
    async for name in visit_screens(room):
        assert_nothing_leaks(room, name)
    for keys in (["H"], ["escape"], ["a"], ["f10"], ["c"], ["escape"], ["p"], ["4"], ["f10"]):
        await room.press(*keys)
        assert_nothing_leaks(room, str(keys))


@pytest.mark.parametrize("name", VALUES)
async def test_no_value_of_another_program_ends_this_one(open_room: OpenRoom, name: str) -> None:
    async with open_room(Stage.OPENING, people=["Ana"]) as room:
        write_everywhere(room.path, VALUES[name])
        await room.app.screen.reread()  # type: ignore[attr-defined]
        await look_through(room)
        assert room.app.is_running, room.app.failure
        assert not room.app.failure
    async with open_room() as room:
        await look_through(room)
        assert not room.app.failure
