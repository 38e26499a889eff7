"""The command `show --history`: who changed what of an incident, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from db.batches import batched
from db.records import HistoryEntry
from facilitator.commands.open_store import open_store, today
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents.write import json_values
from facilitator.documents.write.json import dump
from facilitator.domain.history_words import describe_entry

COLUMNS = ("when", "who", "undone", "what")


def show_history(database: str | None, number: int, as_json: bool) -> None:
    """Write the changes of an incident, newest first; private notes are not among them.

    Args:
        database: The value of `--database`.
        number: The number of the incident.
        as_json: Whether to write an array of objects instead of a table.
    """
    with open_store(database) as (store, settings):
        incident = store.incidents.get(number).result()
        listed = store.history.of_incident(incident.id).result()
        entries: list[HistoryEntry] = []
        for page in batched(change.id for change in listed):
            entries += reversed(store.history.entries(page).result())
    if as_json:
        put(dump([_object(entry) for entry in entries]))
        return
    day, zone = today(settings), settings.timezone
    put_table(
        COLUMNS,
        [
            (
                f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M}",
                entry.who or "–",
                "undone" if entry.undone else "",
                describe_entry(entry, number, day),
            )
            for entry in entries
        ],
    )


def _object(entry: HistoryEntry) -> json_values.JsonObject:
    return {
        "at": json_values.moment(entry.at),
        "who": entry.who,
        "label": entry.label,
        "entity": entry.entity.value,
        "name": entry.name,
        "field": entry.field,
        "old": _as_json(entry.old),
        "new": _as_json(entry.new),
        "undone": entry.undone,
    }


def _as_json(value: Any) -> Any:
    """Return a value as JSON writes it; of a whole thing, its values by their fields."""
    match value:
        case Mapping():
            return {name: _as_json(inner) for name, inner in value.items()}
        case datetime():
            return json_values.moment(value)
        case date():
            return json_values.day(value)
        case StrEnum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case _:
            # Ids and amounts of money are written as text.
            return str(value)
