"""Rows of which only some columns are read: what lists and figures need of many incidents."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from db import assemble
from db import models as m
from db import records as r
from db import words as w

ITEM = (
    m.ActionRow.id,
    m.ActionRow.incident_id,
    m.ActionRow.slot,
    m.ActionRow.action,
    m.ActionRow.owner,
    m.ActionRow.priority,
    m.ActionRow.due,
    m.ActionRow.first_due,
    m.ActionRow.status,
    m.ActionRow.note,
    m.ActionRow.ticket,
    m.ActionRow.ticket_verified,
    m.ActionRow.created_at,
    m.ActionRow.closed_at,
)
"""The columns of an action item."""
OUTLINE = (
    m.IncidentRow.id,
    m.IncidentRow.number,
    m.IncidentRow.service,
    m.IncidentRow.symptom,
    m.IncidentRow.date,
    m.IncidentRow.severity,
    m.IncidentRow.status,
    m.IncidentRow.created_at,
    m.IncidentRow.cause_id,
    m.CauseRow.name,
    m.DigestRow.began_at,
)
"""The columns of an outline."""


def picked(columns: Iterable[Any], *more: Any) -> Select[Any]:
    """These columns alone."""
    return select_columns(*(col(column) for column in columns), *more)


def outlined(*more: Any) -> Select[Any]:
    """The columns of outlines, and these, of incidents with their digests and causes."""
    return (
        picked((*OUTLINE, *more))
        .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.IncidentRow.id))
        .outerjoin(m.CauseRow, col(m.CauseRow.id) == col(m.IncidentRow.cause_id))
    )


def outline(row: Any, items: Sequence[r.ActionItem] = ()) -> r.Incident:
    """An incident of which that is known alone; what else there is of it is left empty."""
    return r.Incident(
        id=row.id,
        number=row.number,
        service=row.service,
        symptom=row.symptom,
        date=row.date,
        severity=None if row.severity is None else w.Severity(row.severity),
        status=w.IncidentStatus(row.status),
        impact=r.Impact(began_at=row.began_at),
        root_cause="",
        cause=None if row.cause_id is None else r.Cause(row.cause_id, row.name),
        lessons_learned="",
        created_at=row.created_at,
        action_items=tuple(items),
    )


def items(session: Session, *wanted: ColumnElement[bool]) -> dict[UUID, list[r.ActionItem]]:
    """The action items that are wanted by their incidents, without their reviews."""
    query = (
        picked(ITEM).where(*wanted).order_by(col(m.ActionRow.incident_id), col(m.ActionRow.slot))
    )
    found: dict[UUID, list[r.ActionItem]] = defaultdict(list)
    for row in session.execute(query):
        found[row.incident_id].append(assemble.action(row))
    return found
