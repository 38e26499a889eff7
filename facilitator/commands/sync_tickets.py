"""The command `tickets sync`: the tracker is asked how the tickets of action items stand."""

from __future__ import annotations

from datetime import UTC, datetime

from db.records import ActionItem
from facilitator.commands.ask_tracker import ask_tracker
from facilitator.commands.open_store import Failure, open_store
from facilitator.commands.output import put
from facilitator.commands.progress import Progress
from facilitator.commands.tickets import Numbered, put_tickets, ticket_objects
from facilitator.documents.write import json
from facilitator.domain.ticket_key import is_ticket_key
from facilitator.domain.tickets import TicketState, disagreement, ticket_state
from facilitator.outbox.sync import Synced, sync_tickets
from facilitator.text import counted

TO_LOOK_AT = (TicketState.MISSING, TicketState.FORBIDDEN)


def sync(database: str | None, as_json: bool) -> None:
    """Ask the tracker about tickets, and write where it and the team disagree.

    Args:
        database: The value of `--database`.
        as_json: Whether to write an object with all items that were asked about.

    Raises:
        Failure: No tracker is set up, or not all tickets could be read.
    """
    with open_store(database) as (store, settings), ask_tracker(settings) as tracker:
        everything = store.actions.all(include_closed=True).result()
        items = [item for _, item in everything if _is_asked_about(item)]
        with Progress("reading tickets") as progress:
            synced = sync_tickets(store, tracker, items, lambda: datetime.now(UTC), progress.show)
        asked = {item.id for item in items}
        everything = store.actions.all(include_closed=True).result()
    numbered = [(number, item) for number, item in everything if item.id in asked]
    if as_json:
        put(json.dump({**_counts(synced), "items": ticket_objects(numbered, settings)}))
    else:
        _put(synced, [entry for entry in numbered if _is_to_look_at(entry[1])])
    if synced.unread:
        tickets = counted(synced.unread, "ticket")
        raise Failure(f"{tickets} could not be read: {synced.error}")


def _is_asked_about(item: ActionItem) -> bool:
    """Return whether the ticket of an item is asked about.

    One that is done or dropped is asked about once more, and for as long as the tracker disagrees.
    """
    if item.is_open or not item.ticket:
        return is_ticket_key(item.ticket)
    known = item.known_ticket
    is_news = known is not None and item.closed_at is not None and known.read_at < item.closed_at
    return is_news or disagreement(item) is not None


def _is_to_look_at(item: ActionItem) -> bool:
    return disagreement(item) is not None or ticket_state(item) in TO_LOOK_AT


def _counts(synced: Synced) -> json.JsonObject:
    return {"read": synced.read, "unread": synced.unread, "error": synced.error or None}


def _put(synced: Synced, to_look_at: Numbered) -> None:
    if not synced.read + synced.unread:
        put("no open action item has a ticket\n")
        return
    put(f"{counted(synced.read, 'ticket')} read\n")
    if to_look_at:
        put_tickets(to_look_at)
