"""The tables of incidents and of what their post-mortems hold, but for the action items."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.row import Row, enum_of, link_to
from db.types import Money, UTCTime, at_most, filled, not_negative, one_of
from db.vocabulary import (
    LINE_TEXT,
    LONG_TEXT,
    SHORT_TEXT,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentKind,
    IncidentStatus,
    Severity,
    Trigger,
)

Day = date
"""The type of a date, for classes in which a column named `date` hides the name."""


class IncidentRow(Row, table=True):
    """An incident, and the paragraphs of its post-mortem.

    Attributes:
        external_id: The id that the incident has elsewhere, such as `INC-2024-0042`, as text.
        ended_at: When the outage was over, as far as it is stated beside the timeline.
    """

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_positive"),
        one_of("severity", Severity),
        one_of("status", IncidentStatus),
        one_of("kind", IncidentKind),
        one_of("trigger", Trigger),
        filled("service"),
        at_most("service", SHORT_TEXT),
        filled("symptom"),
        at_most("symptom", SHORT_TEXT),
        at_most("root_cause", LONG_TEXT),
        at_most("lessons_learned", LONG_TEXT),
        at_most("external_id", SHORT_TEXT),
    )

    number: int = Field(unique=True)
    service: str = Field(index=True)
    symptom: str
    date: Day = Field(index=True)
    severity: Severity | None = enum_of(Severity, default=None)
    status: IncidentStatus = enum_of(IncidentStatus, default=IncidentStatus.DRAFT, index=True)
    root_cause: str = ""
    cause_id: UUID | None = link_to("cause", on_delete="SET NULL", default=None)
    lessons_learned: str = ""
    created_at: datetime = Field(sa_type=UTCTime)
    external_id: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UTCTime)
    kind: IncidentKind = enum_of(IncidentKind, default=IncidentKind.INCIDENT)
    trigger: Trigger | None = enum_of(Trigger, default=None)


class DuplicateRow(Row, table=True):
    """The statement that one incident is a duplicate of another, its original."""

    __tablename__ = "duplicate"
    __table_args__ = (
        UniqueConstraint("incident_id"),
        CheckConstraint("incident_id <> original_id", name="not_its_own_original"),
    )

    incident_id: UUID = link_to("incident", index=False)
    original_id: UUID = link_to("incident")


class SectionRow(Row, table=True):
    """A section of a post-mortem beyond those of the template, with a heading of its own."""

    __tablename__ = "section"
    __table_args__ = (
        filled("heading"),
        at_most("heading", SHORT_TEXT),
        at_most("text", LONG_TEXT),
    )

    incident_id: UUID = link_to("incident")
    heading: str
    text: str = ""
    position: int = 0


class ImpactRow(Row, table=True):
    """The impact of an incident, which has at most one such row."""

    __tablename__ = "impact"
    __table_args__ = (
        UniqueConstraint("incident_id"),
        not_negative("duration_minutes"),
        not_negative("users_affected"),
        not_negative("slo_budget_percent"),
        CheckConstraint("revenue IS NULL OR currency IS NOT NULL", name="revenue_has_currency"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        at_most("summary", LONG_TEXT),
    )

    incident_id: UUID = link_to("incident", index=False)
    began_at: datetime | None = Field(default=None, sa_type=UTCTime)
    duration_minutes: int | None = None
    users_affected: int | None = None
    revenue: Decimal | None = Field(default=None, sa_type=Money)
    currency: str | None = None
    slo_budget_percent: float | None = None
    summary: str = ""


class TimelineRow(Row, table=True):
    """An event of a timeline."""

    __tablename__ = "timeline_event"
    __table_args__ = (
        one_of("kind", EventKind),
        at_most("text", LINE_TEXT),
        at_most("link", LINE_TEXT),
    )

    incident_id: UUID = link_to("incident")
    at: datetime = Field(sa_type=UTCTime)
    kind: EventKind = enum_of(EventKind)
    text: str = ""
    link: str | None = None
    position: int = 0


class FactorRow(Row, table=True):
    """One thing that made an incident possible, or slowed its detection or its resolution."""

    __tablename__ = "factor"
    __table_args__ = (one_of("kind", FactorKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID = link_to("incident")
    kind: FactorKind = enum_of(FactorKind)
    text: str
    position: int = 0


class FindingRow(Row, table=True):
    """Something that went well or went wrong."""

    __tablename__ = "finding"
    __table_args__ = (one_of("kind", FindingKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID = link_to("incident")
    kind: FindingKind = enum_of(FindingKind)
    text: str
    position: int = 0


class IncidentIndexRow(SQLModel, table=True):
    """What lists and searches need of an incident, recomputed with every write to it.

    Attributes:
        began_at: When the incident began, which decides which incident repeats which.
        text: Everything that people wrote about it, case-folded.
        terms: The terms by which it is compared with other incidents, as the program counted them;
            "" until it has, and again when a text has changed.
    """

    __tablename__ = "digest"

    incident_id: UUID = link_to("incident", index=False, primary_key=True)
    began_at: datetime = Field(sa_type=UTCTime, index=True)
    open_actions: int
    text: str
    terms: str = ""
