"""The forms of an action item, and the question which of three items a fourth one replaces."""

from __future__ import annotations

from collections.abc import Mapping

from db.records import ActionItem
from db.vocabulary import SLOTS, Priority
from facilitator.domain.labels import PRIORITY_LABELS, choices
from facilitator.screens.dialogs.fourth_action_item import ItemValues, ask_replaced_item
from facilitator.screens.document import DocumentScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.form import Field, Form, draft_key

NEW_TITLE = "New action item"
DAY_EXAMPLES = "2026-12-04, 4 Dec, fri, +14"


async def ask_new_item(screen: DocumentScreen) -> ActionItem | None:
    """Ask for a new action item and save it.

    Where all slots are taken, a question follows about which item has to give way.

    Returns:
        The item that took a free slot; None where there was none, or nothing was saved.
    """
    incident = screen.document
    full = len(incident.action_items) == len(SLOTS)
    typed: Mapping[str, str] = {}

    async def save(values: Mapping[str, str]) -> ActionItem | ItemValues:
        nonlocal typed
        typed = values
        new = _parse(values, screen)
        if full:
            return new
        item = await screen.saving(screen.store.actions.add(incident.id, *new))
        await screen.reread()
        return item

    note = "All three slots are taken: you will be asked which one it replaces." if full else ""
    form = Form(NEW_TITLE, _fields(screen, None), save, about=incident.id, note=note)
    saved = await screen.ask(form)
    if isinstance(saved, ItemValues):
        # The form comes back with this text, should the user leave the question without an answer.
        drafts, key = screen.facilitator.drafts, draft_key(NEW_TITLE, incident.id)
        drafts[key] = dict(typed)
        if await ask_replaced_item(screen, saved):
            drafts.pop(key, None)
        return None
    return saved


async def ask_edited_item(
    screen: DocumentScreen, item: ActionItem, first_field: str = ""
) -> ActionItem | None:
    """Ask for other words, another owner, priority, due date or ticket, and save them.

    Args:
        screen: The screen whose document holds the item.
        item: The item as the user sees it.
        first_field: The name of the field to begin with, where it is not the first.

    Returns:
        The saved item, or None where the form was cancelled.
    """
    form = Form(
        f"Action item {item.slot}",
        _fields(screen, item),
        _ItemEdit(screen, item).save,
        about=item.id,
        first_field=first_field,
        draft_key_if_gone=draft_key(NEW_TITLE, screen.document.id),
    )
    return await screen.ask(form)


async def ask_one_field(screen: DocumentScreen, item: ActionItem, name: str) -> ActionItem | None:
    """Ask for one field of an item alone, by the name of the field, and save it.

    Returns:
        The saved item, or None where the form was cancelled.
    """
    field = next(spec for spec in _fields(screen, item) if spec.name == name)
    title = f"{field.label} of “{item.action}”"
    return await screen.ask(Form(title, [field], _ItemEdit(screen, item).save, about=item.id))


class _ItemEdit:
    """Saves the fields of a form over those of an item; what the form leaves out stays."""

    def __init__(self, screen: DocumentScreen, item: ActionItem) -> None:
        self._screen = screen
        self._values = {spec.name: spec.value for spec in _fields(screen, item)}
        self._edit = OptimisticEdit(screen, item)

    async def save(self, values: Mapping[str, str]) -> ActionItem:
        screen = self._screen
        new = _parse({**self._values, **values}, screen)
        saved = await self._edit.save(lambda item: screen.store.actions.edit(item, **new._asdict()))
        await screen.reread()
        return saved


def _fields(screen: DocumentScreen, item: ActionItem | None) -> list[Field]:
    names = list(dict.fromkeys([*screen.people, *screen.owners]))
    values = ItemValues("", "", Priority.P2, None, "")
    if item is not None:
        values = ItemValues(item.action, item.owner, item.priority, item.due, item.ticket)
    due = "" if values.due is None else values.due.isoformat()
    return [
        Field("action", "Action", values.action, "what will be different"),
        Field("owner", "Owner", values.owner, "one name", suggestions=names),
        Field("priority", "Priority", values.priority, choices=choices(PRIORITY_LABELS)),
        Field("due", "Due", due, DAY_EXAMPLES, offered=True),
        Field("ticket", "Ticket", values.ticket, "OPS-17"),
    ]


def _parse(values: Mapping[str, str], screen: DocumentScreen) -> ItemValues:
    action = values["action"].strip()
    if not action:
        raise ValueError("action: write something")
    try:
        due = screen.parse_day(values["due"])
    except ValueError as error:
        raise ValueError(f"due: {error}") from None
    return ItemValues(action, values["owner"], Priority(values["priority"]), due, values["ticket"])
