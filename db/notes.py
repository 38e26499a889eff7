"""Private notes to prepare with: seen in prep alone, never in a meeting or an export."""

from uuid import UUID

from sqlmodel import Session, col, select

from db import assemble
from db import models as m
from db import records as r
from db import words as w
from db.errors import Conflict
from db.refusals import text
from db.section import Section, reading, writing
from db.transaction import Transaction


class Notes(Section):
    """One text an incident and section; the section named "" is about the whole of it."""

    @reading
    def of(self, session: Session, incident_id: UUID) -> list[r.Note]:
        """The notes on an incident, that on the whole of it first."""
        query = (
            select(m.NoteRow)
            .where(m.NoteRow.incident_id == incident_id)
            .order_by(col(m.NoteRow.section), col(m.NoteRow.at), col(m.NoteRow.id))
        )
        return [assemble.note(row) for row in session.exec(query)]

    @writing
    def write(
        self, tx: Transaction, incident_id: UUID, section: str, base: str, value: str
    ) -> None:
        """Set the note on a section, compare-and-set against `base`; an empty one goes away.

        Raises:
            Conflict: it was changed elsewhere. Refused: the text can't be stored.
        """
        incident = tx.get(m.IncidentRow, incident_id)
        tx.label = f"note on #{incident.number}"
        value = text(value, "note", w.LONG_TEXT)
        section = text(section, "section", w.SHORT_TEXT)
        query = select(m.NoteRow).where(
            m.NoteRow.incident_id == incident_id, m.NoteRow.section == section
        )
        row = tx.session.exec(query).first()
        held = "" if row is None else row.text
        if held != base:
            raise Conflict("note", held, value)
        if row is None and value:
            tx.insert(m.NoteRow(incident_id=incident_id, section=section, text=value, at=tx.at))
        elif row is not None and value:
            tx.compare_and_set(row, "text", base, value)
        elif row is not None:
            tx.delete(row)
