"""Ideas, topics and candidate actions kept for later."""

from collections.abc import Iterable
from datetime import date
from typing import cast
from uuid import UUID

from sqlmodel import Session, col

from db import assemble
from db import models as m
from db import records as r
from db import words as w
from db.refusals import text, word
from db.section import Section, reading, writing
from db.transaction import Transaction


class ParkedItems(Section):
    """Saying no loses nothing."""

    @writing
    def add(
        self,
        tx: Transaction,
        what: str,
        kind: w.ParkedKind = w.ParkedKind.IDEA,
        incident_id: UUID | None = None,
        meeting_id: UUID | None = None,
    ) -> r.Parked:
        """Keep something for later."""
        tx.label = "parked item"
        row = m.ParkedRow(
            incident_id=incident_id,
            meeting_id=meeting_id,
            kind=word(kind, w.ParkedKind, "kind"),
            text=text(what, "parked item", w.LINE_TEXT, required=True),
            at=tx.at,
        )
        return assemble.parked_item(tx.insert(row))

    @writing
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
        """Keep an action item that found no place, with all that was said of it."""
        tx.label = "parked item"
        said = candidate(action, owner, priority, due, ticket)
        return assemble.parked_item(park_action(tx, said, incident_id, meeting_id))

    @reading
    def open(self, session: Session) -> list[r.Parked]:
        """What is still parked, oldest first."""
        query = (
            assemble.columns(m.ParkedRow)
            .where(col(m.ParkedRow.resolved_at).is_(None))
            .order_by(col(m.ParkedRow.at), col(m.ParkedRow.position))
        )
        rows = cast("Iterable[m.ParkedRow]", session.execute(query))
        return [assemble.parked_item(row) for row in rows]

    @writing
    def resolve(self, tx: Transaction, *parked_ids: UUID) -> None:
        """They need not be kept any longer; one undo parks them all again."""
        tx.label = "resolved parked item"
        for parked_id in parked_ids:
            tx.change(tx.get(m.ParkedRow, parked_id), resolved_at=tx.at)


def park_action(
    tx: Transaction, said: str, incident_id: UUID | None, meeting_id: UUID | None
) -> m.ParkedRow:
    """Keep a candidate action inside another write."""
    row = m.ParkedRow(
        incident_id=incident_id,
        meeting_id=meeting_id,
        kind=w.ParkedKind.ACTION.value,
        text=text(said, "parked item", w.LINE_TEXT, required=True),
        at=tx.at,
    )
    return tx.insert(row)


def candidate(action: str, owner: str, priority: w.Priority, due: date | None, ticket: str) -> str:
    """`Cap retries (owner: Mei, due: 2026-12-04)`: a parked item is one text, so it says it all.

    P2, which an item has where nobody says otherwise, is not said.
    """
    details = {
        "owner": owner.strip(),
        "priority": "" if priority == w.Priority.P2 else priority,
        "due": "" if due is None else due.isoformat(),
        "ticket": ticket.strip(),
    }
    said = ", ".join(f"{name}: {value}" for name, value in details.items() if value)
    return f"{action.strip()} ({said})" if said else action
