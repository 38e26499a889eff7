"""Action items: at most three per post-mortem, reviewed in every meeting until they are closed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, true
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.errors import Conflict, Refused
from db.operations import StoreSection, read_operation, write_operation
from db.sections.parked import action_as_text, park_action
from db.sections.selections import ACTION_ITEM_COLUMNS, select_only
from db.transaction import Transaction
from db.validation import clean_text, parse_enum

ALL_SLOTS_TAKEN = "a post-mortem has at most three action items: replace one"
LABEL_LENGTH = 40
"""How many characters of an action stand in the label of a change."""


class Actions(StoreSection):
    """The operations on action items."""

    @write_operation
    def add(
        self,
        tx: Transaction,
        incident_id: UUID,
        action: str,
        owner: str = "",
        priority: w.Priority = w.Priority.P2,
        due: date | None = None,
        ticket: str = "",
    ) -> r.ActionItem:
        """Add an action item in the lowest free slot.

        Raises:
            Refused: All three slots are taken.
        """
        tx.get(m.IncidentRow, incident_id)
        of_incident = m.ActionRow.incident_id == incident_id
        taken = set(tx.session.exec(select(m.ActionRow.slot).where(of_incident)))
        slot = next((slot for slot in w.SLOTS if slot not in taken), None)
        if slot is None:
            raise Refused(ALL_SLOTS_TAKEN)
        tx.label = f"new action item {slot}"
        return _insert(tx, incident_id, slot, _values(action, owner, priority, due, ticket))

    @write_operation
    def edit(
        self,
        tx: Transaction,
        original: r.ActionItem,
        *,
        action: str,
        owner: str,
        priority: w.Priority,
        due: date | None,
        ticket: str,
    ) -> r.ActionItem:
        """Change the fields that differ from the item as the writer read it.

        Raises:
            Conflict: Another window has changed one of the same fields.
        """
        row = tx.get(m.ActionRow, original.id)
        tx.label = f"action item {row.slot}"
        tx.edit(row, original, **_values(action, owner, priority, due, ticket))
        if row.ticket != original.ticket:
            tx.change(row, ticket_verified=False)
        if row.first_due is None:
            tx.change(row, first_due=row.due)
        return _record(tx, row)

    @write_operation
    def replace(
        self,
        tx: Transaction,
        replaced_id: UUID,
        meeting_id: UUID | None,
        action: str,
        owner: str = "",
        priority: w.Priority = w.Priority.P2,
        due: date | None = None,
        ticket: str = "",
    ) -> r.ActionItem:
        """Park one item with all its details, and give its slot to a new one."""
        replaced = tx.get(m.ActionRow, replaced_id)
        tx.label = f"replaced action item {replaced.slot}"
        incident_id, slot = replaced.incident_id, replaced.slot
        text = action_as_text(
            replaced.action, replaced.owner, replaced.priority, replaced.due, replaced.ticket
        )
        park_action(tx, text, incident_id, meeting_id)
        _delete(tx, replaced)
        return _insert(tx, incident_id, slot, _values(action, owner, priority, due, ticket))

    @write_operation
    def delete(self, tx: Transaction, item_id: UUID) -> None:
        """Delete an item with its reviews; undo restores both."""
        row = tx.get(m.ActionRow, item_id)
        tx.label = f"deleted action item {row.slot}"
        _delete(tx, row)

    @read_operation
    def ids_to_review(self, session: Session, meeting_id: UUID) -> list[UUID]:
        """Return the ids of the items that a meeting has to review, by incident and slot.

        These are the items of earlier incidents that are open, or that it has reviewed.

        Raises:
            Refused: The meeting was deleted.
        """
        return _ids_to_review(session, meeting_id)

    @read_operation
    def carried(
        self, session: Session, meeting_id: UUID, item_ids: Sequence[UUID] | None = None
    ) -> list[r.CarriedItem]:
        """Return the items that a meeting has to review, by incident and slot.

        Args:
            session: The session of the store.
            meeting_id: The meeting.
            item_ids: The items to return; by default all that the meeting has to review.

        Raises:
            Refused: The meeting was deleted.
        """
        if item_ids is None:
            item_ids = _ids_to_review(session, meeting_id)
        items: list[r.CarriedItem] = []
        for ids in batched(item_ids):
            items += _carried_items(session, meeting_id, ids)
        return sorted(items, key=lambda carried: (carried.number, carried.item.slot))

    @read_operation
    def reviews(
        self, session: Session, item_ids: Sequence[UUID]
    ) -> dict[UUID, tuple[r.Review, ...]]:
        """Return the reviews of these items by the item's id, oldest first.

        Items without a review are left out.
        """
        reviews = mapping.reviews_where(session, col(m.ReviewRow.action_id).in_(item_ids))
        return {item_id: tuple(of_item) for item_id, of_item in reviews.items()}

    @read_operation
    def all(self, session: Session, *, include_closed: bool) -> list[tuple[int, r.ActionItem]]:
        """Return the open items, or all of them, with the number of their incident.

        They are ordered by incident and slot, and have their reviews.
        """
        condition = true() if include_closed else col(m.ActionRow.status).in_(w.OPEN_STATUSES)
        item_ids = select(m.ActionRow.id).where(condition)
        reviews = mapping.reviews_where(session, col(m.ReviewRow.action_id).in_(item_ids))
        query = (
            select_only((*ACTION_ITEM_COLUMNS, m.IncidentRow.number))
            .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
            .where(condition)
            .order_by(col(m.IncidentRow.number), col(m.ActionRow.slot))
        )
        return [
            (row.number, mapping.action_item(row, reviews.get(row.id, ())))
            for row in session.execute(query)
        ]

    @write_operation
    def review(
        self,
        tx: Transaction,
        item_id: UUID,
        meeting_id: UUID,
        status: w.ActionStatus,
        note: str = "",
    ) -> r.ActionItem:
        """Set the outcome of an item in a meeting, in place of an earlier one of that meeting.

        Raises:
            Refused: It is dropped without a reason.
        """
        row = tx.get(m.ActionRow, item_id)
        status = parse_enum(status, w.ActionStatus, "status")
        is_dropped = status is w.ActionStatus.DROPPED
        note = clean_text(
            note, "reason" if is_dropped else "note", w.LINE_TEXT, required=is_dropped
        )
        tx.label = f"outcome of “{_shortened(row.action)}”"
        closed_at = None if status in w.OPEN_STATUSES else row.closed_at or tx.at
        tx.change(row, status=status, note=note, closed_at=closed_at)
        _save_review(tx, row, meeting_id, note)
        return _record(tx, row)

    @write_operation
    def reassign(
        self,
        tx: Transaction,
        item_id: UUID,
        meeting_id: UUID,
        owner: str,
        original: r.ActionItem | None = None,
    ) -> r.ActionItem:
        """Give an item another owner, and add that to the note of this meeting's review.

        Args:
            tx: The transaction.
            item_id: The item.
            meeting_id: The meeting that reassigned it.
            owner: The new owner.
            original: The item as the writer read it. Without it, any owner is overwritten.

        Raises:
            Conflict: Another window has given it another owner since.
        """
        row = tx.get(m.ActionRow, item_id)
        if original is not None and row.owner != original.owner:
            raise Conflict("owner", row.owner, owner)
        owner = clean_text(owner, "owner", w.SHORT_TEXT, required=True)
        tx.label = f"owner of “{_shortened(row.action)}”"
        tx.change(row, owner=owner)
        _save_review(tx, row, meeting_id, f"reassigned to {owner}", append=True)
        return _record(tx, row)

    @write_operation
    def set_due(
        self,
        tx: Transaction,
        item_id: UUID,
        meeting_id: UUID,
        due: date,
        original: r.ActionItem | None = None,
    ) -> r.ActionItem:
        """Move an item's due date, and add that to the note of this meeting's review.

        The first due date stays as it is.

        Args:
            tx: The transaction.
            item_id: The item.
            meeting_id: The meeting that moved the date.
            due: The new due date.
            original: The item as the writer read it. Without it, any due date is overwritten.

        Raises:
            Conflict: Another window has moved it since.
        """
        row = tx.get(m.ActionRow, item_id)
        if original is not None and row.due != original.due:
            raise Conflict("due", row.due, due)
        tx.label = f"due date of “{_shortened(row.action)}”"
        tx.change(row, due=due, first_due=row.first_due or due)
        _save_review(tx, row, meeting_id, f"due {due.isoformat()}", append=True)
        return _record(tx, row)

    @read_operation
    def latest_reviews(self, session: Session, limit: int = 300) -> list[r.Review]:
        """Return the newest reviews of all action items, newest first."""
        query = (
            select(m.ReviewRow)
            .order_by(col(m.ReviewRow.at).desc(), col(m.ReviewRow.id))
            .limit(limit)
        )
        return [mapping.to_record(r.Review, row) for row in session.exec(query)]


def _values(
    action: str, owner: str, priority: w.Priority, due: date | None, ticket: str
) -> dict[str, Any]:
    """Return the checked values of the fields that people fill in."""
    return {
        "action": clean_text(action, "action", w.LINE_TEXT, required=True),
        "owner": clean_text(owner, "owner", w.SHORT_TEXT),
        "priority": parse_enum(priority, w.Priority, "priority"),
        "due": due,
        "ticket": clean_text(ticket, "ticket", w.SHORT_TEXT),
    }


def _insert(tx: Transaction, incident_id: UUID, slot: int, values: dict[str, Any]) -> r.ActionItem:
    row = m.ActionRow(
        incident_id=incident_id,
        slot=slot,
        first_due=values["due"],
        created_at=tx.at,
        **values,
    )
    return _record(tx, tx.insert(row))


def _delete(tx: Transaction, row: m.ActionRow) -> None:
    of_item = m.ReviewRow.action_id == row.id
    query = select(m.ReviewRow).where(of_item).order_by(*mapping.REVIEW_ORDER)
    for review in tx.session.exec(query).all():
        tx.delete(review)
    tx.delete(row)


def _save_review(
    tx: Transaction, item: m.ActionRow, meeting_id: UUID, note: str, *, append: bool = False
) -> None:
    """Save a meeting's review of an item, of which there is one.

    Args:
        tx: The transaction.
        item: The item, with the status that the review gets.
        meeting_id: The meeting.
        note: The note of the review.
        append: Whether the note is added to the one that this meeting has made already, instead of
            replacing it.
    """
    query = select(m.ReviewRow).where(
        m.ReviewRow.action_id == item.id, m.ReviewRow.meeting_id == meeting_id
    )
    review = tx.session.exec(query).first()
    if review is None:
        tx.insert(
            m.ReviewRow(
                action_id=item.id, meeting_id=meeting_id, at=tx.at, status=item.status, note=note
            )
        )
        return
    if append and review.note:
        note = clean_text(f"{review.note}; {note}", "note", w.LINE_TEXT)
    tx.change(review, at=tx.at, status=item.status, note=note)


def _ids_to_review(session: Session, meeting_id: UUID) -> list[UUID]:
    meeting = session.get(m.MeetingRow, meeting_id)
    if meeting is None:
        raise Refused("the meeting is gone: it was deleted elsewhere")
    incident = session.get_one(m.IncidentRow, meeting.incident_id)
    reviewed_ids = select(m.ReviewRow.action_id).where(m.ReviewRow.meeting_id == meeting_id)
    query = (
        select(m.ActionRow.id)
        .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
        .where(
            col(m.ActionRow.status).in_(w.OPEN_STATUSES) | col(m.ActionRow.id).in_(reviewed_ids),
            (col(m.IncidentRow.date) < incident.date)
            | (
                (col(m.IncidentRow.date) == incident.date)
                & (col(m.IncidentRow.number) < incident.number)
            ),
        )
        .order_by(col(m.IncidentRow.number), col(m.ActionRow.slot))
    )
    return list(session.exec(query))


def _carried_items(
    session: Session, meeting_id: UUID, item_ids: Sequence[UUID]
) -> Iterator[r.CarriedItem]:
    of_items = col(m.ReviewRow.action_id).in_(item_ids)
    times_left_open = dict(
        session.exec(
            select(m.ReviewRow.action_id, func.count())
            .where(
                of_items,
                col(m.ReviewRow.status).in_(w.OPEN_STATUSES),
                col(m.ReviewRow.meeting_id).is_distinct_from(meeting_id),
            )
            .group_by(col(m.ReviewRow.action_id))
        ).all()
    )
    reviewed_at = dict(
        session.exec(
            select(m.ReviewRow.action_id, func.max(m.ReviewRow.at))
            .where(of_items, m.ReviewRow.meeting_id == meeting_id)
            .group_by(col(m.ReviewRow.action_id))
        ).all()
    )
    incident_columns = (m.IncidentRow.number, m.IncidentRow.service, m.IncidentRow.symptom)
    query = (
        select_only(
            (*ACTION_ITEM_COLUMNS, *incident_columns),
            col(m.IncidentRow.date).label("incident_date"),
        )
        .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
        .where(col(m.ActionRow.id).in_(item_ids))
    )
    for row in session.execute(query):
        yield mapping.to_record(
            r.CarriedItem,
            row,
            item=mapping.action_item(row),
            carried=times_left_open.get(row.id, 0),
            reviewed_at=reviewed_at.get(row.id),
        )


def _record(tx: Transaction, row: m.ActionRow) -> r.ActionItem:
    return mapping.action_item(row, mapping.reviews_of_items(tx.session, [row.id])[row.id])


def _shortened(action: str) -> str:
    return action if len(action) <= LABEL_LENGTH else action[: LABEL_LENGTH - 1] + "…"
