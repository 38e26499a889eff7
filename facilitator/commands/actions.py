"""What the command `actions` and its subcommands do: list action items, and change some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from db.records import ActionItem, ItemChange
from db.vocabulary import ActionStatus
from facilitator.commands.days import day_ahead, past_day
from facilitator.commands.open_store import Failure, open_store, today
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents.write import json
from facilitator.domain.blocked import blocked_note
from facilitator.domain.due_dates import due_in_words, overdue_days
from facilitator.domain.people import matches_name
from facilitator.domain.summary import status_in_words
from facilitator.domain.team_day import moment_on
from facilitator.domain.ticket_key import typed_ticket
from facilitator.text import QUOTED, shortened

COLUMNS = ("item", "action", "owner", "priority", "due", "status", "ticket")
EXPECTED_ITEM = "expected an action item such as 43.1, the first one of incident 43"
_PLACE = re.compile(r"#?([0-9]+)\.([0-9]+)")
VALUES = {
    "block": "what it waits for",
    "drop": "the reason",
    "due": "the due date",
    "assign": "the new owner",
    "ticket": "the key of the ticket",
    "note": "the text of the note",
}
"""What stands behind the items, by the name of the command."""


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
    else:
        _put_items(items, day)


def change_items(
    database: str | None, items: Sequence[str], on: str, change: ItemChange, due: str = ""
) -> None:
    """Change action items between meetings, all or none, and write them to standard output.

    Args:
        database: The value of `--database`.
        items: The items as typed, such as `43.1`.
        on: The day on which it happened, as typed; "" for today.
        change: What becomes of each.
        due: The new due date, as typed; "" where that is not what changes.

    Raises:
        Failure: An item or a day is not understood.
    """
    places = parse_places(items)
    with open_store(database) as (store, settings):
        at = None
        if on.strip():
            day = past_day("--on", on, settings)
            at = moment_on(day, datetime.now(UTC), settings.timezone)
        if change == ItemChange():
            change = replace(change, due=day_ahead(due, settings))
        found = store.actions.at_places(places).result()
        changed = store.actions.change_between_meetings(
            [item.id for item in found], change, at
        ).result()
        current_day = today(settings)
    numbers = [number for number, _ in places]
    _put_items(zip(numbers, changed, strict=True), current_day)


def check_value(value: str, command: str, items: Sequence[str]) -> None:
    """Refuse an item where the words of a command should stand, which were forgotten then.

    Args:
        value: The last argument of the command.
        command: The name of the command.
        items: The arguments before it.

    Raises:
        Failure: The value is an item.
    """
    if command in VALUES and _PLACE.fullmatch(value):
        words, right = VALUES[command], " ".join([*items, value])
        raise Failure(
            f"actions {command}: {words} is missing after the items:"
            f' write facilitator actions {command} {right} "{words}"'
        )


def blocked_change(reason: str) -> ItemChange:
    """Return the change of an item that is blocked; what it waits for becomes its note.

    Raises:
        Failure: The reason is empty.
    """
    try:
        return ItemChange(ActionStatus.IN_PROGRESS, blocked_note(reason))
    except ValueError as error:
        raise Failure(f"actions block: {error}") from None


def ticket_change(typed: str) -> ItemChange:
    """Return the change of an item whose ticket is the typed one; "" takes it away.

    Raises:
        Failure: It has not the form of a key.
    """
    try:
        return ItemChange(ticket=typed_ticket(typed))
    except ValueError as error:
        raise Failure(f"actions ticket: {error}") from None


def parse_places(items: Sequence[str]) -> list[tuple[int, int]]:
    """Return the numbers of the incidents and the slots of typed items, each once.

    Raises:
        Failure: One of them is not understood.
    """
    return list(dict.fromkeys(_parse_place(item) for item in items))


def _parse_place(typed: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(typed.strip())
    if match is None:
        raise Failure(f"{shortened(typed, QUOTED)}: {EXPECTED_ITEM}")
    return int(match[1][:20]), int(match[2][:20])


def _put_items(items: Iterable[tuple[int, ActionItem]], day: date) -> None:
    """Write a table of items with the numbers of their incidents."""
    rows = [
        (
            f"#{number}.{item.slot}",
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
