"""Meetings: which screen they are on, who is there, and the log of the clock."""

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import words as w
from db.errors import Conflict, Refused
from db.refusals import text, word
from db.section import Section, reading, writing
from db.transaction import Transaction


class Meetings(Section):
    """A meeting survives the program: everything that a resumed one needs is here."""

    @reading
    def running(self, session: Session) -> r.Meeting | None:
        """The meeting that has begun and not ended, if any; of several, the last seen alive."""
        alive = func.coalesce(m.MeetingRow.seen_at, m.MeetingRow.created_at)
        query = (
            select(m.MeetingRow)
            .where(col(m.MeetingRow.finished_at).is_(None))
            .order_by(alive.desc())
        )
        row = session.exec(query).first()
        return None if row is None else _meeting(session, row)

    @reading
    def next_planned(self, session: Session) -> date | None:
        """The day that the newest meeting that is over agreed on for the next, if it did."""
        query = (
            select(m.MeetingRow)
            .where(col(m.MeetingRow.finished_at).is_not(None))
            .order_by(col(m.MeetingRow.finished_at).desc())
            .limit(1)
        )
        row = session.exec(query).first()
        return None if row is None else row.next_on

    @writing
    def begin(self, tx: Transaction, incident_id: UUID, plan: tuple[int, int, int]) -> r.Meeting:
        """A meeting about this incident, at its opening; one that has not ended is taken up again.

        plan: minutes of the review, the incident and the patterns.
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
        return _meeting(tx.session, row)

    @reading
    def get(self, session: Session, meeting_id: UUID) -> r.Meeting:
        """One meeting."""
        row = session.get(m.MeetingRow, meeting_id)
        if row is None:
            raise Refused("the meeting is gone: it was deleted elsewhere")
        return _meeting(session, row)

    @writing
    def tick(
        self,
        tx: Transaction,
        meeting_id: UUID,
        clock_event: r.ClockEvent,
        stage: w.Stage | None = None,
        seen: w.Stage | None = None,
    ) -> r.Meeting:
        """Append to the log of the clock, and go to another screen in the same transaction.

        seen: the screen that the writer leaves; not given, none is left.

        Raises:
            Conflict: somebody else has left that one already. Two steps would be one too many.
        """
        tx.undoable = False
        row = tx.get(m.MeetingRow, meeting_id)
        if seen is not None and row.stage != seen.value:
            raise Conflict("stage", row.stage, seen.value)
        of_meeting = m.ClockRow.meeting_id == meeting_id
        last = tx.session.exec(select(func.max(m.ClockRow.position)).where(of_meeting)).one()
        tx.insert(
            m.ClockRow(
                meeting_id=meeting_id,
                position=0 if last is None else last + 1,
                kind=word(clock_event.kind, w.ClockKind, "clock event"),
                at=clock_event.at.wall,
                uptime=clock_event.at.uptime,
                boot=clock_event.at.boot,
                seconds=clock_event.seconds,
                moves_end=clock_event.moves_end,
            )
        )
        if stage is not None:
            tx.change(row, stage=stage.value, sub=0 if stage != row.stage else row.sub)
        return _meeting(tx.session, row)

    @writing
    def goto(self, tx: Transaction, meeting_id: UUID, stage: w.Stage, sub: int = 0) -> r.Meeting:
        """Remember the screen the meeting is on."""
        tx.undoable = False
        row = tx.change(tx.get(m.MeetingRow, meeting_id), stage=stage.value, sub=sub)
        return _meeting(tx.session, row)

    @writing
    def beat(self, tx: Transaction, meeting_id: UUID, seen: r.Instant) -> None:
        """Remember that the meeting was alive at this instant; no change that anybody made."""
        row = tx.get(m.MeetingRow, meeting_id)
        row.seen_at, row.seen_uptime, row.seen_boot = seen.wall, seen.uptime, seen.boot
        tx.session.add(row)

    @writing
    def finish(self, tx: Transaction, meeting_id: UUID) -> r.Meeting:
        """Close the meeting; its incident counts as reviewed."""
        tx.undoable = False
        row = tx.get(m.MeetingRow, meeting_id)
        tx.change(row, finished_at=row.finished_at or tx.at)
        incident = tx.get(m.IncidentRow, row.incident_id)
        tx.change(incident, status=w.IncidentStatus.REVIEWED.value)
        return _meeting(tx.session, row)

    @writing
    def plan_next(
        self, tx: Transaction, meeting_id: UUID, base: date | None, on: date | None
    ) -> r.Meeting:
        """Agree on the day of the next meeting, compare-and-set against `base`."""
        tx.label = "next meeting"
        row = tx.get(m.MeetingRow, meeting_id)
        tx.compare_and_set(row, "next_on", base, on)
        return _meeting(tx.session, row)

    @reading
    def people(self, session: Session) -> list[str]:
        """Everybody who has owned something or been in a meeting, most often first."""
        spelled: Counter[str] = Counter()
        for name in (m.ActionRow.owner, m.ThemeRow.owner, m.AttendeeRow.name):
            query = select(name, func.count()).where(name != "").group_by(name)
            spelled.update(dict(session.exec(query).all()))
        usual: dict[str, str] = {}
        times: Counter[str] = Counter()
        for name, count in sorted(spelled.items(), key=lambda each: (-each[1], each[0])):
            usual.setdefault(name.casefold(), name)
            times[name.casefold()] += count
        return [usual[name] for name in sorted(times, key=lambda name: (-times[name], name))]

    @writing
    def attend(
        self,
        tx: Transaction,
        meeting_id: UUID,
        name: str,
        facilitates: bool = False,
        takes_notes: bool = False,
        was_in_incident: bool = False,
    ) -> r.Attendee:
        """Somebody is here."""
        tx.get(m.MeetingRow, meeting_id)
        tx.label = "attendee"
        of_meeting = m.AttendeeRow.meeting_id == meeting_id
        last = tx.session.exec(select(func.max(m.AttendeeRow.position)).where(of_meeting)).one()
        row = m.AttendeeRow(
            meeting_id=meeting_id,
            name=text(name, "name", w.SHORT_TEXT, required=True),
            facilitates=facilitates,
            takes_notes=takes_notes,
            was_in_incident=was_in_incident,
            position=0 if last is None else last + 1,
        )
        return _attendee(tx.insert(row))

    @writing
    def edit_attendee(
        self,
        tx: Transaction,
        attendee: r.Attendee,
        *,
        name: str,
        facilitates: bool,
        takes_notes: bool,
        was_in_incident: bool,
    ) -> r.Attendee:
        """Another name or part in the meeting of somebody, handed in as they were read."""
        tx.label = "attendee"
        row = tx.get(m.AttendeeRow, attendee.id)
        tx.edit(
            row,
            attendee,
            name=text(name, "name", w.SHORT_TEXT, required=True),
            facilitates=facilitates,
            takes_notes=takes_notes,
            was_in_incident=was_in_incident,
        )
        return _attendee(row)

    @writing
    def leave(self, tx: Transaction, attendee_id: UUID) -> None:
        """Somebody is not here after all; undo brings them back."""
        tx.label = "attendee left"
        tx.delete(tx.get(m.AttendeeRow, attendee_id))


def _meeting(session: Session, row: m.MeetingRow) -> r.Meeting:
    clock = session.exec(
        select(m.ClockRow).where(m.ClockRow.meeting_id == row.id).order_by(col(m.ClockRow.position))
    )
    people = session.exec(
        select(m.AttendeeRow)
        .where(m.AttendeeRow.meeting_id == row.id)
        .order_by(col(m.AttendeeRow.position))
    )
    number = session.exec(
        select(m.IncidentRow.number).where(m.IncidentRow.id == row.incident_id)
    ).one()
    return r.Meeting(
        id=row.id,
        incident_id=row.incident_id,
        number=number,
        stage=w.Stage(row.stage),
        sub=row.sub,
        plan=(row.review_minutes, row.incident_minutes, row.patterns_minutes),
        created_at=row.created_at,
        finished_at=row.finished_at,
        events=tuple(
            r.ClockEvent(
                w.ClockKind(each.kind),
                r.Instant(each.at, each.uptime, each.boot),
                each.seconds,
                each.moves_end,
            )
            for each in clock
        ),
        attendees=tuple(_attendee(each) for each in people),
        seen=(
            None if row.seen_at is None else r.Instant(row.seen_at, row.seen_uptime, row.seen_boot)
        ),
        next_on=row.next_on,
    )


def _attendee(row: m.AttendeeRow) -> r.Attendee:
    return r.Attendee(row.id, row.name, row.facilitates, row.takes_notes, row.was_in_incident)
