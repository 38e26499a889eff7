"""Writing one setting into `config.toml`, which otherwise stays as people typed it."""

from __future__ import annotations

import tomllib
from pathlib import Path

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
        # People link to a file among their dotfiles: the file is replaced, and the link stays.
        _write(settings.file.resolve(), path, value)


def _write(file: Path, path: str, value: str) -> None:
    try:
        before = file.read_bytes().decode() if file.exists() else ""
        after = _with_value(before, path, value)
        if tomllib.loads(after) != tomllib.loads(before) | {path: value}:
            raise SettingsError(f"{file}: {path} could not be put into it; set it by hand")
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
        return line.replace("\n", "\r\n" if "\r\n" in text else "\n") + text
    document = tomlkit.parse(text)
    document[path] = value
    return tomlkit.dumps(document)
