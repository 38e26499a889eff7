"""The events of a timeline."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from db import assemble
from db import models as m
from db import records as r
from db import words as w
from db.refusals import text, word
from db.section import Section, writing
from db.transaction import Transaction


class Timeline(Section):
    """Adding, editing and deleting events; they always stand in the order of their times."""

    @writing
    def add(
        self,
        tx: Transaction,
        incident_id: UUID,
        at: datetime,
        kind: w.EventKind,
        what: str,
        link: str | None = None,
    ) -> r.TimelineEvent:
        """A new event; `at` is aware."""
        tx.label = "new timeline event"
        return _append(tx, incident_id, [r.NewEvent(at, kind, what, link)])[0]

    @writing
    def add_many(
        self, tx: Transaction, incident_id: UUID, events: Sequence[r.NewEvent]
    ) -> list[r.TimelineEvent]:
        """Several new events, all or none; one undo takes all of them back."""
        some = "new timeline event"
        tx.label = some if len(events) == 1 else f"{len(events)} {some}s"
        return _append(tx, incident_id, events)

    @writing
    def edit(
        self,
        tx: Transaction,
        event: r.TimelineEvent,
        at: datetime,
        kind: w.EventKind,
        what: str,
        link: str | None = None,
    ) -> r.TimelineEvent:
        """Another time, kind or text of an event, which is handed in as it was read.

        Raises:
            Conflict: what is changed here was changed elsewhere too.
        """
        tx.label = "timeline event"
        row = tx.get(m.TimelineRow, event.id)
        tx.edit(row, event, **_values(at, kind, what, link))
        return assemble.event(row)

    @writing
    def delete(self, tx: Transaction, event_id: UUID) -> None:
        """Take an event away; undo brings it back."""
        tx.label = "deleted timeline event"
        tx.delete(tx.get(m.TimelineRow, event_id))


def _append(
    tx: Transaction, incident_id: UUID, events: Sequence[r.NewEvent]
) -> list[r.TimelineEvent]:
    tx.get(m.IncidentRow, incident_id)
    of_incident = m.TimelineRow.incident_id == incident_id
    last = tx.session.exec(select(func.max(m.TimelineRow.position)).where(of_incident)).one()
    return [
        assemble.event(
            tx.insert(
                m.TimelineRow(
                    incident_id=incident_id,
                    position=position,
                    **_values(each.at, each.kind, each.text, each.link),
                )
            )
        )
        for position, each in enumerate(events, 0 if last is None else last + 1)
    ]


def _values(at: datetime, kind: w.EventKind, what: str, link: str | None) -> dict[str, Any]:
    bare = kind is w.EventKind.OTHER
    return {
        "at": at,
        "kind": word(kind, w.EventKind, "kind"),
        "text": text(what, "event", w.LINE_TEXT, required=bare),
        "link": text(link, "link", w.LINE_TEXT) or None if link is not None else None,
    }
