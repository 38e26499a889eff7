"""The command `tickets`: the action items with their tickets, and how far each of these is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from db.records import ActionItem, Ticket
from db.vocabulary import StepState, TicketStep
from facilitator.commands.open_store import open_store
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.config.settings import Settings
from facilitator.documents.write import json
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.ticket_key import ticket_address
from facilitator.domain.tickets import (
    TicketState,
    disagreement,
    next_try,
    reading_age,
    state_words,
    ticket_state,
)

COLUMNS = ("item", "action", "ticket", "state")
READ = (
    TicketState.NEXT_SPRINT,
    TicketState.NOT_NEXT,
    TicketState.MISSING,
    TicketState.FORBIDDEN,
)
"""The states that the tracker was asked for, so that it matters when."""
NOT_DONE = {
    TicketStep.CREATE: "not made",
    TicketStep.SCHEDULE: "not scheduled",
    TicketStep.LINK: "not linked",
}
Numbered = Sequence[tuple[int, ActionItem]]
"""Action items, each with the number of its incident."""


def list_tickets(database: str | None, include_closed: bool, as_json: bool) -> None:
    """Write action items with their tickets to standard output, by incident.

    Args:
        database: The value of `--database`.
        include_closed: Whether to list items that are done or dropped as well.
        as_json: Whether to write an array of objects instead of a table.
    """
    with open_store(database) as (store, settings):
        items = store.actions.all(include_closed=include_closed).result()
    if as_json:
        put(json.dump(ticket_objects(items, settings)))
    else:
        put_tickets(items)


def put_tickets(items: Numbered) -> None:
    """Write a table of action items with their tickets."""
    now = datetime.now(UTC)
    rows = [
        (f"#{number}.{item.slot}", item.action, item.ticket or "–", ticket_words(item, now))
        for number, item in items
    ]
    put_table(COLUMNS, rows)


def ticket_objects(items: Numbered, settings: Settings) -> list[json.JsonObject]:
    """Return action items with their tickets as JSON objects; the help says what the keys mean."""
    now, site = datetime.now(UTC), settings.tracker.url
    return [
        {
            "incident": number,
            "slot": item.slot,
            "action": item.action,
            "status": item.status,
            "ticket": item.ticket,
            "address": ticket_address(item.ticket, site) or None,
            "state": ticket_state(item),
            "text": ticket_words(item, now),
            **_known(item.known_ticket),
            "disagrees": disagreement(item) is not None,
            "undone": [step.step for step in item.steps if step.state is not StepState.DONE],
            "next_try": json.moment(next_try(item.steps) if item.is_open else None),
        }
        for number, item in items
    ]


def _known(ticket: Ticket | None) -> json.JsonObject:
    """Return what the tracker has said of a ticket."""
    if ticket is None:
        return dict.fromkeys(("sprint", "tracker_status", "read_at"))
    return {
        "sprint": ticket.sprint_name or None,
        "tracker_status": ticket.status or None,
        "read_at": json.moment(ticket.read_at),
    }


def ticket_words(item: ActionItem, now: datetime) -> str:
    """Return all that is known of the ticket of an item: its state, and what went wrong."""
    state, known = ticket_state(item), item.known_ticket
    words = "NO TICKET" if state is TicketState.NONE else state_words(item)
    if known is not None and state in READ:
        words += f", read {reading_age(known.read_at, now)}"
    parts = [words, *_step_words(item, words)]
    disagrees = disagreement(item)
    if disagrees is not None:
        ours = STATUS_LABELS[disagrees.ours].in_review
        parts.append(f"the tracker says “{disagrees.theirs}”, the team {ours}")
    return "; ".join(parts)


def _step_words(item: ActionItem, said: str) -> list[str]:
    """Return what went wrong with the steps of an item, and what its ticket could not be given.

    Args:
        item: The item.
        said: What has been said already.
    """
    words = []
    for step in item.steps:
        if not step.last_error or step.last_error in said:
            continue
        if step.state is StepState.FAILED:
            words.append(f"{NOT_DONE[step.step]}: {step.last_error}")
        elif step.state is StepState.UNKNOWN or step.step is TicketStep.CREATE:
            # Of a ticket that was created, these are the fields that Jira did not take.
            words.append(step.last_error)
    return words
