"""Setting up Jira, step by step, from its address to the fields of a ticket.

Each step takes what somebody has given so far, asks Jira, and returns what was found; it saves
nothing. What goes wrong is a `TrackerError` in Jira's words. A step may take up to half a minute
for each of its requests, so none is called on the thread of the interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.vocabulary import Priority
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.tracker.errors import Forbidden, NotThere, Refused, Unauthorised
from facilitator.tracker.opening import open_jira
from facilitator.tracker.protocol import Reachable
from facilitator.tracker.token import Token

if TYPE_CHECKING:
    from facilitator.tracker.jira.boards import Board
    from facilitator.tracker.jira.connection import Patience
    from facilitator.tracker.jira.tracker import JiraTracker


class RefusedAtSite(Unauthorised):
    """Jira Cloud refuses a token at its site, and may take it at the address of its API.

    Attributes:
        api_url: That address. Nothing was sent there.
    """

    def __init__(self, message: str, api_url: str) -> None:
        super().__init__(message)
        self.api_url = api_url


@dataclass(frozen=True, slots=True)
class ProjectFound:
    """A project in which tickets can be made, and what there is to choose for them.

    Attributes:
        name: What the project is called.
        issue_types: The issue types of which tickets can be made.
        boards: The boards that show its tickets.
        why_no_boards: Why there is none, or "".
        priorities: What Jira calls its priorities, the most urgent first.
    """

    name: str
    issue_types: Sequence[str]
    boards: Sequence[Board]
    why_no_boards: str
    priorities: Sequence[str]


@dataclass(frozen=True, slots=True)
class TicketsFound:
    """What becomes of tickets with all that was chosen.

    Attributes:
        sprint: The name of the sprint that they go to now, or "".
        why_no_sprint: Why there is none, or "".
        left_out: A line for each thing that they can't be given.
    """

    sprint: str
    why_no_sprint: str
    left_out: Sequence[str]


def find_edition(tracker: TrackerSettings) -> str:
    """Return which edition of Jira answers at an address, asked without a token.

    Returns:
        Its name, or "" where Jira says that only to somebody whom it knows.

    Raises:
        TrackerError: Nothing answers there, or something that is no Jira.
    """
    with asking(tracker, None) as jira:
        try:
            return jira.edition_name()
        except (Unauthorised, Forbidden):
            return ""


def log_in(tracker: TrackerSettings, token: Token) -> Reachable:
    """Test the token, and return which Jira takes it, and for whose.

    Raises:
        RefusedAtSite: The address is that of a site of Jira Cloud; another one may take the token.
        TrackerError: Jira could not be asked, or does not take the token.
    """
    with asking(tracker, token) as jira:
        try:
            return jira.check()
        except Unauthorised as error:
            raise _without_login(tracker, error) from None


def find_project(tracker: TrackerSettings, token: Token) -> ProjectFound:
    """Look for the project, and for what there is to choose in it.

    Raises:
        TrackerError: Jira could not be asked, or there is no such project.
    """
    with asking(tracker, token) as jira:
        name = jira.project_name()
        issue_types = jira.issue_types()
        if not issue_types:
            raise Refused(f"this account may make no tickets in {tracker.project}, {name}")
        why_no_boards = f"no board shows tickets of {tracker.project}"
        boards: Sequence[Board] = ()
        try:
            boards = jira.boards()
        except (Forbidden, NotThere, Refused, Unauthorised) as error:
            why_no_boards = f"its boards can't be read: {error}"
        return ProjectFound(
            name, issue_types, boards, "" if boards else why_no_boards, jira.priorities()
        )


def find_tickets(tracker: TrackerSettings, token: Token) -> TicketsFound:
    """Check that a ticket can be filled, and look for the sprint that it goes to.

    Raises:
        TrackerError: Jira could not be asked, or a ticket needs what can't be filled from here.
    """
    with asking(tracker, token) as jira:
        left_out = jira.check_screen()
        sprint, why_no_sprint = find_sprint(jira)
        return TicketsFound(sprint, why_no_sprint, left_out)


def find_sprint(jira: JiraTracker) -> tuple[str, str]:
    """Return the name of the board's next sprint, or "" and why there is none.

    Raises:
        TrackerError: Jira could not be asked.
    """
    from facilitator.tracker.jira.boards import NoSprints

    try:
        sprint = jira.next_sprint()
    except NoSprints as error:
        return "", str(error)
    return (sprint.name, "") if sprint else ("", "the board has no next sprint now")


def described(reachable: Reachable) -> str:
    """Return which Jira has answered, and whose token it takes, in a line."""
    title = f" “{reachable.title}”" if reachable.title else ""
    return f"{reachable.edition}{title} {reachable.version}, logged in as {reachable.account}"


def offered_issue_type(found: ProjectFound, before: str) -> str:
    """Return the issue type that was set before, else a task, else the first one."""
    by_name = {name.casefold(): name for name in reversed(found.issue_types)}
    return by_name.get(before.casefold()) or by_name.get("task") or found.issue_types[0]


def offered_board(found: ProjectFound, before: int | None) -> int | None:
    """Return the board that was set before, else the first one that can have sprints."""
    if before in [board.id for board in found.boards]:
        return before
    return next((board.id for board in found.boards if board.type != "kanban"), None)


def offered_priorities(found: ProjectFound, before: Sequence[str]) -> tuple[str, ...]:
    """Return what Jira may call P1, P2 and P3.

    That is what was set before where Jira has all of it, else what is named so, such as
    `P1 – Critical`, else the three most urgent ones.
    """
    names = [name for name in found.priorities if name]
    by_name = {name.casefold(): name for name in names}
    if not names or all(name.casefold() in by_name for name in before):
        return tuple(by_name.get(name.casefold(), name) for name in before)
    so_named = [
        next((name for name in names if name.upper().startswith(priority.value)), "")
        for priority in Priority
    ]
    if all(so_named):
        return tuple(so_named)
    last = len(names) - 1
    return tuple(names[min(place, last)] for place in range(len(Priority)))


@contextmanager
def asking(
    tracker: TrackerSettings, token: Token | None, patience: Patience | None = None
) -> Iterator[JiraTracker]:
    """Open a Jira to ask it something, and close the connections to it afterwards.

    Raises:
        NotReachable: The file with the certificates, or the proxy, can't be used.
    """
    jira = open_jira(tracker, token, patience)
    try:
        yield jira
    finally:
        jira.close()


def _without_login(tracker: TrackerSettings, error: Unauthorised) -> Unauthorised:
    """Return why nobody is logged in, with what may help at a site of Jira Cloud."""
    from facilitator.tracker.jira.answers import TOKEN_REFUSED
    from facilitator.tracker.jira.gateway import gateway_address

    gateway = "" if tracker.api_url else gateway_address(tracker.url, tracker.ca_file)
    reason = TOKEN_REFUSED if TOKEN_REFUSED in str(error) else str(error)
    if gateway and not tracker.user:
        return Unauthorised(f"{reason}; Jira Cloud needs its user too, an e-mail address")
    if gateway:
        return RefusedAtSite(
            f"{reason}. One of limited scopes is taken only at the address of the API, {gateway}",
            gateway,
        )
    return Unauthorised(reason)
