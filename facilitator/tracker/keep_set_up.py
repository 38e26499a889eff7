"""Keeping what was set up: the settings in `config.toml`, and the token where tokens are kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from facilitator.config.settings import Settings, environment_variable
from facilitator.config.settings_writer import save_table
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.tracker.token import (
    VARIABLE,
    FoundToken,
    Token,
    TokenError,
    read_token,
    save_token,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept.

    Attributes:
        token_place: Where the token is now: `the system's keyring`, or the path of a file; "" where
            there was none to keep.
        hidden_by: The variables that win over what was saved at the next start.
    """

    token_place: str
    hidden_by: Sequence[str]


def token_there(settings: Settings, api: str) -> FoundToken:
    """Return the token that need not be typed: that of the variable, else the one that is kept.

    One that is kept for another address is not tried at this one.

    Raises:
        TokenError: What is there is no token, or others can read the file that holds it.
    """
    if api != settings.tracker.api and not os.environ.get(VARIABLE):
        return FoundToken(None)
    return read_token(api)


def keep(settings: Settings, file: Path, tracker: TrackerSettings, token: Token | None) -> Kept:
    """Save the settings of a tracker, and its token.

    Args:
        settings: The settings as they were loaded, by which variables that win are known.
        file: The path of `config.toml`.
        tracker: The settings to save.
        token: The token to keep; None where it is kept already.

    Raises:
        SettingsError: The settings can't be saved, and nothing was changed.
        TokenError: The settings are saved, and the token can't be kept.
    """
    save_table(file, "tracker", {name: _written(value) for name, value in _values(tracker)})
    hidden_by = [
        variable
        for name, value in _values(tracker)
        if settings.sources.get(f"tracker.{name}") == (variable := _variable(name))
        and getattr(settings.tracker, name) != value
    ]
    if token is not None and os.environ.get(VARIABLE):
        hidden_by.append(VARIABLE)
    try:
        return Kept(save_token(tracker.api, token) if token else "", hidden_by)
    except TokenError as error:
        raise TokenError(f"the settings are saved, but not the token: {error}") from None


def _values(tracker: TrackerSettings) -> list[tuple[str, Any]]:
    return [(field.name, getattr(tracker, field.name)) for field in fields(tracker)]


def _written(value: Any) -> Any:
    """Return a value as the file has it; None for one that is not set."""
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value


def _variable(name: str) -> str:
    return environment_variable(f"tracker.{name}")
