"""Reads of many incidents for figures and comparisons, without their whole post-mortems."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.operations import StoreSection, read_operation
from db.sections.selections import action_items_where, outline, select_only, select_outlines

PAGE = 500
"""How many incidents one read returns, so that no write waits long behind it."""


class Overview(StoreSection):
    """The reads of many incidents, each of which returns no more than its purpose needs."""

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

        Each has the action items that are open or were created or closed in the window, without
        their reviews.

        Args:
            session: The session of the store.
            numbers: The numbers of the incidents. Those that do not exist are left out.
            since: When the window begins.
        """
        outlines: list[r.IncidentOutline] = []
        for batch in batched(numbers):
            of_batch = col(m.IncidentRow.number).in_(batch)
            outlines += _outlines(session, of_batch, _counts_for_rates(since))
        return outlines

    @read_operation
    def measured_outlines(self, session: Session, since: datetime) -> list[r.MeasuredOutline]:
        """Return the outlines that all figures of a window need, by number.

        To the action items that the rates need, these add the ones that were first due or first
        reviewed by a meeting in the window; of the latter they have the reviews. The milestones
        are those of the incidents that began in the window.

        Args:
            session: The session of the store.
            since: When the window begins.
        """
        first_reviewed_in_window = (
            select(m.ReviewRow.action_id)
            .where(col(m.ReviewRow.between_meetings).is_(False))
            .group_by(col(m.ReviewRow.action_id))
            .having(func.min(m.ReviewRow.at) >= since)
        )
        items_to_count = or_(
            _counts_for_rates(since),
            col(m.ActionRow.first_due) >= since.date(),
            col(m.ActionRow.id).in_(first_reviewed_in_window),
        )
        reviews = mapping.reviews_where(
            session, col(m.ReviewRow.action_id).in_(first_reviewed_in_window)
        )
        milestones = _milestones(session, since)
        to_count = col(m.IncidentRow.number).in_(_numbers_to_count(since, items_to_count))
        return [
            mapping.to_record(
                r.MeasuredOutline,
                incident,
                action_items=tuple(
                    replace(item, reviews=tuple(reviews.get(item.id, ())))
                    for item in incident.action_items
                ),
                milestones=milestones.get(incident.id, {}),
            )
            for incident in _outlines(session, to_count, items_to_count)
        ]

    @read_operation
    def occurrences(self, session: Session, after: int = 0) -> list[r.Occurrence]:
        """Return what may recur of the next `PAGE` incidents after a number, by number."""
        columns = (m.IncidentRow.number, m.IncidentRow.service, m.IncidentRow.date)
        rows = session.execute(_select_page((*columns, m.IncidentRow.cause_id), after)).all()
        factor_kinds: dict[int, list[w.FactorKind]] = defaultdict(list)
        if rows:
            query = (
                select_only((m.IncidentRow.number, m.FactorRow.kind))
                .join(m.FactorRow, col(m.FactorRow.incident_id) == col(m.IncidentRow.id))
                .where(col(m.IncidentRow.number).between(rows[0].number, rows[-1].number))
            )
            for number, kind in session.execute(query):
                factor_kinds[number].append(kind)
        causes = _causes(session, rows)
        return [
            mapping.to_record(
                r.Occurrence,
                row,
                cause=causes.get(row.cause_id),
                factor_kinds=tuple(factor_kinds.get(row.number, ())),
            )
            for row in rows
        ]

    @read_operation
    def comparison_records(self, session: Session, after: int = 0) -> list[r.ComparisonRecord]:
        """Return what similar incidents are found by, of the next `PAGE` after a number."""
        columns = (
            m.IncidentRow.number,
            m.IncidentRow.service,
            m.IncidentRow.symptom,
            m.IncidentRow.date,
            m.IncidentRow.root_cause,
            m.IncidentRow.cause_id,
            m.IncidentIndexRow.open_actions,
        )
        query = _select_page(columns, after).join(
            m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id)
        )
        rows = session.execute(query).all()
        causes = _causes(session, rows)
        return [
            mapping.to_record(r.ComparisonRecord, row, cause=causes.get(row.cause_id))
            for row in rows
        ]

    @read_operation
    def outlines_of_cause(
        self, session: Session, cause_id: UUID, after: int = 0
    ) -> list[r.IncidentOutline]:
        """Return the outlines of the next `PAGE` incidents of a cause after a number, by number.

        They have no action items.
        """
        query = (
            select_outlines()
            .where(col(m.IncidentRow.cause_id) == cause_id, col(m.IncidentRow.number) > after)
            .order_by(col(m.IncidentRow.number))
            .limit(PAGE)
        )
        return [outline(row) for row in session.execute(query)]


def _select_page(columns: Iterable[Any], after: int) -> Select[Any]:
    """Return a query for these columns of the next `PAGE` incidents after a number."""
    return (
        select_only(columns)
        .where(col(m.IncidentRow.number) > after)
        .order_by(col(m.IncidentRow.number))
        .limit(PAGE)
    )


def _causes(session: Session, rows: Iterable[Any]) -> dict[UUID | None, r.Cause]:
    """Return the causes to which these rows are linked, by their ids."""
    ids = {row.cause_id for row in rows} - {None}
    query = select(m.CauseRow).where(col(m.CauseRow.id).in_(ids))
    return {row.id: mapping.to_record(r.Cause, row) for row in session.exec(query)}


def _counts_for_rates(since: datetime) -> ColumnElement[bool]:
    """Return the condition that an action item is open, or was created or closed in the window."""
    return or_(
        col(m.ActionRow.status).in_(w.OPEN_STATUSES),
        col(m.ActionRow.created_at) >= since,
        col(m.ActionRow.closed_at) >= since,
    )


def _numbers_to_count(since: datetime, items_to_count: ColumnElement[bool]) -> Select[int]:
    """Return a query for the numbers of the incidents on which figures of a window depend.

    These are the incidents that began in the window, the first one of each cause, and those with
    an action item that meets the condition.
    """
    first_of_cause = (
        select_columns(
            col(m.IncidentRow.cause_id).label("cause_id"),
            func.min(m.IncidentIndexRow.began_at).label("began_at"),
        )
        .join(m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id))
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
            )
        )
    )


def _outlines(
    session: Session, condition: ColumnElement[bool], items_to_count: ColumnElement[bool]
) -> list[r.IncidentOutline]:
    """Return the outlines of the incidents that meet a condition, by number.

    Each has its action items that meet the condition `items_to_count`.
    """
    rows = session.execute(
        select_outlines().where(condition).order_by(col(m.IncidentRow.number))
    ).all()
    of_incidents = col(m.ActionRow.incident_id).in_(select(m.IncidentRow.id).where(condition))
    items = action_items_where(session, of_incidents, items_to_count)
    return [outline(row, items[row.id]) for row in rows]


def _milestones(session: Session, since: datetime) -> dict[UUID, dict[w.EventKind, datetime]]:
    """Return when milestones were first reached, by the id of an incident.

    It reads the incidents that began since then, as far as they have an event or an impact.
    """
    events: dict[UUID, list[tuple[w.EventKind, datetime]]] = defaultdict(list)
    query = (
        select_only((m.TimelineRow.incident_id, m.TimelineRow.kind, m.TimelineRow.at))
        .join(
            m.IncidentIndexRow,
            col(m.IncidentIndexRow.incident_id) == col(m.TimelineRow.incident_id),
        )
        .where(
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
        .where(col(m.IncidentIndexRow.began_at) >= since)
    )
    impacts_began_at = {row.incident_id: row.began_at for row in session.execute(impacts_query)}
    return {
        incident_id: r.first_milestones(events[incident_id], impacts_began_at.get(incident_id))
        for incident_id in {*events, *impacts_began_at}
    }
