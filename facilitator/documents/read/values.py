"""How single values of a document are read. A value that can't be is a ValueError, in words."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from db.words import LARGEST, LARGEST_AMOUNT, SHORT_TEXT, SLOTS

E = TypeVar("E", bound=StrEnum)


def as_it_is(value: Any) -> Any:
    """Any value, for whoever looks at it next."""
    return value


def text(limit: int, *, required: bool = False) -> Callable[[Any], str]:
    """A text of at most so many characters."""

    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"expected a text, got {shown(value)}")
        if required and not value.strip():
            raise ValueError("expected a text, got an empty one")
        if len(value) > limit:
            raise ValueError(f"{len(value):,} characters; at most {limit:,}")
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("holds a character that no database keeps (NUL or half a character)")
        return value

    return parse


def word(kind: type[E]) -> Callable[[Any], E]:
    """One of the words of a kind."""

    def parse(value: Any) -> E:
        try:
            return kind(value)
        except ValueError:
            raise ValueError(f"expected one of {', '.join(kind)}, got {shown(value)}") from None

    return parse


def whole(lowest: int) -> Callable[[Any], int]:
    """A whole number that a database column holds."""

    def parse(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value < 2**31:
            raise ValueError(f"expected a whole number from {lowest}, got {shown(value)}")
        return value

    return parse


def slot(value: Any) -> int:
    """The place of an action item."""
    if isinstance(value, bool) or value not in SLOTS or not isinstance(value, int):
        raise ValueError(f"expected 1, 2 or 3, got {shown(value)}")
    return value


def number(value: Any) -> float:
    """A number that a database column holds, and not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"expected a number, got {shown(value)}")
    if not 0 <= value <= LARGEST:
        raise ValueError(f"expected a number from 0 to {LARGEST:,}, got {shown(value)}")
    return float(value)


def money(value: Any) -> Decimal:
    """A decimal amount, written as text so that it stays exact."""
    try:
        amount = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        amount = None
    # Its size is looked at before it is written out: 1e999999999 is short only as it stands.
    if (
        amount is None
        or not amount.is_finite()
        or amount.is_signed()
        or abs(amount.adjusted()) > 40
        or len(format(amount, "f")) > 40
    ):
        raise ValueError(f'expected an amount as text, such as "35000.00", got {shown(value)}')
    if amount > LARGEST_AMOUNT:
        raise ValueError(f"expected an amount of at most {LARGEST_AMOUNT:,}, got {shown(value)}")
    return amount


def currency(value: Any) -> str:
    """Three capital letters."""
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{3}", value):
        raise ValueError(f"expected three letters, such as USD, got {shown(value)}")
    return value


def day(value: Any) -> date:
    """An ISO 8601 date."""
    try:
        return date.fromisoformat(text(SHORT_TEXT)(value))
    except ValueError:
        raise ValueError(f"expected a date such as 2026-03-14, got {shown(value)}") from None


def moment(value: Any) -> datetime:
    """An ISO 8601 time with its zone, in UTC."""
    try:
        at = datetime.fromisoformat(text(SHORT_TEXT)(value))
        if at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"expected a time with its zone such as 2026-03-14T09:02:00Z, got {shown(value)}"
        ) from None


def shown(value: Any) -> str:
    """A value as an error names it: plain ASCII, and short."""
    try:
        shown = json.dumps(value, ensure_ascii=True, default=str)
    except RecursionError:
        return "something nested too deep"
    return shown if len(shown) <= 60 else shown[:57] + "…"
