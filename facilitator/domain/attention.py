"""What is to be done next, and what needs attention today: unready drafts and late action items.

The home screen shows these between meetings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


class StepKind(StrEnum):
    """What a team can do next."""

    GO_ON = "go on"
    HOLD = "hold"
    PREPARE = "prepare"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done next about an incident.

    Attributes:
        kind: What to do: go on with the meeting that is running, hold one, or prepare it.
        number: The number of the incident.
    """

    kind: StepKind
    number: int


def next_step(running: Sequence[int], drafts: Sequence[Incident]) -> NextStep | None:
    """Return what is to be done next; None where there is nothing to meet about.

    Args:
        running: The numbers of the incidents whose meetings are running, the last one alive first.
        drafts: The newest drafts, newest first. One that is ready comes before those that are not.
    """
    if running:
        return NextStep(StepKind.GO_ON, running[0])
    if not drafts:
        return None
    unready = {result.draft.number for result in drafts_not_ready(drafts)}
    ready = [draft.number for draft in drafts if draft.number not in unready]
    if ready:
        return NextStep(StepKind.HOLD, ready[0])
    return NextStep(StepKind.PREPARE, drafts[0].number)


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
