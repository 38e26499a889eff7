"""Column types and constraints that the tables share."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names, so that a refusal can be told in words and a migration can find it."""


class UTCTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is a mistake of the program's and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database: aware, also where the engine drops the zone."""
        if value is None:
            return None
        at: datetime = value
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class Money(TypeDecorator[Decimal]):
    """A decimal amount kept as text, so that 35000.00 stays 35000.00 on every engine."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """To the database: plain notation."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """From the database: an exact decimal."""
        return None if value is None else Decimal(value)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The column holds one of these words."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def at_most(column: str, characters: int) -> CheckConstraint:
    """The text is not longer than its bound."""
    return CheckConstraint(f"length({column}) <= {characters}", name=f"{column}_length")


def filled(column: str) -> CheckConstraint:
    """The text is more than blanks."""
    return CheckConstraint(f"trim({column}) <> ''", name=f"{column}_filled")


def not_negative(column: str) -> CheckConstraint:
    """The number is zero or more, or unknown."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")
