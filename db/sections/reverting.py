"""Reverting a transaction by its change rows; a redo reverts the transaction of an undo."""

from collections.abc import Sequence

from sqlalchemy import select as select_columns

from db.errors import Refused
from db.models import METADATA, ChangeRow, IncidentIndexRow, Row
from db.sections.swaps import replacing_action
from db.transaction import Transaction, row_from_json, value_from_json


def revert(tx: Transaction, changes: Sequence[ChangeRow], refusal: str) -> None:
    """Revert the changes of a transaction, newest first.

    Args:
        tx: The transaction that reverts them.
        changes: The changes, newest first.
        refusal: How the message begins where that can't be done: what can't be done to what.

    Raises:
        Refused: One of the rows was changed or deleted since.
    """
    models = {str(model.__tablename__): model for model in Row.__subclasses__()}
    for change in changes:
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
            tx.delete(row)
        elif change.old is not None:
            tx.change(row, **{change.field: value_from_json(model, change.field, change.old)})


def _changed_since(row: Row, change: ChangeRow) -> bool:
    """Return whether the row holds something else than the change left in it."""
    # Values are compared, not their JSON: the database returns 18.0 for 18, and UTC for all zones.
    if change.field:
        value_after = value_from_json(type(row), change.field, change.new or "null")
        return bool(getattr(row, change.field) != value_after)
    row_after = row_from_json(type(row), change.new or "{}")
    return row.model_dump() != row_after.model_dump()


def _is_used(tx: Transaction, row: Row) -> bool:
    """Return whether other rows refer to it, which a deletion would delete or unlink.

    An index entry does not count, because nobody wrote it.
    """
    name = str(row.__tablename__)
    links = (
        key.parent
        for table in METADATA.tables.values()
        if table.name != IncidentIndexRow.__tablename__
        for key in table.foreign_keys
        if key.column.table.name == name
    )
    return any(
        tx.session.execute(select_columns(link).where(link == row.id).limit(1)).first()
        for link in links
    )
