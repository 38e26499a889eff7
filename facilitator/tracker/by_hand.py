"""Tickets where the program asks no tracker: keys of the right form, which nobody has verified."""

from __future__ import annotations

import re

from facilitator.text import QUOTED, shortened

_KEY = re.compile(r"[A-Z][A-Z0-9_]+-[0-9]+")
_LONGEST = 200


def ticket_key(typed: str) -> str:
    """Return a typed key as trackers write it: ` ops-12 ` as `OPS-12`.

    Raises:
        ValueError: It has not the form of a key. The message says what was expected.
    """
    key = typed.strip().upper()
    # Capitals of other scripts turn into Latin ones: only what was Latin before is a key.
    if not typed.strip().isascii() or not is_ticket_key(key):
        raise ValueError(f"“{shortened(typed, QUOTED)}” is no ticket; expected one such as OPS-12")
    return key


def is_ticket_key(text: str) -> bool:
    """Return whether a text has the form of a ticket's key."""
    return len(text) <= _LONGEST and _KEY.fullmatch(text) is not None


class ByHand:
    """A tracker that the program does not ask: people make tickets there and type their keys."""

    def __init__(self, site: str = "") -> None:
        """Remember the address of the tracker's site, or "" where it is not known."""
        self._site = site

    def address(self, ticket: str) -> str:
        """Return the web address of a ticket, or "" where nobody knows it."""
        return f"{self._site}/browse/{ticket}" if self._site and is_ticket_key(ticket) else ""
