"""A row of the actions screen: an item of some incident, with its owner where there is room."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from textual.content import Content

from db.records import ActionItem
from facilitator.domain.due_dates import overdue_days, short_day
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.tickets import needs_attention
from facilitator.screens.action_card import STATUS_COLOURS, ticket_mark
from facilitator.widgets.glyphs import PROBLEM
from facilitator.widgets.text import line

LEAST_WIDE = 90
"""From so many cells on, a row says who owns the item, and by when it is due."""
OWNER_WIDTH, DUE_WIDTH = 16, 12
GAP = "  "
"""What lies between two columns."""


class ListedItem(NamedTuple):
    """An action item with the number and the service of its incident."""

    number: int
    service: str
    item: ActionItem


def item_row(entry: ListedItem, width: int, today: date, *, is_marked: bool) -> Content:
    """Return the row of an item.

    Args:
        entry: The item.
        width: How many cells the row has.
        today: The present day, from which it is told what is overdue.
        is_marked: Whether the user has marked the item.
    """
    item = entry.item
    words = Content.assemble(
        ("✓ " if is_marked else "  ", "bold $text-accent"),
        (STATUS_LABELS[item.status].glyph, STATUS_COLOURS[item.status]),
        (f" #{entry.number}.{item.slot} ", "$text-muted"),
        (f"{PROBLEM} " if overdue_days(item, today) else "", "bold $text-error"),
        ticket_mark(needs_attention(item)),
        line(item.action),
    )
    if width < LEAST_WIDE:
        return words.truncate(width, ellipsis=True)
    room = width - OWNER_WIDTH - DUE_WIDTH - 2 * len(GAP)
    return Content.assemble(
        words.truncate(room, ellipsis=True, pad=True),
        GAP,
        _owner(item).truncate(OWNER_WIDTH, ellipsis=True, pad=True),
        GAP,
        _due(item, today).truncate(DUE_WIDTH, ellipsis=True),
    )


def _owner(item: ActionItem) -> Content:
    if item.owner or not item.is_open:
        return line(item.owner)
    return Content.styled("no owner", "$text-error")


def _due(item: ActionItem, today: date) -> Content:
    if not item.is_open:
        return Content("")
    if item.due is None:
        return Content.styled("no due date", "$text-error")
    if days := overdue_days(item, today):
        return Content.styled(f"{days} d late", "bold $text-error")
    return Content.styled(short_day(item.due, today), "$text-muted")
