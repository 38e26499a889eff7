"""Settings: a flag wins over the environment, that over `config.toml`, that over the default."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import PlatformDirs

NAME = "facilitator"


class SettingsError(Exception):
    """A setting can't be used. The message is one line: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a team can change. agenda: minutes of review, incident and patterns."""

    database: str = field(default_factory=lambda: str(data_folder() / f"{NAME}.db"))
    team_timezone: str = ""
    theme: str = "facilitator-dark"
    agenda: tuple[int, int, int] = (10, 30, 10)
    months: int = 6
    target_repeat_rate: float = 0.12
    target_completion: float = 0.9
    keymap: Mapping[str, str] = field(default_factory=dict)

    @property
    def timezone(self) -> tzinfo:
        """The team's time zone, where its days end: this machine's, unless it is set."""
        if self.team_timezone:
            return ZoneInfo(self.team_timezone)
        from dateutil.tz import tzlocal

        here: tzinfo = tzlocal()
        return here


def data_folder() -> Path:
    """Where the database lives: `XDG_DATA_HOME` on every system, else what the system uses."""
    return _folder("XDG_DATA_HOME", PlatformDirs(NAME, appauthor=False).user_data_dir)


def config_file() -> Path:
    """Where `config.toml` is looked for."""
    return (
        _folder("XDG_CONFIG_HOME", PlatformDirs(NAME, appauthor=False).user_config_dir)
        / "config.toml"
    )


def load(
    database: str | None = None,
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """The settings in force. database: the flag, if one was given.

    Raises:
        SettingsError: a value that can't be used, or a key that nobody knows.
    """
    file = file or config_file()
    settings = Settings()
    for path, value in _flat(_read(file)).items():
        shown = path if path.isprintable() else repr(path)
        settings = _with(settings, path, value, f"{file}: {shown}")
    for path in SETTERS:
        name = f"FACILITATOR_{path.replace('.', '_').upper()}"
        if name in environment:
            settings = _with(settings, path, environment[name], name)
    return replace(settings, database=database) if database else settings


def _folder(variable: str, default: str) -> Path:
    named = os.environ.get(variable, "")
    # The specification has relative paths ignored.
    return (
        Path(named) / NAME if named.startswith("/") and sys.platform != "win32" else Path(default)
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{file}: {(error.strerror or 'unreadable').lower()}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not TOML: {error}") from None


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """`{"agenda": {"review": 10}}` as `{"agenda.review": 10}`; the keymap's ids stay whole."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict) and key != "keymap":
            flat.update({f"{key}.{inner}": each for inner, each in value.items()})
        else:
            flat[key] = value
    return flat


def _with(settings: Settings, path: str, value: Any, where: str) -> Settings:
    if path not in SETTERS:
        raise SettingsError(f"{where}: no such setting; known are {', '.join(SETTERS)}")
    try:
        return SETTERS[path](settings, value)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{where}: {error}") from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected a text, got {value!r}")
    return value


def _zone(value: Any) -> str:
    try:
        return ZoneInfo(_text(value)).key
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(f"{value!r} is no time zone; expected one such as Europe/Berlin") from None


def _whole(value: Any, lowest: int, highest: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = lowest - 1
    if isinstance(value, bool) or not lowest <= number <= highest:
        raise ValueError(f"expected a whole number from {lowest} to {highest}, got {value!r}")
    return number


def _share(value: Any) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError(f"expected a number from 0 to 1, got {value!r}")
    return number


def _segment(place: int) -> Callable[[Settings, Any], Settings]:
    def set_minutes(settings: Settings, value: Any) -> Settings:
        minutes = list(settings.agenda)
        minutes[place] = _whole(value, 1, 600)
        return replace(settings, agenda=(minutes[0], minutes[1], minutes[2]))

    return set_minutes


def _keymap(settings: Settings, value: Any) -> Settings:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value.values()):
        raise ValueError('expected lines such as "review.done" = "d"')
    return replace(settings, keymap=value)


SETTERS: dict[str, Callable[[Settings, Any], Settings]] = {
    "database": lambda settings, value: replace(settings, database=_text(value)),
    "team_timezone": lambda settings, value: replace(settings, team_timezone=_zone(value)),
    "theme": lambda settings, value: replace(settings, theme=_text(value)),
    "agenda.review": _segment(0),
    "agenda.incident": _segment(1),
    "agenda.patterns": _segment(2),
    "figures.months": lambda settings, value: replace(settings, months=_whole(value, 1, 120)),
    "figures.target_repeat_rate": lambda settings, value: replace(
        settings, target_repeat_rate=_share(value)
    ),
    "figures.target_completion": lambda settings, value: replace(
        settings, target_completion=_share(value)
    ),
    "keymap": _keymap,
}
"""How each setting is read; a setting that is not here does not exist."""
