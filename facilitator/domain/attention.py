"""What needs attention today: unready drafts, and action items that are late or lack a ticket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.records import ActionItem, Incident
from facilitator.domain.due import overdue_days
from facilitator.domain.readiness import ready


@dataclass(frozen=True, slots=True)
class Owed:
    """An open action item, and the number of the incident that it came from."""

    number: int
    item: ActionItem


@dataclass(frozen=True, slots=True)
class Unready:
    """A draft that lacks something for its meeting. met: how many checks are, of so many."""

    draft: Incident
    met: int
    of: int


def unready(drafts: Iterable[Incident]) -> list[Unready]:
    """The drafts whose checklist is not met, in their order."""
    checked = (Unready(each, *ready(each)) for each in drafts)
    return [each for each in checked if each.met < each.of]


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
