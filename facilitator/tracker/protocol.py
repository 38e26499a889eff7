"""What the program asks of a tracker, whichever it is, and the records that go to and fro."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from db.records.tickets import Ticket
from db.vocabulary import Priority, SprintChoice

FETCHED_AT_ONCE = 100
"""How many tickets a tracker is asked for in one request."""


@dataclass(frozen=True, slots=True)
class LinkedIncident:
    """The incident to which a ticket leads back.

    Attributes:
        id: The id of the incident in the database, by which the link is known later.
        number: Its number, such as 42.
        title: Its title, `[SERVICE] [SYMPTOM] on [DATE]`.
        address: The web address of its post-mortem, or "" where it has none.
    """

    id: UUID
    number: int
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a ticket is made of.

    Attributes:
        action: The action, as people typed it: of any length, on several lines perhaps.
        paragraphs: What else the description says.
        owner: The name of the owner, as people write it.
        account: The account of the owner in the tracker, or "" where it is not known yet.
        priority: The priority of the action item.
        due: Its due date, or None.
        incident: The incident that it comes from.
    """

    action: str
    paragraphs: Sequence[str]
    owner: str
    account: str
    priority: Priority
    due: date | None
    incident: LinkedIncident


@dataclass(frozen=True, slots=True)
class Created:
    """A ticket that the tracker has made.

    Attributes:
        ticket: Its key, such as `OPS-17`.
        account: The account that it is assigned to, to be remembered for its owner, or "".
        remarks: A line for each thing that the ticket could not be given.
    """

    ticket: str
    account: str
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reachable:
    """A tracker that has answered, and accepts the token.

    Attributes:
        edition: What it is, such as `Jira Cloud`.
        title: What its owners call it.
        version: The version that it tells.
        account: The name of the account that the token belongs to.
        warnings: A line for each thing that works, but not as it should.
    """

    edition: str
    title: str
    version: str
    account: str
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The sprint that tickets were moved to. Where they are then, only `fetch` can tell."""

    sprint_name: str


@dataclass(frozen=True, slots=True)
class NoNextSprint:
    """There is no next sprint to move a ticket to, and nothing was done.

    Attributes:
        reason: Why, as a sentence for people.
        choices: What a person can decide instead.
    """

    reason: str
    choices: Sequence[SprintChoice]


class Tracker(Protocol):
    """A tracker of tickets.

    Every operation but `address` asks the tracker and may take up to half a minute for each of its
    requests, so none is called on the thread of the interface. Each raises a `TrackerError`.
    """

    def check(self) -> Reachable:
        """Ask what the tracker is, and whom it takes the program for."""

    def create(self, draft: Draft, key: str, begin: Callable[[], None] = lambda: None) -> Created:
        """Make a ticket. It is sent once.

        Args:
            draft: What the ticket says.
            key: The key by which `find` finds it, such as `pm-` and the id of the action item.
            begin: Called right before the ticket is sent, when all else has been asked. What it
                raises keeps the ticket from being sent.

        Raises:
            AnswerLost: The ticket may have been made: `find` it before you try again.
        """

    def find(self, key: str) -> str | None:
        """Return the ticket that was made with a key; None where the tracker shows none (yet)."""

    def schedule(
        self, tickets: Sequence[str], choice: SprintChoice | None = None
    ) -> Scheduled | NoNextSprint:
        """Move tickets to the next sprint. It does no harm to do this again.

        Args:
            tickets: The keys of the tickets.
            choice: What a person decided where there is no next sprint.
        """

    def link(self, ticket: str, incident: LinkedIncident) -> None:
        """Put a link to an incident onto a ticket, in the place of the one from before.

        An incident without an address leaves the ticket as it is.
        """

    def fetch(self, tickets: Sequence[str], at: datetime) -> Mapping[str, Ticket]:
        """Return what the tracker says of tickets, by the keys that were asked for.

        A ticket of which it could say nothing just now is left out.

        Args:
            tickets: The keys of the tickets, of any number.
            at: The present moment, which stands in the records.
        """

    def address(self, ticket: str) -> str:
        """Return the web address of a ticket."""

    def close(self) -> None:
        """Close the connections to the tracker."""
