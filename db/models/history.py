"""The table of changes."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.types import UTCTime, at_most
from db.vocabulary import SHORT_TEXT


class ChangeRow(SQLModel, table=True):
    """One change of a field or a row, stored in the transaction that made it.

    Undo, the list of what a meeting changed and the history of an incident read it.

    Attributes:
        who: The person who made the change, or "" where that is not known.
        window: The running program that made the change.
        group: The transaction that made it.
        label: What an undo calls it.
        entity: The name of the table.
        entity_id: The id of the row.
        incident_id: The incident that the row belongs to, whether it is still there or not. None
            for what incidents share, such as a cause.
        field: The name of the column, or "" where a whole row was inserted or deleted.
        old: The value before, as JSON, or None where the row was inserted.
        new: The value after, as JSON, or None where the row was deleted.
        undoable: Whether a person would call it a change, and so expect an undo to revert it.
        undone: Whether an undo has reverted it.
        reverts: The transaction that this one takes back: of an undo the one that it undoes, of a
            redo the undo. None for any other.
    """

    __tablename__ = "change"
    __table_args__ = (
        at_most("who", SHORT_TEXT),
        # Undo looks for the newest change of a person.
        Index(None, "who", "undoable", "undone"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCTime)
    who: str = ""
    window: UUID = Field(index=True)
    group: UUID = Field(index=True)
    label: str = ""
    entity: str
    entity_id: UUID
    incident_id: UUID | None = Field(default=None, index=True)
    field: str = ""
    old: str | None = None
    new: str | None = None
    undoable: bool = True
    undone: bool = False
    reverts: UUID | None = Field(default=None, index=True)
