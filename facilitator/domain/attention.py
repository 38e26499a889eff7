"""What needs attention today: drafts that are not ready, and items that are late or lack a ticket.

The home screen shows these between meetings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.records import ActionItem, Incident
from facilitator.domain.due_dates import overdue_days
from facilitator.domain.protocols import HasActionItems
from facilitator.domain.readiness import count_met_checks


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open action item.

    Attributes:
        number: The number of the incident that the item belongs to.
        item: The action item.
    """

    number: int
    item: ActionItem


@dataclass(frozen=True, slots=True)
class DraftNotReady:
    """A draft whose checklist is not complete.

    Attributes:
        draft: The incident.
        met: How many checks of the checklist are met.
        of: How many checks there are.
    """

    draft: Incident
    met: int
    of: int


def drafts_not_ready(drafts: Iterable[Incident]) -> list[DraftNotReady]:
    """Return the drafts whose checklist is not complete, in the order given."""
    results = (DraftNotReady(draft, *count_met_checks(draft)) for draft in drafts)
    return [result for result in results if result.met < result.of]


def overdue_items(incidents: Iterable[HasActionItems], today: date) -> list[OpenItem]:
    """Return the open items whose due day is over, those overdue for longest first."""
    late = [entry for entry in _open_items(incidents) if overdue_days(entry.item, today)]
    return sorted(late, key=lambda entry: (-overdue_days(entry.item, today), entry.number))


def items_without_ticket(incidents: Iterable[HasActionItems]) -> list[OpenItem]:
    """Return the open items that have no ticket, those of the newest incidents first."""
    return sorted(
        (entry for entry in _open_items(incidents) if not entry.item.ticket),
        key=lambda entry: (-entry.number, entry.item.slot),
    )


def _open_items(incidents: Iterable[HasActionItems]) -> Iterable[OpenItem]:
    return (
        OpenItem(incident.number, item)
        for incident in incidents
        for item in incident.action_items
        if item.is_open
    )
