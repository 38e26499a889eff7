"""Parsing single JSON values.

Each parser takes a decoded value and returns it as the records hold it. It raises ValueError for
any other value; the message says what was expected and what was found.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from db.vocabulary import LARGEST, LARGEST_AMOUNT, SHORT_TEXT, SLOTS

E = TypeVar("E", bound=StrEnum)

_LONGEST_AMOUNT = 40
"""The most characters of an amount of money."""


def any_value(value: Any) -> Any:
    """Return any value unchanged; the caller checks it."""
    return value


def text(limit: int, *, required: bool = False) -> Callable[[Any], str]:
    """Return a parser of texts with at most `limit` characters, which may be blank or not."""

    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"expected a text, got {quoted(value)}")
        if required and not value.strip():
            raise ValueError("expected a text, got an empty one")
        if len(value) > limit:
            raise ValueError(f"{len(value):,} characters; at most {limit:,}")
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("holds a character that no database keeps (NUL or half a character)")
        return value

    return parse


def member_of(enumeration: type[E]) -> Callable[[Any], E]:
    """Return a parser of the values of an enumeration."""

    def parse(value: Any) -> E:
        try:
            return enumeration(value)
        except ValueError:
            expected = ", ".join(enumeration)
            raise ValueError(f"expected one of {expected}, got {quoted(value)}") from None

    return parse


def whole_number(lowest: int) -> Callable[[Any], int]:
    """Return a parser of whole numbers from `lowest` to the largest that a column holds."""

    def parse(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value < 2**31:
            raise ValueError(f"expected a whole number from {lowest}, got {quoted(value)}")
        return value

    return parse


def signed_number(value: Any) -> int:
    """Parse a whole number that a column holds, which may be negative."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise ValueError(f"expected a whole number, got {quoted(value)}")
    return value


def flag(value: Any) -> bool:
    """Parse true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {quoted(value)}")
    return value


def slot(value: Any) -> int:
    """Parse the slot of an action item: 1, 2 or 3."""
    if isinstance(value, bool) or value not in SLOTS or not isinstance(value, int):
        raise ValueError(f"expected 1, 2 or 3, got {quoted(value)}")
    return value


def number(value: Any) -> float:
    """Parse a number from 0 to the largest that a column holds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"expected a number, got {quoted(value)}")
    if not 0 <= value <= LARGEST:
        raise ValueError(f"expected a number from 0 to {LARGEST:,}, got {quoted(value)}")
    return float(value)


def amount(value: Any) -> Decimal:
    """Parse an amount of money, which is written as a text so that it stays exact."""
    try:
        parsed = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        parsed = None
    # The exponent is checked before the number is formatted: 1e999999999 is short only as it is
    # written, and would take gigabytes in full.
    if (
        parsed is None
        or not parsed.is_finite()
        or parsed.is_signed()
        or abs(parsed.adjusted()) > _LONGEST_AMOUNT
        or len(format(parsed, "f")) > _LONGEST_AMOUNT
    ):
        raise ValueError(f'expected an amount as text, such as "35000.00", got {quoted(value)}')
    if parsed > LARGEST_AMOUNT:
        raise ValueError(f"expected an amount of at most {LARGEST_AMOUNT:,}, got {quoted(value)}")
    return parsed


def currency(value: Any) -> str:
    """Parse the three capital letters of a currency."""
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{3}", value):
        raise ValueError(f"expected three letters, such as USD, got {quoted(value)}")
    return value


def day(value: Any) -> date:
    """Parse an ISO 8601 date."""
    try:
        return date.fromisoformat(text(SHORT_TEXT)(value))
    except ValueError:
        raise ValueError(f"expected a date such as 2026-03-14, got {quoted(value)}") from None


def moment(value: Any) -> datetime:
    """Parse an ISO 8601 time with its time zone, and convert it to UTC."""
    try:
        at = datetime.fromisoformat(text(SHORT_TEXT)(value))
        if at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"expected a time with its zone such as 2026-03-14T09:02:00Z, got {quoted(value)}"
        ) from None


def quoted(value: Any) -> str:
    """Return a value as messages quote it: as ASCII JSON of at most 60 characters."""
    try:
        result = json.dumps(value, ensure_ascii=True, default=str)
    except RecursionError:
        return "something nested too deep"
    return result if len(result) <= 60 else result[:57] + "…"
