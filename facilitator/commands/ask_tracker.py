"""Opening the tracker of the settings for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from facilitator.commands.open_store import Failure
from facilitator.config.settings import Settings
from facilitator.tracker.by_hand import ByHand
from facilitator.tracker.errors import TrackerError
from facilitator.tracker.opening import open_tracker
from facilitator.tracker.protocol import Tracker
from facilitator.tracker.token import TokenError

NO_TRACKER = (
    "no tracker is set up: `facilitator login` connects to Jira; until then keys of tickets are"
    " typed, as in `facilitator actions ticket 43.1 OPS-12`"
)


@contextmanager
def ask_tracker(settings: Settings) -> Iterator[Tracker]:
    """Open the tracker of the settings, and close it at the end. Nothing is asked yet.

    Raises:
        Failure: There is none, or it can't be asked.
        SettingsError: A setting is missing that the tracker needs.
    """
    try:
        tracker = open_tracker(settings)
    except (TokenError, TrackerError) as error:
        raise Failure(str(error)) from None
    if isinstance(tracker, ByHand):
        raise Failure(NO_TRACKER)
    try:
        yield tracker
    finally:
        tracker.close()
