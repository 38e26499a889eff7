"""What the card of an action item of this meeting says: what, who, by when, and what it lacks."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from db.records import ActionItem
from db.vocabulary import Priority
from facilitator.domain.due_dates import due_in_words, overdue_days
from facilitator.domain.labels import PRIORITY_LABELS
from facilitator.domain.rules import MISSING_WORDS
from facilitator.domain.summary import status_in_words
from facilitator.domain.tickets import TicketState, ticket_state
from facilitator.screens.action_card import ticket_link
from facilitator.text import shortened
from facilitator.widgets.chip import chip, filled
from facilitator.widgets.glyphs import PROBLEM
from facilitator.widgets.text import line

ACTION_CHARACTERS = 160
NAME_CHARACTERS = 40
STATUS_CHARACTERS = 80
"""How many characters of an action, of a name, and of a status are shown.

The form of the item shows all of them.
"""


def action_words(item: ActionItem) -> Content:
    """Return what is to be done."""
    return line(shortened(item.action, ACTION_CHARACTERS), "bold")


def owner_words(item: ActionItem) -> Content:
    """Return who does it, or that nobody does."""
    if not item.owner:
        return lacking("owner")
    return line(shortened(item.owner, NAME_CHARACTERS), "$text-accent")


def due_chip(item: ActionItem, today: date) -> Content:
    """Return by when it is to be done: `DUE IN 9 DAYS (3 DEC)`; with a sign once that is over."""
    if item.due is None:
        return lacking("due")
    words = due_in_words(item.due, today)
    is_overdue = bool(overdue_days(item, today))
    return chip(f"{PROBLEM} {words}" if is_overdue else words, "error" if is_overdue else "")


def ticket_words(item: ActionItem, site: str) -> Content:
    """Return the ticket and how far it is, or that there is none.

    Args:
        item: The item.
        site: The address of the tracker's site, to which the ticket leads, or "".
    """
    is_lacking = ticket_state(item) is TicketState.NONE
    return lacking("ticket") if is_lacking else ticket_link(item, site)


def priority_chip(item: ActionItem) -> Content:
    """Return the priority, which stands out where it is the first."""
    is_first = item.priority is Priority.P1
    return chip(PRIORITY_LABELS[item.priority].name, "warning" if is_first else "")


def status_words(item: ActionItem) -> Content:
    """Return the status with its note."""
    return line(shortened(status_in_words(item), STATUS_CHARACTERS), "$text-muted")


def lacking(field: str) -> Content:
    """Return that a field is missing that rule 2 requires."""
    return filled(f"{PROBLEM} {MISSING_WORDS[field]}", "warning")
