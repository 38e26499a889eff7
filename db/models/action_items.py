"""The tables of action items, and of what was said of them."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.models.row import Row, enum_of, link_to
from db.types import UTCTime, at_most, filled, one_of
from db.vocabulary import LINE_TEXT, SHORT_TEXT, ActionKind, ActionStatus, CheckResult, Priority


class ActionRow(Row, table=True):
    """An action item.

    An incident has three slots and at most one item in each, which is rule 1.

    Attributes:
        first_due: The first due date it was given, which later due dates do not change.
        ticket_verified: Set once a tracker has confirmed the ticket.
        check_how: How the team will know whether it has worked.
        check_on: The day on which the team wants to check that.
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
        one_of("kind", ActionKind),
        at_most("check_how", LINE_TEXT),
        CheckConstraint("status <> 'dropped' OR trim(note) <> ''", name="dropped_has_reason"),
    )

    incident_id: UUID = link_to("incident")
    slot: int
    action: str
    owner: str = Field(default="", index=True)
    priority: Priority = enum_of(Priority, default=Priority.P2)
    due: date | None = None
    first_due: date | None = None
    status: ActionStatus = enum_of(ActionStatus, default=ActionStatus.OPEN, index=True)
    note: str = ""
    ticket: str = ""
    ticket_verified: bool = False
    created_at: datetime = Field(sa_type=UTCTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCTime)
    kind: ActionKind | None = enum_of(ActionKind, default=None)
    check_how: str = ""
    check_on: date | None = None


class ReviewRow(Row, table=True):
    """The outcome that one meeting gave one action item, or a change between two meetings.

    An imported review of a meeting has no meeting to refer to either, so the two are told apart by
    `between_meetings`.
    """

    __tablename__ = "review"
    __table_args__ = (one_of("status", ActionStatus), at_most("note", LINE_TEXT))

    action_id: UUID = link_to("action_item")
    meeting_id: UUID | None = link_to("meeting", on_delete="SET NULL", default=None)
    at: datetime = Field(sa_type=UTCTime)
    status: ActionStatus = enum_of(ActionStatus)
    note: str = ""
    position: int = 0
    between_meetings: bool = False


class CheckRow(Row, table=True):
    """What a team found when it checked whether an action item has worked."""

    __tablename__ = "action_check"
    __table_args__ = (one_of("result", CheckResult), at_most("note", LINE_TEXT))

    action_id: UUID = link_to("action_item")
    meeting_id: UUID | None = link_to("meeting", on_delete="SET NULL", default=None)
    at: datetime = Field(sa_type=UTCTime)
    result: CheckResult = enum_of(CheckResult)
    note: str = ""
    position: int = 0
