"""Records of what was changed and by whom, and of what an undo or a redo does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

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
class HistoryEntry:
    """One change of one field, or one thing that was added or deleted.

    Attributes:
        id: The id of the change.
        at: When it was made.
        who: Who made it, or "" where nobody knows.
        label: What an undo calls the transaction that made it.
        entity: The kind of thing that was changed.
        name: The text that identifies the thing to people, such as the action of an action item,
            as it is now or was when it was deleted.
        slot: The slot of the action item that was changed or reviewed; None for anything else.
        field: The field that was changed, or "" where the whole thing was added or deleted.
        old: The value before; where the whole thing was added or deleted, its values by their
            fields, or None where it was not there.
        new: The same after the change. The name of a cause stands for its id, and the number of an
            incident for the id of the original of a duplicate.
        undone: Whether an undo has taken it back.
    """

    id: int
    at: datetime
    who: str
    label: str
    entity: Entity
    name: str
    slot: int | None
    field: str
    old: Any
    new: Any
    undone: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the next undo would take back, or the next redo would do again.

    Attributes:
        group: The transaction that made the change.
        label: The description of the change.
        at: When the change was made; for a redo, when it was undone.
        who: Who did that, or "" where nobody knows.
        finished_meeting: The number of the incident in whose meeting that was done, where that
            meeting is over: then the step is refused. None for any other change.
    """

    group: UUID
    label: str
    at: datetime
    who: str
    finished_meeting: int | None
    number: int | None
    first: tuple[HistoryEntry, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Reverted:
    """What an undo took back, or a redo did again.

    Attributes:
        label: The description of the change.
        rows: How many change rows were reverted.
    """

    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class ListedChange:
    """One line of the history of an incident, by which the rest of it is read.

    Attributes:
        id: The id of the change; a later change has a higher one.
        at: When it was made.
        group: The transaction that made it, which it may share with others.
    """

    id: int
    at: datetime
    group: UUID
