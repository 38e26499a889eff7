"""What a meeting changed: its change rows folded into one change a thing, from first to last.

What was undone folds into nothing by itself, since an undo writes change rows too.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import words as w
from db.transaction import parse

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
    w.Entity.MEETING: m.MeetingRow,
}
NAMES = ("action", "text", "name")
"""The fields that hold the words a thing is known by."""


@dataclass
class _Folded:
    """Fields before and after, as stored; None where there was no such row."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


def changes_of(session: Session, meeting: m.MeetingRow) -> list[r.Change]:
    """In the order in which they were first touched."""
    folded = _fold(_rows(session, meeting))
    reviewed = _reviewed(session, meeting.id)
    found = []
    for (entity, row_id), each in folded.items():
        _compare(MODELS[entity], each)
        if each.before == each.after:
            continue
        now = session.get(MODELS[entity], row_id)
        whole = (each.before or {}) | (each.after or {}) | (now.model_dump() if now else {})
        of = row_id if entity is w.Entity.INCIDENT else whole.get("incident_id")
        if (
            entity in (w.Entity.THEME, w.Entity.THEME_INCIDENT)
            or of == meeting.incident_id
            or meeting.id in (row_id, whole.get("meeting_id"))
            or row_id in reviewed
            or (each.before and "resolved_at" in each.before)
        ):
            incident = None if of is None else session.get(m.IncidentRow, of)
            found.append(
                r.Change(
                    entity,
                    None if incident is None else incident.number,
                    _name(session, whole),
                    _readable(session, each.before),
                    _readable(session, each.after),
                )
            )
    return found


def _rows(session: Session, meeting: m.MeetingRow) -> Iterable[m.ChangeRow]:
    """The rows between those of the meeting's start and of its end, whatever any clock said."""
    since, until = _start(session, meeting), None
    query = select(m.ChangeRow).where(
        col(m.ChangeRow.entity).in_([entity.value for entity in MODELS]),
        # Its stages and its end are the clock's doing, not the room's.
        (m.ChangeRow.entity != w.Entity.MEETING.value) | (m.ChangeRow.field == "next_on"),
    )
    if since is not None:
        query = query.where(col(m.ChangeRow.id) > since)
    if meeting.finished_at is not None:
        until = _written(session, meeting.id, "finished_at")
    if until is not None:
        query = query.where(col(m.ChangeRow.id) < until)
    return session.exec(query.order_by(col(m.ChangeRow.id)))


def _start(session: Session, meeting: m.MeetingRow) -> int | None:
    """Where its clock started; the opening card may have stood there for days before."""
    started = session.exec(
        select(m.ClockRow)
        .where(m.ClockRow.meeting_id == meeting.id, m.ClockRow.kind == w.ClockKind.START.value)
        .order_by(col(m.ClockRow.position))
    ).first()
    return _written(session, meeting.id if started is None else started.id)


def _written(session: Session, row_id: UUID, field: str = "") -> int | None:
    """The change row of a row's coming, or of one of its fields that is set but once."""
    # From the newest on: most meetings that are asked of are that of today.
    query = (
        select(m.ChangeRow.id)
        .where(m.ChangeRow.entity_id == row_id, m.ChangeRow.field == field)
        .order_by(col(m.ChangeRow.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _reviewed(session: Session, meeting_id: UUID) -> set[UUID]:
    query = select(m.ReviewRow.action_id).where(m.ReviewRow.meeting_id == meeting_id)
    return set(session.exec(query))


def _fold(rows: Iterable[m.ChangeRow]) -> dict[tuple[w.Entity, UUID], _Folded]:
    folded: dict[tuple[w.Entity, UUID], _Folded] = {}
    for row in rows:
        key = (w.Entity(row.entity), row.entity_id)
        each = folded.get(key)
        if row.field:
            each = folded.setdefault(key, _Folded({}, {}))
            if each.before is not None:
                each.before.setdefault(row.field, json.loads(row.old or "null"))
            each.after = (each.after or {}) | {row.field: json.loads(row.new or "null")}
        elif each is None:
            folded[key] = _Folded(_loaded(row.old), _loaded(row.new))
        else:
            if row.old is not None and each.before is not None:
                # It was edited, and is gone now: what nobody had touched stood there before too.
                each.before = json.loads(row.old) | each.before
            each.after = _loaded(row.new)
    return folded


def _loaded(whole: str | None) -> dict[str, Any] | None:
    return None if whole is None else json.loads(whole)


def _compare(model: type[m.Row], each: _Folded) -> None:
    """Values in place of their JSON; of a row that stayed, only the fields that differ."""
    before, after = _parsed(model, each.before), _parsed(model, each.after)
    if before is not None and after is not None:
        differ = [name for name in after if before.get(name) != after[name]]
        before = {name: before.get(name) for name in differ}
        after = {name: after[name] for name in differ}
    each.before, each.after = before, after


def _parsed(model: type[m.Row], side: dict[str, Any] | None) -> dict[str, Any] | None:
    if side is None:
        return None
    known = {name: value for name, value in side.items() if name in model.model_fields}
    return {
        name: parse(model, name, json.dumps(value))
        for name, value in known.items()
        if name not in ("id", "version")
    }


def _name(session: Session, whole: dict[str, Any]) -> str:
    if "theme_id" in whole:
        theme = session.get(m.ThemeRow, whole["theme_id"])
        return "" if theme is None else theme.name
    return next((whole[field] for field in NAMES if field in whole), "")


def _readable(session: Session, side: dict[str, Any] | None) -> dict[str, Any] | None:
    """With the cause by its name."""
    if side is None or side.get("cause_id") is None:
        return side
    cause = session.get(m.CauseRow, side["cause_id"])
    return side | {"cause_id": "" if cause is None else cause.name}
