"""The steps that make a ticket of an action item, as rows of the outbox."""

from uuid import UUID

from sqlmodel import Session, select

from db import models as m
from db import vocabulary as w
from db.mapping import STEP_ORDER
from db.transaction import Transaction


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
        tx.change(
            step,
            state=w.StepState.DONE if item.ticket and is_creation else w.StepState.WAITING,
            next_at=step.next_at if item.ticket else None,
            last_error="",
            choice=None,
            claimed_by=None,
            claimed_at=None,
        )


def delete_steps(tx: Transaction, item_id: UUID) -> None:
    """Delete the steps of an item and what is known of its ticket; an undo restores both."""
    for step in steps_of(tx.session, item_id):
        tx.delete(step)
    known = select(m.TicketRow).where(m.TicketRow.action_id == item_id)
    for ticket in tx.session.exec(known).all():
        tx.delete(ticket)
