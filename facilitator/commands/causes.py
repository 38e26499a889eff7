"""The command `causes`: the catalogue of causes."""

from __future__ import annotations

from collections.abc import Iterator

from db.records import ListedCause
from facilitator.commands.open_store import open_store
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents.write.json import JsonObject, dump
from facilitator.domain.labels import CATEGORY_LABELS

COLUMNS = ("cause", "category", "incidents", "numbers")


def list_causes(database: str | None, as_json: bool) -> None:
    """Write the catalogue of causes to standard output, those of most incidents first.

    Args:
        database: The value of `--database`.
        as_json: Whether to write JSON instead of a table.
    """
    with open_store(database) as (store, _):
        catalogue = store.causes.catalogue().result()
    # Among causes of as many incidents, the order by name stays.
    catalogue.sort(key=lambda entry: -len(entry.incidents))
    if as_json:
        put(dump([_cause_object(entry) for entry in catalogue]))
    else:
        put_table(COLUMNS, list(_rows(catalogue)))


def _cause_object(entry: ListedCause) -> JsonObject:
    return {
        "cause": entry.cause.name,
        "category": entry.cause.category,
        "incidents": sorted(entry.incidents),
    }


def _rows(catalogue: list[ListedCause]) -> Iterator[tuple[str, ...]]:
    for entry in catalogue:
        category = entry.cause.category
        yield (
            entry.cause.name,
            "–" if category is None else CATEGORY_LABELS[category].name,
            str(len(entry.incidents)),
            " ".join(f"#{number}" for number in entry.incidents),
        )
