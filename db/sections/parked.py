"""Ideas, topics and candidate actions that are kept for later."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlmodel import Session, col

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Gone
from db.operations import StoreSection, read_operation, write_operation
from db.transaction import Transaction
from db.validation import clean_text, parse_enum


class ParkedItems(StoreSection):
    """The operations on parked items."""

    @write_operation
    def add(
        self,
        tx: Transaction,
        text: str,
        kind: w.ParkedKind = w.ParkedKind.IDEA,
        incident_id: UUID | None = None,
        meeting_id: UUID | None = None,
    ) -> r.Parked:
        """Keep something for later."""
        tx.label = "parked item"
        row = m.ParkedRow(
            incident_id=incident_id,
            meeting_id=meeting_id,
            kind=parse_enum(kind, w.ParkedKind, "kind"),
            text=clean_text(text, "parked item", w.LINE_TEXT, required=True),
            at=tx.at,
        )
        return mapping.to_record(r.Parked, tx.insert(row))

    @write_operation
    def add_action(
        self,
        tx: Transaction,
        action: str,
        owner: str = "",
        priority: w.Priority = w.Priority.P2,
        due: date | None = None,
        ticket: str = "",
        incident_id: UUID | None = None,
        meeting_id: UUID | None = None,
    ) -> r.Parked:
        """Keep an action item that got no slot, with all its details."""
        tx.label = "parked item"
        text = action_as_text(action, owner, priority, due, ticket)
        return mapping.to_record(r.Parked, park_action(tx, text, incident_id, meeting_id))

    @read_operation
    def open(self, session: Session) -> list[r.Parked]:
        """Return what is still parked, oldest first."""
        query = (
            mapping.select_all_columns(m.ParkedRow)
            .where(col(m.ParkedRow.resolved_at).is_(None))
            .order_by(col(m.ParkedRow.at), col(m.ParkedRow.position))
        )
        return [mapping.to_record(r.Parked, row) for row in session.execute(query)]

    @write_operation
    def resolve(self, tx: Transaction, *parked_ids: UUID) -> None:
        """Mark these items as settled; one undo parks all of them again."""
        tx.label = "resolved parked item"
        for parked_id in parked_ids:
            tx.change(_row(tx, parked_id), resolved_at=tx.at)


def _row(tx: Transaction, parked_id: UUID) -> m.ParkedRow:
    row = tx.session.get(m.ParkedRow, parked_id)
    if row is None:
        raise Gone("the parked item is gone: it was deleted in another window")
    return row


def park_action(
    tx: Transaction, text: str, incident_id: UUID | None, meeting_id: UUID | None
) -> m.ParkedRow:
    """Insert a candidate action, within a transaction that may do more."""
    row = m.ParkedRow(
        incident_id=incident_id,
        meeting_id=meeting_id,
        kind=w.ParkedKind.ACTION,
        text=clean_text(text, "parked item", w.LINE_TEXT, required=True),
        at=tx.at,
    )
    return tx.insert(row)


def take_up(tx: Transaction, parked_id: UUID | None) -> None:
    """Settle a parked item that becomes an action item, within a transaction that may do more.

    Raises:
        Gone: It was settled already, so that it would become an action item twice, or deleted.
    """
    if parked_id is None:
        return
    row = _row(tx, parked_id)
    if row.resolved_at is not None:
        raise Gone("the parked item is gone: it was resolved in another window")
    tx.change(row, resolved_at=tx.at)


def action_as_text(
    action: str, owner: str, priority: w.Priority, due: date | None, ticket: str
) -> str:
    """Return an action item as one line, such as `Cap retries (owner: Mei, due: 2026-12-04)`.

    A parked item has only a text, so it has to include all details. The default priority P2 and
    empty details are left out.
    """
    return _with_details(action, _details(owner, priority, due, ticket))


def item_as_text(item: m.ActionRow, replaced_by: str) -> str:
    """Return an action item that gives way to another one as one line, as `action_as_text` does.

    Its status and its note are among the details, and the words of the other item, unless that
    makes the line too long to be parked.
    """
    details = _details(item.owner, item.priority, item.due, item.ticket)
    if item.status is not w.ActionStatus.OPEN:
        details["status"] = item.status.replace("_", " ")
    details["note"] = item.note
    text = _with_details(item.action, details | {"replaced by": replaced_by})
    return text if len(text) <= w.LINE_TEXT else _with_details(item.action, details)


def _details(owner: str, priority: w.Priority, due: date | None, ticket: str) -> dict[str, str]:
    return {
        "owner": owner.strip(),
        "priority": "" if priority == w.Priority.P2 else priority,
        "due": "" if due is None else due.isoformat(),
        "ticket": ticket.strip(),
    }


def _with_details(action: str, details: Mapping[str, str]) -> str:
    listed = ", ".join(f"{name}: {value}" for name, value in details.items() if value)
    return f"{action.strip()} ({listed})" if listed else action
