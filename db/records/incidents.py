"""Records of an incident and its whole post-mortem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from db.records.action_items import ActionItem
from db.records.catalogue import Cause, Parked
from db.vocabulary import (
    EventKind,
    FactorKind,
    FindingKind,
    IncidentKind,
    IncidentStatus,
    Severity,
    Trigger,
)


@dataclass(frozen=True, slots=True)
class Impact:
    """What the outage cost. None stands for a value that is not known."""

    began_at: datetime | None = None
    duration_minutes: int | None = None
    users_affected: int | None = None
    revenue: Decimal | None = None
    currency: str | None = None
    slo_budget_percent: float | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a timeline; `at` is in UTC."""

    id: UUID
    at: datetime
    kind: EventKind
    text: str
    link: str | None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event of a timeline that is not stored yet; `at` is aware, in any zone."""

    at: datetime
    kind: EventKind
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that made an incident possible, or slowed its detection or its resolution."""

    id: UUID
    kind: FactorKind
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that went well or went wrong."""

    id: UUID
    kind: FindingKind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a post-mortem beyond those of the template, such as `Where we got lucky`."""

    id: UUID
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class IncidentContents:
    """How many things belong to an incident, and would be deleted with it.

    Attributes:
        notes: The private notes.
        duplicates: The incidents that are marked as duplicates of it; they stay.
    """

    events: int
    factors: int
    findings: int
    sections: int
    action_items: int
    meetings: int
    parked: int
    notes: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident and its whole post-mortem.

    Attributes:
        external_id: The id that it has elsewhere, such as `INC-2024-0042`; "" where it has none.
        ended_at: When the outage was over, where that is stated beside the timeline.
        kind: Whether it is an incident or a near miss.
        trigger: What set it off, where the team has said so.
        duplicate_of: The number of the incident that this one is a duplicate of, or None.
        sections: The sections beyond those of the template, in their order.
        timeline: Ordered by time.
        factors: In the order in which people see them, as are the findings.
        action_items: Ordered by slot.
        themes: The names of the themes that it shows.
        parked: What was parked while working on it, oldest first.
    """

    id: UUID
    number: int
    service: str
    symptom: str
    date: date
    severity: Severity | None
    status: IncidentStatus
    impact: Impact
    root_cause: str
    cause: Cause | None
    lessons_learned: str
    created_at: datetime
    external_id: str = ""
    ended_at: datetime | None = None
    kind: IncidentKind = IncidentKind.INCIDENT
    trigger: Trigger | None = None
    duplicate_of: int | None = None
    timeline: tuple[TimelineEvent, ...] = ()
    factors: tuple[Factor, ...] = ()
    findings: tuple[Finding, ...] = ()
    action_items: tuple[ActionItem, ...] = ()
    themes: tuple[str, ...] = ()
    parked: tuple[Parked, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def title(self) -> str:
        """The title that the template defines: `[SERVICE] [SYMPTOM] on [DATE]`."""
        return incident_title(self.service, self.symptom, self.date)

    @property
    def is_near_miss(self) -> bool:
        """Whether it nearly went wrong, and did not."""
        return self.kind is IncidentKind.NEAR_MISS

    @property
    def began_at(self) -> datetime:
        """When it began: the impact, else the first alert, else midnight UTC of its date."""
        milestones = self.milestones
        return (
            milestones.get(EventKind.IMPACT_BEGAN)
            or milestones.get(EventKind.FIRST_ALERT)
            or datetime.combine(self.date, time(), UTC)
        )

    @property
    def milestones(self) -> dict[EventKind, datetime]:
        """When each milestone was first reached, as `first_milestones` defines it."""
        events = ((event.kind, event.at) for event in self.timeline)
        return first_milestones(events, self.impact.began_at)

    @property
    def open_actions(self) -> int:
        """How many of its action items are open."""
        return sum(item.is_open for item in self.action_items)

    @property
    def factor_kinds(self) -> tuple[FactorKind, ...]:
        """The kind of each contributing factor."""
        return tuple(factor.kind for factor in self.factors)

    def reached_at(self, kind: EventKind) -> datetime | None:
        """Return when a milestone was first reached, or None where that is not known."""
        return self.milestones.get(kind)

    def findings_of(self, *kinds: FindingKind) -> tuple[Finding, ...]:
        """Return the findings of these kinds, in their order."""
        return tuple(finding for finding in self.findings if finding.kind in kinds)


def incident_title(service: str, symptom: str, on: date) -> str:
    """Return an incident's title as the template defines it: `[SERVICE] [SYMPTOM] on [DATE]`."""
    return f"{service} {symptom} on {on.isoformat()}"


def first_milestones(
    events: Iterable[tuple[EventKind, datetime]], impact_began_at: datetime | None
) -> dict[EventKind, datetime]:
    """Return when each milestone was first reached.

    A milestone that was never reached has no entry, and other events are left out.

    Args:
        events: The kind and the time of timeline events, ordered by time.
        impact_began_at: When the impact began, as the impact states it. It counts only where the
            timeline has no such event.
    """
    first: dict[EventKind, datetime] = {}
    for kind, at in events:
        if kind is not EventKind.OTHER:
            first.setdefault(kind, at)
    if impact_began_at is not None:
        first.setdefault(EventKind.IMPACT_BEGAN, impact_began_at)
    return first
