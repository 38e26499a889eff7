"""The reads that figures and verdicts are computed from, without whole post-mortems."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, true
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.operations import StoreSection, read_operation
from db.sections.selections import action_items_where, outline, select_only, select_outlines

ALL, NONE = true(), false()
"""The conditions that everything meets, and that nothing does."""
IS_NO_NEAR_MISS = col(m.IncidentRow.kind) == w.IncidentKind.INCIDENT
"""A near miss counts for no rate, so it can neither repeat an incident nor be repeated."""


class FigureReads(StoreSection):
    """The operations that read what figures count, and change nothing."""

    @read_operation
    def numbers_to_count(self, session: Session, since: datetime) -> list[int]:
        """Return the numbers of the incidents that the rates of a window depend on, ascending.

        These are the incidents that began in the window, the first one of each cause, and those
        with an action item that is open or was created or closed in the window.

        Args:
            session: The session of the store.
            since: When the window begins.
        """
        query = _numbers_to_count(since, _counts_for_rates(since))
        return list(session.scalars(query.order_by(col(m.IncidentRow.number))))

    @read_operation
    def outlines(
        self, session: Session, numbers: Sequence[int], since: datetime
    ) -> list[r.IncidentOutline]:
        """Return the outlines of these incidents that the rates of a window need, by number.

        Each has the action items that are open or were created or closed in the window. Only those
        that were closed and got another status since have their reviews.

        Args:
            session: The session of the store.
            numbers: The numbers of the incidents. Those that do not exist are left out.
            since: When the window begins.
        """
        outlines: list[r.IncidentOutline] = []
        for batch in batched(numbers):
            of_batch = col(m.IncidentRow.number).in_(batch)
            counted = _counts_for_rates(since)
            reviews = mapping.reviews_where(session, _closed_before(), _of_items(of_batch, counted))
            outlines += _outlines(session, of_batch, counted, reviews)
        return outlines

    @read_operation
    def numbers_to_measure(self, session: Session, since: datetime) -> list[int]:
        """Return the numbers of the incidents that all figures of a window depend on, ascending.

        To those that the rates need, these add the last incident of each cause before the window,
        and those with an action item that was first due or first reviewed by a meeting in it.

        Args:
            session: The session of the store.
            since: When the window begins.
        """
        query = _numbers_to_count(since, _counts_for_figures(since), _can_be_repeated(since))
        return list(session.scalars(query.order_by(col(m.IncidentRow.number))))

    @read_operation
    def measured_outlines(
        self, session: Session, numbers: Sequence[int], since: datetime
    ) -> list[r.MeasuredOutline]:
        """Return the outlines of these incidents that all figures of a window need, by number.

        The action items are those that count in the window, and all of an incident that began in
        it or is the last one of its cause before it; they have their reviews and checks. The
        milestones are those of the incidents that began in the window.

        Args:
            session: The session of the store.
            numbers: The numbers of the incidents. Those that do not exist are left out.
            since: When the window begins.
        """
        measured: list[r.MeasuredOutline] = []
        for batch in batched(numbers):
            of_batch = col(m.IncidentRow.number).in_(batch)
            milestones = _milestones(session, since, of_batch)
            measured += [
                mapping.to_record(
                    r.MeasuredOutline, outlined, milestones=milestones.get(outlined.id, {})
                )
                for outlined in reviewed_outlines(session, of_batch, _counts_for_figures(since))
            ]
        return measured

    @read_operation
    def first_meetings(self, session: Session, since: datetime) -> dict[int, datetime]:
        """Return when the first meeting about an incident was finished, by the incident's number.

        Incidents that began before the window, or had no finished meeting, are left out.

        Args:
            session: The session of the store.
            since: When the window begins.
        """
        query = (
            select_only(
                (m.IncidentRow.number,), func.min(m.MeetingRow.finished_at).label("finished_at")
            )
            .join(m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id))
            .join(m.MeetingRow, col(m.MeetingRow.incident_id) == col(m.IncidentRow.id))
            .where(
                col(m.IncidentIndexRow.began_at) >= since,
                col(m.MeetingRow.finished_at).is_not(None),
                col(m.MeetingRow.cancelled_at).is_(None),
            )
            .group_by(col(m.IncidentRow.number))
        )
        return {row.number: row.finished_at for row in session.execute(query)}


def _counts_for_rates(since: datetime) -> ColumnElement[bool]:
    """Return the condition that an action item is open, or was created or closed in the window."""
    return or_(
        col(m.ActionRow.status).in_(w.OPEN_STATUSES),
        col(m.ActionRow.created_at) >= since,
        col(m.ActionRow.closed_at) >= since,
    )


def _counts_for_figures(since: datetime) -> ColumnElement[bool]:
    """Return the condition that any figure of the window depends on an action item."""
    first_reviewed_in_window = (
        select(m.ReviewRow.action_id)
        .where(col(m.ReviewRow.between_meetings).is_(False))
        .group_by(col(m.ReviewRow.action_id))
        .having(func.min(m.ReviewRow.at) >= since)
    )
    repeatable = select(m.IncidentRow.id).where(_can_be_repeated(since))
    return or_(
        _counts_for_rates(since),
        col(m.ActionRow.first_due) >= since.date(),
        col(m.ActionRow.id).in_(first_reviewed_in_window),
        col(m.ActionRow.incident_id).in_(repeatable),
    )


def _can_be_repeated(since: datetime) -> ColumnElement[bool]:
    """Return the condition that an incident can be the one that a repeat in the window repeats.

    It began in the window, or is the last one of its cause that began before.
    """
    last_before = (
        select_columns(
            col(m.IncidentRow.cause_id).label("cause_id"),
            func.max(m.IncidentIndexRow.began_at).label("began_at"),
        )
        .join(m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id))
        .where(col(m.IncidentIndexRow.began_at) < since, IS_NO_NEAR_MISS)
        .group_by(col(m.IncidentRow.cause_id))
        .subquery()
    )
    incident, index = aliased(m.IncidentRow), aliased(m.IncidentIndexRow)
    ids = (
        select(incident.id)
        .join(index, col(index.incident_id) == col(incident.id))
        .outerjoin(last_before, last_before.c.cause_id == col(incident.cause_id))
        .where(or_(col(index.began_at) >= since, col(index.began_at) == last_before.c.began_at))
    )
    return col(m.IncidentRow.id).in_(ids)


def _numbers_to_count(
    since: datetime, items_to_count: ColumnElement[bool], also: ColumnElement[bool] = NONE
) -> Select[int]:
    """Return a query for the numbers of the incidents on which figures of a window depend.

    These are the incidents that began in the window, the first one of each cause, those with an
    action item that meets the condition, and those that meet the condition `also`.
    """
    first_of_cause = (
        select_columns(
            col(m.IncidentRow.cause_id).label("cause_id"),
            func.min(m.IncidentIndexRow.began_at).label("began_at"),
        )
        .join(m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id))
        .where(IS_NO_NEAR_MISS)
        .group_by(col(m.IncidentRow.cause_id))
        .subquery()
    )
    with_items = select(m.ActionRow.incident_id).where(items_to_count)
    return (
        select_columns(col(m.IncidentRow.number))
        .join(m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id))
        .outerjoin(first_of_cause, first_of_cause.c.cause_id == col(m.IncidentRow.cause_id))
        .where(
            or_(
                col(m.IncidentIndexRow.began_at) >= since,
                col(m.IncidentIndexRow.began_at) == first_of_cause.c.began_at,
                col(m.IncidentRow.id).in_(with_items),
                also,
            )
        )
    )


def _outlines(
    session: Session,
    condition: ColumnElement[bool],
    items_to_count: ColumnElement[bool],
    reviews: Mapping[UUID, Sequence[r.Review]],
) -> list[r.IncidentOutline]:
    """Return the outlines of the incidents that meet a condition, by number.

    Each has its action items that meet the condition `items_to_count`, with these reviews.
    """
    rows = session.execute(
        select_outlines().where(condition).order_by(col(m.IncidentRow.number))
    ).all()
    of_incidents = col(m.ActionRow.incident_id).in_(select(m.IncidentRow.id).where(condition))
    items = action_items_where(session, of_incidents, items_to_count)
    return [
        outline(
            row,
            [replace(item, reviews=tuple(reviews.get(item.id, ()))) for item in items[row.id]],
        )
        for row in rows
    ]


def reviewed_outlines(
    session: Session, condition: ColumnElement[bool], items_to_count: ColumnElement[bool] = ALL
) -> list[r.IncidentOutline]:
    """Return outlines as `_outlines` does, whose action items have all reviews and checks."""
    reviews = mapping.reviews_where(session, _of_items(condition, items_to_count))
    outlines = _outlines(session, condition, items_to_count, reviews)
    items = [item.id for outlined in outlines for item in outlined.action_items]
    checks = mapping.checks_of_items(session, items)
    return [
        replace(
            outlined,
            action_items=tuple(
                replace(item, checks=tuple(checks[item.id])) if item.id in checks else item
                for item in outlined.action_items
            ),
        )
        for outlined in outlines
    ]


def _of_items(
    condition: ColumnElement[bool], items_to_count: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition that a review is of an item that counts, of an incident that does."""
    of_incidents = col(m.ActionRow.incident_id).in_(select(m.IncidentRow.id).where(condition))
    items = select(m.ActionRow.id).where(of_incidents, items_to_count)
    return col(m.ReviewRow.action_id).in_(items)


def _closed_before() -> ColumnElement[bool]:
    """Return the condition that a review is of an item that was closed and did not stay so.

    It then has a review with a closed status that is not its own, or one that says that it was
    open after one that says that it was closed.
    """
    closed, opened = aliased(m.ReviewRow), aliased(m.ReviewRow)
    of_item = col(closed.action_id) == col(m.ReviewRow.action_id)
    other_status = (
        select(closed.id)
        .join(m.ActionRow, col(m.ActionRow.id) == col(closed.action_id))
        .where(
            of_item,
            col(closed.status).in_(w.CLOSED_STATUSES),
            col(closed.status) != col(m.ActionRow.status),
        )
    )
    reopened = (
        select(closed.id)
        .join(opened, col(opened.action_id) == col(closed.action_id))
        .where(
            of_item,
            col(closed.status).in_(w.CLOSED_STATUSES),
            col(opened.status).in_(w.OPEN_STATUSES),
            col(opened.at) >= col(closed.at),
        )
    )
    return or_(exists(other_status), exists(reopened))


def _milestones(
    session: Session, since: datetime, condition: ColumnElement[bool]
) -> dict[UUID, dict[w.EventKind, datetime]]:
    """Return when milestones were first reached, by the id of an incident.

    It reads the incidents that meet the condition and began since then, as far as they have an
    event or an impact.
    """
    of_incidents = select(m.IncidentRow.id).where(condition)
    events: dict[UUID, list[tuple[w.EventKind, datetime]]] = defaultdict(list)
    query = (
        select_only((m.TimelineRow.incident_id, m.TimelineRow.kind, m.TimelineRow.at))
        .join(
            m.IncidentIndexRow,
            col(m.IncidentIndexRow.incident_id) == col(m.TimelineRow.incident_id),
        )
        .where(
            col(m.TimelineRow.incident_id).in_(of_incidents),
            col(m.IncidentIndexRow.began_at) >= since,
            col(m.TimelineRow.kind) != w.EventKind.OTHER,
        )
        .order_by(col(m.TimelineRow.at), col(m.TimelineRow.position), col(m.TimelineRow.id))
    )
    for incident_id, kind, at in session.execute(query):
        events[incident_id].append((kind, at))
    impacts_query = (
        select_only((m.ImpactRow.incident_id, m.ImpactRow.began_at))
        .join(
            m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.ImpactRow.incident_id)
        )
        .where(
            col(m.ImpactRow.incident_id).in_(of_incidents),
            col(m.IncidentIndexRow.began_at) >= since,
        )
    )
    impacts_began_at = {row.incident_id: row.began_at for row in session.execute(impacts_query)}
    return {
        incident_id: r.first_milestones(events[incident_id], impacts_began_at.get(incident_id))
        for incident_id in {*events, *impacts_began_at}
    }
