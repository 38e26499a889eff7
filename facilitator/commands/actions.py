"""The command `actions`: a list of action items."""

from __future__ import annotations

from datetime import date

from db.records import ActionItem
from facilitator.commands.open_store import open_store, today
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents.write import json
from facilitator.domain.due_dates import due_in_words, overdue_days
from facilitator.domain.people import matches_name
from facilitator.domain.summary import status_in_words

COLUMNS = ("incident", "action", "owner", "priority", "due", "status", "ticket")


def list_actions(database: str | None, include_closed: bool, owner: str, as_json: bool) -> None:
    """Write action items to standard output, by incident.

    Args:
        database: The value of `--database`.
        include_closed: Whether to list items that are done or dropped as well.
        owner: Only items of this person, by name or by a word of it; "" for all.
        as_json: Whether to write an array of objects instead of a table.
    """
    with open_store(database) as (store, settings):
        items = store.actions.all(include_closed=include_closed).result()
        day = today(settings)
    items = [(number, item) for number, item in items if matches_name(item.owner, owner)]
    if as_json:
        put(json.dump([_item_object(number, item, day) for number, item in items]))
        return
    rows = [
        (
            f"#{number}",
            item.action,
            item.owner or "no owner",
            item.priority,
            due_in_words(item.due, day) if item.is_open else "",
            status_in_words(item),
            item.ticket or "–",
        )
        for number, item in items
    ]
    put_table(COLUMNS, rows)


def _item_object(number: int, item: ActionItem, day: date) -> json.JsonObject:
    return {
        "incident": number,
        **json.action_item_object(item),
        "overdue_days": overdue_days(item, day),
        "carried": item.carried,
    }
