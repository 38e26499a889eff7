"""Conversion between rows and records, by the names of their fields.

A field that a table and its record both have is copied without being named here, so that a new
plain field needs only the model, a migration and the record.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from db import models as m
from db import records as r
from db import vocabulary as w

M = TypeVar("M", bound=SQLModel)
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])
INCIDENTS_PER_QUERY = 50
"""How many incidents are read at once where their ids are given in batches."""
MOST_IDS = 200
"""Up to how many ids a query names; beyond a few hundred, reading the whole table is faster."""
CHECK_ORDER = (col(m.CheckRow.at), col(m.CheckRow.position), col(m.CheckRow.id))
"""The order of the checks of an action item: oldest first."""
REVIEW_ORDER = (col(m.ReviewRow.at), col(m.ReviewRow.position), col(m.ReviewRow.id))
"""The order of the reviews of an action item: oldest first."""
STEP_ORDER = {step: number for number, step in enumerate(w.TicketStep)}
"""The place of each step: a ticket is created before it is scheduled and linked."""
NO_TICKETS: Mapping[UUID, r.Ticket] = {}
NO_STEPS: Mapping[UUID, Sequence[r.OutboxStep]] = {}


def to_record(record_class: type[R], row: object, **others: Any) -> R:
    """Return a record with the row's values under the same names.

    Args:
        record_class: A dataclass; each of its fields is an attribute of the row or in `others`.
        row: A row of a model, or one of a query whose columns are named as the fields.
        others: The values of fields that the row does not have, or has in another form.
    """
    names, values_of = _copied_fields(record_class, tuple(others))
    return record_class(**dict(zip(names, values_of(row), strict=True)), **others)


def to_row(model: type[M], record: Any, **others: Any) -> M:
    """Return a new row with the record's values under the same names.

    Args:
        model: The model of a table.
        record: A dataclass; its fields that are not columns of the table are left out.
        others: The values of columns that the record does not have, or has in another form.
    """
    values = {name: getattr(record, name) for name in _shared_names(model, type(record))}
    return model(**values | others)


def shared_columns(record_class: type[Any], model: type[SQLModel]) -> tuple[Any, ...]:
    """Return the columns of a table that have the name of a field of the record."""
    return tuple(getattr(model, name) for name in _shared_names(model, record_class))


def select_all_columns(model: type[SQLModel]) -> Select[Any]:
    """Return a query for all columns of a table, whose rows have the fields of its model.

    Instances of the model take three times as long to read, since the session tracks them.
    """
    return select_columns(*(getattr(model, name) for name in model.model_fields))


def action_item(
    row: object,
    reviews: Iterable[r.Review] = (),
    checks: Iterable[r.Check] = (),
    tickets: Mapping[UUID, r.Ticket] = NO_TICKETS,
    steps: Mapping[UUID, Sequence[r.OutboxStep]] = NO_STEPS,
) -> r.ActionItem:
    """Return the record of an action item, with what was read of what belongs to it.

    Args:
        row: The item, with its id and key.
        reviews: Its reviews.
        checks: Its checks.
        tickets: What the tracker said of tickets, by the ids of items.
        steps: The steps in the outbox, by the ids of items.
    """
    record = to_record(
        r.ActionItem,
        row,
        reviews=tuple(reviews),
        checks=tuple(checks),
        known_ticket=None,
        steps=(),
    )
    known = tickets.get(record.id)
    if known is None and record.id not in steps:
        return record
    # What was said of another key than the item has now tells nothing of its ticket.
    is_its_own = known is not None and known.key == record.ticket
    return replace(
        record,
        known_ticket=known if is_its_own else None,
        steps=tuple(steps.get(record.id, ())),
    )


def incidents(session: Session, rows: Sequence[m.IncidentRow]) -> list[r.Incident]:
    """Return the incidents of these rows with their whole post-mortems, in the order of the rows.

    It takes one query for each table, however many incidents there are.
    """
    all_ids = [row.id for row in rows]
    ids = all_ids if len(all_ids) <= MOST_IDS else None
    impacts = {impact.incident_id: impact for impact in _rows_of(session, m.ImpactRow, ids)}
    events = _by_incident(session, m.TimelineRow, ids)
    factors = _by_incident(session, m.FactorRow, ids)
    findings = _by_incident(session, m.FindingRow, ids)
    actions = _by_incident(session, m.ActionRow, ids)
    parked = _by_incident(session, m.ParkedRow, ids)
    sections = _by_incident(session, m.SectionRow, ids)
    originals = _original_numbers(session, ids)
    causes = _causes(session, rows)
    themes = _theme_names(session, ids)
    action_ids = [item.id for items in actions.values() for item in items]
    reviews = reviews_of_items(session, action_ids)
    checks = checks_of_items(session, action_ids)
    tickets = tickets_of_items(session, action_ids)
    steps = steps_of_items(session, action_ids)
    return [
        to_record(
            r.Incident,
            row,
            impact=r.Impact() if row.id not in impacts else to_record(r.Impact, impacts[row.id]),
            cause=None if row.cause_id is None else causes[row.cause_id],
            timeline=_records(r.TimelineEvent, events[row.id], _BY_TIME),
            factors=_records(r.Factor, factors[row.id], _BY_POSITION),
            findings=_records(r.Finding, findings[row.id], _BY_POSITION),
            action_items=tuple(
                action_item(item, reviews[item.id], checks[item.id], tickets, steps)
                for item in sorted(actions[row.id], key=lambda item: item.slot)
            ),
            themes=tuple(themes[row.id]),
            parked=_records(r.Parked, parked[row.id], _BY_TIME),
            sections=_records(r.Section, sections[row.id], _BY_POSITION),
            duplicate_of=originals.get(row.id),
        )
        for row in rows
    ]


def _original_numbers(session: Session, ids: Sequence[UUID] | None) -> dict[UUID, int]:
    """Return the numbers of the originals by the ids of the incidents that duplicate them."""
    query = select(m.DuplicateRow.incident_id, m.IncidentRow.number).join(
        m.IncidentRow, col(m.IncidentRow.id) == col(m.DuplicateRow.original_id)
    )
    if ids is not None:
        query = query.where(col(m.DuplicateRow.incident_id).in_(ids))
    return dict(session.exec(query).all())


def reviews_where(
    session: Session, *conditions: ColumnElement[bool]
) -> defaultdict[UUID, list[r.Review]]:
    """Return the reviews that meet the conditions by their action item's id, oldest first."""
    query = select_all_columns(m.ReviewRow).where(*conditions).order_by(*REVIEW_ORDER)
    reviews: defaultdict[UUID, list[r.Review]] = defaultdict(list)
    for row in session.execute(query):
        reviews[row.action_id].append(to_record(r.Review, row))
    return reviews


def reviews_of_items(
    session: Session, action_ids: Sequence[UUID]
) -> defaultdict[UUID, list[r.Review]]:
    """Return the reviews of these action items by the item's id, oldest first.

    Where there are very many items, the reviews of other items may be among them.
    """
    named = [col(m.ReviewRow.action_id).in_(action_ids)] if len(action_ids) <= MOST_IDS else []
    return reviews_where(session, *named)


def checks_of_items(
    session: Session, action_ids: Sequence[UUID]
) -> defaultdict[UUID, list[r.Check]]:
    """Return the checks of these action items by the item's id, oldest first.

    Where there are very many items, the checks of other items may be among them.
    """
    query = select_all_columns(m.CheckRow).order_by(*CHECK_ORDER)
    if len(action_ids) <= MOST_IDS:
        query = query.where(col(m.CheckRow.action_id).in_(action_ids))
    checks: defaultdict[UUID, list[r.Check]] = defaultdict(list)
    for row in session.execute(query):
        checks[row.action_id].append(to_record(r.Check, row))
    return checks


def tickets_of_items(session: Session, action_ids: Sequence[UUID]) -> dict[UUID, r.Ticket]:
    """Return what the tracker said of the tickets of these action items, by the item's id.

    Where there are very many items, other items may be among them.
    """
    query = select_all_columns(m.TicketRow)
    if len(action_ids) <= MOST_IDS:
        query = query.where(col(m.TicketRow.action_id).in_(action_ids))
    return {row.action_id: to_record(r.Ticket, row) for row in session.execute(query)}


def steps_of_items(
    session: Session, action_ids: Sequence[UUID]
) -> defaultdict[UUID, list[r.OutboxStep]]:
    """Return the steps in the outbox of these action items by the item's id, in their order.

    Where there are very many items, the steps of other items may be among them.
    """
    query = select_all_columns(m.TicketStepRow)
    if len(action_ids) <= MOST_IDS:
        query = query.where(col(m.TicketStepRow.action_id).in_(action_ids))
    steps: defaultdict[UUID, list[r.OutboxStep]] = defaultdict(list)
    for row in sorted(session.execute(query), key=lambda row: STEP_ORDER[row.step]):
        steps[row.action_id].append(to_record(r.OutboxStep, row))
    return steps


def _cached(function: F) -> F:
    """Cache a function of classes, with its signature; mypy does not take classes as hashable."""
    return cast("F", cache(function))


@_cached
def _copied_fields(
    record_class: type[Any], others: tuple[str, ...]
) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    """Return the names of the fields that a row gives, and a function that reads their values."""
    names = tuple(field.name for field in fields(record_class) if field.name not in others)
    if len(names) == 1:
        value_of = attrgetter(names[0])
        return names, lambda row: (value_of(row),)
    return names, attrgetter(*names) if names else lambda _: ()


@_cached
def _shared_names(model: type[SQLModel], record_class: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record_class) if field.name in model.model_fields)


_BY_TIME = attrgetter("at", "position", "id")
_BY_POSITION = attrgetter("position", "id")


def _records(
    record_class: type[R], rows: Iterable[SQLModel], order: Callable[[Any], Any]
) -> tuple[R, ...]:
    return tuple(to_record(record_class, row) for row in sorted(rows, key=order))


def _rows_of(session: Session, model: type[M], incident_ids: Sequence[UUID] | None) -> Sequence[M]:
    """Return the rows of a table that belong to these incidents; all of them for None."""
    query = select_all_columns(model)
    if incident_ids is not None:
        query = query.where(model.incident_id.in_(incident_ids))  # type: ignore[attr-defined]
    return cast("Sequence[M]", session.execute(query).all())


def _by_incident(
    session: Session, model: type[M], incident_ids: Sequence[UUID] | None
) -> defaultdict[UUID, list[M]]:
    rows: defaultdict[UUID, list[M]] = defaultdict(list)
    for row in _rows_of(session, model, incident_ids):
        rows[row.incident_id].append(row)  # type: ignore[attr-defined]
    return rows


def _causes(session: Session, rows: Sequence[m.IncidentRow]) -> dict[UUID, r.Cause]:
    """Return the causes of these incidents by their ids."""
    ids = {row.cause_id for row in rows}
    query = select(m.CauseRow)
    if len(ids) <= MOST_IDS:
        query = query.where(col(m.CauseRow.id).in_(ids))
    return {row.id: to_record(r.Cause, row) for row in session.exec(query)}


def _theme_names(
    session: Session, incident_ids: Sequence[UUID] | None
) -> defaultdict[UUID, list[str]]:
    """Return the names of the themes of each incident by its id, in their order."""
    query = (
        select(m.ThemeIncidentRow.incident_id, m.ThemeRow.name)
        .join(m.ThemeRow, col(m.ThemeRow.id) == col(m.ThemeIncidentRow.theme_id))
        .order_by(col(m.ThemeIncidentRow.position), col(m.ThemeRow.name))
    )
    if incident_ids is not None:
        query = query.where(col(m.ThemeIncidentRow.incident_id).in_(incident_ids))
    names: defaultdict[UUID, list[str]] = defaultdict(list)
    for incident_id, name in session.exec(query):
        names[incident_id].append(name)
    return names
