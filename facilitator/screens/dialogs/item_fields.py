"""The one field of a form that changes an action item, in a meeting as between two meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.records import ActionItem
from facilitator.domain.blocked import blocked_on, is_blocked_note
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.action_fields import DAY_EXAMPLES
from facilitator.widgets.form import Field


def blocked_field(item: ActionItem) -> Field:
    """Return the field for what an item waits for; what it waits for already is offered."""
    waits_for = blocked_on(item.note) if is_blocked_note(item.note) else ""
    return Field("text", "On what", waits_for, "the vendor", offered=True)


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
    """Return the field for the reason why an item is given up; the note that stands is offered."""
    return Field("text", "Why", item.note, offered=True)


def parse_due(screen: FacilitatorScreen, text: str) -> date:
    """Return the due date that somebody typed.

    Raises:
        ValueError: The text is no day, or is empty.
    """
    day = screen.parse_day(text)
    if day is None:
        raise ValueError("write a day")
    return day
