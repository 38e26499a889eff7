"""Whether an action item that is done has worked: what a team plans to check, and what it finds."""

from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.sections.meeting_state import require_running
from db.sections.selections import ACTION_ITEM_COLUMNS, select_only
from db.transaction import Transaction
from db.validation import clean_text, parse_enum


class CheckFields(TypedDict, total=False):
    """What a team may say of an action item beside what has to be done. All of it is optional.

    Attributes:
        kind: What the item is for.
        check_how: How the team will know whether it has worked.
        check_on: The day on which it wants to check that.
    """

    kind: w.ActionKind | None
    check_how: str
    check_on: date | None


def checked_fields(fields: CheckFields) -> dict[str, Any]:
    """Return the values of those fields that are given.

    Raises:
        Refused: A text is too long or can't be stored.
    """
    values: dict[str, Any] = dict(fields)
    if values.get("kind") is not None:
        values["kind"] = parse_enum(values["kind"], w.ActionKind, "kind")
    if "check_how" in values:
        values["check_how"] = clean_text(values["check_how"], "how we will know", w.LINE_TEXT)
    return values


def save_check(
    tx: Transaction,
    item: m.ActionRow,
    meeting_id: UUID | None,
    result: w.CheckResult,
    note: str,
    again_on: date | None,
) -> None:
    """Enter what a check has found, and on which day the item is to be checked again.

    Args:
        tx: The transaction.
        item: The item.
        meeting_id: The meeting that checked it, or None outside of one.
        result: What it has found.
        note: What there is to say beside it.
        again_on: The next day; None where it is left at this check.

    Raises:
        Refused: The item is not done, the meeting is over, or the next day is missing.
    """
    if item.status is not w.ActionStatus.DONE:
        raise Refused("only an action item that is done can be checked: mark it as done first")
    if result is w.CheckResult.ASK_AGAIN and again_on is None:
        raise Refused("give the day on which to ask again")
    note = clean_text(note, "note", w.LINE_TEXT)
    values: dict[str, Any] = {"at": tx.at, "result": result, "note": note}
    before = None if meeting_id is None else _check_of(tx, item, meeting_id)
    if before is not None:
        tx.change(before, **values)
    else:
        values |= {"meeting_id": meeting_id, "position": _next_position(tx, item)}
        tx.insert(m.CheckRow(action_id=item.id, **values))
    tx.change(item, check_on=again_on)


def _next_position(tx: Transaction, item: m.ActionRow) -> int:
    of_item = m.CheckRow.action_id == item.id
    last = tx.session.exec(select(func.max(m.CheckRow.position)).where(of_item)).one()
    return 0 if last is None else last + 1


def _check_of(tx: Transaction, item: m.ActionRow, meeting_id: UUID) -> m.CheckRow | None:
    """Return what a meeting has found of an item, if it has checked it.

    Raises:
        Refused: The meeting is over.
    """
    require_running(tx, meeting_id)
    query = select(m.CheckRow).where(
        m.CheckRow.action_id == item.id, m.CheckRow.meeting_id == meeting_id
    )
    return tx.session.exec(query).first()


def items_to_check(session: Session, on: date) -> list[r.DueCheck]:
    """Return the items of which it is time on a day to ask whether they have worked.

    These are the done ones whose day to check has come, and those that the team wants to check or
    has checked whose cause has come back since then. They are ordered by incident and slot.
    """
    repeats = _repeats_since(session)
    query = (
        select_only(
            (
                *ACTION_ITEM_COLUMNS,
                m.IncidentRow.number,
                m.IncidentRow.service,
                m.IncidentRow.symptom,
            )
        )
        .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
        .where(
            col(m.ActionRow.status) == w.ActionStatus.DONE,
            or_(col(m.ActionRow.check_on) <= on, col(m.ActionRow.id).in_(repeats.keys())),
        )
        .order_by(col(m.IncidentRow.number), col(m.ActionRow.slot))
    )
    rows = session.execute(query).all()
    ids = [row.id for row in rows]
    checks = mapping.checks_of_items(session, ids)
    tickets = mapping.tickets_of_items(session, ids)
    return [
        mapping.to_record(
            r.DueCheck,
            row,
            item=mapping.action_item(row, checks=checks[row.id], tickets=tickets),
            repeat=repeats.get(row.id),
        )
        for row in rows
    ]


def _repeats_since(session: Session) -> dict[UUID, int]:
    """Return the newest repeat of the cause of each item since it was done and last checked.

    Only items that the team wants to check, or has checked, are among them, by their ids.
    """
    last_check = (
        select_columns(func.max(m.CheckRow.at))
        .where(col(m.CheckRow.action_id) == col(m.ActionRow.id))
        .scalar_subquery()
    )
    own, repeat, repeat_index = m.IncidentRow, aliased(m.IncidentRow), aliased(m.IncidentIndexRow)
    query = (
        select_columns(col(m.ActionRow.id), col(repeat.number))
        .join(own, col(own.id) == col(m.ActionRow.incident_id))
        .join(repeat, (col(repeat.cause_id) == col(own.cause_id)) & (col(repeat.id) != col(own.id)))
        .join(repeat_index, col(repeat_index.incident_id) == col(repeat.id))
        .where(
            col(m.ActionRow.status) == w.ActionStatus.DONE,
            col(repeat.kind) == w.IncidentKind.INCIDENT,
            or_(col(m.ActionRow.check_how) != "", last_check.is_not(None)),
            col(repeat_index.began_at) > func.coalesce(last_check, col(m.ActionRow.closed_at)),
        )
        .order_by(col(repeat_index.began_at))
    )
    return {row.id: row.number for row in session.execute(query)}
