"""Meetings: the screen that each is on, the log of its clock, and how it ends."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete as delete_rows
from sqlalchemy import func
from sqlmodel import col, select

from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.operations import write_operation
from db.sections.attendees import Attendees
from db.sections.meeting_reads import MeetingReads, attendee_rows, clock_rows, meeting_record
from db.sections.meeting_state import MEETING_CANCELLED, has_begun, require_running
from db.transaction import Transaction
from db.validation import check_plan, check_shift, parse_enum


class Meetings(MeetingReads, Attendees):
    """The operations on meetings.

    A meeting outlives the program: the database has everything that is needed to resume one. It
    begins when its clock starts or somebody is named present; what nobody has begun is not held.
    """

    @write_operation
    def begin(self, tx: Transaction, incident_id: UUID, plan: tuple[int, int, int]) -> r.Meeting:
        """Return the unfinished meeting about an incident, or a new one at its opening.

        Nothing begins by that: the meeting is held once its clock starts or somebody is present.

        Args:
            tx: The transaction.
            incident_id: The incident.
            plan: The minutes of the review, the incident and the patterns, for a new meeting.

        Raises:
            Refused: A segment has no minutes, or too many.
        """
        tx.get(m.IncidentRow, incident_id)
        query = (
            select(m.MeetingRow)
            .where(m.MeetingRow.incident_id == incident_id, col(m.MeetingRow.finished_at).is_(None))
            .order_by(has_begun().desc(), col(m.MeetingRow.created_at))
        )
        row = tx.session.exec(query).first()
        if row is None:
            check_plan(plan)
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
        return meeting_record(tx.session, row)

    @write_operation
    def discard_unbegun(self, tx: Transaction, meeting_id: UUID) -> None:
        """Delete a meeting that nobody has begun, without a trace.

        A meeting that has begun stays, and so does one in which something was decided or parked.
        """
        tx.undoable = False
        unbegun = select(m.MeetingRow).where(m.MeetingRow.id == meeting_id, ~has_begun())
        row = tx.session.exec(unbegun).first()
        if row is None or row.finished_at is not None or _is_referred_to(tx, meeting_id):
            return
        for clock_row in clock_rows(tx.session, meeting_id):
            tx.session.delete(clock_row)
        tx.session.delete(row)
        tx.session.execute(delete_rows(m.ChangeRow).where(col(m.ChangeRow.entity_id) == meeting_id))

    @write_operation
    def cancel(self, tx: Transaction, meeting_id: UUID, *, keep: bool) -> None:
        """Give up a meeting before its end; undo lets it run again.

        Args:
            tx: The transaction.
            meeting_id: The meeting.
            keep: Whether it can be read later, as cancelled. Otherwise it is deleted with its
                clock and its attendees, and what it decided stays in the history of the action
                items as changes between meetings. In both cases its incident stays as it is.

        Raises:
            Refused: The meeting is over already, or was deleted.
        """
        row = require_running(tx, meeting_id)
        number = tx.get(m.IncidentRow, row.incident_id).number
        tx.label = f"cancelled meeting about #{number}"
        if keep:
            tx.change(row, cancelled_at=tx.at, finished_at=tx.at)
            return
        reviews = select(m.ReviewRow).where(m.ReviewRow.meeting_id == meeting_id)
        for review in tx.session.exec(reviews).all():
            tx.change(review, meeting_id=None, between_meetings=True)
        delete_meeting(tx, row)

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

        An event that goes to another part of the incident segment makes the meeting be on it.

        Args:
            tx: The transaction.
            meeting_id: The meeting.
            event: The event of the clock.
            stage: The screen to go to; by default the meeting stays on its screen.
            expected_stage: The screen that the writer leaves. By default it is not checked.

        Raises:
            Conflict: The meeting is not on the expected screen any more. Going on from there would
                skip a screen.
            Refused: The meeting is over, or the step moves the end too far.
        """
        check_shift(event.seconds)
        tx.undoable = False
        row = require_running(tx, meeting_id)
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
                part=event.part,
            )
        )
        if event.part is not None:
            tx.change(row, sub=event.part)
        elif stage is not None and stage is not row.stage:
            tx.change(row, stage=stage, sub=0)
        return meeting_record(tx.session, row)

    @write_operation
    def goto(self, tx: Transaction, meeting_id: UUID, stage: w.Stage) -> r.Meeting:
        """Set the screen that the meeting is on; its incident segment begins at the first part.

        Raises:
            Refused: The meeting is over.
        """
        tx.undoable = False
        row = tx.change(require_running(tx, meeting_id), stage=stage, sub=0)
        return meeting_record(tx.session, row)

    @write_operation
    def beat(self, tx: Transaction, meeting_id: UUID, instant: r.Instant) -> None:
        """Save that the meeting was alive at this instant.

        It is not logged as a change, because nobody made one.

        Raises:
            Refused: The meeting is over.
        """
        row = require_running(tx, meeting_id)
        row.seen_at, row.seen_uptime, row.seen_boot = instant.wall, instant.uptime, instant.boot
        tx.session.add(row)

    @write_operation
    def finish(self, tx: Transaction, meeting_id: UUID) -> r.Meeting:
        """Finish a meeting, which makes its incident a reviewed one.

        Raises:
            Refused: The meeting was cancelled.
        """
        tx.undoable = False
        row = tx.get(m.MeetingRow, meeting_id)
        if row.cancelled_at is not None:
            raise Refused(MEETING_CANCELLED)
        tx.change(row, finished_at=row.finished_at or tx.at)
        incident = tx.get(m.IncidentRow, row.incident_id)
        tx.change(incident, status=w.IncidentStatus.REVIEWED)
        return meeting_record(tx.session, row)

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
        return meeting_record(tx.session, row)


def delete_meeting(tx: Transaction, meeting: m.MeetingRow) -> None:
    """Delete a meeting with its clock and its attendees, row by row, so that undo restores all.

    What it has parked stays parked, and its reviews stay in the history of the action items.
    """
    parked = select(m.ParkedRow).where(m.ParkedRow.meeting_id == meeting.id)
    reviews = select(m.ReviewRow).where(m.ReviewRow.meeting_id == meeting.id)
    for row in (*tx.session.exec(parked).all(), *tx.session.exec(reviews).all()):
        tx.change(row, meeting_id=None)
    for clock_row in clock_rows(tx.session, meeting.id):
        tx.delete(clock_row)
    for attendee in attendee_rows(tx.session, meeting.id):
        tx.delete(attendee)
    tx.delete(meeting)


def _is_referred_to(tx: Transaction, meeting_id: UUID) -> bool:
    """Return whether an outcome or something parked comes from a meeting."""
    queries = (
        select(m.ReviewRow.id).where(m.ReviewRow.meeting_id == meeting_id),
        select(m.ParkedRow.id).where(m.ParkedRow.meeting_id == meeting_id),
    )
    return any(tx.session.exec(query.limit(1)).first() is not None for query in queries)
