"""Reverting a transaction by its change rows; a redo reverts the transaction of an undo."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_columns

from db.errors import Refused
from db.models import (
    METADATA,
    ActionRow,
    ChangeRow,
    IncidentIndexRow,
    Row,
    TicketRow,
    TicketStepRow,
)
from db.sections.swaps import replacing_action
from db.sections.ticket_steps import (
    MOVES,
    delete_known_ticket,
    is_known,
    steps_of,
    wait_again,
)
from db.transaction import Transaction, row_from_json, value_from_json
from db.vocabulary import StepState

NOT_WRITTEN = (IncidentIndexRow.__tablename__, TicketRow.__tablename__)
"""The tables that nobody writes: the index, and what the tracker has said."""


def revert(tx: Transaction, changes: Sequence[ChangeRow], refusal: str) -> None:
    """Revert the changes of a transaction, newest first.

    What the tracker has said or done since then is in the way of none: what it has verified or
    moved was another ticket than the one that comes back.

    Args:
        tx: The transaction that reverts them.
        changes: The changes, newest first.
        refusal: How the message begins where that can't be done: what can't be done to what.

    Raises:
        Refused: One of the rows was changed or deleted since.
    """
    models = {str(model.__tablename__): model for model in Row.__subclasses__()}
    moved = _moved_since(tx, changes)
    for change in changes:
        if change.entity_id in moved:
            continue
        model = models[change.entity]
        row = tx.session.get(model, change.entity_id)
        if not change.field and change.old is not None:
            if row is None:
                tx.insert(row_from_json(model, change.old))
        elif row is None:
            is_parked = replacing_action(tx.session, change.entity_id) is not None
            gone = "parked" if is_parked else "deleted"
            raise Refused(f"{refusal}, it was {gone} since")
        elif _changed_since(row, change) or (not change.field and _is_used(tx, row)):
            raise Refused(f"{refusal}, it was changed since")
        elif not change.field:
            if isinstance(row, ActionRow):
                delete_known_ticket(tx, row.id)
            tx.delete(row)
        elif change.old is not None:
            tx.change(row, **{change.field: value_from_json(model, change.field, change.old)})
    _follow_tickets(tx, changes, moved)


def _moved_since(tx: Transaction, changes: Sequence[ChangeRow]) -> set[UUID]:
    """Return the ids of the steps that have moved or linked a ticket since it was typed.

    Whoever types a ticket leaves these steps waiting, and claimed by no window.
    """
    of_rows: defaultdict[UUID, list[ChangeRow]] = defaultdict(list)
    for change in changes:
        of_rows[change.entity_id].append(change)
    return {
        step.id
        for item in filter(_is_of_ticket, changes)
        for step in steps_of(tx.session, item.entity_id)
        if step.step in MOVES and _is_worked_on(step, of_rows[step.id])
    }


def _is_worked_on(step: TicketStepRow, changes: Sequence[ChangeRow]) -> bool:
    """Return whether a step holds something else than these changes left in it, or is claimed."""
    is_left_alone = step.state is StepState.WAITING or any(
        change.field in ("", "state") for change in changes
    )
    is_changed = any(_changed_since(step, change) for change in changes)
    return is_changed or not is_left_alone or step.claimed_by is not None


def _follow_tickets(tx: Transaction, changes: Sequence[ChangeRow], moved: Collection[UUID]) -> None:
    """Adapt what follows from the ticket of an item to the one that came back.

    Args:
        tx: The transaction.
        changes: The changes that were reverted.
        moved: The steps that were left as they are, since they have moved another ticket.
    """
    verified = {change.entity_id for change in changes if change.field == "ticket_verified"}
    for change in filter(_is_of_ticket, changes):
        if change.entity_id not in verified:
            item = tx.get(ActionRow, change.entity_id)
            tx.change(item, ticket_verified=is_known(tx.session, item))
    for step_id in moved:
        wait_again(tx, tx.get(TicketStepRow, step_id))


def _is_of_ticket(change: ChangeRow) -> bool:
    return change.entity == ActionRow.__tablename__ and change.field == "ticket"


def _changed_since(row: Row, change: ChangeRow) -> bool:
    """Return whether the row holds something else than the change left in it.

    What the tracker says does not count.
    """
    if change.field == "ticket_verified" or (not change.field and isinstance(row, TicketRow)):
        return False
    # Values are compared, not their JSON: the database returns 18.0 for 18, and UTC for all zones.
    if change.field:
        value_after = value_from_json(type(row), change.field, change.new or "null")
        return bool(getattr(row, change.field) != value_after)
    row_after = row_from_json(type(row), change.new or "{}")
    return _written(row) != _written(row_after)


def _written(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if name != "ticket_verified"}


def _is_used(tx: Transaction, row: Row) -> bool:
    """Return whether other rows refer to it, which a deletion would delete or unlink.

    An index entry does not count, nor what the tracker has said, because nobody wrote them.
    """
    name = str(row.__tablename__)
    links = (
        key.parent
        for table in METADATA.tables.values()
        if table.name not in NOT_WRITTEN
        for key in table.foreign_keys
        if key.column.table.name == name
    )
    return any(
        tx.session.execute(select_columns(link).where(link == row.id).limit(1)).first()
        for link in links
    )
