"""The outbox of the tracker: what has to be done there for action items, and who is doing it.

The steps of a ticket are written in the transaction of its action item. Once they are released they
are worked off by whichever window claims them. A claim runs out, since the window that has it may
have been killed; what it was sending then may have arrived, so that step is *unknown* from then on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Gone, Refused
from db.mapping import STEP_ORDER
from db.operations import StoreSection, read_operation, write_operation
from db.sections.ticket_steps import add_steps, are_done, steps_of
from db.transaction import Transaction
from db.validation import clean_text, parse_enum

CLAIM_LASTS = timedelta(minutes=2)
"""After this long a claim has run out: no call to a tracker takes so long."""
PLACES_TO_LEAVE = (w.SprintPlace.NONE, w.SprintPlace.LATER, w.SprintPlace.CLOSED)
"""Where a ticket is moved to the next sprint from; one in a running sprint stays there."""
UNSETTLED = (w.StepState.WAITING, w.StepState.SENDING, w.StepState.UNKNOWN)
"""The states of a step that the program still works on by itself."""


class Outbox(StoreSection):
    """The operations on the steps that are to be done in the tracker."""

    @read_operation
    def steps(self, session: Session, action_ids: Sequence[UUID]) -> dict[UUID, list[r.OutboxStep]]:
        """Return the steps of these action items in their order, by the item's id."""
        return {
            action_id: [mapping.to_record(r.OutboxStep, row) for row in rows]
            for action_id in action_ids
            if (rows := steps_of(session, action_id))
        }

    @read_operation
    def subject(self, session: Session, action_id: UUID) -> tuple[r.Incident, r.ActionItem]:
        """Return an action item that has steps, with its incident.

        Raises:
            Gone: The item was deleted.
        """
        item = session.get(m.ActionRow, action_id)
        row = None if item is None else session.get(m.IncidentRow, item.incident_id)
        if row is None:
            raise Gone("the action item was deleted in another window")
        incident = mapping.incidents(session, [row])[0]
        return incident, next(one for one in incident.action_items if one.id == action_id)

    @read_operation
    def unfinished(self, session: Session) -> list[r.OutboxStep]:
        """Return the released steps that are not done, those of an item in their order."""
        query = select(m.TicketStepRow).where(
            col(m.TicketStepRow.state) != w.StepState.DONE,
            col(m.TicketStepRow.next_at).is_not(None),
        )
        rows = sorted(session.exec(query), key=lambda row: (row.action_id, STEP_ORDER[row.step]))
        return [mapping.to_record(r.OutboxStep, row) for row in rows]

    @write_operation
    def release(self, tx: Transaction, action_ids: Sequence[UUID], at: datetime) -> int:
        """Let the tickets of open action items be made now, and return how many steps that takes.

        Steps that an item lacks are added, and those that have failed are tried again, as a person
        has decided. A ticket that was scheduled, and is in no sprint to come, is scheduled again.
        Items that are done or dropped are left alone.
        """
        tx.undoable = False
        count = 0
        for action_id in action_ids:
            item = tx.session.get(m.ActionRow, action_id)
            if item is None or item.status in w.CLOSED_STATUSES:
                continue
            add_steps(tx, item)
            for row in steps_of(tx.session, action_id):
                if row.state is w.StepState.FAILED or _has_to_move_again(tx.session, row):
                    tx.change(row, state=w.StepState.WAITING, next_at=at, choice=None)
                elif row.state is w.StepState.WAITING and row.next_at is None:
                    tx.change(row, next_at=at)
                count += row.state is not w.StepState.DONE
        return count

    @write_operation
    def choose(
        self, tx: Transaction, action_ids: Sequence[UUID], choice: w.SprintChoice, at: datetime
    ) -> int:
        """Write down what a person has decided for tickets where there is no next sprint.

        Scheduling them is tried again at once, with that decision.

        Returns:
            How many tickets that holds for.
        """
        tx.undoable = False
        choice = parse_enum(choice, w.SprintChoice, "choice")
        count = 0
        for action_id in action_ids:
            for row in steps_of(tx.session, action_id):
                if row.step is w.TicketStep.SCHEDULE and row.state is not w.StepState.SENDING:
                    tx.change(row, state=w.StepState.WAITING, next_at=at, choice=choice)
                    count += 1
        return count

    @write_operation
    def claim(self, tx: Transaction, window: UUID, at: datetime) -> r.OutboxStep | None:
        """Claim the next step whose time has come, so that no other window works on it.

        A step waits for those before it. One that was being sent when its claim ran out is
        returned as unknown, since it may have arrived.

        Args:
            tx: The transaction.
            window: The running program that will work on it.
            at: The present moment.
        """
        tx.undoable = False
        claimed_at = col(m.TicketStepRow.claimed_at)
        query = (
            select(m.TicketStepRow)
            .where(
                col(m.TicketStepRow.state).in_(UNSETTLED),
                col(m.TicketStepRow.next_at) <= at,
                or_(claimed_at.is_(None), claimed_at < at - CLAIM_LASTS),
            )
            .order_by(col(m.TicketStepRow.next_at), col(m.TicketStepRow.id))
        )
        for row in tx.session.exec(query).all():
            if are_done(steps_of(tx.session, row.action_id), before=row.step):
                was_sent = row.state is w.StepState.SENDING
                state = w.StepState.UNKNOWN if was_sent else row.state
                tx.change(row, state=state, claimed_by=window, claimed_at=at)
                return mapping.to_record(r.OutboxStep, row)
        return None

    @write_operation
    def begin(self, tx: Transaction, step_id: UUID, window: UUID, at: datetime) -> None:
        """Note that a step is sent now: from here on its answer may get lost.

        Raises:
            Refused: Another window has claimed it meanwhile.
        """
        tx.undoable = False
        row = _claimed(tx, step_id, window)
        tx.change(
            row,
            state=w.StepState.SENDING,
            attempts=row.attempts + 1,
            first_sent_at=row.first_sent_at or at,
        )

    @write_operation
    def settle(
        self,
        tx: Transaction,
        step_id: UUID,
        window: UUID,
        state: w.StepState,
        *,
        error: str = "",
        next_at: datetime | None = None,
        ticket: str = "",
    ) -> None:
        """Write down what became of a step, and give up the claim.

        Args:
            tx: The transaction.
            step_id: The step.
            window: The running program that has claimed it.
            state: How far it is.
            error: What went wrong, in the tracker's words.
            next_at: When it is to be tried again; None leaves the time as it is.
            ticket: The key of the ticket that was created or found, which the item gets.

        Raises:
            Refused: Another window has claimed it meanwhile.
        """
        tx.undoable = False
        row = _claimed(tx, step_id, window)
        tx.change(
            row,
            state=state,
            last_error=clean_text(error[: w.LINE_TEXT], "error", w.LINE_TEXT),
            next_at=next_at or row.next_at,
            claimed_by=None,
            claimed_at=None,
        )
        if ticket:
            item = tx.get(m.ActionRow, row.action_id)
            key = clean_text(ticket, "ticket", w.SHORT_TEXT)
            tx.change(item, ticket=key, ticket_verified=True)

    @write_operation
    def withdraw(self, tx: Transaction, action_id: UUID) -> None:
        """Take the steps of an item out of the outbox that were never sent."""
        tx.undoable = False
        for row in steps_of(tx.session, action_id):
            if row.state in (w.StepState.WAITING, w.StepState.FAILED) and not row.attempts:
                tx.delete(row)


def _has_to_move_again(session: Session, row: m.TicketStepRow) -> bool:
    """Return whether a step has scheduled a ticket that is in no sprint to come."""
    if row.step is not w.TicketStep.SCHEDULE or row.state is not w.StepState.DONE:
        return False
    query = select(m.TicketRow.sprint).where(m.TicketRow.action_id == row.action_id)
    return session.exec(query).first() in PLACES_TO_LEAVE


def _claimed(tx: Transaction, step_id: UUID, window: UUID) -> m.TicketStepRow:
    """Return a step that a window has claimed.

    Raises:
        Refused: Another window has claimed it meanwhile.
    """
    row = tx.get(m.TicketStepRow, step_id)
    if row.claimed_by != window:
        raise Refused("another window works on this ticket by now")
    return row
