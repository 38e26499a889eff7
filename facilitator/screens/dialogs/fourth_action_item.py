"""The question which of three action items a fourth one replaces; the loser is parked."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from db.vocabulary import Priority
from facilitator.screens.document import DocumentScreen
from facilitator.widgets.question import Question


class ItemValues(NamedTuple):
    """The fields of an action item that people write, in the order of the store's parameters."""

    action: str
    owner: str
    priority: Priority
    due: date | None
    ticket: str


async def ask_replaced_item(screen: DocumentScreen, new: ItemValues) -> bool:
    """Ask which of the three items a fourth one replaces, and save the answer.

    The item that gives way is parked; so is the new one, where it replaces none.

    Returns:
        Whether the new item is stored now, in a slot or among the parked items.
    """
    items = {str(item.slot): item for item in screen.document.action_items}
    answer = await screen.ask(
        Question(
            f"At most three action items. Which one does “{new.action}” replace?",
            [*((slot, item.action) for slot, item in items.items()), ("p", "none: park it")],
            detail="The one that gives way is parked, not lost.",
        )
    )
    if answer is None:
        return False
    stored: object
    if answer in items:
        replaced = items[answer].id
        stored = await screen.save(screen.store.actions.replace(replaced, screen.meeting_id, *new))
    else:
        stored = await screen.save(screen.store.parked.add_action(*new, *screen.where_parked()))
    await screen.reread()
    return stored is not None
