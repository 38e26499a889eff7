"""The note of a blocked action item, which begins with `blocked on` wherever it was typed."""

from __future__ import annotations

import re

SAY_ON_WHAT = "say what it waits for, such as the vendor"
_BLOCKED_ON = re.compile(r"blocked\s+on\b\s*", re.IGNORECASE)
_WITHOUT_WORDS = re.compile(r"(?:blocked)?\s*(?:on)?", re.IGNORECASE)
_SAYS_SO_ITSELF = re.compile(r"(?:blocked|waiting|waits)\b", re.IGNORECASE)


def blocked_note(typed: str) -> str:
    """Return the note of an item that is blocked: `blocked on the vendor`.

    Args:
        typed: What it waits for, with or without words such as `blocked on` before it.

    Raises:
        ValueError: It does not say what the item waits for.
    """
    words = typed.strip()
    if _WITHOUT_WORDS.fullmatch(words):
        raise ValueError(SAY_ON_WHAT)
    if is_blocked_note(words):
        return f"blocked on {blocked_on(words)}"
    return words if _SAYS_SO_ITSELF.match(words) else f"blocked on {words.removeprefix('on ')}"


def is_blocked_note(note: str) -> bool:
    """Return whether a note says what an item is blocked on."""
    return _BLOCKED_ON.match(note) is not None


def blocked_on(note: str) -> str:
    """Return what an item is blocked on, from its note: `the vendor`."""
    return _BLOCKED_ON.sub("", note, count=1)
