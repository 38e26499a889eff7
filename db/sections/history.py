"""Undo, and the list of what a meeting changed; both read the change rows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from db import models as m
from db import records as r
from db.errors import Gone, Refused
from db.models import METADATA, ChangeRow, IncidentIndexRow, Row
from db.operations import StoreSection, TransactionRunner, read_operation, write_operation
from db.sections.meeting_changes import changes_of, finished_meeting_of
from db.sections.meeting_state import MEETING_GONE
from db.sections.swaps import replacing_action
from db.transaction import Transaction, row_from_json, value_from_json


class History(StoreSection):
    """The operations on the history of changes."""

    def __init__(self, store: TransactionRunner) -> None:
        super().__init__(store)
        self._refused_groups: set[UUID] = set()

    @write_operation
    def undo(self, tx: Transaction) -> r.Undone | None:
        """Revert the last change of this window, or return None where none is left.

        Raises:
            Refused: The same thing was changed since, in which case the next undo reverts an older
                change; or the change was made in a meeting that is over by now, and stays.
        """
        last = self._next_change(tx.session, tx.window)
        if last is None:
            return None
        if last.group in self._refused_groups:
            # Every other one that was refused gets its turn again, too.
            self._refused_groups.clear()
        number = finished_meeting_of(tx.session, last)
        if number is not None:
            raise Refused(
                f"{last.label}: can't be undone, it was made in the meeting about #{number}, which"
                " is finished"
            )
        # Copied now, because the row can't be read after the database has refused a statement.
        group = last.group
        changes = tx.session.exec(
            select(ChangeRow).where(ChangeRow.group == group).order_by(col(ChangeRow.id).desc())
        ).all()
        tx.label, tx.undoable = f"undo: {last.label}", False
        try:
            _revert(tx, changes)
        except (Refused, IntegrityError):
            # It is skipped from now on, so that older changes can still be reverted.
            self._refused_groups.add(group)
            raise
        tx.session.exec(
            update(ChangeRow).where(col(ChangeRow.group) == last.group).values(undone=True)
        )
        return r.Undone(last.label, len(changes))

    @read_operation
    def next_undo(self, session: Session) -> r.NextUndo | None:
        """Return what the next undo would take back, or None where nothing is left."""
        last = self._next_change(session, self._store.window)
        if last is None:
            return None
        return r.NextUndo(last.label, last.at, finished_meeting_of(session, last))

    @read_operation
    def of_meeting(self, session: Session, meeting_id: UUID) -> list[r.Change]:
        """Return what a meeting changed between the start of its clock and its end, or now.

        It covers the meeting's incident, the items that it reviewed, themes and parked items. What
        was added and deleted again, or was undone, is left out.

        Raises:
            Gone: The meeting was thrown away.
        """
        meeting = session.get(m.MeetingRow, meeting_id)
        if meeting is None:
            raise Gone(MEETING_GONE)
        return changes_of(session, meeting)

    def _next_change(self, session: Session, window: UUID) -> ChangeRow | None:
        """Return the newest change of a window that can be undone.

        One that was refused comes when no other is left, since it may be possible by then.
        """
        newest_first = (
            select(ChangeRow)
            .where(
                ChangeRow.window == window,
                col(ChangeRow.undoable).is_(True),
                col(ChangeRow.undone).is_(False),
            )
            .order_by(col(ChangeRow.id).desc())
            .limit(1)
        )
        not_refused = newest_first.where(col(ChangeRow.group).not_in(self._refused_groups))
        return session.exec(not_refused).first() or session.exec(newest_first).first()


def _revert(tx: Transaction, changes: Sequence[ChangeRow]) -> None:
    """Revert the changes of a transaction, newest first.

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
            raise Refused(f"{change.label}: can't be undone, it was {gone} since")
        elif _changed_since(row, change) or (not change.field and _is_used(tx, row)):
            raise Refused(f"{change.label}: can't be undone, it was changed since")
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
