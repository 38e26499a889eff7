"""Which action items the actions screen lists: the form that asks for it, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facilitator.screens.base import FacilitatorScreen
from facilitator.text import shortened
from facilitator.widgets.form import Field, Form

OPEN_CHOICES = {"open": "only open", "all": "open and closed"}
DUE_CHOICES = {"any": "any due date", "overdue": "only overdue"}


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which action items are listed.

    Attributes:
        owner: The name of their owner; "" for any.
        service: The service of their incident; "" for any.
        overdue: Whether only overdue ones are listed.
        closed: Whether done and dropped ones are listed too.
    """

    owner: str = ""
    service: str = ""
    overdue: bool = False
    closed: bool = False


async def ask_item_filter(
    screen: FacilitatorScreen,
    current: ItemFilter,
    owners: Sequence[str],
    services: Sequence[str],
) -> ItemFilter | None:
    """Ask which items to list.

    Returns:
        The new filter, or None where the form was cancelled.
    """

    async def save(values: Mapping[str, str]) -> ItemFilter:
        return ItemFilter(
            owner=values["owner"].strip(),
            service=values["service"].strip(),
            overdue=values["due"] == "overdue",
            closed=values["status"] == "all",
        )

    fields = [
        Field("owner", "Owner", current.owner, hint="anybody", suggestions=owners),
        Field("service", "Service", current.service, hint="any", suggestions=services),
        Field("due", "Due", "overdue" if current.overdue else "any", choices=DUE_CHOICES),
        Field("status", "Status", "all" if current.closed else "open", choices=OPEN_CHOICES),
    ]
    return await screen.ask(Form("Show only", fields, save, verb="Apply"))


def filter_in_words(current: ItemFilter) -> str:
    """Return `only open, owned by Priya, service checkout, only overdue`."""
    words = OPEN_CHOICES["all" if current.closed else "open"]
    if current.owner:
        words += f", owned by {shortened(current.owner, 40)}"
    if current.service:
        words += f", service {shortened(current.service, 40)}"
    return f"{words}, only overdue" if current.overdue else words
