"""Action items: at most three per post-mortem, reviewed in every meeting until closed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, true
from sqlmodel import Session, col, select

from db import assemble, outlines
from db import models as m
from db import records as r
from db import words as w
from db.batches import batched
from db.errors import Conflict, Refused
from db.parked import candidate, park_action
from db.refusals import text, word
from db.section import Section, reading, writing
from db.transaction import Transaction

STILL_OPEN = (w.ActionStatus.OPEN.value, w.ActionStatus.IN_PROGRESS.value)
FULL = "a post-mortem has at most three action items: replace one"


class Actions(Section):
    """What is done with action items."""

    @writing
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
        """A new item in the lowest free slot.

        Raises:
            Refused: all three are taken.
        """
        tx.get(m.IncidentRow, incident_id)
        of_incident = m.ActionRow.incident_id == incident_id
        taken = set(tx.session.exec(select(m.ActionRow.slot).where(of_incident)))
        free = next((slot for slot in w.SLOTS if slot not in taken), None)
        if free is None:
            raise Refused(FULL)
        return _insert(tx, incident_id, free, action, owner, priority, due, ticket)

    @writing
    def edit(
        self,
        tx: Transaction,
        item: r.ActionItem,
        *,
        action: str,
        owner: str,
        priority: w.Priority,
        due: date | None,
        ticket: str,
    ) -> r.ActionItem:
        """Other words, owner, priority, due date or ticket of an item, handed in as it was read.

        Raises:
            Conflict: what is changed here was changed elsewhere too.
        """
        row = tx.get(m.ActionRow, item.id)
        tx.label = f"action item {row.slot}"
        tx.edit(row, item, **_values(action, owner, priority, due, ticket))
        if row.ticket != item.ticket:
            tx.change(row, ticket_verified=False)
        if row.first_due is None:
            tx.change(row, first_due=row.due)
        return _record(tx, row)

    @writing
    def replace(
        self,
        tx: Transaction,
        loser_id: UUID,
        meeting_id: UUID | None,
        action: str,
        owner: str = "",
        priority: w.Priority = w.Priority.P2,
        due: date | None = None,
        ticket: str = "",
    ) -> r.ActionItem:
        """Park one item, with all that was said of it, and give its slot to a new one."""
        loser = tx.get(m.ActionRow, loser_id)
        tx.label = f"replaced action item {loser.slot}"
        incident_id, slot = loser.incident_id, loser.slot
        priority_before = w.Priority(loser.priority)
        said = candidate(loser.action, loser.owner, priority_before, loser.due, loser.ticket)
        park_action(tx, said, incident_id, meeting_id)
        _delete(tx, loser)
        return _insert(tx, incident_id, slot, action, owner, priority, due, ticket, tx.label)

    @writing
    def delete(self, tx: Transaction, item_id: UUID) -> None:
        """Take an item away with its history; undo brings both back."""
        row = tx.get(m.ActionRow, item_id)
        tx.label = f"deleted action item {row.slot}"
        _delete(tx, row)

    @reading
    def to_review(self, session: Session, meeting_id: UUID) -> list[UUID]:
        """The ids of what this meeting has to review, by incident and slot.

        Items of earlier incidents, open or reviewed in it.
        """
        return _to_review(session, meeting_id)

    @reading
    def carried(
        self, session: Session, meeting_id: UUID, item_ids: Sequence[UUID] | None = None
    ) -> list[r.CarriedItem]:
        """What this meeting has to review, by incident and slot, without what was said before.

        item_ids: only these, of those that it has.
        """
        if item_ids is None:
            item_ids = _to_review(session, meeting_id)
        found: list[r.CarriedItem] = []
        for some in batched(item_ids):
            found += _carried_of(session, meeting_id, some)
        return sorted(found, key=lambda each: (each.number, each.item.slot))

    @reading
    def reviews(
        self, session: Session, item_ids: Sequence[UUID]
    ) -> dict[UUID, tuple[r.Review, ...]]:
        """What meetings said of these items, oldest first; only those of which any did."""
        said = assemble.reviews(session, col(m.ReviewRow.action_id).in_(item_ids))
        return {item_id: tuple(reviews) for item_id, reviews in said.items()}

    @reading
    def listed(self, session: Session, *, closed: bool) -> list[tuple[int, r.ActionItem]]:
        """Every open item with the number of its incident, by both; with closed, those too."""
        wanted = true() if closed else col(m.ActionRow.status).in_(STILL_OPEN)
        having = select(m.ActionRow.id).where(wanted)
        said = assemble.reviews(session, col(m.ReviewRow.action_id).in_(having))
        query = (
            outlines.picked((*outlines.ITEM, m.IncidentRow.number))
            .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
            .where(wanted)
            .order_by(col(m.IncidentRow.number), col(m.ActionRow.slot))
        )
        return [
            (row.number, assemble.action(row, said.get(row.id, ())))
            for row in session.execute(query)
        ]

    @writing
    def review(
        self,
        tx: Transaction,
        item_id: UUID,
        meeting_id: UUID,
        status: w.ActionStatus,
        note: str = "",
    ) -> r.ActionItem:
        """The outcome that a meeting gives an item, in place of an earlier one of its own."""
        row = tx.get(m.ActionRow, item_id)
        status = w.ActionStatus(word(status, w.ActionStatus, "status"))
        dropped = status is w.ActionStatus.DROPPED
        note = text(note, "reason" if dropped else "note", w.LINE_TEXT, required=dropped)
        tx.label = f"outcome of “{_short(row.action)}”"
        closed = status in (w.ActionStatus.DONE, w.ActionStatus.DROPPED)
        tx.change(
            row,
            status=status.value,
            note=note,
            closed_at=(row.closed_at or tx.at) if closed else None,
        )
        _say(tx, row, meeting_id, note)
        return _record(tx, row)

    @writing
    def reassign(
        self,
        tx: Transaction,
        item_id: UUID,
        meeting_id: UUID,
        owner: str,
        seen: r.ActionItem | None = None,
    ) -> r.ActionItem:
        """Give an item to somebody else, and keep that the meeting did.

        seen: the item as it was read; without it whatever stands there gives way.

        Raises:
            Conflict: somebody has given it to another one since.
        """
        row = tx.get(m.ActionRow, item_id)
        if seen is not None and row.owner != seen.owner:
            raise Conflict("owner", row.owner, owner)
        owner = text(owner, "owner", w.SHORT_TEXT, required=True)
        tx.label = f"owner of “{_short(row.action)}”"
        tx.change(row, owner=owner)
        _say(tx, row, meeting_id, f"reassigned to {owner}", added=True)
        return _record(tx, row)

    @writing
    def set_due(
        self,
        tx: Transaction,
        item_id: UUID,
        meeting_id: UUID,
        due: date,
        seen: r.ActionItem | None = None,
    ) -> r.ActionItem:
        """Move an item's due date, and keep that the meeting did; the first due date stays.

        seen: the item as it was read; without it whatever stands there gives way.

        Raises:
            Conflict: somebody has moved it since.
        """
        row = tx.get(m.ActionRow, item_id)
        if seen is not None and row.due != seen.due:
            raise Conflict("due", row.due, due)
        tx.label = f"due date of “{_short(row.action)}”"
        tx.change(row, due=due, first_due=row.first_due or due)
        _say(tx, row, meeting_id, f"due {due.isoformat()}", added=True)
        return _record(tx, row)

    @reading
    def last_reviews(self, session: Session, limit: int = 300) -> list[r.Review]:
        """The newest of what meetings said of action items, newest first."""
        query = (
            select(m.ReviewRow)
            .order_by(col(m.ReviewRow.at).desc(), col(m.ReviewRow.id))
            .limit(limit)
        )
        return [assemble.review(row) for row in session.exec(query)]


def _values(
    action: str, owner: str, priority: w.Priority, due: date | None, ticket: str
) -> dict[str, Any]:
    return {
        "action": text(action, "action", w.LINE_TEXT, required=True),
        "owner": text(owner, "owner", w.SHORT_TEXT),
        "priority": word(priority, w.Priority, "priority"),
        "due": due,
        "ticket": text(ticket, "ticket", w.SHORT_TEXT),
    }


def _insert(
    tx: Transaction,
    incident_id: UUID,
    slot: int,
    action: str,
    owner: str,
    priority: w.Priority,
    due: date | None,
    ticket: str,
    label: str = "",
) -> r.ActionItem:
    tx.label = label or f"new action item {slot}"
    row = m.ActionRow(
        incident_id=incident_id,
        slot=slot,
        first_due=due,
        created_at=tx.at,
        **_values(action, owner, priority, due, ticket),
    )
    return _record(tx, tx.insert(row))


def _delete(tx: Transaction, row: m.ActionRow) -> None:
    of_item = m.ReviewRow.action_id == row.id
    query = select(m.ReviewRow).where(of_item).order_by(*assemble.OLDEST_FIRST)
    for review in tx.session.exec(query).all():
        tx.delete(review)
    tx.delete(row)


def _say(
    tx: Transaction, item: m.ActionRow, meeting_id: UUID, note: str, *, added: bool = False
) -> None:
    """Keep what the meeting said of the item: in the place of what it said before, or beside it."""
    query = select(m.ReviewRow).where(
        m.ReviewRow.action_id == item.id, m.ReviewRow.meeting_id == meeting_id
    )
    said = tx.session.exec(query).first()
    if said is not None:
        if added and said.note:
            note = text(f"{said.note}; {note}", "note", w.LINE_TEXT)
        tx.change(said, at=tx.at, status=item.status, note=note)
        return
    tx.insert(
        m.ReviewRow(
            action_id=item.id, meeting_id=meeting_id, at=tx.at, status=item.status, note=note
        )
    )


def _to_review(session: Session, meeting_id: UUID) -> list[UUID]:
    meeting = session.get(m.MeetingRow, meeting_id)
    if meeting is None:
        raise Refused("the meeting is gone: it was deleted elsewhere")
    own = session.get_one(m.IncidentRow, meeting.incident_id)
    reviewed = select(m.ReviewRow.action_id).where(m.ReviewRow.meeting_id == meeting_id)
    query = (
        select(m.ActionRow.id)
        .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
        .where(
            col(m.ActionRow.status).in_(STILL_OPEN) | col(m.ActionRow.id).in_(reviewed),
            m.ActionRow.incident_id != own.id,
            (col(m.IncidentRow.date) < own.date)
            | ((col(m.IncidentRow.date) == own.date) & (col(m.IncidentRow.number) < own.number)),
        )
        .order_by(col(m.IncidentRow.number), col(m.ActionRow.slot))
    )
    return list(session.exec(query))


def _carried_of(
    session: Session, meeting_id: UUID, item_ids: Sequence[UUID]
) -> Iterator[r.CarriedItem]:
    """carried: of the meetings before this one those that looked at it and left it open."""
    these = col(m.ReviewRow.action_id).in_(item_ids)
    left_open = dict(
        session.exec(
            select(m.ReviewRow.action_id, func.count())
            .where(
                these,
                col(m.ReviewRow.status).in_(STILL_OPEN),
                col(m.ReviewRow.meeting_id).is_distinct_from(meeting_id),
            )
            .group_by(col(m.ReviewRow.action_id))
        ).all()
    )
    reviewed = dict(
        session.exec(
            select(m.ReviewRow.action_id, func.max(m.ReviewRow.at))
            .where(these, m.ReviewRow.meeting_id == meeting_id)
            .group_by(col(m.ReviewRow.action_id))
        ).all()
    )
    columns = (m.IncidentRow.number, m.IncidentRow.service, m.IncidentRow.symptom)
    query = (
        outlines.picked((*outlines.ITEM, *columns), col(m.IncidentRow.date).label("incident_date"))
        .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ActionRow.incident_id))
        .where(col(m.ActionRow.id).in_(item_ids))
    )
    for row in session.execute(query):
        yield r.CarriedItem(
            item=assemble.action(row),
            number=row.number,
            service=row.service,
            symptom=row.symptom,
            incident_date=row.incident_date,
            carried=left_open.get(row.id, 0),
            reviewed_at=reviewed.get(row.id),
        )


def _record(tx: Transaction, row: m.ActionRow) -> r.ActionItem:
    return assemble.action(row, assemble.reviews_of(tx.session, [row.id])[row.id])


def _short(action: str) -> str:
    return action if len(action) <= 40 else action[:39] + "…"
