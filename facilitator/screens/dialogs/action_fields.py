"""The fields of an action item in a form, and what the form makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from db.records import ActionItem
from db.vocabulary import Priority
from facilitator.domain.action_line import ActionLine, complete_owner, values_in_words
from facilitator.domain.labels import PRIORITY_LABELS, choices
from facilitator.domain.ticket_key import typed_ticket
from facilitator.screens.base import FacilitatorScreen
from facilitator.widgets.form import Field
from facilitator.widgets.line_reading import LineReading, ReadValue
from facilitator.widgets.name_suggester import NameSuggester

DAY_EXAMPLES = "2026-12-04, 4 Dec, fri, +14"
ACTION_HINT = "what will be different @owner P1 fri OPS-17"


class ItemValues(NamedTuple):
    """The fields of an action item that people write, in the order of the store's parameters."""

    action: str
    owner: str = ""
    priority: Priority = Priority.P2
    due: date | None = None
    ticket: str = ""


def values_of_item(item: ActionItem) -> ItemValues:
    """Return the values that people have written for an item."""
    return ItemValues(item.action, item.owner, item.priority, item.due, item.ticket)


def values_of_line(read: ActionLine) -> ItemValues:
    """Return the values of an item that was typed as one line."""
    priority = read.priority or Priority.P2
    return ItemValues(read.action, read.owner, priority, read.due, read.ticket)


def action_fields(
    screen: FacilitatorScreen, names: Sequence[str], values: ItemValues
) -> list[Field]:
    """Return the fields of an action item.

    The action can be typed as one line with owner, priority, day and ticket behind it, which move
    into their fields.

    Args:
        screen: The screen that the form opens on.
        names: The people who may own something, the likeliest first.
        values: What the fields hold at first.
    """

    def read(typed: str, _: Mapping[str, str]) -> LineReading:
        item = screen.parse_action_line(typed, names)
        words = values_in_words(item, screen.today)
        return LineReading(
            item.action,
            {name: ReadValue(_as_typed(getattr(item, name)), words[name]) for name in words},
            item.unclear,
        )

    suggester = NameSuggester(names, complete_owner)
    return [
        Field("action", "Action", values.action, ACTION_HINT, suggestions=suggester, read=read),
        Field("owner", "Owner", values.owner, "one person", suggestions=names),
        Field("priority", "Priority", values.priority, choices=choices(PRIORITY_LABELS)),
        Field("due", "Due", _as_typed(values.due), DAY_EXAMPLES, offered=True),
        Field("ticket", "Ticket", values.ticket, "OPS-17"),
    ]


def parse_item(
    screen: FacilitatorScreen, values: Mapping[str, str], ticket_before: str = ""
) -> ItemValues:
    """Return the values of an action item from those of its fields.

    Args:
        screen: The screen of the form.
        values: What stands in the fields, by their names.
        ticket_before: The ticket that the item has, which may stay whatever it looks like.

    Raises:
        ValueError: The action is empty, the due date is no day, or the ticket is no key.
    """
    action = values["action"].strip()
    if not action:
        raise ValueError("action: write what will be different")
    try:
        due = screen.parse_day(values["due"])
    except ValueError as error:
        raise ValueError(f"due: {error}") from None
    try:
        ticket = typed_ticket(values["ticket"], ticket_before)
    except ValueError as error:
        raise ValueError(f"ticket: {error}") from None
    return ItemValues(action, values["owner"], Priority(values["priority"]), due, ticket)


def _as_typed(value: str | date | None) -> str:
    """Return a value as its field shows it."""
    return value.isoformat() if isinstance(value, date) else value or ""
