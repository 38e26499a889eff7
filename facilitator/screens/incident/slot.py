"""One of the three places for action items: a card, or a hatched place that waits for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content
from textual.geometry import Size

from db.records import ActionItem
from facilitator.screens.action_card import check_words
from facilitator.screens.slot_card import (
    action_words,
    due_chip,
    owner_words,
    priority_chip,
    status_words,
    ticket_words,
)
from facilitator.widgets.flowed import flowed
from facilitator.widgets.hanging_indent import with_lead
from facilitator.widgets.opening_list import EDGE
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.pixel_font import pixel_lines

HATCH = "╱"
"""What fills a place without a card."""
MARGIN = 2
"""How many cells stay free at the right."""
NUMBER_GAP = 2
"""How many cells stay free after the number."""
STACKED_EMPTY_HEIGHT = 3
"""How many lines an empty place has where the places lie one below the other."""


class Slot(PaintedLines, can_focus=True):
    """A place, with its card; the edge of the one with the focus is coloured."""

    def __init__(self, slot: int) -> None:
        """Prepare an empty place.

        Args:
            slot: Its number: 1, 2 or 3.
        """
        super().__init__(name=f"slot-{slot}")
        self._slot = slot
        self._item: ActionItem | None = None
        self._today: date | None = None
        self._hint = self._site = ""

    def show(self, item: ActionItem | None, today: date, hint: str, site: str) -> None:
        """Show an item, or an empty place.

        Args:
            item: The item; None where the place is empty.
            today: The present day, from which the due date is described.
            hint: What to do about an empty place.
            site: The address of the tracker's site, to which the ticket leads, or "".
        """
        width, before = self.size.width, self._stacked_height(self.size.width)
        self._item, self._today, self._hint, self._site = item, today, hint, site
        self.redraw()
        if self._is_stacked and self._stacked_height(width) != before:
            self.refresh(layout=True)

    @property
    def _is_stacked(self) -> bool:
        return self.styles.height is not None and self.styles.height.is_auto

    def watch_has_focus(self, has_focus: bool) -> None:
        """Colour the edge, or take the colour away."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the card needs where the places lie one below the other."""
        return self._stacked_height(width)

    def _stacked_height(self, width: int) -> int:
        if self._item is None:
            return STACKED_EMPTY_HEIGHT
        return len(self._stacked_card(self._item, _inside(width)))

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the card, or the hatching."""
        edge = Content.styled(EDGE, "$accent") if self.has_focus else Content(" ")
        inside = _inside(width)
        if self._item is None:
            lines = self._empty(width - len(EDGE) - 1, height)
        elif self._is_stacked:
            lines = self._stacked_card(self._item, inside)
        else:
            lines = [Content(""), *self._card(self._item, inside)]
        lines = [*lines, *[Content("")] * (height - len(lines))]
        return [Content.assemble(edge, " ", content) for content in lines]

    def _empty(self, width: int, height: int) -> list[Content]:
        """Return hatching, with the number and a sentence on a free ground in its middle."""
        words = Content.assemble((f"  {self._slot}  ", "bold $text-accent"), self._hint, "  ")
        lines = words.wrap(max(1, width - 2))
        above = max(0, (height - len(lines)) // 2)
        drawn = [Content.styled(HATCH * width, "$rule")] * height
        for y, words_line in enumerate(lines, above):
            before = max(0, (width - words_line.cell_length) // 2)
            after = max(0, width - words_line.cell_length - before)
            drawn[y : y + 1] = [
                Content.assemble((HATCH * before, "$rule"), words_line, (HATCH * after, "$rule"))
            ]
        return drawn

    def _card(self, item: ActionItem, width: int) -> list[Content]:
        """Return the number in large digits, and beside it what the item is."""
        number = pixel_lines(str(self._slot))
        lead = len(number[0]) + NUMBER_GAP
        beside = width - lead
        body = [
            *action_words(item).wrap(beside),
            Content(""),
            *owner_words(item).wrap(beside),
            Content(""),
            *flowed([priority_chip(item), due_chip(item, self._day)], beside),
            Content(""),
            *ticket_words(item, self._site).wrap(beside),
            *status_words(item).wrap(beside),
            *_wrapped(check_words(item, self._day), beside),
        ]
        blank = Content(" " * lead)
        numbers = [
            *(Content.styled(f"{row:<{lead}}", "$text-accent") for row in number),
            *[blank] * (len(body) - len(number)),
        ]
        return [
            Content.assemble(before, words) for before, words in zip(numbers, body, strict=True)
        ]

    def _stacked_card(self, item: ActionItem, width: int) -> list[Content]:
        """Return the item in few lines: what is to be done, and below it all the rest."""
        lead = Content.styled(f"{self._slot}  ", "bold $text-accent")
        beside = width - lead.cell_length
        facts = [
            owner_words(item),
            priority_chip(item),
            due_chip(item, self._day),
            ticket_words(item, self._site),
            status_words(item),
            *_wrapped(check_words(item, self._day), beside),
        ]
        return with_lead(lead, [*action_words(item).wrap(beside), *flowed(facts, beside)])

    @property
    def _day(self) -> date:
        assert self._today is not None
        return self._today


def _wrapped(words: Content, width: int) -> list[Content]:
    """Return the lines of some words; none where there are no words."""
    return list(words.wrap(width)) if words else []


def _inside(width: int) -> int:
    """Return how many cells of a line the card has."""
    return max(1, width - len(EDGE) - 1 - MARGIN)
