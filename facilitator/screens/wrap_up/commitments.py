"""Who commits to what: a card for each action item, with the name of its owner in large letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual.content import Content

from db.records import ActionItem
from facilitator.screens.slot_card import (
    NAME_CHARACTERS,
    action_words,
    due_chip,
    lacking,
    ticket_words,
)
from facilitator.text import shortened
from facilitator.widgets.chip import filled
from facilitator.widgets.columns import column_width, side_by_side
from facilitator.widgets.flowed import flowed
from facilitator.widgets.fluid_text import Draw
from facilitator.widgets.glyphs import OK
from facilitator.widgets.hanging_indent import with_lead
from facilitator.widgets.large_words import large_words
from facilitator.widgets.pixel_font import LARGE_HEIGHT, SMALL_HEIGHT
from facilitator.widgets.text import line

LEAST_BESIDE = 90
"""From so many cells on, the cards stand side by side."""
LARGE_COLUMN = 60
"""From so many cells of a card on, the letters of its owner may be five lines high."""
LEAD = 3
"""How many cells the number of an item takes."""


def draw_commitments(
    items: Sequence[ActionItem],
    today: date,
    is_confirmed: Callable[[ActionItem], bool],
    hint: str,
    site: str,
) -> Draw:
    """Return what draws the cards, side by side where there is room.

    Args:
        items: The action items.
        today: The present day, from which the due dates are described.
        is_confirmed: Whether the owner of an item said yes to it in this meeting.
        hint: What to do where there are no items.
        site: The address of the tracker's site, to which the tickets lead, or "".
    """

    def draw(width: int) -> Content:
        if not items:
            return Content.styled(hint, "$text-muted")
        if width < LEAST_BESIDE:
            cards = [_lines(item, width, today, site, is_confirmed(item)) for item in items]
            return Content("\n").join(row for card in cards for row in card)
        each = column_width(width, len(items))
        heads = [_head(item, each) for item in items]
        height = max(len(head) for head in heads)
        cards = [
            [
                *head,
                *[Content("")] * (height - len(head)),
                *_facts(item, each, today, site, is_confirmed(item)),
            ]
            for item, head in zip(items, heads, strict=True)
        ]
        return side_by_side(cards, width)

    return draw


def _head(item: ActionItem, width: int) -> list[Content]:
    """Return who does what."""
    height = LARGE_HEIGHT if width >= LARGE_COLUMN else SMALL_HEIGHT
    action = _with_number(item, action_words(item).wrap(width - LEAD))
    return [*_owner(item, width, height), Content(""), *action, Content("")]


def _facts(
    item: ActionItem, width: int, today: date, site: str, is_confirmed: bool
) -> list[Content]:
    """Return by when, and under which ticket."""
    chips = flowed([due_chip(item, today), *_said_yes(is_confirmed)], width)
    return [*chips, *flowed([ticket_words(item, site)], width)]


def _owner(item: ActionItem, width: int, height: int) -> list[Content]:
    if not item.owner:
        return [lacking("owner")]
    name = shortened(item.owner, NAME_CHARACTERS)
    return large_words(name, width, "$text-accent", height=height)


def _lines(
    item: ActionItem, width: int, today: date, site: str, is_confirmed: bool
) -> list[Content]:
    """Return the few lines of an item where the cards lie one below the other."""
    name = shortened(item.owner, NAME_CHARACTERS)
    owner = line(name, "bold $text-accent") if name else lacking("owner")
    facts = [owner, due_chip(item, today), *_said_yes(is_confirmed), ticket_words(item, site)]
    room = width - LEAD
    return _with_number(item, [*flowed(facts, room), *action_words(item).wrap(room)])


def _with_number(item: ActionItem, lines: Sequence[Content]) -> list[Content]:
    return with_lead(Content.styled(f"{item.slot:<{LEAD}}", "$text-muted"), lines)


def _said_yes(is_confirmed: bool) -> list[Content]:
    return [filled(f"{OK} said yes", "success")] if is_confirmed else []
