"""The fields of the steps of the set-up, with what they hold at first."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from facilitator.config.tracker_settings import TrackerSettings
from facilitator.screens.tracker.step_part import Line
from facilitator.screens.tracker.typed_settings import LOGIN_FIELDS, PRIORITY_FIELDS
from facilitator.tracker.token import VARIABLE
from facilitator.widgets.form_input import FormInput
from facilitator.widgets.inline_select import InlineSelect

if TYPE_CHECKING:
    from facilitator.tracker.set_up import ProjectFound

LABELS = {"url": "Jira's address", "api_url": "API address", "ca_file": "Certificates",
          "user": "User"}  # fmt: skip
HINTS = {
    "url": "such as https://example.atlassian.net",
    "api_url": "only if it is another one, as for scoped tokens",
    "ca_file": "only for a private authority: a PEM file",
    "user": "an e-mail address for Jira Cloud, else often none",
}
NO_BOARD = "none: no ticket gets into a next sprint"


def login_fields(tracker: TrackerSettings, draft: Mapping[str, str]) -> list[tuple[str, Line]]:
    """Return the fields of the log-in; that of the token shows nothing of what is typed.

    Args:
        tracker: The settings as they are.
        draft: What was typed before and not saved, by the ids of the fields.
    """
    fields: list[tuple[str, Line]] = [
        (LABELS[name], _line(name, draft.get(name, getattr(tracker, name)), HINTS[name]))
        for name in LOGIN_FIELDS
    ]
    if os.environ.get(VARIABLE):
        hint = f"the one in {VARIABLE}"
    elif tracker.is_set_up:
        hint = "the one that is kept; type another to replace it"
    else:
        hint = "an API token, or a personal access token; not shown"
    return [*fields, ("Token", _line("token", "", hint, is_secret=True))]


def project_fields(tracker: TrackerSettings, draft: Mapping[str, str]) -> list[tuple[str, Line]]:
    """Return the field of the project."""
    typed = draft.get("project", tracker.project)
    return [("Project", _line("project", typed, "its key, such as OPS"))]


def place_fields(
    tracker: TrackerSettings, found: ProjectFound, incident_url: str
) -> list[tuple[str, Line]]:
    """Return the fields of where tickets go, each with what Jira has to choose from.

    Args:
        tracker: The settings, or what was chosen before.
        found: The project that was found.
        incident_url: The address of post-mortems, as typed.
    """
    from facilitator.tracker.set_up import offered_board, offered_issue_type, offered_priorities

    boards = {str(board.id): f"{board.name} ({board.type})" for board in found.boards}
    board = offered_board(found, tracker.board)
    offered = offered_priorities(found, tracker.priorities)
    priorities = dict.fromkeys([*filter(None, found.priorities), *offered])
    issue_type = offered_issue_type(found, tracker.issue_type)
    return [
        ("Issue type", _choice("issue_type", dict.fromkeys(found.issue_types), issue_type)),
        ("Board", _choice("board", boards | {"": NO_BOARD}, "" if board is None else str(board))),
        *(
            (name.upper(), _choice(name, priorities, chosen))
            for name, chosen in zip(PRIORITY_FIELDS, offered, strict=True)
        ),
        (
            "Post-mortems at",
            _line("incident_url", incident_url, "https://wiki.example/{number}; empty: no links"),
        ),
    ]


def _line(name: str, value: str, hint: str, *, is_secret: bool = False) -> FormInput:
    return FormInput(value, id=name, placeholder=hint, password=is_secret, compact=True)


def _choice(name: str, choices: Mapping[str, str | None], chosen: str) -> InlineSelect:
    """Return a choice among values; one without a label is its own."""
    labels = {value: label or value for value, label in choices.items()}
    return InlineSelect(labels, chosen, name=name)
