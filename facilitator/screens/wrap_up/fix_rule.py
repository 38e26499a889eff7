"""The steps that meet each of the three rules: they ask for one missing thing after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from db.records import ActionItem, CarriedItem
from facilitator.domain.due_dates import due_in_words
from facilitator.domain.rules import missing_fields
from facilitator.domain.summary import status_in_words
from facilitator.domain.tickets import needs_key
from facilitator.screens.dialogs.action_item import ask_edited_item, ask_new_item
from facilitator.screens.dialogs.outcome import outcome_answers, record_outcome
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.screens.ticket_push import push_tickets
from facilitator.text import shortened
from facilitator.widgets.question import Question

T = TypeVar("T")


class FixRule:
    """Asks for what a rule lacks, one thing after another.

    A thing that the user skips comes up again only after all the others.
    """

    def __init__(self, screen: MeetingScreen) -> None:
        self._screen = screen
        self._last_filled_in: UUID | None = None
        self._last_reviewed: UUID | None = None

    async def fix(self, number: int) -> None:
        """Ask for what a rule lacks, until nothing is missing or the user stops.

        Args:
            number: The number of the rule, from 1 to 3.
        """
        if number == 1:
            await ask_new_item(self._screen)
        elif number == 2:
            await self._commit()
        else:
            await self._review_items()

    async def _commit(self) -> None:
        """Ask for what the items lack; where a tracker makes the tickets, have it make them."""
        screen = self._screen
        if not any(missing_fields(item) for item in screen.document.action_items):
            screen.notify("Nothing is missing: every open item has owner, date and ticket")
            return
        if not await self._fill_in_items():
            return
        items = screen.document.action_items
        without = [item for item in items if "ticket" in missing_fields(item)]
        if without and screen.makes_tickets:
            await push_tickets(screen, without)

    def _to_fill_in(self, item: ActionItem) -> list[str]:
        """Return the fields that people have to fill in; a tracker makes the ticket where it can.

        A key that leads to no ticket is for people too.
        """
        is_made = self._screen.makes_tickets and not needs_key(item)
        return [name for name in missing_fields(item) if name != "ticket" or not is_made]

    async def _fill_in_items(self) -> bool:
        """Ask for what each item lacks; return False where the user has stopped that."""
        while True:
            items = self._screen.document.action_items
            lacking = [item.id for item in items if self._to_fill_in(item)]
            item_id = _next_after([item.id for item in items], lacking, self._last_filled_in)
            if item_id is None:
                return True
            self._last_filled_in = item_id
            item = next(item for item in items if item.id == item_id)
            if await ask_edited_item(self._screen, item, self._to_fill_in(item)[0]) is None:
                return False
            # What this item still lacks was left out on purpose.
            others = (item for item in self._screen.document.action_items if item.id != item_id)
            if not any(self._to_fill_in(item) for item in others):
                return True

    async def _review_items(self) -> None:
        """Ask for the outcome of each earlier item that this meeting has not reviewed."""
        while True:
            carried = self._screen.carried
            left = [entry.item.id for entry in carried if not entry.reviewed_now]
            item_id = _next_after([entry.item.id for entry in carried], left, self._last_reviewed)
            if item_id is None:
                self._screen.notify("Every open action item is reviewed")
                return
            self._last_reviewed = item_id
            entry = next(entry for entry in carried if entry.item.id == item_id)
            if not await self._review(entry, len(left)):
                return
            await self._screen.reread()
            if all(entry.reviewed_now for entry in self._screen.carried):
                return

    async def _review(self, entry: CarriedItem, left: int) -> bool:
        """Ask for the outcome of one item; return whether one was saved.

        Args:
            entry: The item, as it was carried into this meeting.
            left: How many items are left to review, this one included.
        """
        item, today = entry.item, self._screen.today
        owner, status = shortened(item.owner, 40), shortened(status_in_words(item), 100)
        facts = [owner or "no owner", due_in_words(item.due, today), status]
        answers = outcome_answers(self._screen.facilitator.usable_keymap)
        key = await self._screen.ask(
            Question(
                f"#{entry.number} {shortened(item.action, 160)}",
                [(key, words) for key, (_, words) in answers.items()],
                detail=f"{' · '.join(facts)}\n{left} left to review",
            )
        )
        return key is not None and await record_outcome(
            self._screen, self._screen.meeting.id, item, answers[key][0]
        )


def _next_after(elements: Sequence[T], candidates: Sequence[T], last: T | None) -> T | None:
    """Return the first candidate behind the last element that was returned.

    The search starts over at the end. It returns None where there are no candidates.

    Args:
        elements: All elements in their order.
        candidates: Those of them that may be returned.
        last: The element that was returned last; None to begin with the first.
    """
    if not candidates:
        return None
    start = elements.index(last) + 1 if last in elements else 0
    remaining = set(candidates)
    rotated = [*elements[start:], *elements[:start]]
    return next(element for element in rotated if element in remaining)
