"""The catalogue of causes: which there are, and putting it in order."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.operations import StoreSection, read_operation, write_operation
from db.transaction import Transaction
from db.validation import clean_text


class Causes(StoreSection):
    """The operations on the catalogue of causes."""

    @read_operation
    def all(self, session: Session) -> list[r.Cause]:
        """Return all causes of the catalogue, by name."""
        rows = session.exec(select(m.CauseRow).order_by(col(m.CauseRow.name)))
        return [mapping.to_record(r.Cause, row) for row in rows]

    @read_operation
    def catalogue(self, session: Session) -> list[r.ListedCause]:
        """Return all causes of the catalogue with the numbers of their incidents, by name."""
        query = (
            select(m.IncidentRow.cause_id, m.IncidentRow.number)
            .where(col(m.IncidentRow.cause_id).is_not(None))
            .order_by(col(m.IncidentRow.date).desc(), col(m.IncidentRow.number).desc())
        )
        numbers: defaultdict[UUID | None, list[int]] = defaultdict(list)
        for cause_id, number in session.exec(query):
            numbers[cause_id].append(number)
        causes = [mapping.to_record(r.Cause, row) for row in session.exec(select(m.CauseRow))]
        # Engines order names differently, and SQLite puts capital letters first.
        causes.sort(key=lambda cause: (cause.name.casefold(), cause.name))
        return [r.ListedCause(cause, tuple(numbers[cause.id])) for cause in causes]

    @write_operation
    def edit(
        self, tx: Transaction, original: r.Cause, name: str, category: w.CauseCategory | None
    ) -> r.Cause:
        """Give a cause another name in all incidents that have it, or another category.

        Raises:
            Conflict: Another window has changed it since.
            Refused: Another cause has that name, whatever its case: the two can be merged.
        """
        row = tx.get(m.CauseRow, original.id)
        tx.label = f"cause “{row.name}”"
        name = clean_text(name, "cause", w.SHORT_TEXT, required=True)
        for other in tx.session.exec(select(m.CauseRow)).all():
            if other.id != row.id and other.name.casefold() == name.casefold():
                raise Refused(f"“{other.name}” is in the catalogue already: merge the two causes")
        tx.edit(row, original, name=name, category=category)
        return mapping.to_record(r.Cause, row)

    @write_operation
    def merge(self, tx: Transaction, cause_id: UUID, into_id: UUID) -> r.Cause:
        """Link all incidents of one cause to another, and delete the first; one undo restores it.

        A cause without a category gets that of the deleted one.

        Raises:
            Refused: Both are the same cause.
        """
        row, into = tx.get(m.CauseRow, cause_id), tx.get(m.CauseRow, into_id)
        if cause_id == into_id:
            raise Refused("a cause can't be merged with itself: choose another one")
        tx.label = f"merged cause “{row.name}”"
        of_cause = select(m.IncidentRow).where(m.IncidentRow.cause_id == cause_id)
        for incident in tx.session.exec(of_cause).all():
            tx.change(incident, cause_id=into_id)
        if into.category is None:
            tx.change(into, category=row.category)
        tx.delete(row)
        return mapping.to_record(r.Cause, into)

    @write_operation
    def split(
        self, tx: Transaction, cause_id: UUID, name: str, incident_numbers: Sequence[int]
    ) -> r.Cause:
        """Give some of the incidents of a cause another one; one undo brings them back.

        Args:
            tx: The transaction.
            cause_id: The cause that has these incidents now.
            name: The name of the other cause, whatever its case; a new one is added, with the
                category of the cause that is split.
            incident_numbers: The numbers of the incidents that get it.

        Raises:
            Refused: There are no such incidents, one of them has another cause, all of the
                incidents of the cause would go, or both are the same cause.
        """
        row = tx.get(m.CauseRow, cause_id)
        tx.label = f"split cause “{row.name}”"
        incidents = _some_of(tx, row, incident_numbers)
        other = cause_named(tx, name)
        if other.id == cause_id:
            raise Refused(f"name: “{row.name}” is the cause that is split: choose another name")
        if not _has_incidents(tx, other.id) and other.category is None:
            tx.change(other, category=row.category)
        for incident in incidents:
            tx.change(incident, cause_id=other.id)
        return mapping.to_record(r.Cause, other)


def cause_named(tx: Transaction, name: str) -> m.CauseRow:
    """Return the catalogue's cause of that name, whatever its case; a new one is added."""
    name = clean_text(name, "cause", w.SHORT_TEXT, required=True)
    rows = tx.session.exec(select(m.CauseRow)).all()
    known = next((row for row in rows if row.name.casefold() == name.casefold()), None)
    return known or tx.insert(m.CauseRow(name=name))


def _has_incidents(tx: Transaction, cause_id: UUID) -> bool:
    query = select(m.IncidentRow.id).where(m.IncidentRow.cause_id == cause_id).limit(1)
    return tx.session.exec(query).first() is not None


def _some_of(tx: Transaction, cause: m.CauseRow, numbers: Sequence[int]) -> list[m.IncidentRow]:
    """Return the incidents of a cause with these numbers, which have to be fewer than all.

    Raises:
        Refused: There are none, all of them, or one has another cause.
    """
    of_cause = select(m.IncidentRow).where(m.IncidentRow.cause_id == cause.id)
    incidents = {incident.number: incident for incident in tx.session.exec(of_cause).all()}
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        raise Refused("incidents: give the numbers of those that get another cause")
    for number in wanted:
        if number not in incidents:
            raise Refused(f"incidents: #{number} does not have the cause “{cause.name}”")
    if len(wanted) == len(incidents):
        raise Refused("incidents: these are all that it has: rename the cause instead")
    return [incidents[number] for number in wanted]
