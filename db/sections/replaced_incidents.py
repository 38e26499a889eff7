"""Putting an imported document in the place of a stored incident.

The document's texts replace the stored ones. What no document needs to know stays: the number, the
meetings, the private notes, what was parked, and the history of an action item that the document
has in the same words, with its ticket where the document names none. One undo brings everything
back.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from db import models as m
from db import records as r
from db.errors import Refused
from db.sections.item_rows import delete_item
from db.sections.meeting_state import has_begun
from db.transaction import Transaction
from db.vocabulary import IncidentStatus

REPLACED_TABLES: tuple[type[m.Row], ...] = (
    m.ImpactRow,
    m.TimelineRow,
    m.FactorRow,
    m.FindingRow,
    m.SectionRow,
    m.ThemeIncidentRow,
    m.DuplicateRow,
)
"""The tables whose rows of an incident give way to those of the document."""


def stored_meetings(
    tx: Transaction, incident_id: UUID, meetings: Sequence[r.Meeting]
) -> dict[UUID, UUID]:
    """Return the ids of the stored meetings by those of the document's same ones.

    A stored meeting with its history is kept as it is: the same id stands for it, and a meeting
    of the document that began at the same moment is taken as the same.
    """
    query = select(m.MeetingRow).where(m.MeetingRow.incident_id == incident_id)
    stored = tx.session.exec(query).all()
    by_moment = {row.created_at: row.id for row in stored}
    same = {
        meeting.id: by_moment[meeting.created_at]
        for meeting in meetings
        if meeting.created_at in by_moment
    }
    return {row.id: row.id for row in tx.session.exec(select(m.MeetingRow)).all()} | same


def keep_history(before: r.Incident, document: r.Incident) -> r.Incident:
    """Return the document's incident with what the stored one has and no document replaces."""
    items = {_words(item.action): item for item in before.action_items}
    parked = {(parked.kind, parked.text) for parked in before.parked}
    was_reviewed = before.status is IncidentStatus.REVIEWED
    return replace(
        document,
        id=before.id,
        status=IncidentStatus.REVIEWED if was_reviewed else document.status,
        external_id=document.external_id or before.external_id,
        trigger=document.trigger or before.trigger,
        created_at=before.created_at,
        action_items=tuple(
            _with_history(items.get(_words(item.action)), item) for item in document.action_items
        ),
        parked=tuple(new for new in document.parked if (new.kind, new.text) not in parked),
    )


def make_room(tx: Transaction, incident: m.IncidentRow) -> None:
    """Delete the rows of a stored incident that give way to a document's.

    Raises:
        Refused: The meeting about the incident is running.
    """
    is_running = col(m.MeetingRow.finished_at).is_(None) & has_begun()
    meetings = select(m.MeetingRow).where(m.MeetingRow.incident_id == incident.id, is_running)
    if tx.session.exec(meetings).first() is not None:
        raise Refused(f"the meeting about #{incident.number} is running: finish or cancel it first")
    items = select(m.ActionRow).where(m.ActionRow.incident_id == incident.id)
    for item in tx.session.exec(items).all():
        delete_item(tx, item)
    for model in REPLACED_TABLES:
        table: Any = model
        rows = tx.session.exec(select(table).where(table.incident_id == incident.id)).all()
        for row in rows:
            tx.delete(row)


def _with_history(before: r.ActionItem | None, item: r.ActionItem) -> r.ActionItem:
    """Return a document's action item with the history of the stored one, if it has none."""
    if before is None or item.reviews:
        return item
    # The stored rows are deleted, and an undo brings them back: so the copies have other ids.
    reviews = tuple(replace(review, id=uuid4()) for review in before.reviews)
    checks = tuple(replace(check, id=uuid4()) for check in before.checks)
    closed_at = item.closed_at
    if closed_at is None and item.status is before.status:
        closed_at = before.closed_at
    if not item.ticket:
        # The document may be older than the ticket, and a second one must not be made.
        item = replace(item, ticket=before.ticket, ticket_verified=before.ticket_verified)
    return replace(
        item,
        created_at=before.created_at,
        closed_at=closed_at,
        reviews=reviews,
        kind=item.kind or before.kind,
        check_how=item.check_how or before.check_how,
        check_on=item.check_on or before.check_on,
        checks=item.checks or checks,
    )


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()
