"""What a meeting can say of an open action item: some of it in one key, some with a few words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from db.records import ActionItem
from db.words import ActionStatus
from facilitator.domain.due import parse_day
from facilitator.screens.action_form import DAYS
from facilitator.screens.seen import Seen
from facilitator.widgets.form import Field, Form

if TYPE_CHECKING:
    from facilitator.screens.meeting.screen import MeetingScreen

_Store = Callable[[ActionItem, str], Awaitable[ActionItem]]
ANSWERS = {
    "d": "done",
    "i": "in progress",
    "b": "blocked…",
    "n": "not started",
    "r": "reassign…",
    "t": "another due date…",
    "x": "drop…",
}
"""The same letters as the review's keys."""
AT_ONCE = {"d": ActionStatus.DONE, "i": ActionStatus.IN_PROGRESS, "n": ActionStatus.OPEN}


class Outcomes:
    """The review's outcomes, for whichever screen of a meeting asks for them.

    then: what follows once one is saved; it is told the item's id.
    """

    def __init__(self, host: MeetingScreen, then: Callable[[UUID], Awaitable[None]]) -> None:
        self._host = host
        self._then = then

    async def give(self, item: ActionItem, answer: str) -> None:
        """The outcome by its letter in `ANSWERS`."""
        if answer in AT_ONCE:
            review = self._host.store.actions.review
            if await self._host.save(review(item.id, self._host.meeting.id, AT_ONCE[answer])):
                await self._then(item.id)
        elif answer == "b":
            self._ask("Blocked", Field("text", "On what", "blocked on "), item, self._block)
        elif answer == "x":
            self._ask("Drop", Field("text", "Why"), item, self._drop)
        elif answer == "r":
            known = self._host.owners
            field = Field("text", "New owner", hint="a name", suggestions=known)
            self._ask("Reassign", field, item, self._reassign)
        else:
            due = item.due.isoformat() if item.due else ""
            self._ask(
                "Due date of", Field("text", "Due", due, DAYS, offered=True), item, self._set_due
            )

    def _ask(self, verb: str, field: Field, item: ActionItem, store: _Store) -> None:
        seen = Seen(self._host, item)

        async def submit(values: Mapping[str, str]) -> None:
            text = values["text"].strip()
            await seen.saving(lambda now: store(now, text))
            # Once the form is gone: what follows may be a question in its place.
            self._host.call_later(self._then, item.id)

        title = f"{verb} “{item.action}”"
        self._host.app.push_screen(Form(title, [field], submit, about=item.id))

    def _block(self, item: ActionItem, text: str) -> Awaitable[ActionItem]:
        if text in ("", "blocked on"):
            raise ValueError("on what? Say it in a few words")
        return self._review(item, ActionStatus.IN_PROGRESS, text)

    def _drop(self, item: ActionItem, text: str) -> Awaitable[ActionItem]:
        return self._review(item, ActionStatus.DROPPED, text)

    def _review(self, item: ActionItem, status: ActionStatus, note: str) -> Awaitable[ActionItem]:
        return self._host.store.actions.review(item.id, self._host.meeting.id, status, note)

    def _reassign(self, item: ActionItem, text: str) -> Awaitable[ActionItem]:
        return self._host.store.actions.reassign(item.id, self._host.meeting.id, text, item)

    def _set_due(self, item: ActionItem, text: str) -> Awaitable[ActionItem]:
        day = parse_day(text, self._host.today)
        if day is None:
            raise ValueError("write a day")
        return self._host.store.actions.set_due(item.id, self._host.meeting.id, day, item)
