"""The tables, with the constraints that hold the rules in the database itself.

Rows never leave this package: the sections of the store turn them into `db.records`.
"""

# Not `from __future__ import annotations`: SQLModel reads the annotations as types.
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import NAMING, Money, UTCTime, at_most, filled, not_negative, one_of
from db.words import (
    LINE_TEXT,
    LONG_TEXT,
    SHORT_TEXT,
    ActionStatus,
    ClockKind,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentStatus,
    ParkedKind,
    Priority,
    Severity,
    Stage,
)

Day = date
"""A date under a name that a column called `date` does not hide."""
SQLModel.metadata.naming_convention = NAMING
METADATA: MetaData = SQLModel.metadata


def _link(target: str, *, gone: str = "CASCADE", index: bool = True, **more: Any) -> Any:
    return Field(foreign_key=f"{target}.id", ondelete=gone, index=index, **more)  # type: ignore[call-overload]


class Row(SQLModel):
    """What every table has: an id made by the client, and a version that each write raises."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version: int = 1


class CauseRow(Row, table=True):
    """An entry in the shared catalogue of causes."""

    __tablename__ = "cause"
    __table_args__ = (filled("name"), at_most("name", SHORT_TEXT))

    name: str = Field(unique=True)


class IncidentRow(Row, table=True):
    """An outage, and the paragraphs of its post-mortem."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_positive"),
        one_of("severity", Severity),
        one_of("status", IncidentStatus),
        filled("service"),
        at_most("service", SHORT_TEXT),
        filled("symptom"),
        at_most("symptom", SHORT_TEXT),
        at_most("root_cause", LONG_TEXT),
        at_most("lessons_learned", LONG_TEXT),
    )

    number: int = Field(unique=True)
    service: str = Field(index=True)
    symptom: str
    date: Day = Field(index=True)
    severity: str | None = None
    status: str = Field(default=IncidentStatus.DRAFT.value, index=True)
    root_cause: str = ""
    cause_id: UUID | None = _link("cause", gone="SET NULL", default=None)
    lessons_learned: str = ""
    created_at: datetime = Field(sa_type=UTCTime)


class ImpactRow(Row, table=True):
    """What an outage cost; one row an incident."""

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

    incident_id: UUID = _link("incident", index=False)
    began_at: datetime | None = Field(default=None, sa_type=UTCTime)
    duration_minutes: int | None = None
    users_affected: int | None = None
    revenue: Decimal | None = Field(default=None, sa_type=Money)
    currency: str | None = None
    slo_budget_percent: float | None = None
    summary: str = ""


class TimelineRow(Row, table=True):
    """One event of a timeline."""

    __tablename__ = "timeline_event"
    __table_args__ = (
        one_of("kind", EventKind),
        at_most("text", LINE_TEXT),
        at_most("link", LINE_TEXT),
    )

    incident_id: UUID = _link("incident")
    at: datetime = Field(sa_type=UTCTime)
    kind: str
    text: str = ""
    link: str | None = None
    position: int = 0


class FactorRow(Row, table=True):
    """A contributing factor."""

    __tablename__ = "factor"
    __table_args__ = (one_of("kind", FactorKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID = _link("incident")
    kind: str
    text: str
    position: int = 0


class FindingRow(Row, table=True):
    """Something that went well or wrong."""

    __tablename__ = "finding"
    __table_args__ = (one_of("kind", FindingKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID = _link("incident")
    kind: str
    text: str
    position: int = 0


class ActionRow(Row, table=True):
    """An action item. Its slot is one of three and its incident's alone: rule 1 in the database."""

    __tablename__ = "action_item"
    __table_args__ = (
        UniqueConstraint("incident_id", "slot"),
        CheckConstraint("slot IN (1, 2, 3)", name="slot"),
        one_of("priority", Priority),
        one_of("status", ActionStatus),
        filled("action"),
        at_most("action", LINE_TEXT),
        at_most("owner", SHORT_TEXT),
        at_most("note", LINE_TEXT),
        at_most("ticket", SHORT_TEXT),
        CheckConstraint("status <> 'dropped' OR trim(note) <> ''", name="dropped_has_reason"),
    )

    incident_id: UUID = _link("incident")
    slot: int
    action: str
    owner: str = Field(default="", index=True)
    priority: str = Priority.P2.value
    due: Day | None = None
    first_due: Day | None = None
    status: str = Field(default=ActionStatus.OPEN.value, index=True)
    note: str = ""
    ticket: str = ""
    ticket_verified: bool = False
    created_at: datetime = Field(sa_type=UTCTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCTime)


class MeetingRow(Row, table=True):
    """A meeting about one incident, and the screen it is on."""

    __tablename__ = "meeting"
    __table_args__ = (
        one_of("stage", Stage),
        CheckConstraint("sub IN (0, 1, 2)", name="sub"),
        CheckConstraint(
            "review_minutes > 0 AND incident_minutes > 0 AND patterns_minutes > 0",
            name="minutes_positive",
        ),
    )

    incident_id: UUID = _link("incident")
    stage: str = Stage.OPENING.value
    sub: int = 0
    review_minutes: int
    incident_minutes: int
    patterns_minutes: int
    created_at: datetime = Field(sa_type=UTCTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCTime, index=True)
    seen_at: datetime | None = Field(default=None, sa_type=UTCTime)
    seen_uptime: float = 0.0
    seen_boot: str = ""
    next_on: Day | None = None


class ClockRow(Row, table=True):
    """One entry of a meeting's clock log, in the order of its position."""

    __tablename__ = "meeting_event"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        one_of("kind", ClockKind),
        at_most("boot", SHORT_TEXT),
    )

    meeting_id: UUID = _link("meeting", index=False)
    position: int
    kind: str
    at: datetime = Field(sa_type=UTCTime)
    uptime: float
    boot: str = ""
    seconds: int = 0
    moves_end: bool = False


class AttendeeRow(Row, table=True):
    """Somebody in the room."""

    __tablename__ = "attendee"
    __table_args__ = (
        UniqueConstraint("meeting_id", "name"),
        filled("name"),
        at_most("name", SHORT_TEXT),
    )

    meeting_id: UUID = _link("meeting", index=False)
    name: str
    facilitates: bool = False
    takes_notes: bool = False
    was_in_incident: bool = False
    position: int = 0


class ReviewRow(Row, table=True):
    """What one meeting said of one action item; an imported review knows no meeting."""

    __tablename__ = "review"
    __table_args__ = (one_of("status", ActionStatus), at_most("note", LINE_TEXT))

    action_id: UUID = _link("action_item")
    meeting_id: UUID | None = _link("meeting", gone="SET NULL", default=None)
    at: datetime = Field(sa_type=UTCTime)
    status: str
    note: str = ""
    position: int = 0


class ParkedRow(Row, table=True):
    """An idea, topic or candidate action kept for later."""

    __tablename__ = "parked"
    __table_args__ = (one_of("kind", ParkedKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID | None = _link("incident", gone="SET NULL", default=None)
    meeting_id: UUID | None = _link("meeting", gone="SET NULL", default=None)
    kind: str = ParkedKind.IDEA.value
    text: str
    at: datetime = Field(sa_type=UTCTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UTCTime)
    position: int = 0


class ThemeRow(Row, table=True):
    """Something that recurs, and the systemic issue a team made of it."""

    __tablename__ = "theme"
    __table_args__ = (
        filled("name"),
        at_most("name", SHORT_TEXT),
        at_most("systemic", LINE_TEXT),
        at_most("owner", SHORT_TEXT),
    )

    name: str = Field(unique=True)
    systemic: str = ""
    owner: str = ""
    created_at: datetime = Field(sa_type=UTCTime)


class ThemeIncidentRow(Row, table=True):
    """That an incident shows a theme."""

    __tablename__ = "theme_incident"
    __table_args__ = (UniqueConstraint("theme_id", "incident_id"),)

    theme_id: UUID = _link("theme", index=False)
    incident_id: UUID = _link("incident")
    position: int = 0


class NoteRow(Row, table=True):
    """A private note to prepare with: seen in prep alone."""

    __tablename__ = "note"
    __table_args__ = (filled("text"), at_most("text", LONG_TEXT))

    incident_id: UUID = _link("incident")
    section: str = ""
    text: str
    at: datetime = Field(sa_type=UTCTime)


class DigestRow(SQLModel, table=True):
    """What lists and searches need of an incident, worked out anew with every write to it.

    began_at: when it began, for the order in which causes repeat. filled: how many parts of the
    template are written. text: everything that people wrote of it, casefolded.
    """

    __tablename__ = "digest"

    incident_id: UUID = _link("incident", index=False, primary_key=True)
    began_at: datetime = Field(sa_type=UTCTime, index=True)
    filled: int
    open_actions: int
    text: str


class ChangeRow(SQLModel, table=True):
    """Who changed what, from what to what: written with every write, read by undo.

    field: empty where a whole row came or went. old, new: JSON, null where there was no row.
    """

    __tablename__ = "change"
    __table_args__ = (at_most("who", SHORT_TEXT),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCTime)
    who: str = ""
    window: UUID = Field(index=True)
    group: UUID = Field(index=True)
    label: str = ""
    entity: str
    entity_id: UUID
    field: str = ""
    old: str | None = None
    new: str | None = None
    undoable: bool = True
    undone: bool = False
