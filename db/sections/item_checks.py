"""Whether an action item that is done has worked: what a team plans to check, and what it finds."""

from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from db import models as m
from db import vocabulary as w
from db.errors import Refused
from db.sections.meeting_state import require_running
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
    before = None if meeting_id is None else _check_of(tx, item, meeting_id)
    if before is None:
        of_item = m.CheckRow.action_id == item.id
        last = tx.session.exec(select(func.max(m.CheckRow.position)).where(of_item)).one()
        tx.insert(
            m.CheckRow(
                action_id=item.id,
                meeting_id=meeting_id,
                at=tx.at,
                result=result,
                note=note,
                position=0 if last is None else last + 1,
            )
        )
    else:
        tx.change(before, at=tx.at, result=result, note=note)
    tx.change(item, check_on=again_on)


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
