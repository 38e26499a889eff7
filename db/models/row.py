"""What the tables have in common: the id of a row, and columns of two kinds."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel

from db.types import NAMING, EnumText

SQLModel.metadata.naming_convention = NAMING
METADATA: MetaData = SQLModel.metadata


def link_to(target: str, *, on_delete: str = "CASCADE", index: bool = True, **options: Any) -> Any:
    """Return a column that refers to the id of a row of the table `target`."""
    return Field(foreign_key=f"{target}.id", ondelete=on_delete, index=index, **options)  # type: ignore[call-overload]


def enum_of(enum: type[StrEnum], **options: Any) -> Any:
    """Return a column that holds a member of the enum; give the table `one_of` as well."""
    return Field(sa_type=EnumText(enum), **options)


class Row(SQLModel):
    """A row with an id that the program chose, which the tables with people's data inherit."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
