"""Putting an incident right: other facts, another number, another original, or deleting it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.operations import StoreSection, read_operation, write_operation
from db.sections.item_rows import delete_item
from db.sections.meeting_state import has_begun
from db.sections.meetings import delete_meeting
from db.transaction import Transaction
from db.validation import clean_text

OWN_TABLES: tuple[type[m.Row], ...] = (
    m.ImpactRow,
    m.TimelineRow,
    m.FactorRow,
    m.FindingRow,
    m.SectionRow,
    m.ParkedRow,
    m.ThemeIncidentRow,
    m.NoteRow,
)
"""The tables whose rows belong to one incident, and to which no other row refers."""


class IncidentCorrections(StoreSection):
    """The operations that put an incident right."""

    @read_operation
    def what_hangs_on(self, session: Session, incident_id: UUID) -> r.IncidentContents:
        """Return how many things belong to an incident, and would be deleted with it."""

        def count(model: type[m.Row]) -> int:
            owner: Any = model
            query = select(func.count()).where(owner.incident_id == incident_id)
            return session.exec(query).one()

        duplicates = select(func.count()).where(m.DuplicateRow.original_id == incident_id)
        return r.IncidentContents(
            events=count(m.TimelineRow),
            factors=count(m.FactorRow),
            findings=count(m.FindingRow),
            sections=count(m.SectionRow),
            action_items=count(m.ActionRow),
            meetings=session.exec(
                select(func.count()).where(m.MeetingRow.incident_id == incident_id, has_begun())
            ).one(),
            parked=count(m.ParkedRow),
            notes=count(m.NoteRow),
            duplicates=session.exec(duplicates).one(),
        )

    @write_operation
    def delete(self, tx: Transaction, incident_id: UUID) -> None:
        """Delete an incident with all that belongs to it; one undo restores all of it.

        What its meetings said of the action items of other incidents stays in their history.

        Raises:
            Refused: Its meeting is running.
        """
        incident = tx.get(m.IncidentRow, incident_id)
        of_incident = select(m.MeetingRow).where(m.MeetingRow.incident_id == incident_id)
        is_running = col(m.MeetingRow.finished_at).is_(None) & has_begun()
        if tx.session.exec(of_incident.where(is_running)).first() is not None:
            raise Refused(
                f"the meeting about #{incident.number} is running: finish or cancel it first"
            )
        tx.label = f"deleted incident #{incident.number}"
        items = select(m.ActionRow).where(m.ActionRow.incident_id == incident_id)
        for item in tx.session.exec(items).all():
            delete_item(tx, item)
        for meeting in tx.session.exec(of_incident).all():
            delete_meeting(tx, meeting)
        for row in _own_rows(tx, incident_id):
            tx.delete(row)
        tx.delete(incident)

    @write_operation
    def edit(
        self,
        tx: Transaction,
        original: r.Incident,
        *,
        number: int,
        service: str,
        symptom: str,
        date: date,
        severity: w.Severity | None,
        external_id: str,
        ended_at: datetime | None,
        duplicate_of: int | None,
        kind: w.IncidentKind,
        trigger: w.Trigger | None,
    ) -> None:
        """Change the facts that differ from the incident as the writer read it, all or none.

        Raises:
            Conflict: Another window has changed one of the same facts.
            Refused: The number is taken or out of range, the incident can't be a duplicate of
                that one, or a text can't be stored.
        """
        row = tx.get(m.IncidentRow, original.id)
        tx.label = f"facts of #{row.number}"
        if number != original.number:
            _check_number(tx, original.id, number)
        tx.edit(
            row,
            original,
            number=number,
            service=clean_text(service, "service", w.SHORT_TEXT, required=True),
            symptom=clean_text(symptom, "symptom", w.SHORT_TEXT, required=True),
            date=date,
            severity=severity,
            external_id=clean_text(external_id, "id", w.SHORT_TEXT),
            ended_at=ended_at,
            kind=kind,
            trigger=trigger,
        )
        if duplicate_of != original.duplicate_of:
            _mark_as_duplicate(tx, row, original.duplicate_of, duplicate_of)


def _check_number(tx: Transaction, incident_id: UUID, number: int) -> None:
    """Refuse a number that an incident can't get, since it is taken or out of range."""
    if not 1 <= number <= w.LARGEST:
        raise Refused(f"number: {number} is not from 1 to {w.LARGEST:,}")
    holder = tx.session.exec(select(m.IncidentRow).where(m.IncidentRow.number == number))
    if any(other.id != incident_id for other in holder):
        raise Refused(f"number: #{number} is taken by another incident")


def _mark_as_duplicate(
    tx: Transaction, incident: m.IncidentRow, expected: int | None, number: int | None
) -> None:
    """Mark an incident as a duplicate of another one, its original.

    Args:
        tx: The transaction.
        incident: The incident.
        expected: The number of the original that the writer read, or None.
        number: The number of the original; None takes the mark away.

    Raises:
        Conflict: Another window has changed the mark since.
        Refused: There is no such incident, it is the incident itself, or one of the two is part
            of another such pair: an original is never a duplicate.
    """
    of_incident = m.DuplicateRow.incident_id == incident.id
    mark = tx.session.exec(select(m.DuplicateRow).where(of_incident)).first()
    current = None if mark is None else tx.get(m.IncidentRow, mark.original_id).number
    if current != expected:
        raise Conflict("duplicate_of", current, number)
    if number is None:
        if mark is not None:
            tx.delete(mark)
        return
    original_id = _id_of_original(tx, incident, number)
    if mark is None:
        tx.insert(m.DuplicateRow(incident_id=incident.id, original_id=original_id))
    else:
        tx.change(mark, original_id=original_id)


def _own_rows(tx: Transaction, incident_id: UUID) -> Iterator[m.Row]:
    """Yield the rows that belong to an incident and to which no other row refers."""
    for model in OWN_TABLES:
        table: Any = model
        yield from tx.session.exec(select(table).where(table.incident_id == incident_id)).all()
    of_either = or_(
        col(m.DuplicateRow.incident_id) == incident_id,
        col(m.DuplicateRow.original_id) == incident_id,
    )
    yield from tx.session.exec(select(m.DuplicateRow).where(of_either)).all()


def _id_of_original(tx: Transaction, incident: m.IncidentRow, number: int) -> UUID:
    """Return the id of the incident of which another one may be marked as a duplicate."""
    query = select(m.IncidentRow).where(m.IncidentRow.number == number)
    original = tx.session.exec(query).first() if abs(number) <= w.LARGEST else None
    if original is None:
        raise Refused(f"duplicate of: there is no incident #{number}")
    if original.id == incident.id:
        raise Refused(f"duplicate of: #{number} can't be a duplicate of itself")
    duplicate, of_original = col(m.DuplicateRow.incident_id), col(m.DuplicateRow.original_id)
    its_original = _number_linked(tx, of_original, duplicate == original.id)
    if its_original is not None:
        raise Refused(
            f"duplicate of: #{number} is a duplicate itself: give #{its_original} instead"
        )
    its_duplicate = _number_linked(tx, duplicate, of_original == incident.id)
    if its_duplicate is not None:
        raise Refused(
            f"duplicate of: #{its_duplicate} is a duplicate of #{incident.number}: mark it as one"
            f" of #{number} first"
        )
    return original.id


def _number_linked(
    tx: Transaction, incident_id: Mapped[UUID], condition: ColumnElement[bool]
) -> int | None:
    """Return the number of the incident at one end of a duplicate mark, or None without a mark.

    Args:
        tx: The transaction.
        incident_id: The column of the mark with the id of that incident.
        condition: Which mark is meant.
    """
    joined = col(m.IncidentRow.id) == incident_id
    query = select(m.IncidentRow.number).join(m.DuplicateRow, joined).where(condition)
    return tx.session.exec(query).first()
