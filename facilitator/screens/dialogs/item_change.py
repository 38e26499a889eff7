"""The changes of action items between two meetings, and the forms that they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from db.records import ActionItem, ItemChange
from db.vocabulary import ActionStatus
from facilitator.domain.blocked import blocked_note
from facilitator.domain.team_day import moment_on
from facilitator.domain.ticket_key import typed_ticket
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.action_fields import action_fields, parse_item, values_of_item
from facilitator.screens.dialogs.item_fields import (
    blocked_field,
    drop_field,
    due_field,
    new_owner_field,
    parse_due,
)
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import counted, shortened
from facilitator.widgets.form import Field, Form


class ItemStep(StrEnum):
    """One kind of change, as the keys and the commands name it."""

    DONE = "done"
    START = "start"
    BLOCK = "block"
    REOPEN = "reopen"
    ASSIGN = "assign"
    DUE = "due"
    DROP = "drop"
    TICKET = "ticket"
    NOTE = "note"


WITHOUT_FORM = {
    ItemStep.START: ItemChange(status=ActionStatus.IN_PROGRESS),
    ItemStep.REOPEN: ItemChange(status=ActionStatus.OPEN),
}
"""The changes that need no words."""
TITLES = {
    ItemStep.DONE: "Done",
    ItemStep.BLOCK: "Blocked",
    ItemStep.ASSIGN: "Reassign",
    ItemStep.DUE: "Due date of",
    ItemStep.DROP: "Drop",
    ItemStep.TICKET: "Ticket of",
    ItemStep.NOTE: "Note on",
}


async def ask_change(
    screen: FacilitatorScreen,
    items: Sequence[ActionItem],
    step: ItemStep,
    owners: Sequence[str] = (),
) -> bool:
    """Change action items outside of a meeting, after asking for the words that this needs.

    Has to run as a dialog step.

    Args:
        screen: The screen that the form opens on.
        items: The items; all of them are changed, or none.
        step: What to change.
        owners: The people who may own something.

    Returns:
        Whether the change is saved.
    """
    if not items:
        return False
    ids = [item.id for item in items]
    store = screen.store.actions
    if step in WITHOUT_FORM:
        changed = await screen.save(store.change_between_meetings(ids, WITHOUT_FORM[step]))
        return changed is not None

    async def save(values: Mapping[str, str]) -> bool:
        change, at = _parse(screen, step, values["text"].strip(), items[0].ticket)
        await screen.saving(store.change_between_meetings(ids, change, at))
        return True

    form = Form(_title(step, items), [_field(screen, step, items[0], owners)], save, about=ids)
    return await screen.ask(form) is not None


async def ask_edited_fields(
    screen: FacilitatorScreen, item: ActionItem, owners: Sequence[str]
) -> bool:
    """Ask for other words, another owner, priority, due date or ticket of an item, and save them.

    Args:
        screen: The screen that the form opens on.
        item: The item as the user sees it.
        owners: The people who may own something.

    Returns:
        Whether they are saved.
    """
    edit = OptimisticEdit(screen, item)

    async def save(values: Mapping[str, str]) -> bool:
        new = parse_item(screen, values, item.ticket)
        await edit.save(
            lambda current: screen.store.actions.edit_between_meetings(current, **new._asdict())
        )
        return True

    fields = action_fields(screen, owners, values_of_item(item))
    return await screen.ask(Form("Action item", fields, save, about=item.id)) is not None


def _title(step: ItemStep, items: Sequence[ActionItem]) -> str:
    if len(items) > 1:
        return f"{TITLES[step]} {counted(len(items), 'action item')}"
    return f"{TITLES[step]} “{shortened(items[0].action, 160)}”"


def _field(
    screen: FacilitatorScreen, step: ItemStep, item: ActionItem, owners: Sequence[str]
) -> Field:
    """Return the one field of a form; it holds what stands there already."""
    match step:
        case ItemStep.DONE:
            return Field("text", "Done on", screen.today.isoformat(), "yesterday", offered=True)
        case ItemStep.BLOCK:
            return blocked_field(item)
        case ItemStep.ASSIGN:
            return new_owner_field(owners)
        case ItemStep.DUE:
            return due_field(item)
        case ItemStep.DROP:
            return drop_field(item)
        case ItemStep.TICKET:
            return Field("text", "Ticket", item.ticket, "OPS-17")
        case _:
            return Field("text", "Note", item.note)


def _parse(
    screen: FacilitatorScreen, step: ItemStep, text: str, before: str
) -> tuple[ItemChange, datetime | None]:
    """Return the change of a typed text, and the moment from which it holds; None is now.

    Args:
        screen: The screen of the form.
        step: What is changed.
        text: What somebody has typed.
        before: The ticket that the item has, which may stay whatever it looks like.

    Raises:
        ValueError: The text does not do for this change. The message says what was expected.
    """
    match step:
        case ItemStep.DONE:
            day = screen.parse_past_day(text) or screen.today
            now = screen.facilitator.clock.now().wall
            zone = screen.facilitator.settings.timezone
            return ItemChange(status=ActionStatus.DONE), moment_on(day, now, zone)
        case ItemStep.BLOCK:
            return ItemChange(ActionStatus.IN_PROGRESS, blocked_note(text)), None
        case ItemStep.ASSIGN:
            return ItemChange(owner=text), None
        case ItemStep.DUE:
            return ItemChange(due=parse_due(screen, text)), None
        case ItemStep.DROP:
            return ItemChange(status=ActionStatus.DROPPED, note=text), None
        case ItemStep.TICKET:
            return ItemChange(ticket=typed_ticket(text, before)), None
        case _:
            return ItemChange(note=text), None
