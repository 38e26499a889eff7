"""Writing settings into `config.toml`, which otherwise stays as people typed it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from facilitator.config.settings import Settings, SettingsError, environment_variable
from facilitator.system.file_replacement import replace_file


def save_setting(settings: Settings, path: str, value: str) -> None:
    """Save the value of a setting for the next start.

    Nothing is written where the settings have no file.

    Args:
        settings: The settings that were read at the start.
        path: A setting outside of every table, such as `theme`.
        value: Its new value.

    Raises:
        SettingsError: The value is not saved, because a variable would win over it or the file
            can't be changed. The message says why, and the file is as before.
    """
    if settings.sources.get(path) == environment_variable(path):
        raise SettingsError(f"{environment_variable(path)} is set and wins at the next start")
    if settings.file is not None:
        _write(settings.file, path, lambda text: _with_value(text, path, value), {path: value})


def save_table(file: Path, table: str, values: Mapping[str, Any]) -> None:
    """Save several settings of a table for the next start; the others of the table stay.

    Args:
        file: The path of `config.toml`, whether it exists or not.
        table: The name of the table, such as `tracker`.
        values: The values by the names of the settings. A setting whose value is None is taken
            out, so that it has its default.

    Raises:
        SettingsError: The file can't be changed. The message says why, and it is as before.
    """
    before = _read_table(file, table)
    kept = {name: value for name, value in before.items() if name not in values}
    given = {name: value for name, value in values.items() if value is not None}
    _write(file, table, lambda text: _with_table(text, table, values), {table: kept | given})


def _read_table(file: Path, table: str) -> Mapping[str, Any]:
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        found = tomllib.loads(text).get(table, {})
    except (OSError, ValueError, RecursionError):
        # The change of the file runs into the same, and says so.
        return {}
    return found if isinstance(found, dict) else {}


def _write(
    file: Path, name: str, change: Callable[[str], str], expected: Mapping[str, Any]
) -> None:
    """Change the text of the file.

    Args:
        file: The path of `config.toml`.
        name: What is changed in it, for messages.
        change: Returns the new text.
        expected: What the entries that are changed have to be afterwards; all others stay.
    """
    # People link to a file among their dotfiles: the file is replaced, and the link stays.
    file = file.resolve()
    try:
        before = file.read_bytes().decode() if file.exists() else ""
        after = change(before)
        if tomllib.loads(after) != tomllib.loads(before) | dict(expected):
            raise SettingsError(f"{file}: {name} could not be put into it; set it by hand")
        replace_file(file, after)
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        raise SettingsError(f"{file}: {reason}; it is not kept") from None
    except ValueError as error:
        raise SettingsError(f"{file}: not TOML: {error}; it is not kept") from None
    except RecursionError:
        raise SettingsError(f"{file}: not readable TOML: nested too deep; it is not kept") from None


def _with_value(text: str, path: str, value: str) -> str:
    """Return the text of a TOML file with another value, and with its comments as they were."""
    import tomlkit

    line = tomlkit.dumps({path: value})
    if path not in tomllib.loads(text):
        # At the top of the file it is outside of every table, whatever follows.
        return line.replace("\n", _line_end(text)) + text
    document = tomlkit.parse(text)
    document[path] = value
    return tomlkit.dumps(document)


def _with_table(text: str, table: str, values: Mapping[str, Any]) -> str:
    """Return the text of a TOML file with other values in a table, and with its comments."""
    import tomlkit

    given = {name: value for name, value in values.items() if value is not None}
    if not isinstance(tomllib.loads(text).get(table), dict):
        # At the end of the file a new table takes nothing from those before it.
        added = tomlkit.dumps({table: given}).replace("\n", _line_end(text))
        gap = _line_end(text) * (2 - text.endswith("\n")) if text else ""
        return f"{text}{gap}{added}"
    document = tomlkit.parse(text)
    entries: Any = document[table]
    for name, value in values.items():
        if value is not None:
            entries[name] = value
        elif name in entries:
            del entries[name]
    changed = tomlkit.dumps(document)
    is_dos = "\r\n" in text and "\n" not in text.replace("\r\n", "")
    return changed.replace("\r\n", "\n").replace("\n", "\r\n") if is_dos else changed


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
