"""The settings of the tracker of tickets: which one it is, where it is, and where tickets go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from db.vocabulary import LARGEST, SHORT_TEXT, Priority
from facilitator.config.setting_checks import quoted
from facilitator.text import is_web_address

KINDS = ("jira", "none")
"""The values of `tracker.kind`; with `none`, keys are typed by hand."""
NUMBER = "{number}"
"""What stands in the address of post-mortems for the number of an incident."""


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """The values of the settings of the tracker.

    Attributes:
        kind: `jira`, or `none` where the program asks no tracker.
        url: The address of the site that people open, with its context path and without a slash at
            the end, or "".
        api_url: The address of its API, where that is another one.
        project: The key of the project in which tickets are made, or "".
        issue_type: The name of their issue type.
        board: The id of the board whose next sprint counts; None where none is chosen.
        user: The user that the token belongs to; "" for a token that stands for itself, as the
            personal access tokens of Jira Data Center do.
        ca_file: The path of a file with the certificates of a private authority, or "".
        priorities: What the tracker calls P1, P2 and P3.
        incident_url: The web address of a post-mortem with `{number}` for the number of its
            incident, to which tickets lead back, or "" where post-mortems have none.
    """

    kind: str = "none"
    url: str = ""
    api_url: str = ""
    project: str = ""
    issue_type: str = "Task"
    board: int | None = None
    user: str = ""
    ca_file: str = ""
    priorities: tuple[str, ...] = ("Highest", "High", "Medium")
    incident_url: str = ""

    @property
    def is_set_up(self) -> bool:
        """Whether the program makes tickets; without it, people make them and type their keys."""
        return self.kind != "none"

    @property
    def api(self) -> str:
        """The address of the API: a token is sent there, and nowhere else."""
        return self.api_url or self.url

    def incident_address(self, number: int) -> str:
        """Return the web address of the post-mortem of an incident, or "" where it has none."""
        return self.incident_url.replace(NUMBER, str(number))


def _check_kind(value: Any) -> str:
    if value not in KINDS:
        raise ValueError(f"expected {' or '.join(KINDS)}, got {quoted(value)}")
    return str(value)


def _check_line(value: Any) -> str:
    line = value.strip() if isinstance(value, str) else ""
    if not line or len(line) > SHORT_TEXT or not line.isprintable():
        limit = f"a text on one line of at most {SHORT_TEXT} characters"
        raise ValueError(f"expected {limit}, got {quoted(value)}")
    return line


def _check_address(value: Any) -> str:
    address = value.strip().rstrip("/") if isinstance(value, str) else ""
    if not is_web_address(address):
        raise ValueError(
            f"expected an address such as https://example.atlassian.net, got {quoted(value)}"
        )
    parts = urlsplit(address)
    # What stands there may be a secret, so the message does not repeat it.
    if parts.username or parts.password:
        raise ValueError("leave the user and the token out of the address: `facilitator login`")
    if parts.query or parts.fragment:
        raise ValueError(f"leave out what follows the path of the address, got {quoted(value)}")
    return address


def _check_project(value: Any) -> str:
    project = value.strip().upper() if isinstance(value, str) else ""
    if not re.fullmatch(r"[A-Z][A-Z0-9_]+", project) or len(project) > SHORT_TEXT:
        raise ValueError(f"expected the key of a project such as OPS, got {quoted(value)}")
    return project


def _check_board(value: Any) -> int:
    written = str(value).strip()
    is_number = written.isascii() and written.isdigit() and len(written) <= len(str(LARGEST))
    if isinstance(value, bool) or not is_number or int(written) == 0:
        raise ValueError(f"expected the number of a board, got {quoted(value)}")
    return int(written)


def _check_priorities(value: Any) -> tuple[str, ...]:
    """Read the names of the priorities from a list, or from one line of a variable."""
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or len(names) != len(Priority):
        expected = "the names of three priorities, for P1, P2 and P3"
        raise ValueError(f"expected {expected}, got {quoted(value)}")
    return tuple(_check_line(name) for name in names)


def _check_incident_url(value: Any) -> str:
    """Return the address of post-mortems, which has the number of the incident at one place."""
    address = value.strip() if isinstance(value, str) else ""
    around = address.split(NUMBER)
    has_other_braces = any(brace in part for part in around for brace in "{}")
    if len(around) != 2 or has_other_braces or not is_web_address("0".join(around)):
        expected = f"a web address with {NUMBER}, such as https://wiki.example.com/pm/{NUMBER}"
        raise ValueError(f"expected {expected}, got {quoted(value)}")
    return address


TRACKER_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "kind": _check_kind,
    "url": _check_address,
    "api_url": _check_address,
    "project": _check_project,
    "issue_type": _check_line,
    "board": _check_board,
    "user": _check_line,
    "ca_file": _check_line,
    "priorities": _check_priorities,
    "incident_url": _check_incident_url,
}
"""What returns the value of each setting as it is written, or raises ValueError."""
