"""Owners read back: one item after the other, aloud, until its owner has said yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from db.records import ActionItem
from facilitator.domain.due import full_day
from facilitator.screens.action_form import ask_one
from facilitator.text import shortened
from facilitator.widgets.question import Answer, Question

if TYPE_CHECKING:
    from facilitator.screens.wrap_up.screen import WrapUpScreen

NAME, ACTION = 40, 160
"""How many characters of a name and of an action are read aloud; the answers stay in sight."""


class ReadBack:
    """The round. Who said yes is known as long as the screen stands; the room has heard it."""

    def __init__(self, host: WrapUpScreen) -> None:
        self._host = host
        self._yes: set[tuple[UUID, str, date | None]] = set()

    def said_yes(self, item: ActionItem) -> bool:
        """To this owner and this date: another one has to be asked again."""
        return (item.id, item.owner, item.due) in self._yes

    def begin(self) -> None:
        """Every open item, one owner after another; those that nobody owns come last."""
        items = [each for each in self._host.document.action_items if each.is_open]
        items.sort(key=lambda each: (not each.owner, each.owner.casefold(), each.slot))
        if not items:
            self._host.notify("There is no open action item to read back; 1 writes one")
            return
        self._ask([each.id for each in items], 0)

    def _ask(self, ids: Sequence[UUID], place: int) -> None:
        items = {each.id: each for each in self._host.document.action_items}
        if place == len(ids):
            known = [items[each] for each in ids if each in items]
            yes = sum(self.said_yes(each) for each in known)
            self._host.notify(f"{yes} of {len(known)} action items have a yes", markup=False)
            return
        item = items.get(ids[place])
        if item is None:
            self._ask(ids, place + 1)
            return

        async def again() -> None:
            self._ask(ids, place)

        async def answered(answer: str) -> None:
            if answer in ("r", "t"):
                ask_one(self._host, item, "owner" if answer == "r" else "due", again)
                return
            if answer == "y":
                self._yes.add((item.id, item.owner, item.due))
                self._host.show()
            self._ask(ids, place + 1)

        self._host.app.push_screen(
            Question(
                _aloud(item, self._host.today),
                _answers(item),
                answered,
                detail=f"{place + 1} of {len(ids)} · {_asked(item)}",
            )
        )


def _aloud(item: ActionItem, today: date) -> str:
    """`Priya: “Cap client retries” by Fri 4 Dec, OPS-17`."""
    by = "no due date yet" if item.due is None else f"by {full_day(item.due, today)}"
    ticket = shortened(item.ticket, NAME) or "no ticket yet"
    return f"{_owner(item) or 'Nobody yet'}: “{shortened(item.action, ACTION)}” {by}, {ticket}"


def _asked(item: ActionItem) -> str:
    return f"Does {_owner(item)} commit?" if item.owner else "Who commits to it?"


def _answers(item: ActionItem) -> tuple[Answer, ...]:
    yes: tuple[Answer, ...] = (("y", f"yes, {_owner(item)} commits"),) if item.owner else ()
    return (
        *yes,
        ("r", "somebody else…" if item.owner else "give it an owner…"),
        ("t", "another date…" if item.due else "give it a date…"),
        ("n", "not now: the next one"),
    )


def _owner(item: ActionItem) -> str:
    return shortened(item.owner, NAME)
