"""One setting written back into `config.toml`, which otherwise stays as its owner typed it."""

from __future__ import annotations

import os
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path

from facilitator.settings import Settings, SettingsError, variable


def remember(settings: Settings, path: str, value: str) -> None:
    """Keep a text for the next start.

    path: of a setting outside every table, such as `theme`.

    Raises:
        SettingsError: it is not kept; the message says why in words, and the file is as before.
    """
    if settings.sources.get(path) == variable(path):
        raise SettingsError(f"{variable(path)} is set and wins at the next start")
    if settings.file is not None:
        # Through a link, as people keep their settings with: the link stays one.
        _write(settings.file.resolve(), path, value)


def _write(file: Path, path: str, value: str) -> None:
    try:
        before = file.read_bytes().decode() if file.exists() else ""
        after = _with(before, path, value)
        if tomllib.loads(after) != tomllib.loads(before) | {path: value}:
            raise SettingsError(f"{file}: {path} could not be put into it; set it by hand")
        _replace(file, after)
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        raise SettingsError(f"{file}: {reason}; it is not kept") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not TOML: {error}; it is not kept") from None


def _with(text: str, path: str, value: str) -> str:
    import tomlkit

    line = tomlkit.dumps({path: value})
    if path not in tomllib.loads(text):
        # At the top it is outside every table, whatever follows.
        return line.replace("\n", "\r\n" if "\r\n" in text else "\n") + text
    document = tomlkit.parse(text)
    document[path] = value
    return tomlkit.dumps(document)


def _replace(file: Path, text: str) -> None:
    """In one step, so that nobody ever reads half of it; its permissions stay."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(text.encode())
            new.flush()
            os.fsync(new.fileno())
        if file.exists():
            Path(name).chmod(file.stat().st_mode & 0o777)
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
