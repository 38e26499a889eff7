"""Parked action items, whose details stand in brackets: `Cap retries (owner: Mei, due: …)`."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from db.records import Incident, Parked
from db.vocabulary import ParkedKind, Priority
from facilitator.domain.action_line import ActionLine

_NAMES = ("owner", "priority", "due", "ticket", "status", "note", "first due", "closed")
_REPLACED_BY = "replaced by"
_NAME = "|".join((*_NAMES, _REPLACED_BY))
_DETAILS = re.compile(rf" \(((?:{_NAME}): .*)\)$", re.IGNORECASE)
_DETAIL = re.compile(rf"(?:^|, )({_NAME}): ", re.IGNORECASE)


def parked_actions(incident: Incident) -> list[Parked]:
    """Return the actions that are parked for an incident and not settled, oldest first."""
    return [
        parked
        for parked in incident.parked
        if parked.kind is ParkedKind.ACTION and parked.resolved_at is None
    ]


def words_of(parked: str) -> str:
    """Return a parked text without the details in brackets."""
    return _DETAILS.sub("", parked)


def parse_parked_action(parked: str) -> ActionLine:
    """Read a parked action item, as the database writes it, back into its values.

    What has no field of its own, such as a note, stays in brackets behind the action. What took
    its place is left out: it says nothing about the item itself. A text that names a detail twice
    stays as it is, since nobody can tell which of the two a note has only mentioned.
    """
    found = _DETAILS.search(parked)
    if found is None:
        return ActionLine(parked)
    _, *parts = _DETAIL.split(found[1])
    names = [name.casefold() for name in parts[::2]]
    details = dict(zip(names, parts[1::2], strict=True))
    if len(details) < len(names):
        return ActionLine(parked)
    details.pop(_REPLACED_BY, None)
    priority: Priority | None = None
    due: date | None = None
    with suppress(ValueError):
        priority = Priority(details.get("priority", ""))
        del details["priority"]
    with suppress(ValueError):
        due = date.fromisoformat(details.get("due", ""))
        del details["due"]
    owner, ticket = details.pop("owner", ""), details.pop("ticket", "")
    left = ", ".join(f"{name}: {value}" for name, value in details.items())
    action = parked[: found.start()] + (f" ({left})" if left else "")
    return ActionLine(action, owner, priority, due, ticket)
