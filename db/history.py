"""The change rows read: backwards by an undo, and by whoever asks what a meeting changed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from db import models as m
from db import records as r
from db.errors import Refused
from db.meeting_changes import changes_of
from db.models import METADATA, ChangeRow, DigestRow, Row
from db.section import Runner, Section, reading, writing
from db.transaction import Transaction, parse, parse_row


def _models(base: type[Row]) -> dict[str, type[Row]]:
    return {str(model.__tablename__): model for model in base.__subclasses__()}


class History(Section):
    """What was changed, and back."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._refused: set[UUID] = set()

    @writing
    def undo(self, tx: Transaction) -> r.Undone | None:
        """Take back the last change of this window; None where there is none left.

        Raises:
            Refused: somebody has changed the same thing since.
        """
        last = self._last(tx)
        if last is None and self._refused:
            # Nothing else is left: what was refused may go by now.
            self._refused.clear()
            last = self._last(tx)
        if last is None:
            return None
        # Kept: a row can't be read any more once the database has refused something.
        group = last.group
        changes = tx.session.exec(
            select(ChangeRow)
            .where(ChangeRow.group == last.group)
            .order_by(col(ChangeRow.id).desc())
        ).all()
        tx.label, tx.undoable = f"undo: {last.label}", False
        try:
            _take_back(tx, changes)
        except (Refused, IntegrityError):
            # Once told, it steps aside, so that what was done before can still be taken back.
            self._refused.add(group)
            raise
        tx.session.exec(
            update(ChangeRow).where(col(ChangeRow.group) == last.group).values(undone=True)
        )
        return r.Undone(last.label, len(changes))

    @reading
    def of_meeting(self, session: Session, meeting_id: UUID) -> list[r.Change]:
        """What the meeting changed, from when its clock started to its end or now.

        Of its own incident, of the items it reviewed, of themes and of what is parked; what came
        and went again, or was undone, is not told.
        """
        meeting = session.get(m.MeetingRow, meeting_id)
        if meeting is None:
            raise Refused("the meeting is gone: it was deleted elsewhere")
        return changes_of(session, meeting)

    def _last(self, tx: Transaction) -> ChangeRow | None:
        """The newest change of this window that can be taken back and was not refused."""
        return tx.session.exec(
            select(ChangeRow)
            .where(
                ChangeRow.window == tx.window,
                col(ChangeRow.undoable).is_(True),
                col(ChangeRow.undone).is_(False),
                col(ChangeRow.group).not_in(self._refused),
            )
            .order_by(col(ChangeRow.id).desc())
        ).first()


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
        elif _changed_since(row, change) or (not change.field and _is_used(tx, row)):
            raise Refused(f"{change.label}: can't be undone, it was changed since")
        elif not change.field:
            tx.delete(row)
        elif change.old is not None:
            tx.change(row, **{change.field: parse(model, change.field, change.old)})


def _changed_since(row: Row, change: ChangeRow) -> bool:
    """Whether the row holds something else than the change left in it."""
    # Values, not their JSON: the database gives 18.0 back for 18, and UTC for any other zone.
    if change.field:
        left = parse(type(row), change.field, change.new or "null")
        return bool(getattr(row, change.field) != left)
    made = parse_row(type(row), change.new or "{}").model_dump(exclude={"version"})
    return row.model_dump(exclude={"version"}) != made


def _is_used(tx: Transaction, row: Row) -> bool:
    """Whether other rows hang on it, which would go or lose their link with it.

    A digest does not count: nobody wrote it, and it goes with its incident.
    """
    name = str(row.__tablename__)
    links = (
        key.parent
        for table in METADATA.tables.values()
        if table.name != DigestRow.__tablename__
        for key in table.foreign_keys
        if key.column.table.name == name
    )
    return any(
        tx.session.execute(select_columns(link).where(link == row.id).limit(1)).first()
        for link in links
    )
