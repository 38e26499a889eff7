"""The form that keeps an idea, a topic or a candidate action for later."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from db.vocabulary import ParkedKind, Priority
from facilitator.domain.action_line import (
    ActionLine,
    complete_owner,
    describe_action_line,
)
from facilitator.domain.labels import PARKED_LABELS, choices
from facilitator.widgets.form import Field, Form
from facilitator.widgets.line_reading import LineReading
from facilitator.widgets.name_suggester import NameSuggester

if TYPE_CHECKING:
    from db.records import Parked
    from db.store import Store

T = TypeVar("T")


class Parks(Protocol):
    """A screen, as far as something is parked from it."""

    @property
    def store(self) -> Store:
        """The open store."""

    @property
    def today(self) -> date:
        """The present day in the team's time zone."""

    def parse_action_line(self, typed: str, names: Sequence[str]) -> ActionLine:
        """Return the action item that somebody typed."""

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""

    async def saving(self, pending: Awaitable[T]) -> T:
        """Wait for a commit; a StoreError says why there was none."""


def parking_form(screen: Parks, names: Sequence[str]) -> Form[Parked]:
    """Return the form; a candidate action is read as an action item in one line.

    Args:
        screen: The screen that the form opens on.
        names: The people who may own something.
    """

    async def save(values: Mapping[str, str]) -> Parked:
        text, kind = values["text"], ParkedKind(values["kind"])
        parked = screen.store.parked
        if kind is not ParkedKind.ACTION:
            return await screen.saving(parked.add(text, kind, *screen.where_parked()))
        item = screen.parse_action_line(text, names)
        if text.strip() and not item.action:
            raise ValueError("park: write what will be different, then who does it")
        priority = item.priority or Priority.P2
        details = (item.owner, priority, item.due, item.ticket)
        return await screen.saving(parked.add_action(item.action, *details, *screen.where_parked()))

    def read(typed: str, values: Mapping[str, str]) -> LineReading:
        is_action = ParkedKind(values["kind"]) is ParkedKind.ACTION and typed.strip()
        item = screen.parse_action_line(typed, names)
        return LineReading(
            typed, remark=describe_action_line(item, screen.today) if is_action else ""
        )

    suggester = NameSuggester(names, complete_owner)
    fields = [
        Field("text", "Park", hint="say it in a sentence", suggestions=suggester, read=read),
        Field("kind", "It is", ParkedKind.IDEA, choices=choices(PARKED_LABELS)),
    ]
    return Form("Park for later", fields, save)
