"""The one field of a form that changes an action item, in a meeting as between two meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.action_item import DAY_EXAMPLES
from facilitator.widgets.form import Field

_BLOCKED_ON = "blocked on"


def blocked_field(item: ActionItem) -> Field:
    """Return the field for what an item waits for; it holds what stands there already."""
    is_blocked = item.status is ActionStatus.IN_PROGRESS and bool(item.note)
    return Field("text", "On what", item.note if is_blocked else f"{_BLOCKED_ON} ")


def new_owner_field(owners: Sequence[str]) -> Field:
    """Return the field for another owner.

    Args:
        owners: The people who may own something.
    """
    return Field("text", "New owner", hint="a name", suggestions=owners)


def due_field(item: ActionItem) -> Field:
    """Return the field for another due date; the present one is offered."""
    due = item.due.isoformat() if item.due else ""
    return Field("text", "Due", due, DAY_EXAMPLES, offered=True)


def drop_field(item: ActionItem) -> Field:
    """Return the field for the reason why an item is given up."""
    return Field("text", "Why", item.note)


def check_blocked_on(text: str) -> None:
    """Check that somebody wrote what an item waits for.

    Raises:
        ValueError: Nothing is written after the words that the field opens with.
    """
    if text in ("", _BLOCKED_ON):
        raise ValueError("on what? Say it in a few words")


def parse_due(screen: FacilitatorScreen, text: str) -> date:
    """Return the due date that somebody typed.

    Raises:
        ValueError: The text is no day, or is empty.
    """
    day = screen.parse_day(text)
    if day is None:
        raise ValueError("write a day")
    return day
