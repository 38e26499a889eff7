"""The sections of post-mortems beyond those of the template, with headings of their own."""

from uuid import UUID

from sqlmodel import col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.operations import StoreSection, write_operation
from db.transaction import Transaction
from db.validation import clean_text


class Sections(StoreSection):
    """The operations on the sections that a team has added to a post-mortem."""

    @write_operation
    def add(self, tx: Transaction, incident_id: UUID, heading: str, text: str = "") -> r.Section:
        """Add a section behind the others."""
        incident = tx.get(m.IncidentRow, incident_id)
        tx.label = f"new section of #{incident.number}"
        others = _rows(tx, incident_id)
        row = m.SectionRow(
            incident_id=incident_id,
            heading=clean_text(heading, "heading", w.SHORT_TEXT, required=True),
            text=clean_text(text, "section", w.LONG_TEXT),
            position=others[-1].position + 1 if others else 0,
        )
        return mapping.to_record(r.Section, tx.insert(row))

    @write_operation
    def edit(self, tx: Transaction, original: r.Section, heading: str, text: str) -> r.Section:
        """Change the heading or the text, as far as they differ from what the writer read.

        Raises:
            Conflict: Another window has changed the same one of them.
        """
        row = tx.get(m.SectionRow, original.id)
        tx.label = f"section “{row.heading}”"
        tx.edit(
            row,
            original,
            heading=clean_text(heading, "heading", w.SHORT_TEXT, required=True),
            text=clean_text(text, "section", w.LONG_TEXT),
        )
        return mapping.to_record(r.Section, row)

    @write_operation
    def move(self, tx: Transaction, section_id: UUID, index: int) -> None:
        """Move a section to another place among those of its incident.

        Args:
            tx: The transaction.
            section_id: The section.
            index: Its new place, from 0; a number beyond the ends means the first or the last.
        """
        moved = tx.get(m.SectionRow, section_id)
        tx.label = f"moved section “{moved.heading}”"
        rows = [row for row in _rows(tx, moved.incident_id) if row.id != section_id]
        rows.insert(max(0, index), moved)
        for position, row in enumerate(rows):
            tx.change(row, position=position)

    @write_operation
    def delete(self, tx: Transaction, section_id: UUID) -> None:
        """Delete a section; undo restores it."""
        row = tx.get(m.SectionRow, section_id)
        tx.label = f"deleted section “{row.heading}”"
        tx.delete(row)


def _rows(tx: Transaction, incident_id: UUID) -> list[m.SectionRow]:
    """Return the sections of an incident in their order."""
    query = (
        select(m.SectionRow)
        .where(m.SectionRow.incident_id == incident_id)
        .order_by(col(m.SectionRow.position), col(m.SectionRow.id))
    )
    return list(tx.session.exec(query).all())
