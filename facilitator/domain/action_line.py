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
from facilitator.domain.typed_days import parse_day

_TICKET = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
_MAX_DAY_WORDS = 3
"""How many words a day has at most: `4 Dec 2027`."""
_MAX_NEW_NAME_WORDS = 3
"""How many words a name has at most that is not among the known names."""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action item as one line states it.

    Attributes:
        action: The words of the line that are none of the following.
        owner: The name after an @; empty where the line has none.
        priority: P2 where the line has none.
        due: None where the line has no day.
        ticket: The key of the ticket; empty where the line has none.
    """

    action: str
    owner: str = ""
    priority: Priority = Priority.P2
    due: date | None = None
    ticket: str = ""


def parse_action_line(typed: str, today: date, names: Sequence[str] = ()) -> ActionLine:
    """Read owner, priority, due date and ticket from the end of a line, in any order.

    Each of them is read once. The first word from the end that is none of them, or that is one of
    them for the second time, is the last word of the action itself.

    Args:
        typed: The line.
        today: The day from which `fri` and `+14` are counted.
        names: The names that are known. An owner is an @ with one of these names in any case, or
            with one word, or with up to three words that begin with capitals: `@Mei Lin`.
    """
    words = typed.split()
    values: dict[str, Any] = {}
    while words:
        last = _read_last(words, today, names)
        if last is None:
            break
        field, value, count = last
        if field in values:
            break
        values[field] = value
        del words[len(words) - count :]
    return ActionLine(" ".join(words), **values)


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
    parts = [line.owner or "no @owner", line.priority, due_in_words(line.due, today)]
    return " · ".join([*parts, line.ticket or "no ticket"])


def _read_last(
    words: Sequence[str], today: date, names: Sequence[str]
) -> tuple[str, object, int] | None:
    """Read the value at the end of the words.

    Returns:
        The field of `ActionLine`, its value, and how many words it takes; None where the last word
        belongs to the action itself.
    """
    word = words[-1]
    if word.upper() in set(Priority):
        return "priority", Priority(word.upper()), 1
    if _TICKET.fullmatch(word):
        return "ticket", word, 1
    if owner := _read_owner(words, names):
        return "owner", *owner
    if day := _read_day(words, today):
        return "due", *day
    return None


def _read_owner(words: Sequence[str], names: Sequence[str]) -> tuple[str, int] | None:
    """Read `@name` at the end of the words; return the name and how many words it takes."""
    for name in sorted(names, key=len, reverse=True):
        count = len(name.split())
        text = " ".join(words[-count:])
        if text.startswith("@") and text[1:].casefold() == " ".join(name.split()).casefold():
            return name, count
    known = {name.casefold() for name in names}
    for count in range(1, min(_MAX_NEW_NAME_WORDS, len(words)) + 1):
        first, *others = words[-count:]
        if first.startswith("@") and len(first) > 1:
            has_capitals = all(word[:1].isupper() for word in (first[1:], *others))
            is_new_name = has_capitals and first[1:].casefold() not in known
            return (" ".join([first[1:], *others]), count) if is_new_name or not others else None
    return None


def _read_day(words: Sequence[str], today: date) -> tuple[date, int] | None:
    """Read a day at the end of the words, with a `due` or `by` before it."""
    for count in range(min(_MAX_DAY_WORDS, len(words)), 0, -1):
        text = " ".join(words[-count:])
        if count > 1 and not re.search(r"[^\W\d_]{3}", text):
            continue  # `5 d` is more likely the end of a sentence than a day
        try:
            day = parse_day(text, today)
        except ValueError:
            continue
        if day is not None:
            has_due = len(words) > count and words[-count - 1].casefold() in ("due", "by")
            return day, count + has_due
    return None
