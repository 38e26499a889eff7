"""Records of action items, and of what meetings decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.records.tickets import OutboxStep, Ticket
from db.vocabulary import OPEN_STATUSES, ActionKind, ActionStatus, CheckResult, Priority


@dataclass(frozen=True, slots=True)
class Review:
    """The outcome that one meeting gave one action item, or a change between two meetings.

    Attributes:
        meeting_id: The meeting, or None where it is not known, as for an imported review, and for
            a change between meetings.
        between_meetings: Whether somebody changed the item outside of a meeting.
    """

    id: UUID
    meeting_id: UUID | None
    at: datetime
    status: ActionStatus
    note: str
    between_meetings: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What a team found when it checked whether an action item that is done has worked.

    Attributes:
        meeting_id: The meeting that checked it, or None where none did or it is not known.
    """

    id: UUID
    meeting_id: UUID | None
    at: datetime
    result: CheckResult
    note: str


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One of the at most three action items of a post-mortem.

    The owner and the ticket may be empty and the due date None while a meeting is still deciding;
    rule 2 lists what is missing.

    Attributes:
        slot: Its place in the post-mortem: 1, 2 or 3.
        first_due: The first due date it was given, which later due dates do not change.
        ticket_verified: Whether a tracker has confirmed the ticket. It is False for a key that a
            person typed, and becomes False again when the ticket is changed.
        closed_at: When it was done or dropped, or None while it is open.
        reviews: What meetings decided about it and what was changed between them, oldest first.
        kind: What it is for, where the team has said so.
        check_how: How the team will know whether it has worked, or "".
        check_on: The day on which that is to be checked, or None.
        checks: What the checks have found, oldest first.
        known_ticket: What the tracker said of its ticket when it was last asked; None where it
            never was, or was asked of another ticket only.
        steps: What is to be done for it in the tracker, in this order; empty where nobody has
            asked for a ticket.
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
    kind: ActionKind | None = None
    check_how: str = ""
    check_on: date | None = None
    checks: tuple[Check, ...] = ()
    known_ticket: Ticket | None = None
    steps: tuple[OutboxStep, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done: it is neither done nor dropped."""
        return self.status in OPEN_STATUSES

    @property
    def carried(self) -> int:
        """In how many meetings it was reviewed and left open."""
        return sum(
            review.status in OPEN_STATUSES and not review.between_meetings
            for review in self.reviews
        )


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What somebody changes of an action item outside of a meeting. None leaves a field as it is.

    Attributes:
        note: What stands beside the status; the reason where the item is dropped.
        ticket: The key of its ticket; "" takes it away.
    """

    status: ActionStatus | None = None
    note: str | None = None
    owner: str | None = None
    due: date | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingOutcome:
    """What one meeting said of one action item, as it was said then.

    Attributes:
        number: The number of the incident that the item belongs to.
        action: The words of the item, as they are now.
        status: The status that the meeting gave it.
    """

    number: int
    slot: int
    action: str
    at: datetime
    status: ActionStatus
    note: str


@dataclass(frozen=True, slots=True)
class DueCheck:
    """An action item that is done and of which it is time to ask whether it has worked.

    Attributes:
        item: The action item with its checks, without its reviews.
        number: The number of the incident that it came from.
        repeat: The number of the newest incident of the same cause that began after the item was
            done and last checked; None where only the day to check it has come.
    """

    item: ActionItem
    number: int
    service: str
    symptom: str = ""
    repeat: int | None = None


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """An action item that a meeting has to review, with the facts of its own incident.

    Attributes:
        item: The action item, without its reviews.
        number: The number of the incident that it came from.
        carried: In how many meetings before this one it was reviewed and left open.
        reviewed_at: When this meeting reviewed it, or None while it has not.
        review_note: What this meeting said of it, such as `blocked on CI; reassigned to Mei`.
    """

    item: ActionItem
    number: int
    service: str
    symptom: str
    incident_date: date
    carried: int
    reviewed_at: datetime | None
    review_note: str = ""

    @property
    def reviewed_now(self) -> bool:
        """Whether this meeting has reviewed it."""
        return self.reviewed_at is not None
