"""The row of an action item: inserting it, changing its fields, and deleting it with all it has."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.sections.item_checks import CheckFields, checked_fields
from db.sections.ticket_steps import add_steps, delete_steps, ticket_typed
from db.transaction import Transaction
from db.validation import clean_text, parse_enum


def checked_values(
    action: str,
    owner: str,
    priority: w.Priority,
    due: date | None,
    ticket: str,
    check: CheckFields,
) -> dict[str, Any]:
    """Return the checked values of the fields that people fill in."""
    return checked_fields(check) | {
        "action": clean_text(action, "action", w.LINE_TEXT, required=True),
        "owner": clean_text(owner, "owner", w.SHORT_TEXT),
        "priority": parse_enum(priority, w.Priority, "priority"),
        "due": due,
        "ticket": clean_text(ticket, "ticket", w.SHORT_TEXT),
    }


def edit_row(
    tx: Transaction, row: m.ActionRow, original: r.ActionItem, values: dict[str, Any]
) -> None:
    """Set the fields that differ from the item as the writer read it, and what follows from them.

    Raises:
        Conflict: Another window has changed one of the same fields.
    """
    tx.edit(row, original, **values)
    if row.ticket != original.ticket:
        tx.change(row, ticket_verified=False)
        ticket_typed(tx, row)
    if row.first_due is None:
        tx.change(row, first_due=row.due)


def insert_item(
    tx: Transaction, incident_id: UUID, slot: int, values: dict[str, Any], *, in_tracker: bool
) -> r.ActionItem:
    """Insert an item; where it is to have a ticket, with the steps that make one."""
    row = m.ActionRow(
        incident_id=incident_id,
        slot=slot,
        first_due=values["due"],
        created_at=tx.at,
        **values,
    )
    tx.insert(row)
    if in_tracker:
        add_steps(tx, row)
    return item_record(tx, row)


def delete_item(tx: Transaction, row: m.ActionRow) -> None:
    """Delete an action item with its reviews, checks and steps in the tracker.

    The transaction may do more.
    """
    of_item = m.ReviewRow.action_id == row.id
    query = select(m.ReviewRow).where(of_item).order_by(*mapping.REVIEW_ORDER)
    for review in tx.session.exec(query).all():
        tx.delete(review)
    checks = select(m.CheckRow).where(m.CheckRow.action_id == row.id).order_by(*mapping.CHECK_ORDER)
    for check in tx.session.exec(checks).all():
        tx.delete(check)
    delete_steps(tx, row.id)
    tx.delete(row)


def item_record(tx: Transaction, row: m.ActionRow) -> r.ActionItem:
    """Return the record of an item, with all that belongs to it."""
    session, ids = tx.session, [row.id]
    return mapping.action_item(
        row,
        mapping.reviews_of_items(session, ids)[row.id],
        mapping.checks_of_items(session, ids)[row.id],
        mapping.tickets_of_items(session, ids),
        mapping.steps_of_items(session, ids),
    )
