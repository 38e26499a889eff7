"""Boards and their sprints, and which of them is the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from db.batches import batched
from facilitator.tracker.errors import Forbidden, NotThere, Refused
from facilitator.tracker.jira.connection import Connection
from facilitator.tracker.jira.pages import all_items
from facilitator.tracker.jira.shapes import found, identifier, words

AGILE = "/rest/agile/1.0"
"""The path of the API of boards and sprints, which is the same in every edition."""
MOVED_AT_ONCE = 50
"""The most tickets that Jira moves to a sprint in one request."""
LONGEST_NAME = 30
"""The most characters of a sprint's name."""
MOST_BOARDS = 500
"""The most boards that are offered to choose from."""


@dataclass(frozen=True, slots=True)
class Board:
    """A board. One of the type `kanban` has no sprints; `scrum` and `simple` ones have them."""

    id: int
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint; `board` is the one that it was made on, or 0 where Jira does not say."""

    id: int
    name: str
    board: int


class NoSprints(Exception):
    """A board can't be read, or has no sprints. The message is a sentence that says why."""


def boards(connection: Connection, project: str) -> list[Board]:
    """Return the boards that show tickets of a project, in the order in which Jira has them.

    Raises:
        TrackerError: They could not be read.
    """
    query = {"projectKeyOrId": project}
    listed = all_items(connection, f"{AGILE}/board", ("values",), query)
    return [_board(entry) for entry in islice(listed, MOST_BOARDS)]


def next_sprint(connection: Connection, board: int) -> Sprint | None:
    """Return the first future sprint of a board in the order of Jira; None where there is none.

    A board also lists the sprints of other boards that one of its tickets is in. One that was made
    on the board itself goes before those.

    Raises:
        NoSprints: The board can't be read, or has no sprints.
        TrackerError: Jira could not be asked.
    """
    return _first(_sprints(connection, board, "future"), board)


def active_sprint(connection: Connection, board: int) -> Sprint | None:
    """Return the running sprint of a board; None where there is none.

    Raises:
        NoSprints: The board can't be read, or has no sprints.
        TrackerError: Jira could not be asked.
    """
    return _first(_sprints(connection, board, "active"), board)


def create_sprint(connection: Connection, board: int, name: str) -> Sprint:
    """Make a sprint without dates, after all others of a board.

    Raises:
        TrackerError: It was not made; after `AnswerLost`, it may have been.
    """
    body = {"name": name[:LONGEST_NAME], "originBoardId": board}
    return _sprint(connection.write(f"{AGILE}/sprint", body))


def move(connection: Connection, sprint: Sprint, tickets: Sequence[str]) -> None:
    """Move tickets to a sprint, as many at once as Jira takes.

    Raises:
        TrackerError: Not all of them were moved. It does no harm to move them again.
    """
    for part in batched(tickets, MOVED_AT_ONCE):
        connection.write(f"{AGILE}/sprint/{sprint.id}/issue", {"issues": part})


def _sprints(connection: Connection, board: int, state: str) -> Iterator[Sprint]:
    """Yield the sprints of a board that are in a state."""
    try:
        found_board = _board(connection.get(f"{AGILE}/board/{board}"))
        if found_board.type == "kanban":
            raise NoSprints(f"the board {found_board.name} is a kanban board, which has no sprints")
        path = f"{AGILE}/board/{board}/sprint"
        for entry in all_items(connection, path, ("values",), {"state": state}):
            # A server that does not know the filter would hand out those that are over as well.
            if words(entry, "state").lower() == state:
                yield _sprint(entry)
    except (NotThere, Forbidden, Refused) as error:
        raise NoSprints(f"the board {board} has no sprints to be read: {error}") from None


def _first(sprints: Iterator[Sprint], board: int) -> Sprint | None:
    listed = list(sprints)
    own = [sprint for sprint in listed if sprint.board in (0, board)]
    return next(iter([*own, *listed]), None)


def _board(entry: Any) -> Board:
    return Board(_number(entry, "id"), words(entry, "name"), words(entry, "type"))


def _sprint(entry: Any) -> Sprint:
    number, board = _number(entry, "id"), _number(entry, "originBoardId")
    return Sprint(number, words(entry, "name") or identifier(entry, "id"), board)


def _number(entry: Any, name: str) -> int:
    number = found(entry, name)
    return number if isinstance(number, int) else 0
