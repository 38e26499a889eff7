"""What the tracker said of tickets when it was last asked, and the accounts of owners in it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from uuid import UUID

from sqlmodel import Session, select

from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Gone
from db.operations import StoreSection, read_operation, write_operation
from db.transaction import Transaction
from db.validation import clean_text


class Tickets(StoreSection):
    """The operations on what the tracker has said."""

    @write_operation
    def save(self, tx: Transaction, tickets: Mapping[UUID, r.Ticket]) -> None:
        """Write down what the tracker says of tickets now, by the ids of their action items.

        An item that is gone, or has another ticket by now, is left alone. A ticket that was found
        is verified; one that the tracker does not show is no longer. What was read is not logged as
        a change, because nobody made one: each sync would log every ticket.
        """
        tx.undoable = False
        for action_id, ticket in tickets.items():
            item = tx.session.get(m.ActionRow, action_id)
            if item is None or item.ticket != ticket.key:
                continue
            values = asdict(replace(ticket, team_keeps="")) | {
                "status": clean_text(ticket.status, "status", w.SHORT_TEXT),
                "sprint_name": clean_text(ticket.sprint_name, "sprint", w.SHORT_TEXT),
            }
            of_item = m.TicketRow.action_id == action_id
            row = tx.session.exec(select(m.TicketRow).where(of_item)).first()
            if row is None:
                row = m.TicketRow(action_id=action_id, **values)
            elif row.key == ticket.key:
                del values["team_keeps"]
            for name, value in values.items():
                setattr(row, name, value)
            tx.session.add(row)
            tx.change(item, ticket_verified=ticket.presence is w.TicketPresence.FOUND)

    @write_operation
    def keep_team(self, tx: Transaction, action_id: UUID, status: str) -> None:
        """Write down that the team keeps its own status against the one that a ticket has.

        Args:
            tx: The transaction.
            action_id: The action item.
            status: What the tracker calls the status of the ticket. Another one asks again.

        Raises:
            Gone: Nothing is known of the ticket any more.
        """
        tx.label = "status that the team keeps"
        of_item = m.TicketRow.action_id == action_id
        row = tx.session.exec(select(m.TicketRow).where(of_item)).first()
        if row is None:
            raise Gone("nothing is known of this ticket any more: it was changed in another window")
        tx.change(row, team_keeps=clean_text(status, "status", w.SHORT_TEXT))

    @read_operation
    def accounts(self, session: Session, tracker: str) -> dict[str, str]:
        """Return the ids of the accounts that are known in a tracker, by the names of owners."""
        query = select(m.TrackerPersonRow).where(m.TrackerPersonRow.tracker == tracker)
        return {row.name: row.account for row in session.exec(query)}

    @write_operation
    def remember_account(self, tx: Transaction, tracker: str, name: str, account: str) -> None:
        """Remember the account of an owner in a tracker; "" forgets it."""
        tx.undoable = False
        query = select(m.TrackerPersonRow).where(
            m.TrackerPersonRow.tracker == tracker, m.TrackerPersonRow.name == name
        )
        row = tx.session.exec(query).first()
        if row is not None and not account:
            tx.delete(row)
        elif row is not None:
            tx.change(row, account=account)
        elif account:
            tx.insert(m.TrackerPersonRow(tracker=tracker, name=name, account=account))
