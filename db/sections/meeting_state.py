"""Whether a meeting has begun and whether it is over, which many operations depend on."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from db import models as m
from db import vocabulary as w
from db.errors import Gone, Refused
from db.transaction import Transaction

MEETING_GONE = "the meeting was thrown away in another window"
MEETING_CANCELLED = "the meeting was cancelled in another window"
MEETING_FINISHED = "the meeting was finished in another window"


def has_begun() -> ColumnElement[bool]:
    """Return the condition that the clock of a meeting was started or somebody named present."""
    return or_(
        exists().where(
            col(m.ClockRow.meeting_id) == col(m.MeetingRow.id),
            col(m.ClockRow.kind) == w.ClockKind.START,
        ),
        exists().where(col(m.AttendeeRow.meeting_id) == col(m.MeetingRow.id)),
    )


def was_held() -> ColumnElement[bool]:
    """Return the condition that a meeting is finished, and not given up before its end."""
    return and_(
        col(m.MeetingRow.finished_at).is_not(None), col(m.MeetingRow.cancelled_at).is_(None)
    )


def require_running(tx: Transaction, meeting_id: UUID) -> m.MeetingRow:
    """Return a meeting that is not over yet, whether it has begun or not.

    Raises:
        Gone: It was thrown away.
        Refused: It was finished or cancelled.
    """
    row = tx.session.get(m.MeetingRow, meeting_id)
    if row is None:
        raise Gone(MEETING_GONE)
    if row.cancelled_at is not None:
        raise Refused(MEETING_CANCELLED)
    if row.finished_at is not None:
        raise Refused(MEETING_FINISHED)
    return row
