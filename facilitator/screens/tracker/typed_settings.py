"""What is typed into the fields of the set-up, as settings of the tracker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from facilitator.config.tracker_settings import TRACKER_CHECKS, TrackerSettings
from facilitator.tracker.token import Token

LOGIN_FIELDS = ("url", "api_url", "ca_file", "user")
"""The fields of the log-in that are settings; the token is none."""
PRIORITY_FIELDS = ("p1", "p2", "p3")
"""The fields that hold what Jira calls each priority."""


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in.

    Attributes:
        tracker: The settings with the addresses and the user.
        token: The token.
        keeps_token: Whether the token is to be kept, which one of a variable is not.
    """

    tracker: TrackerSettings
    token: Token
    keeps_token: bool


class WrongValue(ValueError):
    """A field holds what can't be used. The message says what was expected.

    Attributes:
        field: The id of the field.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def with_login(tracker: TrackerSettings, values: Mapping[str, str]) -> TrackerSettings:
    """Return the settings with the addresses and the user that are typed.

    Raises:
        WrongValue: One of them can't be used.
    """
    typed = {name: _checked(name, values[name], name == "url") for name in LOGIN_FIELDS}
    ca_file = typed["ca_file"]
    return replace(
        tracker,
        kind="jira",
        url=typed["url"],
        api_url=typed["api_url"],
        # The program runs in other folders later.
        ca_file=str(Path(ca_file).expanduser().absolute()) if ca_file else "",
        user=typed["user"],
    )


def with_project(tracker: TrackerSettings, values: Mapping[str, str]) -> TrackerSettings:
    """Return the settings with the project that is typed.

    Raises:
        WrongValue: It is no key of a project.
    """
    return replace(tracker, project=_checked("project", values["project"], True))


def with_place(tracker: TrackerSettings, values: Mapping[str, str]) -> TrackerSettings:
    """Return the settings with what was chosen for tickets.

    Raises:
        WrongValue: The address of post-mortems can't be used.
    """
    return replace(
        tracker,
        issue_type=values["issue_type"],
        board=int(values["board"]) if values["board"] else None,
        priorities=tuple(values[name] for name in PRIORITY_FIELDS),
        incident_url=_checked("incident_url", values["incident_url"], False),
    )


def typed_token(text: str) -> Token | None:
    """Return the token that is typed; None where there is none.

    Raises:
        WrongValue: It is no token. The message does not repeat it.
    """
    if not text.strip():
        return None
    try:
        return Token(text)
    except ValueError as error:
        raise WrongValue("token", str(error)) from None


def _checked(name: str, typed: str, is_needed: bool) -> str:
    if not typed.strip() and not is_needed:
        return ""
    try:
        return str(TRACKER_CHECKS[name](typed))
    except ValueError as error:
        raise WrongValue(name, str(error)) from None
