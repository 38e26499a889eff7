"""The key of a ticket, as trackers write it and as people type it."""

from __future__ import annotations

import re

from facilitator.text import QUOTED, is_web_address, shortened

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


def typed_ticket(typed: str, before: str = "") -> str:
    """Return the ticket that somebody has typed into a form, or "" for none.

    Args:
        typed: What stands in the field.
        before: The ticket that the item has. It may stay, whatever it looks like: an imported
            document may call a ticket anything.

    Raises:
        ValueError: It is another one, and has not the form of a key.
    """
    ticket = typed.strip()
    return ticket if ticket in ("", before) else ticket_key(ticket)


def is_ticket_key(text: str) -> bool:
    """Return whether a text has the form of a ticket's key."""
    return len(text) <= _LONGEST and _KEY.fullmatch(text) is not None


def ticket_address(ticket: str, site: str) -> str:
    """Return the web address of a ticket, or "" where nobody knows it.

    Args:
        ticket: Its key. An imported document may call a ticket by its address, which stays.
        site: The address of the tracker's site, without a slash at the end, or "".
    """
    if is_web_address(ticket):
        return ticket
    return f"{site}/browse/{ticket}" if site and is_ticket_key(ticket) else ""
