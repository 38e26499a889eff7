"""Records of tickets: what is to be done in the tracker, and what it said of each ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.vocabulary import (
    SprintChoice,
    SprintPlace,
    StepState,
    TicketCategory,
    TicketPresence,
    TicketStep,
)


@dataclass(frozen=True, slots=True)
class OutboxStep:
    """A step that has to be done in the tracker for an action item.

    Attributes:
        attempts: How often it was tried since a person has released it.
        next_at: When it is to be tried next; None while nobody has released it.
        last_error: What went wrong the last time, in the tracker's words, or "".
        sent_at: When it was sent last; None while it never was.
        choice: What a person has decided for where there is no next sprint; None while nobody has.
    """

    id: UUID
    action_id: UUID
    step: TicketStep
    state: StepState
    attempts: int
    next_at: datetime | None
    last_error: str
    sent_at: datetime | None
    choice: SprintChoice | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the tracker said of the ticket of an action item when it was last asked.

    Attributes:
        key: The key that was asked for, such as `OPS-17`.
        status: What the team calls the status of the ticket.
        category: What that comes to.
        sprint: The sprint in which it is.
        sprint_name: What the team calls that sprint, or "".
        read_at: When the tracker was asked.
        team_keeps: The status of the ticket against which the team has kept its own; "" where it
            has not.
    """

    key: str
    presence: TicketPresence
    status: str
    category: TicketCategory
    sprint: SprintPlace
    sprint_name: str
    read_at: datetime
    team_keeps: str = ""
