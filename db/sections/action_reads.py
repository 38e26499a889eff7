"""The reads of action items: those that a meeting has to review, and lists of them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.errors import Refused
from db.operations import StoreSection, read_operation
from db.sections.carried import carried_items, ids_to_review
from db.sections.item_checks import items_to_check
from db.sections.selections import ACTION_ITEM_COLUMNS, select_only


class ActionReads(StoreSection):
    """The operations that read action items and change nothing."""

    @read_operation
    def ids_to_review(self, session: Session, meeting_id: UUID) -> list[UUID]:
        """Return the ids of the items that a meeting has to review, by incident and slot.

        These are the items of any incident that were open when the meeting started and made
        before that. Those of the meeting's own incident count only if it had a finished meeting.

        Raises:
            Gone: The meeting was thrown away.
        """
        return ids_to_review(session, meeting_id)

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
            Gone: The meeting was thrown away.
        """
        if item_ids is None:
            item_ids = ids_to_review(session, meeting_id)
        items: list[r.CarriedItem] = []
        for ids in batched(item_ids):
            items += carried_items(session, meeting_id, ids)
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
    def to_check(self, session: Session, on: date) -> list[r.DueCheck]:
        """Return the done items of which it is time on a day to ask whether they have worked.

        Their day to check has come, or their cause has come back since they were done and last
        checked. They are ordered by incident and slot.
        """
        return items_to_check(session, on)

    @read_operation
    def all(self, session: Session, *, include_closed: bool) -> list[tuple[int, r.ActionItem]]:
        """Return the open items, or all of them, with the number of their incident.

        They are ordered by incident and slot, and have their reviews.
        """
        conditions = [] if include_closed else [col(m.ActionRow.status).in_(w.OPEN_STATUSES)]
        return [(number, item) for number, _, item in _listed(session, *conditions)]

    @read_operation
    def filtered(
        self,
        session: Session,
        owner: str = "",
        service: str = "",
        overdue_before: date | None = None,
        statuses: Sequence[w.ActionStatus] = w.OPEN_STATUSES,
    ) -> list[tuple[int, str, r.ActionItem]]:
        """Return the items that pass a filter, with the number and the service of their incident.

        They are ordered by incident and slot, and have their reviews.

        Args:
            session: The session of the store.
            owner: The whole name of their owner, whatever its case; "" for any.
            service: The whole name of the service; "" for any.
            overdue_before: Only items that were due before this day; None for any.
            statuses: Only items that have one of these.
        """
        conditions: list[ColumnElement[bool]] = [col(m.ActionRow.status).in_(statuses)]
        if service:
            conditions.append(col(m.IncidentRow.service) == service)
        if overdue_before is not None:
            conditions.append(col(m.ActionRow.due) < overdue_before)
        items = _listed(session, *conditions)
        # SQLite does not know the case of letters beyond English ones.
        return [
            entry
            for entry in items
            if not owner or entry[2].owner.casefold() == owner.strip().casefold()
        ]

    @read_operation
    def at_places(self, session: Session, places: Sequence[tuple[int, int]]) -> list[r.ActionItem]:
        """Return the items at these places, in their order.

        Args:
            session: The session of the store.
            places: The number of the incident and the slot of each item.

        Raises:
            Refused: One of the places has no item.
        """
        place = tuple_(col(m.IncidentRow.number), col(m.ActionRow.slot))
        known = [pair for pair in places if max(pair) <= w.LARGEST]
        found = {
            (number, item.slot): item
            for batch in batched(known)
            for number, _, item in _listed(session, place.in_(batch))
        }
        for number, slot in places:
            if (number, slot) not in found:
                raise Refused(
                    f"there is no action item #{number}.{slot}; `facilitator actions --all` lists"
                    " them"
                )
        return [found[pair] for pair in places]

    @read_operation
    def closed_since(
        self, session: Session, moment: datetime, until: datetime | None = None
    ) -> list[tuple[int, r.ActionItem]]:
        """Return the items that were done or dropped after a moment, those closed first first.

        Args:
            session: The session of the store.
            moment: Such as the end of the last finished meeting.
            until: Only items that were closed before this, such as the start of a meeting.
        """
        conditions = [
            col(m.ActionRow.status).in_(w.CLOSED_STATUSES),
            col(m.ActionRow.closed_at) > moment,
        ]
        if until is not None:
            conditions.append(col(m.ActionRow.closed_at) < until)
        closed = [(number, item) for number, _, item in _listed(session, *conditions)]
        return sorted(closed, key=lambda entry: (entry[1].closed_at or moment, entry[0]))

    @read_operation
    def latest_reviews(self, session: Session, limit: int = 300) -> list[r.Review]:
        """Return the newest reviews that meetings gave action items, newest first."""
        query = (
            select(m.ReviewRow)
            .where(col(m.ReviewRow.between_meetings).is_(False))
            .order_by(col(m.ReviewRow.at).desc(), col(m.ReviewRow.id))
            .limit(limit)
        )
        return [mapping.to_record(r.Review, row) for row in session.exec(query)]


def _listed(
    session: Session, *conditions: ColumnElement[bool]
) -> list[tuple[int, str, r.ActionItem]]:
    """Return the items that meet the conditions, with the number and service of their incident.

    They are ordered by incident and slot, and have their reviews and checks.
    """
    joined = col(m.IncidentRow.id) == col(m.ActionRow.incident_id)
    item_ids = select(m.ActionRow.id).join(m.IncidentRow, joined).where(*conditions)
    reviews = mapping.reviews_where(session, col(m.ReviewRow.action_id).in_(item_ids))
    query = (
        select_only((*ACTION_ITEM_COLUMNS, m.IncidentRow.number, m.IncidentRow.service))
        .join(m.IncidentRow, joined)
        .where(*conditions)
        .order_by(col(m.IncidentRow.number), col(m.ActionRow.slot))
    )
    rows = session.execute(query).all()
    ids = [row.id for row in rows]
    checks = mapping.checks_of_items(session, ids)
    tickets = mapping.tickets_of_items(session, ids)
    steps = mapping.steps_of_items(session, ids)
    return [
        (
            row.number,
            row.service,
            mapping.action_item(row, reviews.get(row.id, ()), checks[row.id], tickets, steps),
        )
        for row in rows
    ]
