"""What the rest of the program gets to see of a row: frozen records.

Plain dataclasses, importable without loading SQLModel. Times are aware
datetimes in UTC; money is `Decimal`; ids are UUIDs made by the client that wrote the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from db.words import (
    ActionStatus,
    ClockKind,
    Entity,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentStatus,
    ParkedKind,
    Priority,
    Severity,
    Stage,
)


@dataclass(frozen=True, slots=True)
class Instant:
    """A reading of the machine's clocks.

    wall: aware UTC. uptime: seconds since boot, counting sleep (CLOCK_BOOTTIME).
    boot: an id that changes with each boot, empty where the system has none.
    """

    wall: datetime
    uptime: float
    boot: str


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One entry in the log from which a meeting's clock is worked out.

    seconds: for START how long ago the meeting began; for EXTEND what is added (may be negative);
    for SKIP how much of the past does not count. moves_end: for EXTEND, whether the
    meeting ends later instead of later segments giving up time.
    """

    kind: ClockKind
    at: Instant
    seconds: int = 0
    moves_end: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """What the outage cost. Every value may be unknown (None)."""

    began_at: datetime | None = None
    duration_minutes: int | None = None
    users_affected: int | None = None
    revenue: Decimal | None = None
    currency: str | None = None
    slo_budget_percent: float | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of a timeline; `at` in UTC."""

    id: UUID
    at: datetime
    kind: EventKind
    text: str
    link: str | None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A line of a timeline that is not stored yet; `at` is aware."""

    at: datetime
    kind: EventKind
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """A contributing factor."""

    id: UUID
    kind: FactorKind
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that went well or wrong."""

    id: UUID
    kind: FindingKind
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """What one meeting said of one action item."""

    id: UUID
    meeting_id: UUID | None
    at: datetime
    status: ActionStatus
    note: str


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One of at most three commitments of a post-mortem.

    owner, due and ticket may be empty or None while a meeting is still deciding; rule 2 names them.
    reviews: oldest first. ticket_verified: whether a tracker has confirmed the ticket.
    """

    id: UUID
    incident_id: UUID
    slot: int
    action: str
    owner: str
    priority: Priority
    due: date | None
    first_due: date | None
    status: ActionStatus
    note: str
    ticket: str
    ticket_verified: bool
    created_at: datetime
    closed_at: datetime | None
    reviews: tuple[Review, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done: neither done nor dropped."""
        return self.status in (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)

    @property
    def carried(self) -> int:
        """How many meetings have reviewed it and left it open."""
        left_open = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)
        return sum(review.status in left_open for review in self.reviews)


@dataclass(frozen=True, slots=True)
class Parked:
    """An idea, topic or candidate action kept for later."""

    id: UUID
    incident_id: UUID | None
    meeting_id: UUID | None
    kind: ParkedKind
    text: str
    at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """A private note to prepare with. section: what it is about, "" for the whole incident."""

    id: UUID
    incident_id: UUID
    section: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry in the shared catalogue of causes."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that recurs across incidents.

    systemic: the systemic issue that the team decided to address, empty where it has not.
    incidents: the numbers of the incidents that show it, ascending.
    """

    id: UUID
    name: str
    systemic: str
    owner: str
    incidents: tuple[int, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident and its whole post-mortem.

    timeline: by time. factors, findings, action_items: in the order people see them.
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
    timeline: tuple[TimelineEvent, ...] = ()
    factors: tuple[Factor, ...] = ()
    findings: tuple[Finding, ...] = ()
    action_items: tuple[ActionItem, ...] = ()
    themes: tuple[str, ...] = ()
    parked: tuple[Parked, ...] = ()

    @property
    def title(self) -> str:
        """The template's title: `[SERVICE] [SYMPTOM] on [DATE]`."""
        return f"{self.service} {self.symptom} on {self.date.isoformat()}"

    @property
    def began(self) -> datetime:
        """When it began: the impact, else the first alert, else midnight UTC of its date."""
        return (
            self.stamp(EventKind.IMPACT_BEGAN)
            or self.stamp(EventKind.FIRST_ALERT)
            or datetime.combine(self.date, time(), UTC)
        )

    @property
    def open_actions(self) -> int:
        """How many of its action items are open."""
        return sum(item.is_open for item in self.action_items)

    @property
    def factor_kinds(self) -> tuple[FactorKind, ...]:
        """The kind of each contributing factor."""
        return tuple(factor.kind for factor in self.factors)

    def stamp(self, kind: EventKind) -> datetime | None:
        """When a milestone was first reached; *impact began* may also stand in the impact."""
        at = next((event.at for event in self.timeline if event.kind is kind), None)
        if at is None and kind is EventKind.IMPACT_BEGAN:
            return self.impact.began_at
        return at

    def findings_of(self, *kinds: FindingKind) -> tuple[Finding, ...]:
        """The findings of these kinds, in order."""
        return tuple(finding for finding in self.findings if finding.kind in kinds)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents a list shows; what is empty asks for nothing.

    search: words that must all occur somewhere in the post-mortem, whatever their case; #42 is
    that number alone. service, cause, theme: their whole names. draft: only drafts.
    """

    search: str = ""
    service: str = ""
    severity: Severity | None = None
    cause: str = ""
    theme: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """What incidents can be told apart by: each value with its count, the most frequent first.

    severities: from the worst.
    """

    services: tuple[tuple[str, int], ...]
    severities: tuple[tuple[Severity, int], ...]
    causes: tuple[tuple[str, int], ...]
    themes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident as a list shows it.

    filled: how many of the template's parts are written, of `PARTS`.
    repeat: whether an earlier incident, by when it began, has the same cause.
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
    filled: int
    repeat: bool

    @property
    def title(self) -> str:
        """The template's title: `[SERVICE] [SYMPTOM] on [DATE]`."""
        return f"{self.service} {self.symptom} on {self.date.isoformat()}"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What of an incident may recur. factor_kinds: one a contributing factor, in any order."""

    number: int
    service: str
    date: date
    cause: Cause | None
    factor_kinds: tuple[FactorKind, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What an incident is compared by, and how many of its action items are open."""

    number: int
    service: str
    symptom: str
    date: date
    root_cause: str
    cause: Cause | None
    open_actions: int


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """An action item beside the incident it came from.

    carried: how many meetings have reviewed it so far and left it open.
    reviewed_at: when the meeting in hand has said something of it, None where it has not.
    """

    item: ActionItem
    number: int
    service: str
    symptom: str
    incident_date: date
    carried: int
    reviewed_at: datetime | None

    @property
    def reviewed_now(self) -> bool:
        """Whether the meeting in hand has said something of it."""
        return self.reviewed_at is not None


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody in the room."""

    id: UUID
    name: str
    facilitates: bool
    takes_notes: bool
    was_in_incident: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting about one incident, with the log of its clock.

    plan: minutes of review, incident and patterns.
    sub: the part in hand of the incident segment, 0 timeline, 1 factors, 2 action items.
    seen: the last reading of the clocks while it ran.
    next_on: the day of the next meeting, as the wrap-up agreed on it.
    """

    id: UUID
    incident_id: UUID
    number: int
    stage: Stage
    sub: int
    plan: tuple[int, int, int]
    created_at: datetime
    finished_at: datetime | None
    events: tuple[ClockEvent, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    seen: Instant | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing in a meeting, from before the first to after the last change of it.

    number: its incident's, None where it belongs to none. name: the words it is known by, as they
    are now. before, after: the fields that differ; all of them where it came (then before is None)
    or went (after is None). `cause_id` holds the cause's name.
    """

    entity: Entity
    number: int | None
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back: its description, and how many rows it touched."""

    label: str
    rows: int
