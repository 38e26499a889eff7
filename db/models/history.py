"""The table of changes."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from db.types import UTCTime, at_most
from db.vocabulary import SHORT_TEXT


class ChangeRow(SQLModel, table=True):
    """One change of a field or a row, stored in the transaction that made it; undo reads it.

    Attributes:
        window: The running program that made the change.
        group: The transaction that made it.
        label: What an undo calls it.
        entity: The name of the table.
        entity_id: The id of the row.
        field: The name of the column, or "" where a whole row was inserted or deleted.
        old: The value before, as JSON, or None where the row was inserted.
        new: The value after, as JSON, or None where the row was deleted.
        undoable: Whether a person would call it a change, and so expect an undo to revert it.
        undone: Whether an undo has reverted it.
    """

    __tablename__ = "change"
    __table_args__ = (at_most("who", SHORT_TEXT),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCTime)
    who: str = ""
    window: UUID = Field(index=True)
    group: UUID = Field(index=True)
    label: str = ""
    entity: str
    entity_id: UUID
    field: str = ""
    old: str | None = None
    new: str | None = None
    undoable: bool = True
    undone: bool = False
