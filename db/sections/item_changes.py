"""What becomes of an action item, in a meeting and between meetings, and its entry in the history.

A meeting has one review of an item, whose note grows with what the meeting says. Between meetings,
every change is an entry of its own.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.sections.meeting_state import require_running
from db.sections.ticket_steps import ticket_typed
from db.transaction import Transaction
from db.validation import clean_text, parse_enum

LABEL_LENGTH = 40
"""How many characters of an action stand in the label of a change."""


def label_of(what: str, item: m.ActionRow) -> str:
    """Return what an undo calls a change: `outcome of “Cap client retries”`."""
    return f"{what} of {quoted(item.action)}"


def quoted(action: str) -> str:
    """Return the words of an action as they stand in a label: `“Cap client retries”`."""
    shortened = action if len(action) <= LABEL_LENGTH else action[: LABEL_LENGTH - 1] + "…"
    return f"“{shortened}”"


def set_status(
    tx: Transaction, item: m.ActionRow, status: w.ActionStatus, note: str | None, at: datetime
) -> None:
    """Give an item a status, with its note and the moment of its closing.

    Args:
        tx: The transaction.
        item: The item.
        status: The new status.
        note: The new note; None keeps the one that stands there, except for the reason of an item
            that is not dropped any more.
        at: When it was closed, where it is closed only now.

    Raises:
        Refused: It is dropped without a reason.
    """
    is_dropped = status is w.ActionStatus.DROPPED
    if note is None:
        stays = is_dropped is (item.status is w.ActionStatus.DROPPED)
        note = item.note if stays else ""
    note = clean_text(note, "reason" if is_dropped else "note", w.LINE_TEXT, required=is_dropped)
    closed_at = None if status in w.OPEN_STATUSES else item.closed_at or at
    tx.change(item, status=status, note=note, closed_at=closed_at)


def save_review(tx: Transaction, item: m.ActionRow, meeting_id: UUID, earlier_note: str) -> None:
    """Save what a meeting says of an item, in place of what it said before.

    What the meeting has added to its note, such as another owner, stays there.

    Args:
        tx: The transaction.
        item: The item, with the status and the note that it has from now on.
        meeting_id: The meeting.
        earlier_note: The note that the item had before.

    Raises:
        Refused: The meeting is over.
    """
    review = _review_of(tx, item, meeting_id)
    added = "" if review is None else review.note.removeprefix(earlier_note).removeprefix("; ")
    _save(tx, item, meeting_id, review, _joined(item.note, added))


def add_to_review(tx: Transaction, item: m.ActionRow, meeting_id: UUID, words: str) -> None:
    """Add words to what a meeting says of an item.

    Raises:
        Refused: The meeting is over, or the note is too long.
    """
    review = _review_of(tx, item, meeting_id)
    _save(tx, item, meeting_id, review, _joined("" if review is None else review.note, words))


def change_item(
    tx: Transaction, item: m.ActionRow, change: r.ItemChange, at: datetime | None
) -> None:
    """Change an item between meetings, and enter that in its history.

    Args:
        tx: The transaction.
        item: The item.
        change: What becomes of it.
        at: The moment from which that holds; None for the present one.

    Raises:
        Refused: A text can't be stored, or the moment is not possible.
    """
    values = _plain_values(item, change)
    before = {name: getattr(item, name) for name in (*values, "status", "note", "closed_at")}
    status = item.status if change.status is None else change.status
    status = parse_enum(status, w.ActionStatus, "status")
    _check_moment(tx, item, status, at)
    if at is not None and status in w.CLOSED_STATUSES and change.status is not None:
        # The day of an item that is closed already can be put right.
        tx.change(item, closed_at=at)
    set_status(tx, item, status, change.note, at or tx.at)
    tx.change(item, **values)
    if item.ticket != before.get("ticket", item.ticket):
        ticket_typed(tx, item)
    if all(getattr(item, name) == value for name, value in before.items()):
        return
    enter_in_history(tx, item, before, "" if change.note is None else item.note, at or tx.at)


def enter_in_history(
    tx: Transaction, item: m.ActionRow, before: dict[str, Any], note: str, at: datetime
) -> None:
    """Enter in the history of an item what was changed of it between meetings.

    Args:
        tx: The transaction.
        item: The item as it is now.
        before: What its fields held before, by their names.
        note: What was said beside the change.
        at: The moment from which the change holds.

    Raises:
        Refused: The entry is too long.
    """
    for words in _in_words(item, before):
        note = _joined(note, words)
    last = select(func.max(m.ReviewRow.position)).where(m.ReviewRow.action_id == item.id)
    tx.insert(
        m.ReviewRow(
            action_id=item.id,
            at=at,
            status=item.status,
            note=note,
            position=(tx.session.exec(last).one() or 0) + 1,
            between_meetings=True,
        )
    )


def _plain_values(item: m.ActionRow, change: r.ItemChange) -> dict[str, Any]:
    """Return the checked values of the owner, the due date and the ticket that change."""
    values: dict[str, Any] = {}
    if change.owner is not None:
        values["owner"] = clean_text(change.owner, "owner", w.SHORT_TEXT, required=True)
    if change.due is not None:
        values |= {"due": change.due, "first_due": item.first_due or change.due}
    if change.ticket is not None:
        values["ticket"] = clean_text(change.ticket, "ticket", w.SHORT_TEXT)
        if values["ticket"] != item.ticket:
            values["ticket_verified"] = False
    return values


def _check_moment(
    tx: Transaction, item: m.ActionRow, status: w.ActionStatus, at: datetime | None
) -> None:
    """Refuse a moment in the future, or before the item was made or, to reopen it, closed."""
    if at is None:
        return
    number = tx.get(m.IncidentRow, item.incident_id).number
    name = f"#{number}.{item.slot}"
    if at > tx.at:
        raise Refused(f"{name}: {at.date()} is in the future: give today or a day before it")
    if at < item.created_at:
        made_on = item.created_at.astimezone(at.tzinfo).date()
        raise Refused(f"{name}: it was made on {made_on}: give that day or a later one")
    if item.closed_at is not None and status in w.OPEN_STATUSES and at < item.closed_at:
        closed_on = item.closed_at.astimezone(at.tzinfo).date()
        raise Refused(f"{name}: it was closed on {closed_on}: give that day or a later one")


def _in_words(item: m.ActionRow, before: dict[str, Any]) -> list[str]:
    """Return what became of the owner, the due date and the ticket, as a history says it."""
    words = []
    if "owner" in before and item.owner != before["owner"]:
        words.append(f"reassigned to {item.owner}" if item.owner else "owner removed")
    if "due" in before and item.due != before["due"]:
        words.append("due date removed" if item.due is None else f"due {item.due.isoformat()}")
    if "ticket" in before and item.ticket != before["ticket"]:
        words.append(f"ticket {item.ticket}" if item.ticket else "ticket removed")
    return words


def _review_of(tx: Transaction, item: m.ActionRow, meeting_id: UUID) -> m.ReviewRow | None:
    """Return the review that a meeting has given an item, if there is one.

    Raises:
        Refused: The meeting is over.
    """
    require_running(tx, meeting_id)
    query = select(m.ReviewRow).where(
        m.ReviewRow.action_id == item.id, m.ReviewRow.meeting_id == meeting_id
    )
    return tx.session.exec(query).first()


def _save(
    tx: Transaction, item: m.ActionRow, meeting_id: UUID, review: m.ReviewRow | None, note: str
) -> None:
    if review is None:
        tx.insert(
            m.ReviewRow(
                action_id=item.id, meeting_id=meeting_id, at=tx.at, status=item.status, note=note
            )
        )
    else:
        tx.change(review, at=tx.at, status=item.status, note=note)


def _joined(note: str, words: str) -> str:
    """Return a note with more words behind it.

    Raises:
        Refused: Together they are too long.
    """
    return clean_text("; ".join(text for text in (note, words) if text), "note", w.LINE_TEXT)
