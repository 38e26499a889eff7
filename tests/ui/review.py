"""What the tests of the review read from its screen."""

from __future__ import annotations

import re

from tests.ui.room import Room

ITEMS = "#items"


def card(room: Room) -> list[str]:
    """The lines of the card that say something, without their edge."""
    lines = (line.lstrip("▌ ").rstrip() for line in room.text("#card").splitlines())
    return [line for line in lines if line]


def split(line: str) -> list[str]:
    """The parts of a line that are set apart by more than a space."""
    return [part for part in re.split(" {2,}", line.strip()) if part]


def action_on_card(room: Room) -> str:
    """The action on the card, which is short enough for one line."""
    return card(room)[1]
