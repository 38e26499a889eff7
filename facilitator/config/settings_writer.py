"""Writing one setting into `config.toml`, which otherwise stays as people typed it."""

from __future__ import annotations

import os
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path

from facilitator.config.settings import Settings, SettingsError, environment_variable


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
        _replace(file, after)
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        raise SettingsError(f"{file}: {reason}; it is not kept") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not TOML: {error}; it is not kept") from None


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


def _replace(file: Path, text: str) -> None:
    """Replace a file in one step, so that no program reads half of it; its permissions stay."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "wb") as new_file:
            new_file.write(text.encode())
            new_file.flush()
            os.fsync(new_file.fileno())
        if file.exists():
            Path(name).chmod(file.stat().st_mode & 0o777)
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
