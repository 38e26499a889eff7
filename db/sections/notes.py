"""Private notes, which only prep shows: no meeting and no export has them."""

from uuid import UUID

from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Conflict
from db.operations import StoreSection, read_operation, write_operation
from db.transaction import Transaction
from db.validation import clean_text


class Notes(StoreSection):
    """The operations on private notes: one text for each section of an incident's post-mortem.

    The section "" stands for the whole incident.
    """

    @read_operation
    def of_incident(self, session: Session, incident_id: UUID) -> list[r.Note]:
        """Return the notes on an incident, starting with the one on the whole incident."""
        query = (
            select(m.NoteRow)
            .where(m.NoteRow.incident_id == incident_id)
            .order_by(col(m.NoteRow.section), col(m.NoteRow.at), col(m.NoteRow.id))
        )
        return [mapping.to_record(r.Note, row) for row in session.exec(query)]

    @write_operation
    def write(
        self, tx: Transaction, incident_id: UUID, section: str, expected: str, value: str
    ) -> None:
        """Set the note on a section, if it still is the `expected` one.

        A note that does not exist counts as "", and writing "" deletes the note.

        Raises:
            Conflict: Another window has changed it since.
            Refused: The text can't be stored.
        """
        incident = tx.get(m.IncidentRow, incident_id)
        tx.label = f"private note on #{incident.number}"
        value = clean_text(value, "note", w.LONG_TEXT)
        section = clean_text(section, "section", w.SHORT_TEXT)
        query = select(m.NoteRow).where(
            m.NoteRow.incident_id == incident_id, m.NoteRow.section == section
        )
        row = tx.session.exec(query).first()
        current = "" if row is None else row.text
        if current != expected:
            raise Conflict("note", current, value)
        if row is None and value:
            tx.insert(m.NoteRow(incident_id=incident_id, section=section, text=value, at=tx.at))
        elif row is not None and value:
            tx.compare_and_set(row, "text", expected, value)
        elif row is not None:
            tx.delete(row)
