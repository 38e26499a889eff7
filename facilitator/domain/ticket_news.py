"""What the program's work on tickets has come to; it loads nothing, as the first frame needs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TicketNews:
    """What the program's work on tickets has come to.

    Attributes:
        is_syncing: Whether the tracker is being asked, or is about to be.
        asked: How many tickets it was asked for so far.
        total: How many there are to ask for.
        not_synced: Why the last sync has not read every ticket, or "".
        trouble: Why the tracker can't be asked for anything at all, or "".
        waiting: How many action items have a ticket on its way to the tracker.
    """

    is_syncing: bool = False
    asked: int = 0
    total: int = 0
    not_synced: str = ""
    trouble: str = ""
    waiting: int = 0
