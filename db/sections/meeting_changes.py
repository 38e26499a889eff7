"""What a meeting changed: its change rows, merged into one change for each thing.

An undo writes change rows too, so that what was undone merges to no difference.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import vocabulary as w
from db.sections.swaps import parked_items
from db.transaction import value_from_json

MODELS: dict[w.Entity, type[m.Row]] = {
    w.Entity.ACTION_ITEM: m.ActionRow,
    w.Entity.INCIDENT: m.IncidentRow,
    w.Entity.IMPACT: m.ImpactRow,
    w.Entity.EVENT: m.TimelineRow,
    w.Entity.FACTOR: m.FactorRow,
    w.Entity.FINDING: m.FindingRow,
    w.Entity.THEME: m.ThemeRow,
    w.Entity.THEME_INCIDENT: m.ThemeIncidentRow,
    w.Entity.PARKED: m.ParkedRow,
    w.Entity.SECTION: m.SectionRow,
    w.Entity.MEETING: m.MeetingRow,
}
UNSAID_FIELDS = ("ticket_verified",)
"""What nobody has decided, and the tracker says on any day; no meeting has changed it."""
NAME_FIELDS = ("action", "heading", "text", "name")
"""The fields that identify a thing to people; the first one that it has is used."""


@dataclass
class _MergedChange:
    """The fields of a row before and after; None where there was no such row."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


def changes_of(session: Session, meeting: m.MeetingRow) -> list[r.Change]:
    """Return what a meeting changed, in the order in which things were first changed.

    An action item that was parked in favour of another one is listed as what was parked.
    """
    rows = list(_change_rows(session, meeting))
    merged_changes, parked_ids = _merge(rows), parked_items(rows)
    reviewed = _reviewed_ids(session, meeting.id)
    changes = []
    for (entity, row_id), merged in merged_changes.items():
        change = _differing_fields(MODELS[entity], merged)
        if change.before == change.after or (change.after is None and row_id in parked_ids):
            continue
        row = session.get(MODELS[entity], row_id)
        known = (change.before or {}) | (change.after or {}) | (row.model_dump() if row else {})
        incident_id = row_id if entity is w.Entity.INCIDENT else known.get("incident_id")
        if (
            entity in (w.Entity.THEME, w.Entity.THEME_INCIDENT)
            or incident_id == meeting.incident_id
            or meeting.id in (row_id, known.get("meeting_id"))
            or row_id in reviewed
            or (change.before and "resolved_at" in change.before)
        ):
            incident = None if incident_id is None else session.get(m.IncidentRow, incident_id)
            changes.append(
                r.Change(
                    entity,
                    None if incident is None else incident.number,
                    _name(session, known),
                    _with_cause_name(session, change.before),
                    _with_cause_name(session, change.after),
                )
            )
    return changes


def finished_meeting_of(session: Session, change: m.ChangeRow) -> int | None:
    """Return the number of the incident whose meeting made a change, where that meeting is over.

    A meeting makes the changes between its start and its end in the windows that held it. None for
    a change that no such meeting made.
    """
    # What was finished before the change can't have made it.
    finished_since = select(m.ChangeRow.entity_id).where(
        m.ChangeRow.entity == w.Entity.MEETING.value,
        m.ChangeRow.field == "finished_at",
        col(m.ChangeRow.id) > change.id,
    )
    # The change that has ended a meeting, done again after an undo, is not one that it made.
    ended_by_it = select(m.ChangeRow.entity_id).where(
        m.ChangeRow.entity == w.Entity.MEETING.value,
        m.ChangeRow.field == "finished_at",
        m.ChangeRow.group == change.group,
    )
    # Those of the window come first: a change of long ago has many meetings after it.
    meetings = select(m.MeetingRow).where(
        _was_held_in(change.window),
        col(m.MeetingRow.finished_at).is_not(None),
        col(m.MeetingRow.id).in_(finished_since),
        col(m.MeetingRow.id).not_in(ended_by_it),
    )
    for meeting in session.exec(meetings).all():
        since = start_change_id(session, meeting)
        if since is None or change.id is None or since < change.id:
            incident = session.get(m.IncidentRow, meeting.incident_id)
            return None if incident is None else incident.number
    return None


def _was_held_in(window: UUID) -> ColumnElement[bool]:
    """Return the condition of a meeting that a window has changed, or the log of its clock."""
    changed_ids = select(m.ChangeRow.entity_id).where(m.ChangeRow.window == window)
    of_changed_logs = select(m.ClockRow.meeting_id).where(col(m.ClockRow.id).in_(changed_ids))
    meeting_id = col(m.MeetingRow.id)
    return meeting_id.in_(changed_ids) | meeting_id.in_(of_changed_logs)


def _change_rows(session: Session, meeting: m.MeetingRow) -> Iterable[m.ChangeRow]:
    """Return the change rows between those of the meeting's start and of its end.

    Their ids decide, because the clocks of two machines may differ.
    """
    since, until = start_change_id(session, meeting), None
    query = select(m.ChangeRow).where(
        col(m.ChangeRow.entity).in_([entity.value for entity in MODELS]),
        # The other changes of a meeting come from its clock, and not from people.
        (m.ChangeRow.entity != w.Entity.MEETING.value) | (m.ChangeRow.field == "next_on"),
    )
    if since is not None:
        query = query.where(col(m.ChangeRow.id) > since)
    if meeting.finished_at is not None:
        until = last_change_id(session, meeting.id, "finished_at")
        if until is None:
            # It was imported as finished: what it changed is not known.
            return []
    if until is not None:
        query = query.where(col(m.ChangeRow.id) < until)
    return session.exec(query.order_by(col(m.ChangeRow.id)))


def start_change_id(session: Session, meeting: m.MeetingRow) -> int | None:
    """Return the id of the change row in which the meeting's clock was started.

    Without one it is that of the meeting itself, which may have been opened days before.
    """
    started = session.exec(
        select(m.ClockRow)
        .where(m.ClockRow.meeting_id == meeting.id, m.ClockRow.kind == w.ClockKind.START)
        .order_by(col(m.ClockRow.position))
    ).first()
    return last_change_id(session, meeting.id if started is None else started.id)


def last_change_id(session: Session, row_id: UUID, field: str = "") -> int | None:
    """Return the id of the change row that inserted a row, or that last set one of its fields."""
    # The newest rows are searched first, because most requests are for a meeting of today.
    query = (
        select(m.ChangeRow.id)
        .where(m.ChangeRow.entity_id == row_id, m.ChangeRow.field == field)
        .order_by(col(m.ChangeRow.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _reviewed_ids(session: Session, meeting_id: UUID) -> set[UUID]:
    query = select(m.ReviewRow.action_id).where(m.ReviewRow.meeting_id == meeting_id)
    return set(session.exec(query))


def _merge(rows: Iterable[m.ChangeRow]) -> dict[tuple[w.Entity, UUID], _MergedChange]:
    """Return the fields before the first and after the last change of each row, as stored."""
    merged_changes: dict[tuple[w.Entity, UUID], _MergedChange] = {}
    for row in rows:
        key = (w.Entity(row.entity), row.entity_id)
        merged = merged_changes.get(key)
        if row.field:
            merged = merged_changes.setdefault(key, _MergedChange({}, {}))
            if merged.before is not None:
                merged.before.setdefault(row.field, json.loads(row.old or "null"))
            merged.after = (merged.after or {}) | {row.field: json.loads(row.new or "null")}
        elif merged is None:
            merged_changes[key] = _MergedChange(_loaded(row.old), _loaded(row.new))
        else:
            if row.old is not None and merged.before is not None:
                # It was edited and then deleted: fields that nobody edited were the same before.
                merged.before = json.loads(row.old) | merged.before
            merged.after = _loaded(row.new)
    return merged_changes


def _loaded(whole_row: str | None) -> dict[str, Any] | None:
    return None if whole_row is None else json.loads(whole_row)


def _differing_fields(model: type[m.Row], merged: _MergedChange) -> _MergedChange:
    """Return the change with values in place of their JSON.

    Of a row that existed before and after, only the fields that differ are kept, and that people
    change.
    """
    before, after = parsed_values(model, merged.before), parsed_values(model, merged.after)
    if before is not None and after is not None:
        differing = [
            name for name in after if before.get(name) != after[name] and name not in UNSAID_FIELDS
        ]
        before = {name: before.get(name) for name in differing}
        after = {name: after[name] for name in differing}
    return _MergedChange(before, after)


def parsed_values(model: type[m.Row], stored: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the values of a row as its model has them, from their JSON."""
    if stored is None:
        return None
    # A column that was dropped since is left out, as is the id, which never changes.
    return {
        name: value_from_json(model, name, json.dumps(value))
        for name, value in stored.items()
        if name in model.model_fields and name != "id"
    }


def _name(session: Session, values: dict[str, Any]) -> str:
    if "theme_id" in values:
        theme = session.get(m.ThemeRow, values["theme_id"])
        return "" if theme is None else theme.name
    return next((values[field] for field in NAME_FIELDS if field in values), "")


def _with_cause_name(session: Session, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the values with the name of the cause in place of its id."""
    if values is None or values.get("cause_id") is None:
        return values
    cause = session.get(m.CauseRow, values["cause_id"])
    return values | {"cause_id": "" if cause is None else cause.name}
