"""Every setting with its value and where it comes from, and the ids of all keys."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from facilitator import settings
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents import json as json_document
from facilitator.settings import Settings
from facilitator.text import one_line


def path() -> None:
    """Where `config.toml` is looked for."""
    put(f"{settings.config_file()}\n")


def show(database: str | None, as_json: bool) -> None:
    """The settings in force; what of them can't be used is told on standard error."""
    chosen = settings.load(database)
    lines = list(_lines(chosen))
    if as_json:
        put(json_document.dump(lines))
    else:
        there = "" if chosen.file is not None and chosen.file.exists() else " (not there)"
        put(f"{chosen.file}{there}\n\n")
        rows = [(each["setting"], _as_written(each["value"]), each["from"]) for each in lines]
        put_table(("setting", "value", "from"), rows)
    _warn(chosen)


def keys(as_json: bool) -> None:
    """The id of every key, for the keymap."""
    from facilitator.screens.keys import catalog

    chosen = settings.load()
    found = catalog(chosen.keymap)
    if as_json:
        lines = [{"id": each.key_id, "keys": each.keys, "what": each.what} for each in found]
        put(json_document.dump(lines))
    else:
        put_table(("id", "keys", "what"), [(each.key_id, each.keys, each.what) for each in found])
    _warn(chosen)


def _lines(chosen: Settings) -> Iterator[Mapping[str, Any]]:
    for name, value in settings.values(chosen).items():
        if name != "keymap":
            yield {"setting": name, "value": value, "from": settings.origin(chosen, name)}
    for key_id, keys_ in chosen.keymap.items():
        name = f"keymap.{key_id}"
        yield {"setting": name, "value": keys_, "from": settings.origin(chosen, name)}


def _as_written(value: object) -> str:
    if value == "":
        return "– (this machine's)"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _warn(chosen: Settings) -> None:
    from facilitator.screens.warnings import warnings

    for each in warnings(chosen):
        sys.stderr.write(f"facilitator: {one_line(each)}\n")
