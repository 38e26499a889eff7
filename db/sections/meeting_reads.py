"""The reads of meetings: those that run, those that are over, and the people who meet."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db import mapping
from db import models as m
from db import records as r
from db.errors import Gone, Refused
from db.operations import StoreSection, read_operation
from db.sections.meeting_state import MEETING_GONE, has_begun, was_held
from db.store_errors import unreadable_value
from db.validation import check_plan, check_shift


class MeetingReads(StoreSection):
    """The operations that read meetings and change nothing."""

    @read_operation
    def to_watch(self, session: Session) -> r.Meeting | None:
        """Return the meeting that a watching window shows, or None.

        It is the running one, and before any has begun the newest that is at its opening.
        """
        row = session.exec(_running_meetings().limit(1)).first()
        if row is None:
            at_opening = (
                select(m.MeetingRow)
                .where(col(m.MeetingRow.finished_at).is_(None))
                .order_by(col(m.MeetingRow.created_at).desc(), col(m.MeetingRow.id))
            )
            row = session.exec(at_opening.limit(1)).first()
        return None if row is None else meeting_record(session, row)

    @read_operation
    def running(self, session: Session) -> list[r.Meeting]:
        """Return the meetings that have begun and are not over, the last one alive first."""
        return [meeting_record(session, row) for row in session.exec(_running_meetings()).all()]

    @read_operation
    def of_incident(self, session: Session, incident_id: UUID) -> list[r.Meeting]:
        """Return the finished and the cancelled meetings about an incident, oldest first."""
        query = (
            select(m.MeetingRow)
            .where(
                m.MeetingRow.incident_id == incident_id,
                col(m.MeetingRow.finished_at).is_not(None),
            )
            .order_by(col(m.MeetingRow.finished_at), col(m.MeetingRow.id))
        )
        return [meeting_record(session, row) for row in session.exec(query).all()]

    @read_operation
    def outcomes(self, session: Session, meeting_id: UUID) -> list[r.MeetingOutcome]:
        """Return what a meeting said of action items, in the order in which it did."""
        query = (
            select(m.ReviewRow, m.ActionRow, m.IncidentRow.number)
            .join(m.ActionRow, col(m.ActionRow.id) == col(m.ReviewRow.action_id))
            .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
            .where(m.ReviewRow.meeting_id == meeting_id)
            .order_by(*mapping.REVIEW_ORDER)
        )
        return [
            mapping.to_record(
                r.MeetingOutcome, review, number=number, slot=item.slot, action=item.action
            )
            for review, item, number in session.exec(query)
        ]

    @read_operation
    def last_finished(self, session: Session) -> r.Meeting | None:
        """Return the meeting that was finished last, or None."""
        row = session.exec(_finished_meetings().limit(1)).first()
        return None if row is None else meeting_record(session, row)

    @read_operation
    def last_attendees(self, session: Session) -> tuple[r.Attendee, ...]:
        """Return the attendees of the last finished meeting that has any, in their order."""
        with_attendees = col(m.MeetingRow.id).in_(select(m.AttendeeRow.meeting_id))
        query = _finished_meetings().where(with_attendees).limit(1)
        row = session.exec(query).first()
        return () if row is None else meeting_record(session, row).attendees

    @read_operation
    def next_planned(self, session: Session, zone: tzinfo = UTC) -> date | None:
        """Return the day on which finished meetings have agreed for the next one, if it is to come.

        The last meeting that agreed on a day decides. A meeting that was finished on that day or
        later was the next one: then there is no such day.

        Args:
            session: The session of the store.
            zone: The team's time zone, in which the day begins.
        """
        query = _finished_meetings().where(col(m.MeetingRow.next_on).is_not(None)).limit(1)
        row = session.exec(query).first()
        if row is None or row.next_on is None:
            return None
        day_begins = datetime.combine(row.next_on, time(), zone).astimezone(UTC)
        was_next = col(m.MeetingRow.finished_at) >= day_begins
        held = session.exec(_finished_meetings().where(was_next).limit(1)).first()
        return row.next_on if held is None else None

    @read_operation
    def get(self, session: Session, meeting_id: UUID) -> r.Meeting:
        """Return a meeting by its id.

        Raises:
            Gone: It was thrown away.
        """
        row = session.get(m.MeetingRow, meeting_id)
        if row is None:
            raise Gone(MEETING_GONE)
        return meeting_record(session, row)

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


def meeting_record(session: Session, row: m.MeetingRow) -> r.Meeting:
    """Return the record of a meeting, with its log and its attendees.

    Raises:
        Unavailable: The clock can't be computed from values that another program wrote.
    """
    log = clock_rows(session, row.id)
    plan = (row.review_minutes, row.incident_minutes, row.patterns_minutes)
    try:
        check_plan(plan)
        for clock_row in log:
            check_shift(clock_row.seconds)
    except Refused as refused:
        raise unreadable_value(refused) from None
    attendees = attendee_rows(session, row.id)
    number = session.exec(
        select(m.IncidentRow.number).where(m.IncidentRow.id == row.incident_id)
    ).one()
    return mapping.to_record(
        r.Meeting,
        row,
        number=number,
        plan=plan,
        events=tuple(_clock_event(clock_row) for clock_row in log),
        attendees=tuple(mapping.to_record(r.Attendee, attendee) for attendee in attendees),
        last_alive=(
            None if row.seen_at is None else r.Instant(row.seen_at, row.seen_uptime, row.seen_boot)
        ),
    )


def clock_rows(session: Session, meeting_id: UUID) -> Sequence[m.ClockRow]:
    """Return the log of a meeting's clock, oldest first."""
    of_meeting = select(m.ClockRow).where(m.ClockRow.meeting_id == meeting_id)
    return session.exec(of_meeting.order_by(col(m.ClockRow.position))).all()


def attendee_rows(session: Session, meeting_id: UUID) -> Sequence[m.AttendeeRow]:
    """Return the attendees of a meeting in their order."""
    of_meeting = select(m.AttendeeRow).where(m.AttendeeRow.meeting_id == meeting_id)
    return session.exec(of_meeting.order_by(col(m.AttendeeRow.position))).all()


def _running_meetings() -> SelectOfScalar[m.MeetingRow]:
    """Return a query for the meetings that have begun and are not over, the last alive first."""
    last_alive = func.coalesce(m.MeetingRow.seen_at, m.MeetingRow.created_at)
    return (
        select(m.MeetingRow)
        .where(col(m.MeetingRow.finished_at).is_(None), has_begun())
        .order_by(last_alive.desc(), col(m.MeetingRow.id))
    )


def _finished_meetings() -> SelectOfScalar[m.MeetingRow]:
    """Return a query for the meetings that were held to their end, the last finished first."""
    return (
        select(m.MeetingRow)
        .where(was_held())
        .order_by(col(m.MeetingRow.finished_at).desc(), col(m.MeetingRow.id))
    )


def _clock_event(row: m.ClockRow) -> r.ClockEvent:
    return mapping.to_record(r.ClockEvent, row, at=r.Instant(row.at, row.uptime, row.boot))
