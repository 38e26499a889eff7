"""Records of what was changed, and of what an undo took back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.vocabulary import Entity


@dataclass(frozen=True, slots=True)
class Change:
    """What a meeting changed about one thing, from before its first change to after its last.

    Attributes:
        entity: The kind of thing that was changed.
        number: The number of its incident, or None where it belongs to no incident.
        name: The text that identifies it to people, such as the action of an action item, as it
            is now.
        before: The values of the fields that differ, before the first change. None where the
            meeting created the thing.
        after: The values of the same fields after the last change. None where the meeting deleted
            the thing. An action item that was parked in favour of another one was not deleted: it
            is listed as what was parked. Where the thing was created or deleted, the other side
            has all its fields. The value under `cause_id` is the name of the cause.
    """

    entity: Entity
    number: int | None
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class NextUndo:
    """What the next undo would take back.

    Attributes:
        label: The description of the change.
        at: When it was made.
        finished_meeting: The number of the incident whose meeting made it, where that meeting is
            over: then an undo is refused. None for any other change.
    """

    label: str
    at: datetime
    finished_meeting: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back.

    Attributes:
        label: The description of the change.
        rows: How many change rows were reverted.
    """

    label: str
    rows: int
