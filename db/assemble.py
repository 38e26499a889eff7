"""Rows become records. A whole incident takes one query a table, however many incidents."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from db import models as m
from db import records as r
from db import words as w

T = TypeVar("T", bound=SQLModel)
BY_IDS = 50
"""So many incidents are assembled from the rows that their ids name, without reading a table."""
OLDEST_FIRST = (col(m.ReviewRow.at), col(m.ReviewRow.position), col(m.ReviewRow.id))
"""The order of what meetings said of an item."""


def columns(model: type[SQLModel]) -> Select[Any]:
    """All columns of a table: the rows have the fields of its model.

    Its instances, of which the session keeps each, take three times as long to read.
    """
    return select_columns(*(getattr(model, name) for name in model.model_fields))


def incidents(session: Session, rows: Sequence[m.IncidentRow]) -> list[r.Incident]:
    """Whole documents, in the order of the rows."""
    ids = [row.id for row in rows]
    # Beyond a few hundred, naming every id costs more than reading the table.
    some = ids if len(ids) <= 200 else None
    impacts = {impact.incident_id: impact for impact in _of(session, m.ImpactRow, some)}
    timeline = _by_incident(session, m.TimelineRow, some)
    factors = _by_incident(session, m.FactorRow, some)
    findings = _by_incident(session, m.FindingRow, some)
    actions = _by_incident(session, m.ActionRow, some)
    parked = _by_incident(session, m.ParkedRow, some)
    causes = {each.id: each for each in _causes(session, rows)}
    themes = _themes(session, some)
    said = reviews_of(session, [item.id for items in actions.values() for item in items])
    return [
        r.Incident(
            id=row.id,
            number=row.number,
            service=row.service,
            symptom=row.symptom,
            date=row.date,
            severity=None if row.severity is None else w.Severity(row.severity),
            status=w.IncidentStatus(row.status),
            impact=impact(impacts.get(row.id)),
            root_cause=row.root_cause,
            cause=None if row.cause_id is None else cause(causes[row.cause_id]),
            lessons_learned=row.lessons_learned,
            created_at=row.created_at,
            timeline=tuple(
                event(each)
                for each in sorted(
                    timeline[row.id], key=lambda each: (each.at, each.position, each.id)
                )
            ),
            factors=tuple(factor(each) for each in _in_order(factors[row.id])),
            findings=tuple(finding(each) for each in _in_order(findings[row.id])),
            action_items=tuple(
                action(each, said[each.id])
                for each in sorted(actions[row.id], key=lambda each: each.slot)
            ),
            themes=tuple(themes[row.id]),
            parked=tuple(
                parked_item(each)
                for each in sorted(
                    parked[row.id], key=lambda each: (each.at, each.position, each.id)
                )
            ),
        )
        for row in rows
    ]


def reviews(session: Session, *wanted: ColumnElement[bool]) -> dict[UUID, list[r.Review]]:
    """The reviews that are wanted by their action items, oldest first."""
    query = columns(m.ReviewRow).where(*wanted).order_by(*OLDEST_FIRST)
    found: dict[UUID, list[r.Review]] = defaultdict(list)
    for row in cast("Iterable[m.ReviewRow]", session.execute(query)):
        found[row.action_id].append(review(row))
    return found


def reviews_of(session: Session, action_ids: Sequence[UUID]) -> dict[UUID, list[r.Review]]:
    """What meetings said of these items, oldest first."""
    few = len(action_ids) <= 200
    return reviews(session, *([col(m.ReviewRow.action_id).in_(action_ids)] if few else []))


def impact(row: m.ImpactRow | None) -> r.Impact:
    """What an outage cost; all unknown without a row."""
    if row is None:
        return r.Impact()
    return r.Impact(
        began_at=row.began_at,
        duration_minutes=row.duration_minutes,
        users_affected=row.users_affected,
        revenue=row.revenue,
        currency=row.currency,
        slo_budget_percent=row.slo_budget_percent,
        summary=row.summary,
    )


def event(row: m.TimelineRow) -> r.TimelineEvent:
    """One line of a timeline."""
    return r.TimelineEvent(row.id, row.at, w.EventKind(row.kind), row.text, row.link)


def factor(row: m.FactorRow) -> r.Factor:
    """A contributing factor."""
    return r.Factor(row.id, w.FactorKind(row.kind), row.text)


def finding(row: m.FindingRow) -> r.Finding:
    """Something that went well or wrong."""
    return r.Finding(row.id, w.FindingKind(row.kind), row.text)


def note(row: m.NoteRow) -> r.Note:
    """A private note."""
    return r.Note(row.id, row.incident_id, row.section, row.text, row.at)


def cause(row: m.CauseRow) -> r.Cause:
    """An entry of the catalogue."""
    return r.Cause(row.id, row.name)


def parked_item(row: m.ParkedRow) -> r.Parked:
    """Something kept for later."""
    return r.Parked(
        row.id,
        row.incident_id,
        row.meeting_id,
        w.ParkedKind(row.kind),
        row.text,
        row.at,
        row.resolved_at,
    )


def action(row: m.ActionRow | Row[Any], reviews: Iterable[r.Review] = ()) -> r.ActionItem:
    """An action item, with such of its history as is known."""
    return r.ActionItem(
        id=row.id,
        incident_id=row.incident_id,
        slot=row.slot,
        action=row.action,
        owner=row.owner,
        priority=w.Priority(row.priority),
        due=row.due,
        first_due=row.first_due,
        status=w.ActionStatus(row.status),
        note=row.note,
        ticket=row.ticket,
        ticket_verified=row.ticket_verified,
        created_at=row.created_at,
        closed_at=row.closed_at,
        reviews=tuple(reviews),
    )


def review(row: m.ReviewRow) -> r.Review:
    """What a meeting said of an action item."""
    return r.Review(row.id, row.meeting_id, row.at, w.ActionStatus(row.status), row.note)


def _of(session: Session, model: type[T], incident_ids: Sequence[UUID] | None) -> Sequence[T]:
    query = columns(model)
    if incident_ids is not None:
        query = query.where(model.incident_id.in_(incident_ids))  # type: ignore[attr-defined]
    return cast("Sequence[T]", session.execute(query).all())


def _by_incident(
    session: Session, model: type[T], incident_ids: Sequence[UUID] | None
) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for row in _of(session, model, incident_ids):
        found[row.incident_id].append(row)  # type: ignore[attr-defined]
    return found


def _in_order(rows: list[T]) -> list[T]:
    return sorted(rows, key=lambda row: (row.position, row.id))  # type: ignore[attr-defined]


def _causes(session: Session, rows: Sequence[m.IncidentRow]) -> Sequence[m.CauseRow]:
    ids = {row.cause_id for row in rows}
    query = select(m.CauseRow)
    if len(ids) <= 200:
        query = query.where(col(m.CauseRow.id).in_(ids))
    return session.exec(query).all()


def _themes(session: Session, incident_ids: Sequence[UUID] | None) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    query = (
        select(m.ThemeIncidentRow.incident_id, m.ThemeRow.name)
        .join(m.ThemeRow, col(m.ThemeRow.id) == col(m.ThemeIncidentRow.theme_id))
        .order_by(col(m.ThemeIncidentRow.position), col(m.ThemeRow.name))
    )
    if incident_ids is not None:
        query = query.where(col(m.ThemeIncidentRow.incident_id).in_(incident_ids))
    for incident_id, name in session.exec(query):
        found[incident_id].append(name)
    return found
