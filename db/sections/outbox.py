"""The outbox of the tracker: what has to be done there for action items, and who is doing it.

The steps of a ticket are written in the transaction of its action item. Once they are released they
are worked off by whichever window claims them. A claim runs out, since the window that has it may
have been killed; what it was sending then may have arrived, so that step is *unknown* from then on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Gone, Refused
from db.mapping import STEP_ORDER
from db.operations import StoreSection, read_operation, write_operation
from db.sections.ticket_steps import add_steps, steps_of
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
        """Return the released steps that are to be done, those of an item in their order."""
        query = select(m.TicketStepRow).where(
            col(m.TicketStepRow.state) != w.StepState.DONE,
            col(m.TicketStepRow.next_at).is_not(None),
            _is_wanted(),
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
                    waiting = w.StepState.WAITING
                    tx.change(row, state=waiting, next_at=at, attempts=0, choice=None)
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
                    tx.change(row, state=w.StepState.WAITING, next_at=at, attempts=0, choice=choice)
                    count += 1
        return count

    @write_operation
    def claim(self, tx: Transaction, window: UUID, at: datetime) -> r.OutboxStep | None:
        """Claim the next step whose time has come, so that no other window works on it.

        The other steps wait for the one that creates the ticket. A step that was being sent when
        its claim ran out is returned as unknown, since it may have arrived. Nothing is sent for
        items that are done or dropped by now; what was sent for them is still looked for.

        Args:
            tx: The transaction.
            window: The running program that will work on it.
            at: The present moment.
        """
        tx.undoable = False
        query = (
            select(m.TicketStepRow)
            .where(
                col(m.TicketStepRow.state).in_(UNSETTLED),
                col(m.TicketStepRow.next_at) <= at,
                _is_wanted(),
                ~_is_claimed(m.TicketStepRow, at),
                ~_waits_for_its_ticket(),
                ~_waits_for_a_sprint(at),
            )
            .order_by(
                col(m.TicketStepRow.next_at),
                case(STEP_ORDER, value=col(m.TicketStepRow.step)),
                col(m.TicketStepRow.id),
            )
            .limit(1)
        )
        row = tx.session.exec(query).first()
        if row is None:
            return None
        was_sent = row.state is w.StepState.SENDING
        state = w.StepState.UNKNOWN if was_sent else row.state
        tx.change(row, state=state, claimed_by=window, claimed_at=at)
        return mapping.to_record(r.OutboxStep, row)

    @write_operation
    def begin(self, tx: Transaction, step_id: UUID, window: UUID, at: datetime) -> None:
        """Note that a step is sent now: from here on its answer may get lost.

        The claim begins anew, since what was asked before may have taken long.

        Raises:
            Refused: Another window has claimed it meanwhile, so it must not be sent.
        """
        tx.undoable = False
        row = _claimed(tx, step_id, window)
        tx.change(
            row,
            state=w.StepState.SENDING,
            attempts=row.attempts + 1,
            sent_at=at,
            claimed_at=at,
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
        tx.label, tx.undoable = "what the tracker has done", False
        row = _claimed(tx, step_id, window)
        # A try that went wrong before anything was sent is one as well.
        was_sent = row.state is w.StepState.SENDING
        tx.change(
            row,
            state=state,
            attempts=row.attempts + (not was_sent),
            last_error=clean_text(error[: w.LINE_TEXT], "error", w.LINE_TEXT),
            next_at=next_at or row.next_at,
            claimed_by=None,
            claimed_at=None,
        )
        if ticket:
            _give_ticket(tx, row.action_id, ticket)


def _give_ticket(tx: Transaction, action_id: UUID, ticket: str) -> None:
    """Give an item the ticket that the tracker has made."""
    key = clean_text(ticket, "ticket", w.SHORT_TEXT)
    tx.change(tx.get(m.ActionRow, action_id), ticket=key, ticket_verified=True)


def _has_to_move_again(session: Session, row: m.TicketStepRow) -> bool:
    """Return whether a step has scheduled a ticket that is in no sprint to come."""
    if row.step is not w.TicketStep.SCHEDULE or row.state is not w.StepState.DONE:
        return False
    query = select(m.TicketRow).where(m.TicketRow.action_id == row.action_id)
    ticket = session.exec(query).first()
    return (
        ticket is not None
        and ticket.sprint in PLACES_TO_LEAVE
        and ticket.category is not w.TicketCategory.DONE
    )


def _is_wanted() -> ColumnElement[bool]:
    """Return whether a step is to be done: its item is open, or it may have been done already."""
    is_open = exists().where(
        col(m.ActionRow.id) == col(m.TicketStepRow.action_id),
        col(m.ActionRow.status).in_(w.OPEN_STATUSES),
    )
    was_sent = (w.StepState.SENDING, w.StepState.UNKNOWN)
    return or_(is_open, col(m.TicketStepRow.state).in_(was_sent))


def _is_claimed(step: type[m.TicketStepRow], at: datetime) -> ColumnElement[bool]:
    """Return whether some window works on a step."""
    claimed_at = col(step.claimed_at)
    return and_(claimed_at.is_not(None), claimed_at >= at - CLAIM_LASTS)


def _waits_for_its_ticket() -> ColumnElement[bool]:
    """Return whether a step has to wait until the ticket of its item has been created.

    A ticket that can't be scheduled is linked all the same.
    """
    creation = aliased(m.TicketStepRow)
    is_uncreated = exists().where(
        col(creation.action_id) == col(m.TicketStepRow.action_id),
        col(creation.step) == w.TicketStep.CREATE,
        col(creation.state) != w.StepState.DONE,
    )
    return and_(col(m.TicketStepRow.step) != w.TicketStep.CREATE, is_uncreated)


def _waits_for_a_sprint(at: datetime) -> ColumnElement[bool]:
    """Return whether the sprint that a step may create is perhaps being created for another one.

    Two windows that find no next sprint at the same time would create two.
    """
    creating = aliased(m.TicketStepRow)
    is_at_work = exists().where(
        col(creating.choice) == w.SprintChoice.CREATE, _is_claimed(creating, at)
    )
    return and_(func.coalesce(col(m.TicketStepRow.choice), "") == w.SprintChoice.CREATE, is_at_work)


def _claimed(tx: Transaction, step_id: UUID, window: UUID) -> m.TicketStepRow:
    """Return a step that a window has claimed.

    Raises:
        Refused: Another window has claimed it meanwhile.
    """
    row = tx.get(m.TicketStepRow, step_id)
    if row.claimed_by != window:
        raise Refused("another window works on this ticket by now")
    return row
