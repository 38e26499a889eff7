"""Moving tickets to the next sprint, or to what a person chose where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.vocabulary import SprintChoice
from facilitator.tracker.errors import NotThere, Refused
from facilitator.tracker.jira.boards import (
    NoSprints,
    Sprint,
    active_sprint,
    create_sprint,
    move,
    next_sprint,
)
from facilitator.tracker.jira.connection import Connection
from facilitator.tracker.protocol import NoNextSprint, Scheduled


def schedule(
    connection: Connection,
    board: int | None,
    tickets: Sequence[str],
    choice: SprintChoice | None,
) -> Scheduled | NoNextSprint:
    """Move tickets to the next sprint of a board, or to what was chosen where there is none.

    A next sprint that is there goes before the choice: it may have been made since. A sprint that
    was started or closed between the look and the move is looked for once more.

    Raises:
        TrackerError: They were not moved, or not all of them.
    """
    if board is None:
        return _leave("no board is chosen: set tracker.board, or run `facilitator login`")
    try:
        sprint = _chosen(connection, board, choice)
        if sprint is None:
            return _without_next(connection, board)
        try:
            move(connection, sprint, tickets)
        except (Refused, NotThere):
            other = next_sprint(connection, board)
            if other is None:
                return _without_next(connection, board)
            if other == sprint:
                raise
            move(connection, other, tickets)
            sprint = other
    except NoSprints as error:
        return _leave(str(error))
    return Scheduled(sprint.name)


def _chosen(connection: Connection, board: int, choice: SprintChoice | None) -> Sprint | None:
    sprint = next_sprint(connection, board)
    if sprint is None and choice is SprintChoice.ACTIVE:
        return active_sprint(connection, board)
    if sprint is None and choice is SprintChoice.CREATE:
        return create_sprint(connection, board, _name_after(active_sprint(connection, board)))
    return sprint


def _without_next(connection: Connection, board: int) -> NoNextSprint:
    active = active_sprint(connection, board)
    choices = [SprintChoice.CREATE, SprintChoice.LEAVE]
    if active is not None:
        choices.insert(1, SprintChoice.ACTIVE)
    running = f"; {active.name} is running" if active else ""
    return NoNextSprint(f"the board {board} has no next sprint{running}", choices)


def _leave(reason: str) -> NoNextSprint:
    return NoNextSprint(reason, [SprintChoice.LEAVE])


def _name_after(active: Sprint | None) -> str:
    """Return the name of the sprint after the running one: `OPS Sprint 8` after `OPS Sprint 7`."""
    numbered = re.fullmatch(r"(.*?)([0-9]{1,9})", active.name) if active else None
    return f"{numbered[1]}{int(numbered[2]) + 1}" if numbered else "Next sprint"
