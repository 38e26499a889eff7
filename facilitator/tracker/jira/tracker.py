"""Jira as a tracker: the operations of the protocol, put together from what this package does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from db.records.tickets import Ticket
from db.vocabulary import SprintChoice
from facilitator.text import clean
from facilitator.tracker.errors import AnswerLost, Unauthorised
from facilitator.tracker.jira.boards import Board, NoSprints, Sprint, boards, next_sprint
from facilitator.tracker.jira.connection import Connection
from facilitator.tracker.jira.edition import Edition, ask_edition
from facilitator.tracker.jira.fields import check_needed, left_out, ticket_fields
from facilitator.tracker.jira.people import Owner, find_owner
from facilitator.tracker.jira.reading import TicketReader, find_label
from facilitator.tracker.jira.scheduling import schedule
from facilitator.tracker.jira.screens import CreateScreen, issue_types, read_screen
from facilitator.tracker.jira.shapes import items, words
from facilitator.tracker.protocol import (
    Created,
    Draft,
    LinkedIncident,
    NoNextSprint,
    Reachable,
    Scheduled,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where tickets are made in Jira.

    Attributes:
        site: The address of the site that people open, without a slash at the end.
        project: The key of the project.
        issue_type: The name of the issue type.
        board: The id of the board whose sprints count; None where none is chosen.
        priorities: What Jira calls P1, P2 and P3.
    """

    site: str
    project: str
    issue_type: str
    board: int | None
    priorities: Sequence[str]


class JiraTracker:
    """Jira Cloud or Jira Data Center as a `Tracker`, for one thread at a time.

    What Jira says of itself and of the create screen is asked once, and remembered until it is
    closed.
    """

    def __init__(self, connection: Connection, place: Place) -> None:
        """Prepare to ask; nothing is sent yet."""
        self._connection = connection
        self._place = place
        self._asked_edition: Edition | None = None
        self._screen: CreateScreen | None = None
        self._reader: TicketReader | None = None

    def check(self) -> Reachable:
        """Ask what Jira it is, and whose token it takes ours for."""
        edition, info = ask_edition(self._connection)
        self._asked_edition = edition
        me = self._connection.get(f"{edition.rest}/myself")
        account = words(me, "displayName") or words(me, "name")
        if not account:
            raise Unauthorised("Jira does not say whose token this is, so nobody is logged in")
        parts = urlsplit(self._connection.api)
        is_open = parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1")
        warning = f"{parts.netloc} is asked over http: others on the network can read the token"
        return Reachable(
            edition.name,
            words(info, "serverTitle"),
            words(info, "version"),
            account,
            [warning] if is_open else [],
        )

    def create(self, draft: Draft, key: str, begin: Callable[[], None] = lambda: None) -> Created:
        """Make a ticket. All that has to be known is asked before, and the ticket is sent once."""
        edition, screen = self._edition(), self._create_screen()
        owner = Owner(draft.account)
        if not draft.account and draft.owner and "assignee" in screen.fields:
            asked = self._place.project, draft.owner
            owner = find_owner(self._connection, edition, *asked)
        priorities = self._place.priorities
        fields, remarks = ticket_fields(draft, key, screen, edition, owner, priorities)
        begin()
        made = self._connection.write(f"{edition.rest}/issue", {"fields": fields})
        ticket = words(made, "key")
        if not ticket:
            raise AnswerLost("Jira did not say which ticket it has made, so it may have been made")
        return Created(ticket, owner.account if "assignee" in fields else "", remarks)

    def find(self, key: str) -> str | None:
        """Return the oldest ticket with the label; Jira's index may lag behind for a while."""
        return find_label(self._connection, self._edition(), key)

    def schedule(
        self, tickets: Sequence[str], choice: SprintChoice | None = None
    ) -> Scheduled | NoNextSprint:
        """Move tickets to the board's next sprint, or to what was chosen where there is none."""
        return schedule(self._connection, self._place.board, tickets, choice)

    def link(self, ticket: str, incident: LinkedIncident) -> None:
        """Put a link to an incident onto a ticket, in the place of the one from before."""
        if not incident.address:
            return
        body = {
            "globalId": f"facilitator-incident-{incident.id}",
            "relationship": "action item of",
            "object": {
                "url": incident.address,
                "title": clean(f"#{incident.number} {incident.title}")[:255],
            },
        }
        path = f"{self._edition().rest}/issue/{quote(ticket, safe='')}/remotelink"
        self._connection.write(path, body)

    def fetch(self, tickets: Sequence[str], at: datetime) -> Mapping[str, Ticket]:
        """Return what Jira says of tickets, by the keys that were asked for."""
        if not tickets:
            return {}
        if self._reader is None:
            self._reader = TicketReader(self._connection, self._edition())
        return self._reader.fetch(tickets, at, self._next_sprint_id)

    def address(self, ticket: str) -> str:
        """Return the web address of a ticket at the site."""
        return f"{self._place.site}/browse/{quote(ticket, safe='')}"

    def close(self) -> None:
        """Close the connections to the tracker."""
        self._connection.close()

    def edition_name(self) -> str:
        """Return which edition of Jira it is, which Jira may tell to everybody."""
        return self._edition().name

    def project_name(self) -> str:
        """Return what the project is called, whose key is the one of the settings."""
        place = f"{self._edition().rest}/project/{self._place.project}"
        return words(self._connection.get(place), "name")

    def issue_types(self) -> list[str]:
        """Return the issue types that can be made in the project."""
        return list(issue_types(self._connection, self._edition(), self._place.project))

    def boards(self) -> list[Board]:
        """Return the boards that show tickets of the project."""
        return boards(self._connection, self._place.project)

    def priorities(self) -> list[str]:
        """Return what Jira calls its priorities, the most urgent first."""
        listed = self._connection.get(f"{self._edition().rest}/priority")
        return [words(priority, "name") for priority in items(listed)]

    def check_screen(self) -> list[str]:
        """Check that a ticket can be filled, and return a remark for each thing that it lacks.

        Raises:
            Refused: It needs fields that nobody fills; the message names them.
        """
        screen = self._create_screen()
        check_needed(screen)
        return left_out(screen, self._place.priorities)

    def next_sprint(self) -> Sprint | None:
        """Return the next sprint of the board; None where there is none.

        Raises:
            NoSprints: No board is chosen, or it can't be read, or has no sprints.
        """
        if self._place.board is None:
            raise NoSprints("no board is chosen")
        return next_sprint(self._connection, self._place.board)

    def _edition(self) -> Edition:
        if self._asked_edition is None:
            self._asked_edition, _ = ask_edition(self._connection)
        return self._asked_edition

    def _create_screen(self) -> CreateScreen:
        if self._screen is None:
            place = self._place
            asked = self._edition(), place.project, place.issue_type
            self._screen = read_screen(self._connection, *asked)
        return self._screen

    def _next_sprint_id(self) -> int | None:
        """Return the id of the next sprint; None where the board can't say."""
        try:
            sprint = self.next_sprint()
        except NoSprints:
            return None
        return sprint.id if sprint else None
