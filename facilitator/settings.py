"""Settings: a flag wins over the environment, that over `config.toml`, that over the default."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import PlatformDirs

from facilitator.zone_here import zone_here

NAME = "facilitator"


class SettingsError(Exception):
    """A setting can't be used. The message is one line: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a team can change. agenda: minutes of review, incident and patterns.

    file: the `config.toml` they were read from, there or not; without one nothing is written back.
    sources: what sets those that are not at their default: `--database`, the name of a variable,
    or the file.
    """

    database: str = field(default_factory=lambda: str(data_folder() / f"{NAME}.db"))
    team_timezone: str = ""
    theme: str = "facilitator-dark"
    presenter: bool = False
    agenda: tuple[int, int, int] = (10, 30, 10)
    months: int = 6
    target_repeat_rate: float = 0.12
    target_completion: float = 0.9
    keymap: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = field(default=None, compare=False)
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def timezone(self) -> tzinfo:
        """The team's time zone, where its days end: this machine's, unless it is set."""
        if self.team_timezone:
            return ZoneInfo(self.team_timezone)
        return zone_here()


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
    settings, sources = Settings(), {}
    for path, value in _flat(_read(file)).items():
        try:
            settings = _with(settings, path, value)
        except ValueError as error:
            shown = path if path.isprintable() else repr(path)
            raise SettingsError(f"{place(file, path)}: {shown}: {error}") from None
        sources[path] = str(file)
    for path in KNOWN:
        name = variable(path)
        if name in environment:
            try:
                settings = _with(settings, path, environment[name])
            except ValueError as error:
                raise SettingsError(f"{name}: {error}") from None
            sources[path] = name
    if database:
        settings = replace(settings, database=database)
        sources["database"] = "--database"
    return replace(settings, file=file, sources=sources)


def variable(path: str) -> str:
    """The environment variable of a setting."""
    return f"{NAME}_{path.replace('.', '_')}".upper()


def place(file: Path, path: str) -> str:
    """`config.toml:12`: where in the file a setting stands; without the line, where it has none.

    An id of the keymap is a path of its own: `keymap.review.done`.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return str(file)
    # TOML's own parser tells no lines: the setting is on the line with which it comes in.
    for count in range(1, len(lines) + 1):
        try:
            if path in _flat(tomllib.loads("\n".join(lines[:count]))):
                return f"{file}:{count}"
        except tomllib.TOMLDecodeError:
            continue
    return str(file)


def values(settings: Settings) -> dict[str, Any]:
    """Every setting by its path; a secret in the database's address is masked."""
    found = {path: known.of(settings) for path, known in KNOWN.items()}
    return found | {"database": masked(settings.database)}


def origin(settings: Settings, path: str) -> str:
    """What sets it: `--database`, a variable, `config.toml:12`, or `default`."""
    # A keymap in a variable stands for the whole of it.
    source = settings.sources.get(path.partition(".")[0]) or settings.sources.get(path)
    if source is None:
        return "default"
    file = settings.file
    return source if file is None or source != str(file) else place(file, path)


def masked(database: str) -> str:
    """The path or URL of a database without its password."""
    if "://" not in database:
        return database
    # Rather too much than too little: a password may hold any character but the last @.
    hidden = re.sub(r"(://[^:@]*:).*@", r"\1***@", database)
    return re.sub(r"([?&][^=&]*pass[^=&]*=)[^&#]*", r"\1***", hidden)


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
    """`{"agenda": {"review": 10}}` as `{"agenda.review": 10}`."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            inside = _ids(value) if key == "keymap" else value
            flat.update({f"{key}.{inner}": each for inner, each in inside.items()})
        else:
            flat[key] = value
    return flat


def _with(settings: Settings, path: str, value: Any) -> Settings:
    if path.startswith("keymap."):
        ids = {**settings.keymap, path.removeprefix("keymap."): _keys(value)}
        return replace(settings, keymap=ids)
    if path not in KNOWN:
        raise ValueError(f"no such setting; known are {', '.join(KNOWN)}")
    return KNOWN[path].put(settings, value)


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


def _minutes(value: Any) -> int:
    return _whole(value, 1, 600)


def _months(value: Any) -> int:
    return _whole(value, 1, 120)


def _switch(value: Any) -> bool:
    said = {"true": True, "false": False}.get(str(value).lower())
    if said is None:
        raise ValueError(f"expected true or false, got {value!r}")
    return said


def _keymap(value: Any) -> Mapping[str, str]:
    """A keymap in one line, as a variable holds it: `"review.done" = "d", park = "y"`."""
    wanted = 'expected lines such as "review.done" = "d"'
    try:
        ids = _ids(tomllib.loads(f"keymap = {{{value}}}")["keymap"])
    except tomllib.TOMLDecodeError:
        raise ValueError(wanted) from None
    return {each: _keys(keys) for each, keys in ids.items()}


def _keys(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f'expected keys such as "d" or "ctrl+d,f4", got {value!r}')
    return value


def _ids(table: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    """The ids of a keymap, with or without the quotes that make one TOML key of them."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found.update(_ids(value, f"{within}{key}."))
        else:
            found[f"{within}{key}"] = value
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """One setting. field: of `Settings`. part: which one, where the field holds several.

    read: checks what was given and makes the value of it, or raises ValueError.
    """

    field: str
    read: Callable[[Any], Any]
    part: int | None = None

    def of(self, settings: Settings) -> Any:
        """Its value."""
        held = getattr(settings, self.field)
        return held if self.part is None else held[self.part]

    def put(self, settings: Settings, given: Any) -> Settings:
        """The settings with another value.

        Raises:
            ValueError: it can't be used; the message says what was expected.
        """
        value = self.read(given)
        if self.part is not None:
            held = getattr(settings, self.field)
            value = (*held[: self.part], value, *held[self.part + 1 :])
        return replace(settings, **{self.field: value})


KNOWN: dict[str, Known] = {
    "database": Known("database", _text),
    "team_timezone": Known("team_timezone", _zone),
    "theme": Known("theme", _text),
    "presenter": Known("presenter", _switch),
    "agenda.review": Known("agenda", _minutes, 0),
    "agenda.incident": Known("agenda", _minutes, 1),
    "agenda.patterns": Known("agenda", _minutes, 2),
    "figures.months": Known("months", _months),
    "figures.target_repeat_rate": Known("target_repeat_rate", _share),
    "figures.target_completion": Known("target_completion", _share),
    "keymap": Known("keymap", _keymap),
}
"""Each setting by its path; one that is not here does not exist."""
