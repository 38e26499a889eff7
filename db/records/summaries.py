"""Records with a part of an incident: what lists, figures and comparisons need of many of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.records.action_items import ActionItem
from db.records.catalogue import Cause
from db.records.incidents import incident_title
from db.vocabulary import (
    EventKind,
    FactorKind,
    IncidentKind,
    IncidentStatus,
    Severity,
    Trigger,
)


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents a list shows. A field that is left empty excludes no incident.

    Attributes:
        search: Words that must all occur somewhere in the post-mortem, whatever their case; `#42`
            matches that number alone.
        service: The whole name of a service.
        cause: The whole name of a cause.
        theme: The whole name of a theme.
        draft: Whether to show drafts only.
        unclassified: Whether to show only incidents that are linked to no cause.
    """

    search: str = ""
    service: str = ""
    severity: Severity | None = None
    cause: str = ""
    theme: str = ""
    draft: bool = False
    unclassified: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """The values by which incidents can be filtered, each with its number of incidents.

    The most frequent value comes first, except that the severities start with the worst.
    """

    services: tuple[tuple[str, int], ...]
    severities: tuple[tuple[Severity, int], ...]
    causes: tuple[tuple[str, int], ...]
    themes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class IncidentSummary:
    """An incident as a list shows it.

    Attributes:
        cause: The name of its cause.
        open_actions: How many of its action items are open.
        repeat: Whether an incident that began earlier has the same cause.
        external_id: The id that it has elsewhere, or "".
        ended_at: When the outage was over, where that is stated.
    """

    id: UUID
    number: int
    service: str
    symptom: str
    date: date
    severity: Severity | None
    status: IncidentStatus
    cause: str | None
    open_actions: int
    repeat: bool
    external_id: str = ""
    ended_at: datetime | None = None
    kind: IncidentKind = IncidentKind.INCIDENT

    @property
    def title(self) -> str:
        """The title that the template defines: `[SERVICE] [SYMPTOM] on [DATE]`."""
        return incident_title(self.service, self.symptom, self.date)


@dataclass(frozen=True, slots=True)
class IncidentOutline:
    """What the rates and the lists of action items need of an incident.

    It is a record of its own, so that a partial incident is never exported as a whole one.

    Attributes:
        began_at: When it began: the impact, else the first alert, else midnight UTC of its date.
        action_items: Those that the read asked for, by slot; not necessarily all of them. The read
            says which of them have their reviews.
    """

    id: UUID
    number: int
    service: str
    symptom: str
    date: date
    severity: Severity | None
    status: IncidentStatus
    cause: Cause | None
    created_at: datetime
    kind: IncidentKind
    trigger: Trigger | None
    began_at: datetime
    action_items: tuple[ActionItem, ...]

    @property
    def title(self) -> str:
        """The title that the template defines: `[SERVICE] [SYMPTOM] on [DATE]`."""
        return incident_title(self.service, self.symptom, self.date)


@dataclass(frozen=True, slots=True)
class MeasuredOutline(IncidentOutline):
    """An outline with all that the figures of a window need of an incident.

    Attributes:
        milestones: When each milestone was first reached. It is empty for an incident that began
            before the window.
    """

    milestones: Mapping[EventKind, datetime]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The parts of an incident that may recur in another one.

    Attributes:
        factor_kinds: The kind of each contributing factor, in any order.
    """

    number: int
    service: str
    date: date
    cause: Cause | None
    factor_kinds: tuple[FactorKind, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """The parts of an incident by which similar incidents are found and named.

    Attributes:
        began_at: When it began: the impact, else the first alert, else midnight UTC of its date.
        open_actions: How many of its action items are open.
        terms: Its terms as the program counted them last; "" where they are to be counted anew.
    """

    number: int
    service: str
    symptom: str
    date: date
    began_at: datetime
    cause: Cause | None
    open_actions: int
    terms: str
