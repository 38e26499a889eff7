"""An action item out of one line: `Cap client retries @Priya P1 fri OPS-17`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.words import Priority
from facilitator.domain.due import due_in_words, parse_day
from facilitator.domain.people import complete

_TICKET = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
_DAY_WORDS = 3
"""Of how many words a day consists at most: `4 Dec 2027`."""
_NAME_WORDS = 3
"""Of how many words a name consists at most that nobody has been called yet."""


@dataclass(frozen=True, slots=True)
class QuickAction:
    """What was read. Without a word for it: no owner, P2, no due date, no ticket."""

    action: str
    owner: str = ""
    priority: Priority = Priority.P2
    due: date | None = None
    ticket: str = ""


def read_action(typed: str, today: date, names: Sequence[str] = ()) -> QuickAction:
    """Read the words at the end of the line, as far as they are owner, priority, day or ticket.

    The owner stands behind an @: one of the names whole, whatever its case, else one word, or
    several that are written as a name is, `@Mei Lin`. Each is read once, so the first word that is
    none of them, or is one again, ends the action itself.
    """
    words = typed.split()
    found: dict[str, Any] = {}
    while words:
        said = _last(words, today, names)
        if said is None or said[0] in found:
            break
        found[said[0]] = said[1]
        del words[len(words) - said[2] :]
    return QuickAction(" ".join(words), **found)


def complete_owner(typed: str, names: Sequence[str]) -> str | None:
    """The line with the name behind its last @ completed; None where there is nothing to complete.

    names: the likeliest first.
    """
    before, at, begun = typed.rpartition("@")
    name = complete(begun, names) if at else None
    return None if name is None else f"{before}@{name}"


def in_words(read: QuickAction, today: date) -> str:
    """`Priya · P1 · due in 3 days (27 Nov) · OPS-17`, with what is missing named."""
    parts = [read.owner or "no @owner", read.priority, due_in_words(read.due, today)]
    return " · ".join([*parts, read.ticket or "no ticket"])


def _last(
    words: Sequence[str], today: date, names: Sequence[str]
) -> tuple[str, object, int] | None:
    """What the last words say: of what, what, and how many they are; None for the action's own."""
    word = words[-1]
    if word.upper() in set(Priority):
        return "priority", Priority(word.upper()), 1
    if _TICKET.fullmatch(word):
        return "ticket", word, 1
    if owner := _owner(words, names):
        return "owner", *owner
    if day := _day(words, today):
        return "due", *day
    return None


def _owner(words: Sequence[str], names: Sequence[str]) -> tuple[str, int] | None:
    for name in sorted(names, key=len, reverse=True):
        count = len(name.split())
        said = " ".join(words[-count:])
        if said.startswith("@") and said[1:].casefold() == " ".join(name.split()).casefold():
            return name, count
    known = {name.casefold() for name in names}
    for count in range(1, min(_NAME_WORDS, len(words)) + 1):
        first, *others = words[-count:]
        if first.startswith("@") and len(first) > 1:
            capitals = all(each[:1].isupper() for each in (first[1:], *others))
            new = capitals and first[1:].casefold() not in known
            return (" ".join([first[1:], *others]), count) if new or not others else None
    return None


def _day(words: Sequence[str], today: date) -> tuple[date, int] | None:
    for count in range(min(_DAY_WORDS, len(words)), 0, -1):
        said = " ".join(words[-count:])
        if count > 1 and not re.search(r"[^\W\d_]{3}", said):
            continue  # `5 d` is more likely the end of a sentence
        try:
            day = parse_day(said, today)
        except ValueError:
            continue
        if day is not None:
            behind = len(words) > count and words[-count - 1].casefold() in ("due", "by")
            return day, count + behind
    return None
