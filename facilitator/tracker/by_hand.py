"""Tickets where the program asks no tracker: keys of the right form, which nobody has verified."""

from __future__ import annotations

from facilitator.domain.ticket_key import ticket_address


class ByHand:
    """A tracker that the program does not ask: people make tickets there and type their keys."""

    def __init__(self, site: str = "") -> None:
        """Remember the address of the tracker's site, or "" where it is not known."""
        self._site = site

    def address(self, ticket: str) -> str:
        """Return the web address of a ticket, or "" where nobody knows it."""
        return ticket_address(ticket, self._site)
