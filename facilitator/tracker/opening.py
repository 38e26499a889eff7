"""The tracker that the settings name, ready to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.config.settings import Settings, SettingsError, environment_variable
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.tracker.by_hand import ByHand
from facilitator.tracker.protocol import Tracker
from facilitator.tracker.token import Token, TokenError, read_token

if TYPE_CHECKING:
    from facilitator.tracker.jira.connection import Patience
    from facilitator.tracker.jira.tracker import JiraTracker


def open_tracker(settings: Settings, token: Token | None = None) -> Tracker | ByHand:
    """Return the tracker of the settings; what it loads takes a tenth of a second.

    Nothing is asked yet. Looking up the token can take some seconds, where the keyring does not
    answer.

    Args:
        settings: The settings of the program.
        token: A token that is to be tried out; the one that is kept unless given.

    Raises:
        SettingsError: A setting is missing that the tracker needs.
        TokenError: There is no token, or it can't be used.
        NotReachable: The file with the certificates, or the proxy, can't be used.
    """
    tracker = settings.tracker
    if not tracker.is_set_up:
        return ByHand(tracker.url)
    for name, value in (("url", tracker.url), ("project", tracker.project)):
        if not value:
            raise SettingsError(
                f"tracker.{name} is not set, which Jira needs: run `facilitator login`, or set it"
                f" in config.toml or as {environment_variable(f'tracker.{name}')}"
            )
    return open_jira(tracker, token or _kept_token(tracker.api))


def open_jira(
    tracker: TrackerSettings, token: Token | None, patience: Patience | None = None
) -> JiraTracker:
    """Return the Jira at the address of the settings, of which more need not be set.

    Args:
        tracker: The settings of the tracker, with its address.
        token: The token; None to ask as somebody whom Jira does not know.
        patience: How long a request may take; the usual time unless given.

    Raises:
        NotReachable: The file with the certificates, or the proxy, can't be used.
    """
    from facilitator.tracker.jira.connection import Connection
    from facilitator.tracker.jira.tracker import JiraTracker, Place

    connection = Connection(tracker.api, token, tracker.user, tracker.ca_file, patience)
    place = Place(
        tracker.url, tracker.project, tracker.issue_type, tracker.board, tracker.priorities
    )
    return JiraTracker(connection, place)


def _kept_token(api: str) -> Token:
    found = read_token(api)
    if found.token is None:
        looked = "".join(f" ({warning})" for warning in found.warnings)
        raise TokenError(f"there is no token for {api}: `facilitator login` takes one{looked}")
    return found.token
