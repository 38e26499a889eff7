"""What mends each of the three rules, without leaving the wrap-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from db.records import CarriedItem
from facilitator.domain.due import due_in_words
from facilitator.domain.rules import lacking_fields
from facilitator.domain.summary import status_in_words
from facilitator.screens.action_form import ask_edit, ask_new
from facilitator.screens.meeting.outcomes import ANSWERS, Outcomes
from facilitator.text import shortened
from facilitator.widgets.question import Question

if TYPE_CHECKING:
    from facilitator.screens.wrap_up.screen import WrapUpScreen

T = TypeVar("T")


class Mend:
    """Asks for what is missing, one thing after the other; one that is left is asked of later."""

    def __init__(self, host: WrapUpScreen) -> None:
        self._host = host
        self._filled: UUID | None = None
        self._asked: UUID | None = None

    def rule(self, number: int) -> None:
        """The next thing that this rule lacks."""
        if number == 1:
            ask_new(self._host)
        elif number == 2:
            self._fill_in()
        else:
            self._ask_next()

    def _fill_in(self) -> None:
        items = self._host.document.action_items
        lacking = [each.id for each in items if lacking_fields(each)]
        chosen = _after([each.id for each in items], lacking, self._filled)
        if chosen is None:
            self._host.notify("Nothing is missing: every open item has owner, date and ticket")
            return
        self._filled = chosen
        item = next(each for each in items if each.id == chosen)
        ask_edit(self._host, item, start=lacking_fields(item)[0], then=self._fill_in_others)

    async def _fill_in_others(self) -> None:
        # What one of them still lacks was left out on purpose.
        lacking = [each.id for each in self._host.document.action_items if lacking_fields(each)]
        if any(each != self._filled for each in lacking):
            self._fill_in()

    def _ask_next(self) -> None:
        carried = self._host.carried
        left = [each.item.id for each in carried if not each.reviewed_now]
        chosen = _after([each.item.id for each in carried], left, self._asked)
        if chosen is None:
            self._host.notify("Every open action item is reviewed")
            return
        self._asked = chosen
        self._ask(next(each for each in carried if each.item.id == chosen), len(left))

    def _ask(self, each: CarriedItem, left: int) -> None:
        item, today = each.item, self._host.today
        owner, status = shortened(item.owner, 40), shortened(status_in_words(item), 100)
        facts = [owner or "no owner", due_in_words(item.due, today), status]

        async def answered(answer: str) -> None:
            await Outcomes(self._host, self._go_on).give(item, answer)

        self._host.app.push_screen(
            Question(
                f"#{each.number} {shortened(item.action, 160)}",
                tuple(ANSWERS.items()),
                answered,
                detail=f"{' · '.join(facts)}\n{left} left to review",
            )
        )

    async def _go_on(self, _: UUID) -> None:
        await self._host.reread()
        if any(not each.reviewed_now for each in self._host.carried):
            self._ask_next()


def _after(everything: Sequence[T], wanted: Sequence[T], last: T | None) -> T | None:
    """The next one that is wanted behind the last, round and round; None where none is."""
    if not wanted:
        return None
    place = everything.index(last) + 1 if last in everything else 0
    these = set(wanted)
    return next(each for each in [*everything[place:], *everything[:place]] if each in these)
