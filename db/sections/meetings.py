"""Meetings: the screen that each is on, its attendees, and the log of its clock."""

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.operations import StoreSection, read_operation, write_operation
from db.transaction import Transaction
from db.validation import clean_text, parse_enum

MEETING_GONE = "the meeting is gone: it was deleted elsewhere"


class Meetings(StoreSection):
    """The operations on meetings.

    A meeting outlives the program: the database has everything that is needed to resume one.
    """

    @read_operation
    def running(self, session: Session) -> r.Meeting | None:
        """Return the meeting that is not finished, or None; of several, the last one alive."""
        last_alive = func.coalesce(m.MeetingRow.seen_at, m.MeetingRow.created_at)
        query = (
            select(m.MeetingRow)
            .where(col(m.MeetingRow.finished_at).is_(None))
            .order_by(last_alive.desc())
        )
        row = session.exec(query).first()
        return None if row is None else _record(session, row)

    @read_operation
    def next_planned(self, session: Session) -> date | None:
        """Return the day that the last finished meeting agreed on for the next one, if any."""
        query = (
            select(m.MeetingRow)
            .where(col(m.MeetingRow.finished_at).is_not(None))
            .order_by(col(m.MeetingRow.finished_at).desc())
            .limit(1)
        )
        row = session.exec(query).first()
        return None if row is None else row.next_on

    @write_operation
    def begin(self, tx: Transaction, incident_id: UUID, plan: tuple[int, int, int]) -> r.Meeting:
        """Return the unfinished meeting about an incident, or a new one at its opening.

        Args:
            tx: The transaction.
            incident_id: The incident.
            plan: The minutes of the review, the incident and the patterns, for a new meeting.

        Raises:
            Refused: A segment has no minutes.
        """
        tx.get(m.IncidentRow, incident_id)
        query = select(m.MeetingRow).where(
            m.MeetingRow.incident_id == incident_id, col(m.MeetingRow.finished_at).is_(None)
        )
        row = tx.session.exec(query).first()
        if row is None:
            if min(plan) < 1:
                raise Refused("agenda: each segment takes at least 1 minute")
            tx.undoable = False
            row = tx.insert(
                m.MeetingRow(
                    incident_id=incident_id,
                    review_minutes=plan[0],
                    incident_minutes=plan[1],
                    patterns_minutes=plan[2],
                    created_at=tx.at,
                )
            )
        return _record(tx.session, row)

    @read_operation
    def get(self, session: Session, meeting_id: UUID) -> r.Meeting:
        """Return a meeting by its id.

        Raises:
            Refused: It was deleted.
        """
        row = session.get(m.MeetingRow, meeting_id)
        if row is None:
            raise Refused(MEETING_GONE)
        return _record(session, row)

    @write_operation
    def add_clock_event(
        self,
        tx: Transaction,
        meeting_id: UUID,
        event: r.ClockEvent,
        stage: w.Stage | None = None,
        expected_stage: w.Stage | None = None,
    ) -> r.Meeting:
        """Append an event to the log of the clock, and go to another screen if one is given.

        Args:
            tx: The transaction.
            meeting_id: The meeting.
            event: The event of the clock.
            stage: The screen to go to; by default the meeting stays on its screen.
            expected_stage: The screen that the writer leaves. By default it is not checked.

        Raises:
            Conflict: The meeting is not on the expected screen any more. Going on from there would
                skip a screen.
        """
        tx.undoable = False
        row = tx.get(m.MeetingRow, meeting_id)
        if expected_stage is not None and row.stage is not expected_stage:
            raise Conflict("stage", row.stage, expected_stage)
        of_meeting = m.ClockRow.meeting_id == meeting_id
        last = tx.session.exec(select(func.max(m.ClockRow.position)).where(of_meeting)).one()
        tx.insert(
            m.ClockRow(
                meeting_id=meeting_id,
                position=0 if last is None else last + 1,
                kind=parse_enum(event.kind, w.ClockKind, "clock event"),
                at=event.at.wall,
                uptime=event.at.uptime,
                boot=event.at.boot,
                seconds=event.seconds,
                moves_end=event.moves_end,
            )
        )
        if stage is not None:
            tx.change(row, stage=stage, sub=row.sub if stage is row.stage else 0)
        return _record(tx.session, row)

    @write_operation
    def goto(self, tx: Transaction, meeting_id: UUID, stage: w.Stage, sub: int = 0) -> r.Meeting:
        """Set the screen that the meeting is on, and the part of its incident segment."""
        tx.undoable = False
        row = tx.change(tx.get(m.MeetingRow, meeting_id), stage=stage, sub=sub)
        return _record(tx.session, row)

    @write_operation
    def beat(self, tx: Transaction, meeting_id: UUID, instant: r.Instant) -> None:
        """Save that the meeting was alive at this instant.

        It is not logged as a change, because nobody made one.
        """
        row = tx.get(m.MeetingRow, meeting_id)
        row.seen_at, row.seen_uptime, row.seen_boot = instant.wall, instant.uptime, instant.boot
        tx.session.add(row)

    @write_operation
    def finish(self, tx: Transaction, meeting_id: UUID) -> r.Meeting:
        """Finish a meeting, which makes its incident a reviewed one."""
        tx.undoable = False
        row = tx.get(m.MeetingRow, meeting_id)
        tx.change(row, finished_at=row.finished_at or tx.at)
        incident = tx.get(m.IncidentRow, row.incident_id)
        tx.change(incident, status=w.IncidentStatus.REVIEWED)
        return _record(tx.session, row)

    @write_operation
    def plan_next(
        self, tx: Transaction, meeting_id: UUID, expected: date | None, on: date | None
    ) -> r.Meeting:
        """Set the day of the next meeting, if the day still is the `expected` one.

        Raises:
            Conflict: Another window has changed it since.
        """
        tx.label = "next meeting"
        row = tx.get(m.MeetingRow, meeting_id)
        tx.compare_and_set(row, "next_on", expected, on)
        return _record(tx.session, row)

    @read_operation
    def people(self, session: Session) -> list[str]:
        """Return everybody who owned something or attended a meeting, the most frequent first.

        A name that was written in several ways, such as `mei` and `Mei`, is returned once, in its
        most frequent spelling.
        """
        spellings: Counter[str] = Counter()
        for name in (m.ActionRow.owner, m.ThemeRow.owner, m.AttendeeRow.name):
            query = select(name, func.count()).where(name != "").group_by(name)
            spellings.update(dict(session.exec(query).all()))
        usual_spelling: dict[str, str] = {}
        totals: Counter[str] = Counter()
        for spelling, count in sorted(spellings.items(), key=lambda item: (-item[1], item[0])):
            usual_spelling.setdefault(spelling.casefold(), spelling)
            totals[spelling.casefold()] += count
        return [
            usual_spelling[name] for name in sorted(totals, key=lambda name: (-totals[name], name))
        ]

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
        """Add a person to the attendees of a meeting."""
        tx.get(m.MeetingRow, meeting_id)
        tx.label = "attendee"
        of_meeting = m.AttendeeRow.meeting_id == meeting_id
        last = tx.session.exec(select(func.max(m.AttendeeRow.position)).where(of_meeting)).one()
        row = m.AttendeeRow(
            meeting_id=meeting_id,
            name=clean_text(name, "name", w.SHORT_TEXT, required=True),
            facilitates=facilitates,
            takes_notes=takes_notes,
            was_in_incident=was_in_incident,
            position=0 if last is None else last + 1,
        )
        return mapping.to_record(r.Attendee, tx.insert(row))

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
        """
        tx.label = "attendee"
        row = tx.get(m.AttendeeRow, original.id)
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
        """Delete a person from the attendees; undo restores them."""
        tx.label = "attendee left"
        tx.delete(tx.get(m.AttendeeRow, attendee_id))


def _record(session: Session, row: m.MeetingRow) -> r.Meeting:
    clock_rows = session.exec(
        select(m.ClockRow).where(m.ClockRow.meeting_id == row.id).order_by(col(m.ClockRow.position))
    )
    attendee_rows = session.exec(
        select(m.AttendeeRow)
        .where(m.AttendeeRow.meeting_id == row.id)
        .order_by(col(m.AttendeeRow.position))
    )
    number = session.exec(
        select(m.IncidentRow.number).where(m.IncidentRow.id == row.incident_id)
    ).one()
    return mapping.to_record(
        r.Meeting,
        row,
        number=number,
        plan=(row.review_minutes, row.incident_minutes, row.patterns_minutes),
        events=tuple(_clock_event(clock_row) for clock_row in clock_rows),
        attendees=tuple(mapping.to_record(r.Attendee, attendee) for attendee in attendee_rows),
        last_alive=(
            None if row.seen_at is None else r.Instant(row.seen_at, row.seen_uptime, row.seen_boot)
        ),
    )


def _clock_event(row: m.ClockRow) -> r.ClockEvent:
    return mapping.to_record(r.ClockEvent, row, at=r.Instant(row.at, row.uptime, row.boot))
