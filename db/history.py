"""Undo: the change rows read backwards."""

from collections.abc import Sequence

from sqlmodel import col, select, update

from db import records as r
from db.errors import Refused
from db.models import ChangeRow, Row
from db.section import Section, writing
from db.transaction import Transaction, dump, parse, parse_row


def _models(base: type[Row]) -> dict[str, type[Row]]:
    return {str(model.__tablename__): model for model in base.__subclasses__()}


class History(Section):
    """What was changed, and back."""

    @writing
    def undo(self, tx: Transaction) -> r.Undone | None:
        """Take back the last change of this window; None where there is none left.

        Raises:
            Refused: somebody has changed the same thing since.
        """
        ours = (
            ChangeRow.window == tx.window,
            col(ChangeRow.undoable).is_(True),
            col(ChangeRow.undone).is_(False),
        )
        last = tx.session.exec(
            select(ChangeRow).where(*ours).order_by(col(ChangeRow.id).desc())
        ).first()
        if last is None:
            return None
        changes = tx.session.exec(
            select(ChangeRow)
            .where(ChangeRow.group == last.group)
            .order_by(col(ChangeRow.id).desc())
        ).all()
        tx.label, tx.undoable = f"undo: {last.label}", False
        _take_back(tx, changes)
        tx.session.exec(
            update(ChangeRow).where(col(ChangeRow.group) == last.group).values(undone=True)
        )
        return r.Undone(last.label, len(changes))


def _take_back(tx: Transaction, changes: Sequence[ChangeRow]) -> None:
    models = _models(Row)
    for change in changes:
        model = models[change.entity]
        row = tx.session.get(model, change.entity_id)
        if not change.field and change.old is not None:
            if row is None:
                tx.insert(parse_row(model, change.old))
        elif row is None:
            raise Refused(f"{change.label}: can't be undone, it was deleted since")
        elif not change.field:
            tx.delete(row)
        elif dump(getattr(row, change.field)) != change.new:
            raise Refused(f"{change.label}: can't be undone, it was changed since")
        elif change.old is not None:
            tx.change(row, **{change.field: parse(model, change.field, change.old)})
