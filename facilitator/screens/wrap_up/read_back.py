"""The read-back of the wrap-up: each action item is read aloud, and its owner asked to commit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from db.records import ActionItem
from facilitator.domain.due_dates import full_day
from facilitator.screens.dialogs.action_item import ask_one_field
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.text import shortened
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.question import Answer, Question

NAME_CHARACTERS = 40
ACTION_CHARACTERS = 160
"""How many characters of a name and of an action are shown, so that the answers stay in sight."""


class ReadBack:
    """Asks the owner of each open item to commit to it.

    Who said yes is not stored: it is known as long as this screen exists.
    """

    def __init__(self, screen: MeetingScreen) -> None:
        self._screen = screen
        self._confirmed: set[tuple[UUID, str, date | None]] = set()

    def is_confirmed(self, item: ActionItem) -> bool:
        """Return whether the owner said yes to this item; another owner or date asks again."""
        return (item.id, item.owner, item.due) in self._confirmed

    async def ask_all(self) -> None:
        """Ask about every open item, owner after owner; items without an owner come last."""
        items = [item for item in self._screen.document.action_items if item.is_open]
        items.sort(key=lambda item: (not item.owner, item.owner.casefold(), item.slot))
        if not items:
            key = key_of(self._screen, "wrap-up.rule-1") or "1"
            self._screen.notify(
                f"There is no open action item to read back; press {key} to write one", markup=False
            )
            return
        for number, item in enumerate(items, 1):
            if not await self._ask(item.id, f"{number} of {len(items)}"):
                return
        ids = {item.id for item in items}
        remaining = [item for item in self._screen.document.action_items if item.id in ids]
        confirmed = sum(self.is_confirmed(item) for item in remaining)
        self._screen.notify(
            f"{confirmed} of {len(remaining)} action items: the owner said yes",
            markup=False,
        )

    async def _ask(self, item_id: UUID, position: str) -> bool:
        """Ask about one item, again after each change to it; return whether to go on."""
        while True:
            items = {item.id: item for item in self._screen.document.action_items}
            item = items.get(item_id)
            if item is None:
                # Another window has deleted it.
                return True
            answer = await self._screen.ask(
                Question(
                    _aloud(item, self._screen.today),
                    _answers(item),
                    detail=f"{position} · {_question(item)}",
                )
            )
            match answer:
                case None:
                    return False
                case "r" | "t":
                    field = "owner" if answer == "r" else "due"
                    if await ask_one_field(self._screen, item, field) is None:
                        return False
                case "y":
                    self._confirmed.add((item.id, item.owner, item.due))
                    self._screen.show()
                    return True
                case _:
                    return True


def _aloud(item: ActionItem, today: date) -> str:
    """Return what is read aloud: `Priya: “Cap client retries” by Fri 4 Dec, OPS-17`."""
    by = "no due date yet" if item.due is None else f"by {full_day(item.due, today)}"
    ticket = shortened(item.ticket, NAME_CHARACTERS) or "no ticket yet"
    action = shortened(item.action, ACTION_CHARACTERS)
    return f"{_owner(item) or 'Nobody yet'}: “{action}”, {by}, {ticket}"


def _question(item: ActionItem) -> str:
    return f"Does {_owner(item)} commit?" if item.owner else "Who commits to it?"


def _answers(item: ActionItem) -> tuple[Answer, ...]:
    yes: tuple[Answer, ...] = (("y", f"yes, {_owner(item)} commits"),) if item.owner else ()
    return (
        *yes,
        ("r", "somebody else…" if item.owner else "give it an owner…"),
        ("t", "another date…" if item.due else "give it a date…"),
        ("n", "not now, go to the next one"),
    )


def _owner(item: ActionItem) -> str:
    return shortened(item.owner, NAME_CHARACTERS)
