"""The tables, with the constraints by which the database itself enforces the rules.

Rows never leave this package: the sections of the store convert them to `db.records`.
"""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.types import NAMING, EnumText, Money, UTCTime, at_most, filled, not_negative, one_of
from db.vocabulary import (
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
"""The type of a date, for classes in which a column named `date` hides the name."""
SQLModel.metadata.naming_convention = NAMING
METADATA: MetaData = SQLModel.metadata


def _link(target: str, *, on_delete: str = "CASCADE", index: bool = True, **options: Any) -> Any:
    """Return a column that refers to the id of a row of the table `target`."""
    return Field(foreign_key=f"{target}.id", ondelete=on_delete, index=index, **options)  # type: ignore[call-overload]


def _enum(enum: type[StrEnum], **options: Any) -> Any:
    """Return a column that holds a member of the enum; give the table `one_of` as well."""
    return Field(sa_type=EnumText(enum), **options)


class Row(SQLModel):
    """A row with an id that the program chose, which the tables with people's data inherit."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


class CauseRow(Row, table=True):
    """An entry of the shared catalogue of causes."""

    __tablename__ = "cause"
    __table_args__ = (filled("name"), at_most("name", SHORT_TEXT))

    name: str = Field(unique=True)


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
    severity: Severity | None = _enum(Severity, default=None)
    status: IncidentStatus = _enum(IncidentStatus, default=IncidentStatus.DRAFT, index=True)
    root_cause: str = ""
    cause_id: UUID | None = _link("cause", on_delete="SET NULL", default=None)
    lessons_learned: str = ""
    created_at: datetime = Field(sa_type=UTCTime)
    external_id: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UTCTime)


class DuplicateRow(Row, table=True):
    """The statement that one incident is a duplicate of another, its original."""

    __tablename__ = "duplicate"
    __table_args__ = (
        UniqueConstraint("incident_id"),
        CheckConstraint("incident_id <> original_id", name="not_its_own_original"),
    )

    incident_id: UUID = _link("incident", index=False)
    original_id: UUID = _link("incident")


class SectionRow(Row, table=True):
    """A section of a post-mortem beyond those of the template, with a heading of its own."""

    __tablename__ = "section"
    __table_args__ = (
        filled("heading"),
        at_most("heading", SHORT_TEXT),
        at_most("text", LONG_TEXT),
    )

    incident_id: UUID = _link("incident")
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

    incident_id: UUID = _link("incident", index=False)
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

    incident_id: UUID = _link("incident")
    at: datetime = Field(sa_type=UTCTime)
    kind: EventKind = _enum(EventKind)
    text: str = ""
    link: str | None = None
    position: int = 0


class FactorRow(Row, table=True):
    """One thing that made an incident possible, or slowed its detection or its resolution."""

    __tablename__ = "factor"
    __table_args__ = (one_of("kind", FactorKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID = _link("incident")
    kind: FactorKind = _enum(FactorKind)
    text: str
    position: int = 0


class FindingRow(Row, table=True):
    """Something that went well or went wrong."""

    __tablename__ = "finding"
    __table_args__ = (one_of("kind", FindingKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID = _link("incident")
    kind: FindingKind = _enum(FindingKind)
    text: str
    position: int = 0


class ActionRow(Row, table=True):
    """An action item.

    An incident has three slots and at most one item in each, which is rule 1.

    Attributes:
        first_due: The first due date it was given, which later due dates do not change.
        ticket_verified: Set once a tracker has confirmed the ticket.
    """

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
    priority: Priority = _enum(Priority, default=Priority.P2)
    due: Day | None = None
    first_due: Day | None = None
    status: ActionStatus = _enum(ActionStatus, default=ActionStatus.OPEN, index=True)
    note: str = ""
    ticket: str = ""
    ticket_verified: bool = False
    created_at: datetime = Field(sa_type=UTCTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCTime)


class MeetingRow(Row, table=True):
    """A meeting about one incident, and the screen that it is on.

    Attributes:
        sub: The part of the incident segment: 0 timeline, 1 factors, 2 action items.
        seen_at: When the meeting was last known to be running, with the uptime in seconds and the
            boot id of the machine in `seen_uptime` and `seen_boot`.
        next_on: The day that the meeting agreed on for the next one.
        cancelled_at: When the meeting was given up before its end; it is kept to be read.
    """

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
    stage: Stage = _enum(Stage, default=Stage.OPENING)
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
    cancelled_at: datetime | None = Field(default=None, sa_type=UTCTime)


class ClockRow(Row, table=True):
    """An entry in the log of a meeting's clock, ordered by position."""

    __tablename__ = "meeting_event"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        one_of("kind", ClockKind),
        at_most("boot", SHORT_TEXT),
        CheckConstraint("part IN (0, 1, 2)", name="part"),
    )

    meeting_id: UUID = _link("meeting", index=False)
    position: int
    kind: ClockKind = _enum(ClockKind)
    at: datetime = Field(sa_type=UTCTime)
    uptime: float
    boot: str = ""
    seconds: int = 0
    moves_end: bool = False
    part: int | None = None


class AttendeeRow(Row, table=True):
    """A person who attends a meeting."""

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
    """The outcome that one meeting gave one action item, or a change between two meetings.

    An imported review of a meeting has no meeting to refer to either, so the two are told apart by
    `between_meetings`.
    """

    __tablename__ = "review"
    __table_args__ = (one_of("status", ActionStatus), at_most("note", LINE_TEXT))

    action_id: UUID = _link("action_item")
    meeting_id: UUID | None = _link("meeting", on_delete="SET NULL", default=None)
    at: datetime = Field(sa_type=UTCTime)
    status: ActionStatus = _enum(ActionStatus)
    note: str = ""
    position: int = 0
    between_meetings: bool = False


class ParkedRow(Row, table=True):
    """An idea, a topic or a candidate action that is kept for later."""

    __tablename__ = "parked"
    __table_args__ = (one_of("kind", ParkedKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID | None = _link("incident", on_delete="SET NULL", default=None)
    meeting_id: UUID | None = _link("meeting", on_delete="SET NULL", default=None)
    kind: ParkedKind = _enum(ParkedKind, default=ParkedKind.IDEA)
    text: str
    at: datetime = Field(sa_type=UTCTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UTCTime)
    position: int = 0


class ThemeRow(Row, table=True):
    """Something that recurs, and the systemic issue that the team decided to address."""

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
    """A link between a theme and an incident that shows it."""

    __tablename__ = "theme_incident"
    __table_args__ = (UniqueConstraint("theme_id", "incident_id"),)

    theme_id: UUID = _link("theme", index=False)
    incident_id: UUID = _link("incident")
    position: int = 0


class NoteRow(Row, table=True):
    """A private note, which only prep shows."""

    __tablename__ = "note"
    __table_args__ = (filled("text"), at_most("text", LONG_TEXT))

    incident_id: UUID = _link("incident")
    section: str = ""
    text: str
    at: datetime = Field(sa_type=UTCTime)


class IncidentIndexRow(SQLModel, table=True):
    """What lists and searches need of an incident, recomputed with every write to it.

    Attributes:
        began_at: When the incident began, which decides which incident repeats which.
        text: Everything that people wrote about it, case-folded.
    """

    __tablename__ = "digest"

    incident_id: UUID = _link("incident", index=False, primary_key=True)
    began_at: datetime = Field(sa_type=UTCTime, index=True)
    open_actions: int
    text: str


class ChangeRow(SQLModel, table=True):
    """One change of a field or a row, stored in the transaction that made it; undo reads it.

    Attributes:
        window: The running program that made the change.
        group: The transaction that made it.
        label: What an undo calls it.
        entity: The name of the table.
        entity_id: The id of the row.
        field: The name of the column, or "" where a whole row was inserted or deleted.
        old: The value before, as JSON, or None where the row was inserted.
        new: The value after, as JSON, or None where the row was deleted.
        undoable: Whether a person would call it a change, and so expect an undo to revert it.
        undone: Whether an undo has reverted it.
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
