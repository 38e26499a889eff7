"""The forms of an action item; a fourth asks which one it replaces, and the loser is parked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import NamedTuple

from db.records import ActionItem
from db.words import SLOTS, Priority
from facilitator.domain.due import parse_day
from facilitator.screens.document import DocumentScreen
from facilitator.screens.seen import Seen
from facilitator.widgets.form import Field, Form, draft_key
from facilitator.widgets.question import Question

PRIORITIES = {
    Priority.P1.value: "P1, before anything else",
    Priority.P2.value: "P2, in the next sprint",
    Priority.P3.value: "P3, in the next sprint if it fits",
}
NEW = "New action item"
DAYS = "2026-12-04, 4 Dec, fri, +14"


class NewItem(NamedTuple):
    """What a form holds of an action item."""

    action: str
    owner: str
    priority: Priority
    due: date | None
    ticket: str


def held_by(item: ActionItem) -> NewItem:
    """What stands in an item that is there already."""
    return NewItem(item.action, item.owner, item.priority, item.due, item.ticket)


def ask_new(host: DocumentScreen, then: Callable[[ActionItem], object] | None = None) -> None:
    """A new item; where all slots are taken, one has to give way.

    then: is told the item that took a free slot.
    """
    incident = host.document

    async def submit(values: Mapping[str, str]) -> None:
        new = _read(values, host.today)
        if len(incident.action_items) == len(SLOTS):
            # Once the form is gone: the question comes in its place.
            host.call_later(_keep_and_ask, host, new, values)
            return
        item = await host.saving(host.store.actions.add(incident.id, *new))
        await host.reread()
        if then is not None:
            then(item)

    full = len(incident.action_items) == len(SLOTS)
    note = "All three slots are taken: you will be asked which one it replaces." if full else ""
    host.app.push_screen(Form(NEW, _fields(host, None), submit, about=incident.id, note=note))


def ask_edit(
    host: DocumentScreen,
    item: ActionItem,
    start: str = "",
    then: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Other words, owner, priority, due date or ticket.

    start: the field to begin with. then: what follows once it is saved.
    """
    seen = Seen(host, item)

    async def submit(values: Mapping[str, str]) -> None:
        new = _read(values, host.today)
        await seen.saving(lambda now: host.store.actions.edit(now, **new._asdict()))
        await host.reread()
        if then is not None:
            # Once the form is gone: what follows may be another in its place.
            host.call_later(then)

    host.app.push_screen(
        Form(
            f"Action item {item.slot}",
            _fields(host, item),
            submit,
            about=item.id,
            start=start,
            if_gone=draft_key(NEW, host.document.id),
        )
    )


def ask_one(
    host: DocumentScreen, item: ActionItem, name: str, then: Callable[[], Awaitable[None]]
) -> None:
    """One field of an item alone, by its name; then: what follows once it is saved."""
    field = next(each for each in _fields(host, item) if each.name == name)
    before = {each.name: each.value for each in _fields(host, item)}
    seen = Seen(host, item)

    async def submit(values: Mapping[str, str]) -> None:
        new = _read({**before, **values}, host.today)
        await seen.saving(lambda now: host.store.actions.edit(now, **new._asdict()))
        await host.reread()
        host.call_later(then)

    title = f"{field.label} of “{item.action}”"
    host.app.push_screen(Form(title, [field], submit, about=item.id))


def _keep_and_ask(host: DocumentScreen, new: NewItem, values: Mapping[str, str]) -> None:
    # Until it is stored it comes back with the form, even if nothing is chosen.
    drafts, key = host.facilitator.drafts, draft_key(NEW, host.document.id)
    drafts[key] = dict(values)
    ask_which(host, new, lambda: drafts.pop(key, None))


def ask_which(host: DocumentScreen, new: NewItem, stored: Callable[[], object]) -> None:
    """Which item a fourth one replaces. stored: what to do once it is kept somewhere."""
    if any(isinstance(screen, Question) for screen in host.app.screen_stack):
        return
    items = {str(each.slot): each for each in host.document.action_items}

    async def answered(answer: str) -> None:
        store, meeting = host.store, host.meeting_id
        kept: object
        if answer in items:
            kept = await host.save(store.actions.replace(items[answer].id, meeting, *new))
        else:
            kept = await host.save(store.parked.add_action(*new, *host.where_parked()))
        if kept is not None:
            stored()
        await host.reread()

    host.app.push_screen(
        Question(
            f"At most three action items. Which one does “{new.action}” replace?",
            [*((slot, each.action) for slot, each in items.items()), ("p", "none: park it")],
            answered,
            detail="The one that gives way is parked, not lost.",
        )
    )


def _fields(host: DocumentScreen, item: ActionItem | None) -> list[Field]:
    names = list(dict.fromkeys([*host.people, *host.owners]))
    new = NewItem("", "", Priority.P2, None, "") if item is None else held_by(item)
    due = "" if new.due is None else new.due.isoformat()
    return [
        Field("action", "Action", new.action, "what will be different"),
        Field("owner", "Owner", new.owner, "one name", suggestions=names),
        Field("priority", "Priority", new.priority, choices=PRIORITIES),
        Field("due", "Due", due, DAYS, offered=True),
        Field("ticket", "Ticket", new.ticket, "OPS-17"),
    ]


def _read(values: Mapping[str, str], today: date) -> NewItem:
    if not values["action"].strip():
        raise ValueError("action: write something")
    try:
        due = parse_day(values["due"], today)
    except ValueError as error:
        raise ValueError(f"due: {error}") from None
    return NewItem(
        values["action"].strip(), values["owner"], Priority(values["priority"]), due,
        values["ticket"],
    )  # fmt: skip
