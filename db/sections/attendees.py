"""The people who attend a meeting, and their roles."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import func
from sqlmodel import select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.operations import StoreSection, write_operation
from db.sections.meeting_state import require_running
from db.transaction import Transaction
from db.validation import clean_text


class Attendees(StoreSection):
    """The operations on the attendees of meetings."""

    @write_operation
    def add_attendee(
        self,
        tx: Transaction,
        meeting_id: UUID,
        name: str,
        facilitates: bool = False,
        takes_notes: bool = False,
        was_in_incident: bool = False,
    ) -> r.Attendee:
        """Add a person to the attendees of a meeting, which begins it.

        Raises:
            Refused: The person is on the list already, or the meeting is over.
        """
        require_running(tx, meeting_id)
        tx.label = "attendee"
        row = m.AttendeeRow(
            meeting_id=meeting_id,
            name=clean_text(name, "name", w.SHORT_TEXT, required=True),
            facilitates=facilitates,
            takes_notes=takes_notes,
            was_in_incident=was_in_incident,
            position=_next_position(tx, meeting_id),
        )
        return mapping.to_record(r.Attendee, tx.insert(row))

    @write_operation
    def add_attendees(
        self, tx: Transaction, meeting_id: UUID, attendees: Sequence[r.Attendee]
    ) -> list[r.Attendee]:
        """Add the people of another meeting with their roles; one undo removes them again.

        Whoever is on the list already stays as they are. Nobody counts as having been in the
        incident, since it is another one.

        Raises:
            Refused: The meeting is over.
        """
        require_running(tx, meeting_id)
        tx.label = "attendees"
        names = select(m.AttendeeRow.name).where(m.AttendeeRow.meeting_id == meeting_id)
        present = {name.casefold() for name in tx.session.exec(names)}
        rows = [
            mapping.to_row(
                m.AttendeeRow,
                attendee,
                id=uuid4(),
                meeting_id=meeting_id,
                was_in_incident=False,
                position=position,
            )
            for position, attendee in enumerate(attendees, _next_position(tx, meeting_id))
            if attendee.name.casefold() not in present
        ]
        tx.insert_all(rows)
        return [mapping.to_record(r.Attendee, row) for row in rows]

    @write_operation
    def edit_attendee(
        self,
        tx: Transaction,
        original: r.Attendee,
        *,
        name: str,
        facilitates: bool,
        takes_notes: bool,
        was_in_incident: bool,
    ) -> r.Attendee:
        """Change the fields that differ from the attendee as the writer read them.

        Raises:
            Conflict: Another window has changed one of the same fields.
            Refused: The meeting is over.
        """
        tx.label = "attendee"
        row = tx.get(m.AttendeeRow, original.id)
        require_running(tx, row.meeting_id)
        tx.edit(
            row,
            original,
            name=clean_text(name, "name", w.SHORT_TEXT, required=True),
            facilitates=facilitates,
            takes_notes=takes_notes,
            was_in_incident=was_in_incident,
        )
        return mapping.to_record(r.Attendee, row)

    @write_operation
    def delete_attendee(self, tx: Transaction, attendee_id: UUID) -> None:
        """Delete a person from the attendees; undo restores them.

        Raises:
            Refused: The meeting is over.
        """
        tx.label = "removed attendee"
        row = tx.get(m.AttendeeRow, attendee_id)
        require_running(tx, row.meeting_id)
        tx.delete(row)


def _next_position(tx: Transaction, meeting_id: UUID) -> int:
    of_meeting = m.AttendeeRow.meeting_id == meeting_id
    last = tx.session.exec(select(func.max(m.AttendeeRow.position)).where(of_meeting)).one()
    return 0 if last is None else last + 1
