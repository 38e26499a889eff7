"""The question which of three action items a fourth one replaces; the loser is parked."""

from __future__ import annotations

from uuid import UUID

from facilitator.screens.dialogs.action_fields import ItemValues
from facilitator.screens.document import DocumentScreen
from facilitator.widgets.question import Question


async def ask_replaced_item(
    screen: DocumentScreen, new: ItemValues, parked_id: UUID | None = None
) -> bool:
    """Ask which of the three items a fourth one replaces, and save the answer.

    The item that gives way is parked; so is the new one, where it replaces none.

    Args:
        screen: The screen whose document holds the items.
        new: The new item.
        parked_id: The parked item that the new one was so far; it stays where it replaces none.

    Returns:
        Whether the new item is stored now, in a slot or among the parked items.
    """
    items = {str(item.slot): item for item in screen.document.action_items}
    answers = [(slot, item.action) for slot, item in items.items()]
    if parked_id is None:
        answers.append(("p", "none: park the new one"))
    answer = await screen.ask(
        Question(
            f"At most three action items. Which one does “{new.action}” replace?",
            answers,
            detail="The one that it replaces is parked, not lost.",
        )
    )
    if answer is None:
        return False
    store = screen.store
    stored: object
    if answer in items:
        replaced = items[answer].id
        replace = store.actions.replace(
            replaced,
            screen.meeting_id,
            *new,
            parked_id=parked_id,
            in_tracker=screen.makes_tickets,
        )
        stored = await screen.save(replace)
    else:
        stored = await screen.save(store.parked.add_action(*new, *screen.where_parked()))
    await screen.reread()
    return stored is not None
