"""Reading an action item from one typed line: `Cap client retries @Priya P1 fri OPS-17`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.vocabulary import Priority
from facilitator.domain.due_dates import due_in_words
from facilitator.domain.people import complete_name
from facilitator.domain.typed_days import AmbiguousDay, DateOrder, parse_day

_TICKET = re.compile(r"([A-Z][A-Z0-9_]+)-\d+")
_STANDARDS = frozenset(
    (
        *("AES", "ARM", "BASE", "BF", "CRC", "DDR", "ECMA", "ED", "FIPS", "FLOAT", "FP", "GMT"),
        *("GPT", "HTTP", "IEC", "IEEE", "INT", "IPV", "ISO", "MD", "PCI", "PEP", "RFC", "RSA"),
        *("SHA", "SOC", "SSL", "TLS", "UCS", "UINT", "USB", "UTC", "UTF", "UUID", "WPA"),
    )
)
"""Names before a hyphen and a number that are no tickets: UTF-8, SHA-256, ISO-8601, UTC-5."""
_CONNECTING_WORDS = frozenset(
    (
        *("a", "after", "an", "and", "as", "at", "before", "behind", "between", "during", "each"),
        *("every", "for", "from", "in", "into", "is", "last", "like", "of", "off", "on", "onto"),
        *("or", "other", "our", "over", "per", "since", "than", "the", "their", "this", "till"),
        *("to", "under", "until", "via", "when", "with", "within", "without"),
        *("=", "<", ">", "≤", "≥", "&", "+"),
    )
)
"""What follows one of these words belongs to the sentence: `Keep logs for 30d`."""
_LEADS_TO_DAY = re.compile(r"(?:^|\s)(?:due(?: (?:by|on))?|by)(?: the)?$", re.IGNORECASE)
"""The words before a due date that say that it is one: `by fri`, `due on 4 Dec`."""
_AROUND_THE_CLOCK = "24/7"
_SEPARATORS = " ,;:|·–—-"
"""What stands between the action and its values, and belongs to neither."""
_MAX_DAY_WORDS = 5
"""How many words a day has at most: `fri 4th of December 2027`."""
_MAX_NEW_NAME_WORDS = 3
"""How many words a name has at most that is not among the known names."""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action item as one line states it.

    Attributes:
        action: The words of the line that are none of the following.
        owner: The name after an @; empty where the line has none.
        priority: None where the line has none.
        due: None where the line has no day.
        ticket: The key of the ticket; empty where the line has none.
        unclear: Why the last words of the action could not be read as a day; empty where they
            are not like one.
    """

    action: str
    owner: str = ""
    priority: Priority | None = None
    due: date | None = None
    ticket: str = ""
    unclear: str = ""


def parse_action_line(
    typed: str, today: date, names: Sequence[str] = (), order: DateOrder | None = None
) -> ActionLine:
    """Read owner, priority, due date and ticket from the end of a line, in any order.

    Each of them is read once. The first word from the end that is none of them, or that is one of
    them for the second time, is the last word of the action itself. What follows a word such as
    `for` or `to` belongs to the sentence, and from a line that ends with a full stop nothing is
    read.

    Args:
        typed: The line.
        today: The day from which `fri` and `+14` are counted.
        names: The names that are known. An owner is an @ with one of these names in any case, or
            with one word, or with up to three words that begin with capitals: `@Mei Lin`.
        order: The order of the numbers in 4/12; None where nobody has set it.
    """
    words = typed.split()
    values: dict[str, Any] = {}
    unclear = ""
    while words:
        try:
            last = _read_last(words, today, names, order)
        except AmbiguousDay as error:
            unclear = str(error)
            break
        if last is None:
            break
        field, value, count = last
        if field in values:
            break
        values[field] = value
        del words[len(words) - count :]
    action = " ".join(words)
    return ActionLine(action.rstrip(_SEPARATORS) if values else action, **values, unclear=unclear)


def complete_owner(typed: str, names: Sequence[str]) -> str | None:
    """Return the line with the name after its last @ completed.

    Args:
        typed: The line so far.
        names: The known names, the likeliest first.

    Returns:
        The completed line, or None where no name begins as typed.
    """
    before, at, beginning = typed.rpartition("@")
    name = complete_name(beginning, names) if at else None
    return None if name is None else f"{before}@{name}"


def describe_action_line(line: ActionLine, today: date) -> str:
    """Say what was read and what is missing: `Priya · P1 · due in 3 days (27 Nov) · no ticket`."""
    missing = {
        "owner": "no @owner",
        "priority": Priority.P2,
        "due": line.unclear or due_in_words(None, today),
        "ticket": "no ticket",
    }
    return " · ".join((missing | values_in_words(line, today)).values())


def values_in_words(line: ActionLine, today: date) -> dict[str, str]:
    """Return what was read beside the action, by the names of its fields."""
    words = {
        "owner": line.owner,
        "priority": line.priority or "",
        "due": "" if line.due is None else due_in_words(line.due, today),
        "ticket": line.ticket,
    }
    return {field: text for field, text in words.items() if text}


def _read_last(
    words: Sequence[str], today: date, names: Sequence[str], order: DateOrder | None
) -> tuple[str, object, int] | None:
    """Read the value at the end of the words.

    Returns:
        The field of `ActionLine`, its value, and how many words it takes; None where the last word
        belongs to the action itself.

    Raises:
        AmbiguousDay: The last word can mean two days.
    """
    *before, last = words
    words = [*before, last.rstrip(",;")]
    read = _read_value(words, names) or _read_day(words, today, order)
    if read is None or _is_connected(words[: len(words) - read[2]]):
        return None
    return read


def _read_value(words: Sequence[str], names: Sequence[str]) -> tuple[str, object, int] | None:
    """Read an owner, a priority or a ticket at the end of the words."""
    word = words[-1]
    if word.upper() in set(Priority):
        return "priority", Priority(word.upper()), 1
    ticket = _TICKET.fullmatch(word)
    if ticket and ticket[1] not in _STANDARDS:
        return "ticket", word, 1
    if owner := _read_owner(words, names):
        return "owner", *owner
    return None


def _is_connected(before: Sequence[str]) -> bool:
    """Return whether the words before a value make it a part of their sentence."""
    return bool(before) and before[-1].casefold() in _CONNECTING_WORDS


def _read_owner(words: Sequence[str], names: Sequence[str]) -> tuple[str, int] | None:
    """Read `@name` at the end of the words; return the name and how many words it takes."""
    for name in sorted(names, key=len, reverse=True):
        count = len(name.split())
        text = " ".join(words[-count:])
        if text.startswith("@") and text[1:].casefold() == " ".join(name.split()).casefold():
            return name, count
    if words[-1].endswith("."):
        return None
    known = {name.casefold() for name in names}
    for count in range(1, min(_MAX_NEW_NAME_WORDS, len(words)) + 1):
        first, *others = words[-count:]
        if first.startswith("@") and len(first) > 1:
            has_capitals = all(word[:1].isupper() for word in (first[1:], *others))
            is_new_name = has_capitals and first[1:].casefold() not in known
            return (" ".join([first[1:], *others]), count) if is_new_name or not others else None
    return None


def _read_day(
    words: Sequence[str], today: date, order: DateOrder | None
) -> tuple[str, date, int] | None:
    """Read a day at the end of the words, with a `due` or `by` before it.

    Raises:
        AmbiguousDay: The last word can mean two days, and no word makes it a part of a sentence.
    """
    if words[-1] == _AROUND_THE_CLOCK or words[-1].endswith("."):
        return None
    for count in range(min(_MAX_DAY_WORDS, len(words)), 0, -1):
        before, text = words[: len(words) - count], " ".join(words[-count:])
        if count > 1 and not re.search(r"[^\W\d_]{3}|^in ", text):
            continue  # `5 d` is more likely the end of a sentence than a day
        try:
            day = parse_day(text, today, order)
        except AmbiguousDay:
            if _is_connected(before):
                return None
            raise
        except ValueError:
            continue
        if day is not None:
            lead = _LEADS_TO_DAY.search(" ".join(before))
            return "due", day, count + (len(lead[0].split()) if lead else 0)
    return None
