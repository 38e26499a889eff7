"""Checks of values before they are stored, and messages for what the database refuses."""

import math
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError

from db.errors import Refused, Unavailable

E = TypeVar("E", bound=StrEnum)

CONSTRAINT_MESSAGES = {
    ("uq_incident_number", "incident.number"): "that number is taken by another incident",
    ("uq_action_item_incident_id_slot", "action_item.incident_id"): (
        "a post-mortem has at most three action items: replace one"
    ),
    ("uq_attendee_meeting_id_name", "attendee.meeting_id"): "that person is on the list already",
    ("uq_cause_name", "cause.name"): "that cause is in the catalogue already",
    ("uq_theme_name", "theme.name"): "that theme exists already",
    ("ck_action_item_slot",): "an action item has slot 1, 2 or 3",
    ("ck_action_item_dropped_has_reason",): "dropped: say why",
    ("ck_impact_revenue_has_currency",): "revenue: give the currency too, such as EUR",
    ("ck_impact_currency_code",): "currency: expected three letters, such as EUR",
    ("FOREIGN KEY", "foreign key"): "what it belongs to is gone: it was deleted elsewhere",
    ("_not_negative",): "expected a number that is not negative",
}
"""What to tell people for each constraint.

A key lists the texts by which an engine's error is recognised: the name of the constraint, or the
columns that SQLite names in its place.
"""
LOCK_TIMEOUTS = ("database is locked", "lock timeout")
"""The texts with which the engines report that another program held the write lock for too long."""


def explain_broken_constraint(error: IntegrityError) -> Refused:
    """Return the refusal that tells people which constraint their change would break."""
    engine_message = str(error.orig)
    for texts, message in CONSTRAINT_MESSAGES.items():
        if any(text in engine_message for text in texts):
            return Refused(message)
    return Refused(f"the database refused it: {_first_line(engine_message)}")


def explain_engine_failure(error: DBAPIError) -> Unavailable:
    """Return the error that tells people why the engine failed."""
    engine_message = str(error.orig)
    if any(text in engine_message for text in LOCK_TIMEOUTS):
        return Unavailable("another program is writing into the database: try again in a moment")
    return Unavailable(f"the database could not do it: {_first_line(engine_message)}")


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


def _first_line(message: str) -> str:
    return message.partition("\n")[0]
