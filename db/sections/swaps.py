"""A swap: a fourth action item takes the place of one of the three, and that one is parked.

The change rows of a swap delete an action item, and insert another one and what was parked. So
whoever reads them has to tell an item that was parked from one that was deleted.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from db import models as m
from db import vocabulary as w
from db.errors import Gone
from db.transaction import Transaction


def item_to_change(tx: Transaction, item_id: UUID) -> m.ActionRow:
    """Return an action item by its id.

    Raises:
        Gone: It was deleted, or parked when another one took its place.
    """
    row = tx.session.get(m.ActionRow, item_id)
    if row is not None:
        return row
    taken_by = replacing_action(tx.session, item_id)
    if taken_by is None:
        return tx.get(m.ActionRow, item_id)
    raise Gone(f"the action item was parked in another window: “{taken_by}” took its place")


def replacing_action(session: Session, item_id: UUID) -> str | None:
    """Return the words of the item that took the place of one that is gone.

    None where it was deleted, and not parked.
    """
    query = (
        select(m.ChangeRow.group)
        .where(m.ChangeRow.entity_id == item_id, m.ChangeRow.field == "")
        .order_by(col(m.ChangeRow.id).desc())
        .limit(1)
    )
    group = session.exec(query).first()
    rows = session.exec(select(m.ChangeRow).where(m.ChangeRow.group == group)).all()
    return _replacing_action(rows)


def parked_items(rows: Iterable[m.ChangeRow]) -> set[UUID]:
    """Return the ids of the action items that are gone because they were parked.

    Args:
        rows: Change rows in their order.
    """
    by_group: dict[UUID, list[m.ChangeRow]] = defaultdict(list)
    gone_in: dict[UUID, UUID] = {}
    for row in rows:
        by_group[row.group].append(row)
        if row.new is None:
            gone_in[row.entity_id] = row.group
    return {
        row_id
        for row_id, group in gone_in.items()
        if _replacing_action(by_group[group]) is not None
    }


def _replacing_action(rows: Sequence[m.ChangeRow]) -> str | None:
    """Return the words of the new item of a swap; None where these rows are no swap.

    Args:
        rows: The change rows of one transaction.
    """
    deleted = _whole_rows(w.Entity.ACTION_ITEM, ((row, row.old) for row in rows if not row.new))
    items = _whole_rows(w.Entity.ACTION_ITEM, ((row, row.new) for row in rows if not row.old))
    parked = _whole_rows(w.Entity.PARKED, ((row, row.new) for row in rows if not row.old))
    if not len(deleted) == len(items) == len(parked) == 1:
        return None
    was_parked = str(parked[0]["text"]).startswith(deleted[0]["action"])
    return str(items[0]["action"]) if was_parked else None


def _whole_rows(
    entity: w.Entity, stored: Iterable[tuple[m.ChangeRow, str | None]]
) -> list[dict[str, Any]]:
    return [
        json.loads(values)
        for row, values in stored
        if row.entity == entity and not row.field and values is not None
    ]
