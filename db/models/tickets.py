"""The tables of tickets: what is to be done in the tracker, and what it said of each ticket."""

# `from __future__ import annotations` is left out because SQLModel needs real types, not strings.
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.models.row import Row, enum_of, link_to
from db.types import UTCTime, at_most, filled, not_negative, one_of
from db.vocabulary import (
    LINE_TEXT,
    SHORT_TEXT,
    SprintChoice,
    SprintPlace,
    StepState,
    TicketCategory,
    TicketPresence,
    TicketStep,
)


class TicketStepRow(Row, table=True):
    """A step that has to be done in the tracker for an action item: the outbox.

    Attributes:
        attempts: How often it was tried since a person has released it.
        next_at: When it is to be tried next; None while nobody has released it.
        last_error: What went wrong the last time, in the tracker's words, or "".
        sent_at: When it was sent last; None while it never was.
        claimed_by: The running program that works on it, or None.
        claimed_at: When that program began.
        choice: What a person has decided for where there is no next sprint, or None.
    """

    __tablename__ = "ticket_step"
    __table_args__ = (
        UniqueConstraint("action_id", "step"),
        one_of("step", TicketStep),
        one_of("state", StepState),
        not_negative("attempts"),
        at_most("last_error", LINE_TEXT),
        one_of("choice", SprintChoice),
    )

    action_id: UUID = link_to("action_item", index=False)
    step: TicketStep = enum_of(TicketStep)
    state: StepState = enum_of(StepState, default=StepState.WAITING)
    attempts: int = 0
    next_at: datetime | None = Field(default=None, sa_type=UTCTime, index=True)
    last_error: str = ""
    sent_at: datetime | None = Field(default=None, sa_type=UTCTime)
    claimed_by: UUID | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=UTCTime)
    choice: SprintChoice | None = enum_of(SprintChoice, default=None)


class TicketRow(Row, table=True):
    """What the tracker said of the ticket of an action item when it was last asked.

    Attributes:
        key: The key that was asked for, such as `OPS-17`.
        status: What the team calls the status of the ticket.
        category: What that comes to.
        sprint: The sprint in which it is.
        sprint_name: What the team calls that sprint, or "".
        read_at: When the tracker was asked.
        team_keeps: The status of the ticket against which the team has kept its own, or "".
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("action_id"),
        filled("key"),
        at_most("key", SHORT_TEXT),
        one_of("presence", TicketPresence),
        at_most("status", SHORT_TEXT),
        one_of("category", TicketCategory),
        one_of("sprint", SprintPlace),
        at_most("sprint_name", SHORT_TEXT),
        at_most("team_keeps", SHORT_TEXT),
    )

    action_id: UUID = link_to("action_item", index=False)
    key: str
    presence: TicketPresence = enum_of(TicketPresence)
    status: str = ""
    category: TicketCategory = enum_of(TicketCategory, default=TicketCategory.UNKNOWN)
    sprint: SprintPlace = enum_of(SprintPlace, default=SprintPlace.NONE)
    sprint_name: str = ""
    read_at: datetime = Field(sa_type=UTCTime)
    team_keeps: str = ""


class TrackerPersonRow(Row, table=True):
    """The account that an owner has in the tracker, as it was found once.

    Attributes:
        tracker: The address of the tracker.
        name: The owner, as people write it.
        account: The id of the account in the tracker.
    """

    __tablename__ = "tracker_person"
    __table_args__ = (
        UniqueConstraint("tracker", "name"),
        filled("name"),
        at_most("tracker", LINE_TEXT),
        at_most("name", SHORT_TEXT),
        at_most("account", SHORT_TEXT),
    )

    tracker: str
    name: str
    account: str
