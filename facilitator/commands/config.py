"""The command `config`: every setting with its origin, and the ids of all keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facilitator.commands.open_store import warn
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.config.settings import (
    Settings,
    config_file,
    load_settings,
    setting_origin,
    setting_values,
)
from facilitator.documents.write.json import dump

FROM_ELSEWHERE = {
    "name": "the note-taker's in a meeting, else the system's",
    "team_timezone": "this machine's",
}
"""What takes the place of a setting that is empty."""


def show_path() -> None:
    """Write the path of `config.toml` to standard output, whether the file exists or not."""
    put(f"{config_file()}\n")


def show_settings(database: str | None, as_json: bool) -> None:
    """Write the settings to standard output; those that can't be used, to standard error."""
    settings = load_settings(database)
    rows = list(_rows(settings))
    if as_json:
        put(dump([dict(zip(("setting", "value", "from"), row, strict=True)) for row in rows]))
    else:
        exists = settings.file is not None and settings.file.exists()
        put(f"{settings.file}{'' if exists else ' (not there)'}\n\n")
        put_table(
            ("setting", "value", "from"),
            [(name, _as_written(name, value), origin) for name, value, origin in rows],
        )
    _write_warnings(settings)


def show_keys(as_json: bool) -> None:
    """Write the id of every key, its keys and what it does, for the keymap in `config.toml`."""
    from facilitator.shell.key_catalog import catalog

    settings = load_settings()
    rows = [(entry.binding_id, entry.keys, entry.description) for entry in catalog(settings.keymap)]
    columns = ("id", "keys", "what")
    if as_json:
        put(dump([dict(zip(columns, row, strict=True)) for row in rows]))
    else:
        put_table(columns, rows)
    _write_warnings(settings)


def _rows(settings: Settings) -> Iterator[tuple[str, Any, str]]:
    """Yield the name of each setting, its value and its origin; each key of the keymap is one."""
    for name, value in setting_values(settings).items():
        if name != "keymap":
            yield name, value, setting_origin(settings, name)
    for key_id, keys in settings.keymap.items():
        name = f"keymap.{key_id}"
        yield name, keys, setting_origin(settings, name)


def _as_written(name: str, value: object) -> str:
    """Return a value as `config.toml` has it, or where it comes from if it is empty."""
    if value == "" or value is None:
        return f"– ({FROM_ELSEWHERE.get(name, 'not set')})"
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _write_warnings(settings: Settings) -> None:
    from facilitator.shell.settings_warnings import settings_warnings

    for warning in settings_warnings(settings):
        warn(warning)
