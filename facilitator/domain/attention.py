"""What needs attention today: action items that are late or lack a ticket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.records import ActionItem, Incident
from facilitator.domain.due import overdue_days


@dataclass(frozen=True, slots=True)
class Owed:
    """An open action item, and the number of the incident that it came from."""

    number: int
    item: ActionItem


def overdue(incidents: Iterable[Incident], today: date) -> list[Owed]:
    """The open items whose due day is over, the latest first."""
    late = [owed for owed in _open(incidents) if overdue_days(owed.item, today)]
    return sorted(late, key=lambda owed: (-overdue_days(owed.item, today), owed.number))


def without_ticket(incidents: Iterable[Incident]) -> list[Owed]:
    """The open items that no ticket stands for, of the newest incidents first."""
    return sorted(
        (owed for owed in _open(incidents) if not owed.item.ticket),
        key=lambda owed: (-owed.number, owed.item.slot),
    )


def _open(incidents: Iterable[Incident]) -> Iterable[Owed]:
    return (
        Owed(each.number, item) for each in incidents for item in each.action_items if item.is_open
    )
