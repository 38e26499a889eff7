"""Values that can't be stored, and broken constraints, told in words."""

import math
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError

from db.errors import Refused, Unavailable

E = TypeVar("E", bound=StrEnum)

BROKEN = {
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
"""What a constraint's name, or the columns that SQLite names instead, mean to people."""
BUSY = ("database is locked", "lock timeout")
"""How the engines say that somebody else kept the write lock for longer than one waits."""


def in_words(error: IntegrityError) -> Refused:
    """The refusal that a broken constraint amounts to."""
    told = str(error.orig)
    for names, words in BROKEN.items():
        if any(name in told for name in names):
            return Refused(words)
    return Refused(f"the database refused it: {told.splitlines()[0]}")


def trouble_in_words(error: DBAPIError) -> Unavailable:
    """What it means that the engine could not do it."""
    told = str(error.orig)
    if any(words in told for words in BUSY):
        return Unavailable("another program is writing into the database: try again in a moment")
    return Unavailable(f"the database could not do it: {told.partition(chr(10))[0]}")


def text(value: str, name: str, limit: int, *, required: bool = False) -> str:
    """The text as it will be stored: as typed, without blanks around it.

    Raises:
        Refused: empty though required, over its bound, or with characters no database keeps.
    """
    value = value.strip()
    if required and not value:
        raise Refused(f"{name}: write something")
    if len(value) > limit:
        raise Refused(f"{name}: {len(value):,} characters; at most {limit:,}")
    refuse_unstorable(value, name)
    return value


def refuse_unstorable(value: object, name: str) -> None:
    """Let everything pass but texts with characters that no database keeps.

    Raises:
        Refused: it holds one.
    """
    if not isinstance(value, str):
        return
    if "\x00" in value:
        raise Refused(f"{name}: holds a NUL character; take it out")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(f"{name}: holds half a character; type it again") from None


def refuse_beyond(value: float | Decimal | None, name: str, highest: int) -> None:
    """Let numbers pass that every engine can keep.

    Raises:
        Refused: it is negative, too large, or none at all (NaN).
    """
    if value is not None and not (math.isfinite(value) and 0 <= value <= highest):
        raise Refused(f"{name}: expected a number from 0 to {highest:,}")


def word(value: str, kind: type[E], name: str) -> str:
    """One of the words of a kind.

    Raises:
        Refused: it is none of them.
    """
    try:
        return kind(value).value
    except ValueError:
        raise Refused(f"{name}: {value!r} is none of {', '.join(kind)}") from None
