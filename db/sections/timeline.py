"""The events of a timeline."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.operations import StoreSection, write_operation
from db.transaction import Transaction
from db.validation import clean_text, parse_enum


class Timeline(StoreSection):
    """The operations on events, which are always ordered by their times."""

    @write_operation
    def add(
        self,
        tx: Transaction,
        incident_id: UUID,
        at: datetime,
        kind: w.EventKind,
        text: str,
        link: str | None = None,
    ) -> r.TimelineEvent:
        """Add an event; `at` is aware."""
        tx.label = "new timeline event"
        return _insert(tx, incident_id, [r.NewEvent(at, kind, text, link)])[0]

    @write_operation
    def add_many(
        self, tx: Transaction, incident_id: UUID, events: Sequence[r.NewEvent]
    ) -> list[r.TimelineEvent]:
        """Add several events, all or none of them; one undo removes all of them."""
        label = "new timeline event"
        tx.label = label if len(events) == 1 else f"{len(events)} {label}s"
        return _insert(tx, incident_id, events)

    @write_operation
    def edit(
        self,
        tx: Transaction,
        original: r.TimelineEvent,
        at: datetime,
        kind: w.EventKind,
        text: str,
        link: str | None = None,
    ) -> r.TimelineEvent:
        """Change the fields that differ from the event as the writer read it.

        Raises:
            Conflict: Another window has changed one of the same fields.
        """
        tx.label = "timeline event"
        row = tx.get(m.TimelineRow, original.id)
        tx.edit(row, original, **_values(r.NewEvent(at, kind, text, link)))
        return mapping.to_record(r.TimelineEvent, row)

    @write_operation
    def delete(self, tx: Transaction, event_id: UUID) -> None:
        """Delete an event; undo restores it."""
        tx.label = "deleted timeline event"
        tx.delete(tx.get(m.TimelineRow, event_id))


def _insert(
    tx: Transaction, incident_id: UUID, events: Sequence[r.NewEvent]
) -> list[r.TimelineEvent]:
    tx.get(m.IncidentRow, incident_id)
    of_incident = m.TimelineRow.incident_id == incident_id
    last = tx.session.exec(select(func.max(m.TimelineRow.position)).where(of_incident)).one()
    rows = [
        m.TimelineRow(incident_id=incident_id, position=position, **_values(event))
        for position, event in enumerate(events, 0 if last is None else last + 1)
    ]
    return [mapping.to_record(r.TimelineEvent, tx.insert(row)) for row in rows]


def _values(event: r.NewEvent) -> dict[str, Any]:
    """Return the checked values of an event; only one that is no milestone needs a text."""
    needs_text = event.kind is w.EventKind.OTHER
    return {
        "at": event.at,
        "kind": parse_enum(event.kind, w.EventKind, "kind"),
        "text": clean_text(event.text, "event", w.LINE_TEXT, required=needs_text),
        "link": None if event.link is None else clean_text(event.link, "link", w.LINE_TEXT) or None,
    }
