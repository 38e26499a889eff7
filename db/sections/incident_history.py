"""Who changed what of an incident and when, of rows that were deleted meanwhile too.

Private notes are never in it, nor is what the program changes by itself, such as the clock.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.models import ChangeRow
from db.operations import StoreSection, read_operation
from db.sections.meeting_changes import MODELS, NAME_FIELDS, parsed_values
from db.transaction import value_from_json

LISTED_MODELS: dict[w.Entity, type[m.Row]] = MODELS | {
    w.Entity.REVIEW: m.ReviewRow,
    w.Entity.CHECK: m.CheckRow,
    w.Entity.ATTENDEE: m.AttendeeRow,
    w.Entity.DUPLICATE: m.DuplicateRow,
}
MEETING_FIELDS = ("", "next_on", "finished_at", "cancelled_at")
"""What a history lists of a meeting; the rest of it is moved on by its screens."""
FOLLOWING_FIELDS = (
    *("position", "first_due", "closed_at", "ticket_verified", "created_at", "meeting_id"),
    "between_meetings",
)
"""The fields that follow from another change, beside which they would say nothing."""
PARENT_FIELDS = ("theme_id", "action_id")
"""The fields that name the row by whose words people know a row."""
_Values = Mapping[str, Any]


class IncidentHistory(StoreSection):
    """The operations that read the history of one incident."""

    @read_operation
    def of_incident(self, session: Session, incident_id: UUID) -> list[r.ListedChange]:
        """Return all that was changed of an incident, newest first; it reads no texts."""
        query = (
            select(ChangeRow.id, ChangeRow.at, ChangeRow.group)
            .where(ChangeRow.incident_id == incident_id, _is_listed())
            .order_by(col(ChangeRow.id).desc())
        )
        return [
            r.ListedChange(change_id, at, group)
            for change_id, at, group in session.exec(query)
            if change_id is not None
        ]

    @read_operation
    def entries(self, session: Session, change_ids: Sequence[int]) -> list[r.HistoryEntry]:
        """Return these changes in the order of their ids, with what they are about."""
        rows = [
            row
            for ids in batched(change_ids)
            for row in listed_changes(session, col(ChangeRow.id).in_(ids))
        ]
        return list(history_entries(session, sorted(rows, key=lambda row: row.id or 0)))


def listed_changes(session: Session, condition: ColumnElement[bool]) -> Sequence[ChangeRow]:
    """Return the changes that people want to read of and that meet a condition, oldest first."""
    query = select(ChangeRow).where(condition, _is_listed()).order_by(col(ChangeRow.id))
    return session.exec(query).all()


def history_entries(session: Session, changes: Sequence[ChangeRow]) -> tuple[r.HistoryEntry, ...]:
    """Return changes in their order, with what they are about."""
    names = _Names(session, changes)
    return tuple(names.entry(change) for change in changes)


def _is_listed() -> ColumnElement[bool]:
    """Return the condition of a change row that people want to read of."""
    entity, field = col(ChangeRow.entity), col(ChangeRow.field)
    has_moments_of_its_own = [w.Entity.REVIEW.value, w.Entity.CHECK.value, w.Entity.PARKED.value]
    return (
        entity.in_([listed.value for listed in LISTED_MODELS])
        & or_(entity != w.Entity.MEETING.value, field.in_(MEETING_FIELDS))
        & or_(
            field.not_in(FOLLOWING_FIELDS),
            (entity == w.Entity.SECTION.value) & (field == "position"),
        )
        & or_(field != "at", entity.not_in(has_moments_of_its_own))
    )


class _Names:
    """What the rows of some changes are called, those of deleted rows too."""

    def __init__(self, session: Session, changes: Sequence[ChangeRow]) -> None:
        self._session = session
        self._known: dict[UUID, _Values] = {}
        self._incident_ids = {change.incident_id for change in changes}
        wanted = {change.entity_id: w.Entity(change.entity) for change in changes}
        self._learn(wanted)
        linked = {
            UUID(str(values[field]))
            for row_id in wanted
            for field in PARENT_FIELDS
            if (values := self._known.get(row_id, {})).get(field)
        }
        for change in changes:
            linked |= _linked_ids(change)
        self._learn_any(linked - self._known.keys())

    def entry(self, change: ChangeRow) -> r.HistoryEntry:
        """Return the record of a change."""
        entity = w.Entity(change.entity)
        values = self._known.get(change.entity_id, {})
        item = self._known.get(values.get("action_id") or change.entity_id, {})
        return r.HistoryEntry(
            id=change.id or 0,
            at=change.at,
            who=change.who,
            label=change.label,
            entity=entity,
            name=self._name(values),
            slot=item.get("slot"),
            field=change.field,
            old=self._value(LISTED_MODELS[entity], change.field, change.old),
            new=self._value(LISTED_MODELS[entity], change.field, change.new),
            undone=change.undone,
        )

    def _name(self, values: _Values) -> str:
        for field in PARENT_FIELDS:
            if values.get(field) is not None:
                return self._name(self._known.get(values[field], {}))
        return next((str(values[field]) for field in NAME_FIELDS if values.get(field)), "")

    def _value(self, model: type[m.Row], field: str, stored: str | None) -> Any:
        """Return a value as people know it."""
        if stored is None:
            return None
        if not field:
            values = parsed_values(model, json.loads(stored)) or {}
            return {name: self._shown(name, value) for name, value in values.items()}
        if field not in model.model_fields:
            return json.loads(stored)
        return self._shown(field, value_from_json(model, field, stored))

    def _shown(self, field: str, value: Any) -> Any:
        if value is not None and field == "cause_id":
            return self._name(self._known.get(value, {}))
        if value is not None and field == "original_id":
            return self._known.get(value, {}).get("number")
        return value

    def _learn(self, wanted: Mapping[UUID, w.Entity]) -> None:
        """Read the values of rows; of those that are gone, as they were when they were deleted."""
        by_entity: defaultdict[w.Entity, list[UUID]] = defaultdict(list)
        for row_id, entity in wanted.items():
            by_entity[entity].append(row_id)
        for entity, row_ids in by_entity.items():
            self._read(LISTED_MODELS[entity], row_ids)
        self._read_deleted(wanted.keys() - self._known.keys())

    def _learn_any(self, row_ids: Iterable[UUID]) -> None:
        """Read the values of rows to which others refer."""
        wanted = list(row_ids)
        for model in (m.ThemeRow, m.CauseRow, m.ActionRow, m.IncidentRow):
            self._read(model, wanted)
        self._read_deleted(set(wanted) - self._known.keys())

    def _read(self, model: type[m.Row], row_ids: Iterable[UUID]) -> None:
        for ids in batched(row_ids):
            for row in self._session.exec(select(model).where(col(model.id).in_(ids))):
                self._known[row.id] = row.model_dump()

    def _read_deleted(self, row_ids: Iterable[UUID]) -> None:
        models = {str(model.__tablename__): model for model in m.Row.__subclasses__()}
        # Changes are found by their incident, of which there is an index; causes and themes have
        # none.
        owner = col(ChangeRow.incident_id)
        is_near = or_(owner.in_(self._incident_ids - {None}), owner.is_(None))
        for ids in batched(row_ids):
            query = select(ChangeRow).where(
                is_near, col(ChangeRow.entity_id).in_(ids), col(ChangeRow.new).is_(None)
            )
            for change in self._session.exec(query.order_by(col(ChangeRow.id))):
                model = models[change.entity]
                values = parsed_values(model, json.loads(change.old or "{}")) or {}
                self._known[change.entity_id] = values


def _linked_ids(change: ChangeRow) -> set[UUID]:
    """Return the ids of the causes and the incidents that the values of a change name."""
    found = set()
    for stored in (change.old, change.new):
        value = None if stored is None else json.loads(stored)
        values = {change.field: value} if change.field else value or {}
        found |= {UUID(values[field]) for field in ("cause_id", "original_id") if values.get(field)}
    return found
