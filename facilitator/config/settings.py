"""The settings of the program, and the places from which they are read.

A flag of the command line wins over an environment variable, that over `config.toml`, and that over
the default. `SETTINGS` is the list of all settings.
"""

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
from zoneinfo import ZoneInfo

from platformdirs import PlatformDirs

from facilitator.config.own_concepts import check_concept, check_concepts
from facilitator.config.setting_checks import (
    check_date_order,
    check_keymap,
    check_keys,
    check_minutes,
    check_months,
    check_name,
    check_share,
    check_switch,
    check_text,
    check_zone,
    flatten_ids,
    quoted,
)
from facilitator.config.tracker_settings import TRACKER_CHECKS, TrackerSettings
from facilitator.system.local_timezone import local_timezone
from facilitator.text import QUOTED

NAME = "facilitator"


class SettingsError(Exception):
    """A setting that can't be used. The message is one line: where, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of all settings.

    Attributes:
        database: The path or the URL of the database.
        name: The name under which your changes are logged. Where it is empty, a running meeting
            logs them under the name of its note-taker; elsewhere, and in a meeting without a
            note-taker, it is the name that the system has for you.
        team_timezone: The name of the team's time zone, such as `Europe/Berlin`; empty for the
            zone of this machine.
        theme: The name of the theme.
        date_order: Which number of a day such as 4/12 comes first: `day-first` or `month-first`;
            empty where nobody has said so.
        presenter: Whether the screens are shown to a room, larger and with more contrast.
        agenda: The minutes of the review, the incident and the patterns segment.
        months: How many months the figures look back.
        target_repeat_rate: The target line of the repeat incident rate, from 0 to 1.
        target_completion: The target line of the completion of action items, from 0 to 1.
        tracker: The settings of the tracker of tickets.
        keymap: Keys by the id of their binding.
        concepts: The patterns of the team's own concepts of failure, by their names.
        file: The `config.toml` to which changed settings are written, whether it exists or not.
            None where nothing is to be written.
        sources: What set each setting that is not at its default: `--database`, the name of a
            variable, or the path of the file. The keys are paths as in `SETTINGS`.
    """

    database: str = field(default_factory=lambda: str(data_folder() / f"{NAME}.db"))
    name: str = ""
    team_timezone: str = ""
    theme: str = "facilitator-dark"
    date_order: str = ""
    presenter: bool = False
    agenda: tuple[int, int, int] = (10, 30, 10)
    months: int = 6
    target_repeat_rate: float = 0.12
    target_completion: float = 0.9
    tracker: TrackerSettings = field(default_factory=TrackerSettings)
    keymap: Mapping[str, str] = field(default_factory=dict)
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: Path | None = field(default=None, compare=False)
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def timezone(self) -> tzinfo:
        """The team's time zone, in which its days begin and end."""
        if self.team_timezone:
            return ZoneInfo(self.team_timezone)
        return local_timezone()


def data_folder() -> Path:
    """Return the folder of the database: `XDG_DATA_HOME` where it is set, else the system's own."""
    return _folder("XDG_DATA_HOME", PlatformDirs(NAME, appauthor=False).user_data_dir)


def backups_folder() -> Path:
    """Return the folder of the rotating backups of all databases."""
    return data_folder() / "backups"


def config_file() -> Path:
    """Return the path of `config.toml`, whether it exists or not."""
    return (
        _folder("XDG_CONFIG_HOME", PlatformDirs(NAME, appauthor=False).user_config_dir)
        / "config.toml"
    )


def load_settings(
    database: str | None = None,
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """Read the settings.

    Args:
        database: The flag `--database`, if it was given.
        environment: The environment variables.
        file: The path of `config.toml`; the usual one unless given.

    Raises:
        SettingsError: A value can't be used, there is no such setting, or the file can't be read.
    """
    file = file or config_file()
    settings, sources = Settings(), {}
    for path, value in _flatten(_read(file)).items():
        try:
            settings = _with_value(settings, path, value)
        except ValueError as error:
            shown = path if path.isprintable() and len(path) <= QUOTED else quoted(path)
            raise SettingsError(f"{location_in_file(file, path)}: {shown}: {error}") from None
        sources[path] = str(file)
    for path in SETTINGS:
        name = environment_variable(path)
        if name in environment:
            try:
                settings = _with_value(settings, path, environment[name])
            except ValueError as error:
                raise SettingsError(f"{name}: {error}") from None
            sources[path] = name
    if database:
        settings = replace(settings, database=database)
        sources["database"] = "--database"
    return replace(settings, file=file, sources=sources)


def environment_variable(path: str) -> str:
    """Return the environment variable of a setting: `FACILITATOR_AGENDA_REVIEW`."""
    return f"{NAME}_{path.replace('.', '_')}".upper()


def location_in_file(file: Path, path: str) -> str:
    """Return where in the file a setting is: `config.toml:12`, or the file alone if it has none.

    Args:
        file: The path of `config.toml`.
        path: The setting, as in `SETTINGS`, or an entry of a table: `keymap.review.done`.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return str(file)
    # The parser gives no line numbers: a setting is on the line with which it first appears. To
    # parse up to every line takes quadratic time, so it begins where the name stands, unless that
    # is written with escapes.
    name = path.rpartition(".")[2]
    first = next((number for number, line in enumerate(lines, 1) if name in line), 1)
    for count in range(first, len(lines) + 1):
        try:
            if path in _flatten(tomllib.loads("\n".join(lines[:count]))):
                return f"{file}:{count}"
        except tomllib.TOMLDecodeError:
            continue
    return str(file)


def setting_values(settings: Settings) -> dict[str, Any]:
    """Return the value of every setting by its path; a password in a database URL is masked."""
    values = {path: setting.value_in(settings) for path, setting in SETTINGS.items()}
    return values | {"database": mask_password(settings.database)}


def setting_origin(settings: Settings, path: str) -> str:
    """Return what set a setting: `--database`, a variable, `config.toml:12`, or `default`."""
    # A keymap in a variable replaces the whole keymap of the file.
    source = settings.sources.get(path.partition(".")[0]) or settings.sources.get(path)
    if source is None:
        return "default"
    file = settings.file
    return source if file is None or source != str(file) else location_in_file(file, path)


def mask_password(database: str) -> str:
    """Return the path or URL of a database without its password."""
    if "://" not in database:
        return database
    # Up to the last @, since a password may have any other character: rather too much is hidden.
    hidden = re.sub(r"(://[^:@]*:).+@", r"\1***@", database)
    return re.sub(r"([?&][^=&]*pass[^=&]*=)[^&#]*", r"\1***", hidden)


def _folder(xdg_variable: str, default: str) -> Path:
    """Return the folder that an XDG variable names, else the default of the system."""
    base = os.environ.get(xdg_variable, "")
    # The XDG specification says that relative paths are to be ignored.
    is_used = base.startswith("/") and sys.platform != "win32"
    return Path(base) / NAME if is_used else Path(default)


def _read(file: Path) -> dict[str, Any]:
    """Return the tables of the file; none where there is no file."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{file}: {(error.strerror or 'unreadable').lower()}") from None
    except ValueError as error:
        raise SettingsError(f"{file}: not TOML: {error}") from None
    except RecursionError:
        raise SettingsError(f"{file}: not readable TOML: nested too deep") from None


def _flatten(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return `{"agenda": {"review": 10}}` as `{"agenda.review": 10}`."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            entries = flatten_ids(value) if key == "keymap" else value
            flat.update({f"{key}.{name}": entry for name, entry in entries.items()})
        else:
            flat[key] = value
    return flat


def _with_value(settings: Settings, path: str, value: Any) -> Settings:
    """Return the settings with a setting as it is written.

    Raises:
        ValueError: There is no such setting, or the value can't be used.
    """
    if path.startswith("keymap."):
        keymap = {**settings.keymap, path.removeprefix("keymap."): check_keys(value)}
        return replace(settings, keymap=keymap)
    if path.startswith("concepts."):
        name = path.removeprefix("concepts.")
        return replace(settings, concepts={**settings.concepts, name: check_concept(name, value)})
    if path not in SETTINGS:
        raise ValueError(f"no such setting; known are {', '.join(SETTINGS)}")
    return SETTINGS[path].replaced_in(settings, value)


@dataclass(frozen=True, slots=True)
class SettingDefinition:
    """How one setting is read and where its value is kept.

    Attributes:
        field: The field of `Settings`.
        check: Returns the value of what is written in the file or in a variable, or raises
            ValueError with what was expected.
        part: Which value of the field it is, where the field holds several settings: its place in
            a tuple, or its name in an object.
    """

    field: str
    check: Callable[[Any], Any]
    part: int | str | None = None

    def value_in(self, settings: Settings) -> Any:
        """Return the value of the setting."""
        value = getattr(settings, self.field)
        if isinstance(self.part, str):
            return getattr(value, self.part)
        return value if self.part is None else value[self.part]

    def replaced_in(self, settings: Settings, written: Any) -> Settings:
        """Return the settings with another value.

        Args:
            settings: The settings before.
            written: The value as the file or a variable has it.

        Raises:
            ValueError: The value can't be used. The message says what was expected.
        """
        value = self.check(written)
        values = getattr(settings, self.field)
        if isinstance(self.part, str):
            value = replace(values, **{self.part: value})
        elif self.part is not None:
            value = (*values[: self.part], value, *values[self.part + 1 :])
        return replace(settings, **{self.field: value})


SETTINGS: dict[str, SettingDefinition] = {
    "database": SettingDefinition("database", check_text),
    "name": SettingDefinition("name", check_name),
    "team_timezone": SettingDefinition("team_timezone", check_zone),
    "theme": SettingDefinition("theme", check_text),
    "date_order": SettingDefinition("date_order", check_date_order),
    "presenter": SettingDefinition("presenter", check_switch),
    "agenda.review": SettingDefinition("agenda", check_minutes, 0),
    "agenda.incident": SettingDefinition("agenda", check_minutes, 1),
    "agenda.patterns": SettingDefinition("agenda", check_minutes, 2),
    "figures.months": SettingDefinition("months", check_months),
    "figures.target_repeat_rate": SettingDefinition("target_repeat_rate", check_share),
    "figures.target_completion": SettingDefinition("target_completion", check_share),
    **{
        f"tracker.{name}": SettingDefinition("tracker", check, name)
        for name, check in TRACKER_CHECKS.items()
    },
    "keymap": SettingDefinition("keymap", check_keymap),
    "concepts": SettingDefinition("concepts", check_concepts),
}
"""All settings, by their path in `config.toml`."""
