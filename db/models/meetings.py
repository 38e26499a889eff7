"""The tables of meetings, their clocks and the people in them."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.models.row import Row, enum_of, link_to
from db.types import UTCTime, at_most, filled, one_of
from db.vocabulary import SHORT_TEXT, ClockKind, Stage


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

    incident_id: UUID = link_to("incident")
    stage: Stage = enum_of(Stage, default=Stage.OPENING)
    sub: int = 0
    review_minutes: int
    incident_minutes: int
    patterns_minutes: int
    created_at: datetime = Field(sa_type=UTCTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCTime, index=True)
    seen_at: datetime | None = Field(default=None, sa_type=UTCTime)
    seen_uptime: float = 0.0
    seen_boot: str = ""
    next_on: date | None = None
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

    meeting_id: UUID = link_to("meeting", index=False)
    position: int
    kind: ClockKind = enum_of(ClockKind)
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

    meeting_id: UUID = link_to("meeting", index=False)
    name: str
    facilitates: bool = False
    takes_notes: bool = False
    was_in_incident: bool = False
    position: int = 0
