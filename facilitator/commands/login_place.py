"""Where tickets go, as `login` asks for it: project, issue type, board and priorities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from facilitator.commands.open_store import Failure
from facilitator.commands.terminal_questions import Questions, say
from facilitator.config.tracker_settings import TRACKER_CHECKS, TrackerSettings
from facilitator.text import shortened
from facilitator.tracker.errors import NotThere
from facilitator.tracker.token import Token

if TYPE_CHECKING:
    from facilitator.tracker.set_up import ProjectFound

MOST_BOARDS_LISTED = 20
"""How many boards a question lists."""


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """What was given on the command line of where tickets go; None where it was not."""

    project: str | None = None
    issue_type: str | None = None
    board: str | None = None
    priorities: str | None = None


def ask_place(
    questions: Questions, options: PlaceOptions, tracker: TrackerSettings, token: Token
) -> TrackerSettings:
    """Return the settings with where tickets go, once Jira has said that they can go there.

    Raises:
        TrackerError: Jira could not be asked, or a ticket needs what can't be filled from here.
        Failure: What an option was given can't be used.
    """
    tracker, found = _project(questions, options, tracker, token)
    tracker = replace(tracker, issue_type=_issue_type(questions, options, tracker, found))
    tracker = replace(tracker, board=_board(questions, options, tracker, found))
    tracker = replace(tracker, priorities=_priorities(questions, options, tracker, found))
    _check_tickets(tracker, token)
    return tracker


def _project(
    questions: Questions, options: PlaceOptions, tracker: TrackerSettings, token: Token
) -> tuple[TrackerSettings, ProjectFound]:
    from facilitator.tracker.set_up import find_project

    def look_for(typed: str) -> tuple[TrackerSettings, ProjectFound]:
        named = replace(tracker, project=TRACKER_CHECKS["project"](typed))
        try:
            return named, find_project(named, token)
        except NotThere as error:
            raise ValueError(str(error)) from None

    named, found = questions.value(
        "--project", options.project, "Project, by its key such as OPS", look_for, tracker.project
    )
    say(f"✓ the project {named.project} is “{found.name}”")
    return named, found


def _issue_type(
    questions: Questions, options: PlaceOptions, tracker: TrackerSettings, found: ProjectFound
) -> str:
    from facilitator.tracker.set_up import offered_issue_type

    return questions.value(
        "--type",
        options.issue_type,
        f"Issue type ({_listed(found.issue_types)})",
        lambda typed: _one_of("issue type", typed, found.issue_types),
        offered_issue_type(found, tracker.issue_type),
    )


def _board(
    questions: Questions, options: PlaceOptions, tracker: TrackerSettings, found: ProjectFound
) -> int | None:
    """Return the board whose next sprint counts; None where there is none, or none is wanted."""
    from facilitator.tracker.set_up import offered_board

    if not found.boards:
        say(f"– no board: {found.why_no_boards}")
        return None
    listed = [f"{board.id} {board.name} ({board.type})" for board in found.boards]
    offered = offered_board(found, tracker.board)
    if options.board is None and questions.can_ask:
        for board in listed[:MOST_BOARDS_LISTED]:
            say(f"    {board}")
    with_sprints = [board for board in found.boards if board.type != "kanban"]
    is_guess = options.board is None and offered != tracker.board and len(with_sprints) > 1
    if is_guess and not questions.can_ask:
        raise Failure(f"--board: which one, or none? There are {_listed(listed)}")

    def check(typed: str) -> int:
        number: int = TRACKER_CHECKS["board"](typed)
        if number not in [board.id for board in found.boards]:
            raise ValueError(
                f"no board {number} shows tickets of {tracker.project}; there are {_listed(listed)}"
            )
        return number

    default = "" if offered is None else str(offered)
    question = "Number of the board whose next sprint counts"
    return questions.optional("--board", options.board, question, check, default)


def _priorities(
    questions: Questions, options: PlaceOptions, tracker: TrackerSettings, found: ProjectFound
) -> tuple[str, ...]:
    from facilitator.tracker.set_up import offered_priorities

    def check(typed: str) -> tuple[str, ...]:
        names: tuple[str, ...] = TRACKER_CHECKS["priorities"](typed)
        if not found.priorities:
            return names
        return tuple(_one_of("priority", name, found.priorities) for name in names)

    question = f"What Jira calls P1, P2 and P3 (it has {_listed(found.priorities)})"
    offered = ", ".join(offered_priorities(found, tracker.priorities))
    return questions.value("--priorities", options.priorities, question, check, offered)


def _check_tickets(tracker: TrackerSettings, token: Token) -> None:
    from facilitator.tracker.set_up import find_tickets

    tickets = find_tickets(tracker, token)
    say(f"✓ a {tracker.issue_type} of {tracker.project} needs nothing but what is filled in")
    for remark in tickets.left_out:
        say(f"– {remark}")
    if tickets.sprint:
        say(f"✓ the next sprint is {tickets.sprint}")
    else:
        say(f"– no next sprint: {tickets.why_no_sprint}")


def _one_of(what: str, typed: str, known: Sequence[str]) -> str:
    """Return the one of the names that was typed, as Jira writes it.

    Raises:
        ValueError: There is no such name; the message lists those that there are.
    """
    for name in known:
        if name.casefold() == typed.casefold():
            return name
    raise ValueError(f"there is no {what} “{shortened(typed, 60)}”; there are {_listed(known)}")


def _listed(names: Sequence[str]) -> str:
    return shortened(", ".join(names), 300)
