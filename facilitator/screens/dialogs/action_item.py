"""The forms of an action item, and the question which of three items a fourth one replaces."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from db.records import ActionItem
from db.vocabulary import SLOTS
from facilitator.domain.parked_actions import parked_actions, parse_parked_action
from facilitator.screens.dialogs.action_fields import (
    ItemValues,
    action_fields,
    parse_item,
    values_of_item,
    values_of_line,
)
from facilitator.screens.dialogs.fourth_action_item import ask_replaced_item
from facilitator.screens.document import DocumentScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.form import Field, Form, draft_key
from facilitator.widgets.question import Question

NEW_TITLE = "New action item"
TAKE_UP_TITLE = "Take up a parked action"
MOST_KEYS = 9
"""How many parked actions have a key, the newest first; a meeting has seldom more than a few."""


async def ask_new_item(screen: DocumentScreen) -> ActionItem | None:
    """Ask for a new action item and save it.

    Where all slots are taken, a question follows about which item has to give way.

    Returns:
        The item that took a free slot; None where there was none, or nothing was saved.
    """
    return await _ask_values(screen, NEW_TITLE, screen.document.id, ItemValues(""))


async def ask_taken_up_item(screen: DocumentScreen) -> ActionItem | None:
    """Ask which action that is parked for the incident comes back, and make an item of it.

    Its values stand in the fields of the form. The rest is as for a new item.

    Returns:
        The item that took a free slot; None where there was none, or nothing was saved.
    """
    newest = list(reversed(parked_actions(screen.document)))[:MOST_KEYS]
    answers = [(str(number), parked.text) for number, parked in enumerate(newest, 1)]
    answer = await screen.ask(Question("Which parked action becomes an action item?", answers))
    if answer is None:
        return None
    parked = newest[int(answer) - 1]
    values = values_of_line(parse_parked_action(parked.text))
    return await _ask_values(screen, TAKE_UP_TITLE, parked.id, values, parked.id)


async def _ask_values(
    screen: DocumentScreen,
    title: str,
    about: UUID,
    values: ItemValues,
    parked_id: UUID | None = None,
) -> ActionItem | None:
    """Ask for the values of an item that has no slot yet, and save it.

    Args:
        screen: The screen whose document gets the item.
        title: The title of the form.
        about: The id of the row that the form is about.
        values: What the fields hold at first.
        parked_id: The parked item that is taken up, if it is one.
    """
    actions, incident = screen.store.actions, screen.document
    full = len(incident.action_items) == len(SLOTS)
    typed: dict[str, str] = {}

    async def save(values: Mapping[str, str]) -> ActionItem | ItemValues:
        typed.update(values)
        new = parse_item(screen, values)
        if full:
            return new
        item = await screen.saving(
            actions.add(
                incident.id,
                *new,
                parked_id=parked_id,
                in_tracker=screen.makes_tickets,
            )
        )
        await screen.reread()
        return item

    form = Form(
        title,
        _fields(screen, values),
        save,
        about=about,
        note="All three slots are taken: you will be asked which one it replaces." if full else "",
        draft_key_if_gone=draft_key(NEW_TITLE, incident.id) if parked_id else "",
    )
    saved = await screen.ask(form)
    if isinstance(saved, ItemValues):
        # The form comes back with this text, should the user leave the question without an answer.
        drafts, key = screen.facilitator.drafts, draft_key(title, about)
        drafts[key] = typed
        if await ask_replaced_item(screen, saved, parked_id):
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
        _fields(screen, values_of_item(item)),
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
    field = next(spec for spec in _fields(screen, values_of_item(item)) if spec.name == name)
    title = f"{field.label} of “{item.action}”"
    return await screen.ask(Form(title, [field], _ItemEdit(screen, item).save, about=item.id))


class _ItemEdit:
    """Saves the fields of a form over those of an item; what the form leaves out stays."""

    def __init__(self, screen: DocumentScreen, item: ActionItem) -> None:
        self._screen = screen
        self._values = {spec.name: spec.value for spec in _fields(screen, values_of_item(item))}
        self._edit = OptimisticEdit(screen, item)

    async def save(self, values: Mapping[str, str]) -> ActionItem:
        screen = self._screen
        new = parse_item(screen, {**self._values, **values}, self._values["ticket"])
        saved = await self._edit.save(lambda item: screen.store.actions.edit(item, **new._asdict()))
        await screen.reread()
        return saved


def _fields(screen: DocumentScreen, values: ItemValues) -> list[Field]:
    names = list(dict.fromkeys([*screen.people, *screen.owners]))
    return action_fields(screen, names, values)
