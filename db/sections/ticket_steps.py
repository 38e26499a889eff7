"""The steps that make a ticket of an action item, as rows of the outbox."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from db import models as m
from db import vocabulary as w
from db.mapping import STEP_ORDER
from db.transaction import Transaction

MOVES = (w.TicketStep.SCHEDULE, w.TicketStep.LINK)
"""The steps that are done to a ticket, and anew where an item gets another one."""


def steps_of(session: Session, action_id: UUID) -> list[m.TicketStepRow]:
    """Return the steps of an action item in their order."""
    query = select(m.TicketStepRow).where(m.TicketStepRow.action_id == action_id)
    return sorted(session.exec(query).all(), key=lambda row: STEP_ORDER[row.step])


def add_steps(tx: Transaction, item: m.ActionRow) -> None:
    """Add those steps of an item that it has not yet; nothing is sent before they are released.

    An item that has a ticket needs none to be created.
    """
    present = {row.step for row in steps_of(tx.session, item.id)}
    for step in w.TicketStep:
        is_needed = step is not w.TicketStep.CREATE or not item.ticket
        if is_needed and step not in present:
            tx.insert(m.TicketStepRow(action_id=item.id, step=step))


def ticket_typed(tx: Transaction, item: m.ActionRow) -> None:
    """Adapt the steps of an item to the ticket that somebody has typed or taken away.

    None is created for an item that has one. The new ticket is scheduled and linked in place of
    the one before. Where there is none any more, nothing is sent before somebody pushes again.
    """
    for step in steps_of(tx.session, item.id):
        is_creation = step.step is w.TicketStep.CREATE
        state = w.StepState.DONE if item.ticket and is_creation else w.StepState.WAITING
        wait_again(tx, step, state=state, next_at=step.next_at if item.ticket else None)


def wait_again(tx: Transaction, step: m.TicketStepRow, **values: Any) -> None:
    """Let a step wait as if it was never tried; who works on it now can't say that it is done.

    Args:
        tx: The transaction.
        step: The step.
        values: What it holds besides, or in place of that.
    """
    waiting = {"state": w.StepState.WAITING, "last_error": "", "choice": None}
    tx.change(step, **waiting | {"claimed_by": None, "claimed_at": None} | values)


def is_known(session: Session, item: m.ActionRow) -> bool:
    """Return whether the tracker has shown the ticket that an item has now."""
    query = select(m.TicketRow.presence).where(
        m.TicketRow.action_id == item.id, m.TicketRow.key == item.ticket
    )
    return session.exec(query).first() is w.TicketPresence.FOUND


def delete_steps(tx: Transaction, item_id: UUID) -> None:
    """Delete the steps of an item and what is known of its ticket; an undo restores both."""
    for step in steps_of(tx.session, item_id):
        tx.delete(step)
    delete_known_ticket(tx, item_id)


def delete_known_ticket(tx: Transaction, item_id: UUID) -> None:
    """Delete what is known of the ticket of an item."""
    known = select(m.TicketRow).where(m.TicketRow.action_id == item_id)
    for ticket in tx.session.exec(known).all():
        tx.delete(ticket)
