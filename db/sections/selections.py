"""Queries that read some columns only: what lists and figures need of many incidents."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from db import mapping
from db import models as m
from db import records as r

ACTION_ITEM_COLUMNS = mapping.shared_columns(r.ActionItem, m.ActionRow)
"""The columns from which `mapping.action_item` builds a record."""


def select_only(columns: Iterable[Any], *labelled: Any) -> Select[Any]:
    """Return a query for these columns alone, and for expressions that have a label."""
    return select_columns(*(col(column) for column in columns), *labelled)


def select_outlines() -> Select[Any]:
    """Return a query for the columns from which `outline` builds a record."""
    return (
        select_only(
            (
                *mapping.shared_columns(r.IncidentOutline, m.IncidentRow),
                m.IncidentRow.cause_id,
                m.IncidentIndexRow.began_at,
            ),
            col(m.CauseRow.name).label("cause_name"),
            col(m.CauseRow.category).label("cause_category"),
        )
        .join(m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id))
        .outerjoin(m.CauseRow, col(m.CauseRow.id) == col(m.IncidentRow.cause_id))
    )


def outline(row: Any, items: Sequence[r.ActionItem] = ()) -> r.IncidentOutline:
    """Return the outline of an incident, from a row of `select_outlines` and its action items."""
    cause = (
        None if row.cause_id is None else r.Cause(row.cause_id, row.cause_name, row.cause_category)
    )
    return mapping.to_record(r.IncidentOutline, row, cause=cause, action_items=tuple(items))


def action_items_where(
    session: Session, *conditions: ColumnElement[bool]
) -> defaultdict[UUID, list[r.ActionItem]]:
    """Return the action items that meet the conditions, without their reviews.

    They are listed under the id of their incident, by slot.
    """
    query = (
        select_only(ACTION_ITEM_COLUMNS)
        .where(*conditions)
        .order_by(col(m.ActionRow.incident_id), col(m.ActionRow.slot))
    )
    items: defaultdict[UUID, list[r.ActionItem]] = defaultdict(list)
    for row in session.execute(query):
        items[row.incident_id].append(mapping.action_item(row))
    return items
