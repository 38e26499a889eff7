"""The tables of what incidents share: causes and themes; and of parked items and notes."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.models.row import Row, enum_of, link_to
from db.types import UTCTime, at_most, filled, one_of
from db.vocabulary import LINE_TEXT, LONG_TEXT, SHORT_TEXT, CauseCategory, ParkedKind


class CauseRow(Row, table=True):
    """An entry of the shared catalogue of causes."""

    __tablename__ = "cause"
    __table_args__ = (
        filled("name"),
        at_most("name", SHORT_TEXT),
        one_of("category", CauseCategory),
    )

    name: str = Field(unique=True)
    category: CauseCategory | None = enum_of(CauseCategory, default=None)


class ThemeRow(Row, table=True):
    """Something that recurs, and the systemic issue that the team decided to address.

    Attributes:
        decided_on: The day on which the team decided it.
    """

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
    decided_on: date | None = None
    created_at: datetime = Field(sa_type=UTCTime)


class ThemeIncidentRow(Row, table=True):
    """A link between a theme and an incident that shows it."""

    __tablename__ = "theme_incident"
    __table_args__ = (UniqueConstraint("theme_id", "incident_id"),)

    theme_id: UUID = link_to("theme", index=False)
    incident_id: UUID = link_to("incident")
    position: int = 0


class FoundTermRow(Row, table=True):
    """What a team has decided about a term that the program finds to recur.

    Attributes:
        term: The term, such as `concept:retry storm` or `word:certif`.
        hidden: Whether it is never shown again.
        same_as: The term that it is counted with from now on, or "".
        theme_id: The theme that it was kept as.
    """

    __tablename__ = "found_term"
    __table_args__ = (
        filled("term"),
        at_most("term", SHORT_TEXT),
        at_most("same_as", SHORT_TEXT),
        CheckConstraint("same_as <> term", name="not_the_same_as_itself"),
    )

    term: str = Field(unique=True)
    hidden: bool = False
    same_as: str = ""
    theme_id: UUID | None = link_to("theme", on_delete="SET NULL", default=None)


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
