"""The rows of the actions screen: what stands in them at which width."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.vocabulary import ActionStatus
from facilitator.screens.actions.item_row import LEAST_WIDE, ListedItem, item_row
from tests.support import item

TODAY = date(2026, 11, 24)


def row(width: int, **facts: Any) -> str:
    """Return the row of an item with these facts."""
    entry = ListedItem(43, "payments", item(**facts))
    return item_row(entry, width, TODAY, is_marked=False).plain


def test_an_owner_stands_in_a_row_from_the_width_on_that_has_room_for_one() -> None:
    assert "Priya" not in row(LEAST_WIDE - 1, owner="Priya")
    assert "Priya" in row(LEAST_WIDE, owner="Priya")


def test_what_an_open_item_lacks_is_said() -> None:
    assert row(LEAST_WIDE, owner="", due=None).endswith(f"no owner{' ' * 10}no due date")


@pytest.mark.parametrize("status", [ActionStatus.DONE, ActionStatus.DROPPED])
def test_a_closed_item_lacks_nothing(status: ActionStatus) -> None:
    assert "no " not in row(LEAST_WIDE, action="Add alerts", owner="", due=None, status=status)


@pytest.mark.parametrize("width", [20, LEAST_WIDE, 200])
def test_a_row_keeps_within_its_width(width: int) -> None:
    assert len(row(width, action="A" * 300, owner="Z" * 200)) <= width
