"""The tables of what incidents share: causes and themes; and of parked items and notes."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.models.row import Row, enum_of, link_to
from db.types import UTCTime, at_most, filled, one_of
from db.vocabulary import LINE_TEXT, LONG_TEXT, SHORT_TEXT, ParkedKind


class CauseRow(Row, table=True):
    """An entry of the shared catalogue of causes."""

    __tablename__ = "cause"
    __table_args__ = (filled("name"), at_most("name", SHORT_TEXT))

    name: str = Field(unique=True)


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

    theme_id: UUID = link_to("theme", index=False)
    incident_id: UUID = link_to("incident")
    position: int = 0


class ParkedRow(Row, table=True):
    """An idea, a topic or a candidate action that is kept for later."""

    __tablename__ = "parked"
    __table_args__ = (one_of("kind", ParkedKind), filled("text"), at_most("text", LINE_TEXT))

    incident_id: UUID | None = link_to("incident", on_delete="SET NULL", default=None)
    meeting_id: UUID | None = link_to("meeting", on_delete="SET NULL", default=None)
    kind: ParkedKind = enum_of(ParkedKind, default=ParkedKind.IDEA)
    text: str
    at: datetime = Field(sa_type=UTCTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UTCTime)
    position: int = 0


class NoteRow(Row, table=True):
    """A private note, which only prep shows."""

    __tablename__ = "note"
    __table_args__ = (filled("text"), at_most("text", LONG_TEXT))

    incident_id: UUID = link_to("incident")
    section: str = ""
    text: str
    at: datetime = Field(sa_type=UTCTime)
