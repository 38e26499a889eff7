"""The action items that a meeting has to review, which is what rule 3 is about."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Gone
from db.sections.meeting_state import MEETING_GONE, was_held
from db.sections.selections import ACTION_ITEM_COLUMNS, select_only


def ids_to_review(session: Session, meeting_id: UUID) -> list[UUID]:
    """Return the ids of the items that a meeting has to review, by incident and slot.

    A meeting reviews every item that was open when it started and made before that, whichever
    incident's it is. Those of its own incident count only if that had a finished meeting before.
    What the meeting has reviewed is always among them. Before its clock starts, it is as if it
    started now.

    Raises:
        Gone: The meeting was thrown away.
    """
    meeting = session.get(m.MeetingRow, meeting_id)
    if meeting is None:
        raise Gone(MEETING_GONE)
    started_at = start_of(session, meeting_id)
    reviewed_ids = select(m.ReviewRow.action_id).where(m.ReviewRow.meeting_id == meeting_id)
    to_review = _was_open(started_at)
    if not _had_finished_meeting(session, meeting, started_at):
        to_review &= col(m.ActionRow.incident_id) != meeting.incident_id
    query = (
        select(m.ActionRow.id)
        .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
        .where(to_review | col(m.ActionRow.id).in_(reviewed_ids))
        .order_by(col(m.IncidentRow.number), col(m.ActionRow.slot))
    )
    return list(session.exec(query))


def start_of(session: Session, meeting_id: UUID) -> datetime | None:
    """Return when the clock of a meeting was started, or None where it was not yet."""
    start = session.exec(
        select(m.ClockRow)
        .where(m.ClockRow.meeting_id == meeting_id, m.ClockRow.kind == w.ClockKind.START)
        .order_by(col(m.ClockRow.position))
    ).first()
    return None if start is None else start.at - timedelta(seconds=max(0, start.seconds))


def carried_items(
    session: Session, meeting_id: UUID, item_ids: Sequence[UUID]
) -> Iterator[r.CarriedItem]:
    """Yield these items with the facts of their incidents and what meetings said of them."""
    of_items = col(m.ReviewRow.action_id).in_(item_ids)
    started_at = start_of(session, meeting_id)
    earlier = [] if started_at is None else [col(m.ReviewRow.at) < started_at]
    times_left_open = dict(
        session.exec(
            select(m.ReviewRow.action_id, func.count())
            .where(
                of_items,
                col(m.ReviewRow.status).in_(w.OPEN_STATUSES),
                col(m.ReviewRow.between_meetings).is_(False),
                col(m.ReviewRow.meeting_id).is_distinct_from(meeting_id),
                *earlier,
            )
            .group_by(col(m.ReviewRow.action_id))
        ).all()
    )
    of_meeting = select(m.ReviewRow).where(of_items, m.ReviewRow.meeting_id == meeting_id)
    reviews = {review.action_id: review for review in session.exec(of_meeting)}
    incident_columns = (m.IncidentRow.number, m.IncidentRow.service, m.IncidentRow.symptom)
    query = (
        select_only(
            (*ACTION_ITEM_COLUMNS, *incident_columns),
            col(m.IncidentRow.date).label("incident_date"),
        )
        .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
        .where(col(m.ActionRow.id).in_(item_ids))
    )
    tickets = mapping.tickets_of_items(session, item_ids)
    steps = mapping.steps_of_items(session, item_ids)
    for row in session.execute(query):
        review = reviews.get(row.id)
        yield mapping.to_record(
            r.CarriedItem,
            row,
            item=mapping.action_item(row, tickets=tickets, steps=steps),
            carried=times_left_open.get(row.id, 0),
            reviewed_at=None if review is None else review.at,
            review_note="" if review is None else review.note,
        )


def _was_open(at: datetime | None) -> ColumnElement[bool]:
    """Return the condition that an item was made before a moment and open then; None is now."""
    is_open = col(m.ActionRow.status).in_(w.OPEN_STATUSES)
    if at is None:
        return is_open
    of_item = col(m.ReviewRow.action_id) == col(m.ActionRow.id)
    last_status_before = (
        select(m.ReviewRow.status)
        .where(of_item, col(m.ReviewRow.at) < at)
        .order_by(*(column.desc() for column in mapping.REVIEW_ORDER))
        .limit(1)
        .scalar_subquery()
    )
    was_open = func.coalesce(last_status_before, w.ActionStatus.OPEN).in_(w.OPEN_STATUSES)
    reopened_since = exists().where(
        of_item, col(m.ReviewRow.at) >= at, col(m.ReviewRow.status).in_(w.OPEN_STATUSES)
    )
    return (
        (col(m.ActionRow.created_at) <= at)
        & (is_open | (col(m.ActionRow.closed_at) >= at))
        & (was_open | ~reopened_since)
    )


def _had_finished_meeting(session: Session, meeting: m.MeetingRow, before: datetime | None) -> bool:
    """Return whether the incident of a meeting had a finished meeting before a moment."""
    query = select(m.MeetingRow.id).where(
        m.MeetingRow.incident_id == meeting.incident_id,
        m.MeetingRow.id != meeting.id,
        was_held(),
    )
    if before is not None:
        query = query.where(col(m.MeetingRow.finished_at) <= before)
    return session.exec(query.limit(1)).first() is not None
