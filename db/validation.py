"""Checks of values before they are stored."""

import math
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from db.errors import Refused
from db.vocabulary import LONGEST_SEGMENT, LONGEST_SHIFT

E = TypeVar("E", bound=StrEnum)


def clean_text(value: str, name: str, limit: int, *, required: bool = False) -> str:
    """Return a text as it will be stored: without white space around it.

    Args:
        value: The text as it was typed.
        name: What the text is, for messages.
        limit: The most characters that it may have.
        required: Whether it may not be empty.

    Raises:
        Refused: It is empty although it is required, it is too long, or it has a character that
            no database can store.
    """
    value = value.strip()
    if required and not value:
        raise Refused(f"{name}: write something")
    if len(value) > limit:
        raise Refused(f"{name}: {len(value):,} characters; at most {limit:,}")
    check_storable(value, name)
    return value


def check_storable(value: object, name: str) -> None:
    """Check that a text has only characters that every database can store.

    Values that are not texts pass.

    Raises:
        Refused: The text has a NUL character or half of a surrogate pair.
    """
    if not isinstance(value, str):
        return
    if "\x00" in value:
        raise Refused(f"{name}: holds a NUL character; take it out")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(f"{name}: holds half a character; type it again") from None


def check_plan(plan: Sequence[int]) -> None:
    """Check the minutes of the segments of a meeting.

    Raises:
        Refused: A segment has no minutes, or too many.
    """
    if not all(1 <= minutes <= LONGEST_SEGMENT for minutes in plan):
        raise Refused(f"agenda: each segment takes 1 to {LONGEST_SEGMENT} minutes")


def check_shift(seconds: int) -> None:
    """Check the seconds of a step of the clock.

    Raises:
        Refused: They are too many, in either direction.
    """
    if abs(seconds) > LONGEST_SHIFT:
        raise Refused(f"clock: a step moves the end by at most {LONGEST_SHIFT:,} seconds")


def check_range(value: float | Decimal | None, name: str, highest: int) -> None:
    """Check that a number is between 0 and `highest`. None passes, as a number that is not known.

    Raises:
        Refused: The number is negative, too large, or not a number (NaN).
    """
    if value is not None and not (math.isfinite(value) and 0 <= value <= highest):
        raise Refused(f"{name}: expected a number from 0 to {highest:,}")


def parse_enum(value: str, enum: type[E], name: str) -> E:
    """Return the member of the enum that has this value.

    Raises:
        Refused: The enum has no such member.
    """
    try:
        return enum(value)
    except ValueError:
        raise Refused(f"{name}: {value!r} is none of {', '.join(enum)}") from None
