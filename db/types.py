"""The column types and the constraints that the tables share."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import CheckConstraint, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are named: `db.validation` recognises them by name, and so do migrations."""


class UTCTime(TypeDecorator[datetime]):
    """A column with an aware time, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert a time to UTC for the database.

        Raises:
            ValueError: The time has no zone, which is a mistake of the program.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the stored time as aware UTC, also where the engine drops the zone."""
        if value is None:
            return None
        at: datetime = value
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class Money(TypeDecorator[Decimal]):
    """A column with an amount, stored as text so that 35000.00 keeps its digits on every engine."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Convert an amount to plain notation, without an exponent, for the database."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the stored amount as an exact decimal."""
        return None if value is None else Decimal(value)


class EnumText(TypeDecorator[E], Generic[E]):
    """A column with a member of a `StrEnum`, stored as the member's value."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum
        self._members = {member.value: member for member in enum}

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        """Convert a member, or the value of one, to its text for the database.

        Raises:
            ValueError: The enum has no such value, which is a mistake of the program: what people
                type is checked by `db.validation.parse_enum`.
        """
        return None if value is None else self._member(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        """Return the member that stands for the stored text.

        Raises:
            ValueError: The enum has no such value, although a constraint should have refused it.
        """
        return None if value is None else self._member(value)

    def _member(self, value: str) -> E:
        member = self._members.get(value)
        if member is None:
            known = ", ".join(self._members)
            raise ValueError(f"{value!r} is not a {self.enum.__name__}: expected one of {known}")
        return member


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """Return a constraint that the column holds the value of a member of the enum."""
    allowed = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def at_most(column: str, characters: int) -> CheckConstraint:
    """Return a constraint that the text has at most so many characters."""
    return CheckConstraint(f"length({column}) <= {characters}", name=f"{column}_length")


def filled(column: str) -> CheckConstraint:
    """Return a constraint that the text is neither empty nor only spaces."""
    return CheckConstraint(f"trim({column}) <> ''", name=f"{column}_filled")


def not_negative(column: str) -> CheckConstraint:
    """Return a constraint that the number is zero or more, or unknown."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")
