"""Undo and redo, and the list of what a meeting changed; all of them read the change rows."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select, update

from db import models as m
from db import records as r
from db.errors import Gone, Refused
from db.models import ChangeRow
from db.operations import TransactionRunner, read_operation, write_operation
from db.sections.incident_history import IncidentHistory, history_entries, listed_changes
from db.sections.meeting_changes import changes_of, finished_meeting_of
from db.sections.meeting_state import MEETING_GONE
from db.sections.reverting import revert
from db.transaction import Transaction

FIRST_CHANGES = 3
"""How many of the things that a step would change are named before it is taken."""
IS_UNDONE = col(ChangeRow.undone).is_(True)
IS_UNDOABLE = col(ChangeRow.undoable).is_(True)


class History(IncidentHistory):
    """The operations on the history of changes.

    An undo reaches the changes of this window, and behind them those that the same person made
    before it opened. What another window has changed since then is never in reach. A redo reverts
    the newest undo in reach, until something else is changed.
    """

    def __init__(self, store: TransactionRunner) -> None:
        super().__init__(store)
        self._refused_groups: set[UUID] = set()

    @read_operation
    def committed(self, session: Session, groups: Collection[UUID]) -> set[UUID]:
        """Return those of the ids that a transaction was committed under."""
        found = select(ChangeRow.group).where(col(ChangeRow.group).in_(groups)).distinct()
        return set(session.exec(found))

    @write_operation
    def undo(self, tx: Transaction, expected: UUID | None = None) -> r.Reverted | None:
        """Revert the last change in reach, or return None where none is left.

        Args:
            tx: The transaction.
            expected: The transaction that `next_undo` has named; None for whichever is the last.

        Raises:
            Refused: The same thing was changed since, in which case the next undo reverts an older
                change; the change was made in a meeting that is over by now, and stays; or another
                change is the last by now.
        """
        last = self._last_done(tx.session, tx.who)
        if last is None:
            return None
        label, group = last.label, last.group
        tx.label = f"undo: {label}"
        reverted = self._revert(tx, last, label, expected, "can't be undone", "was made")
        _mark(tx, group, undone=True)
        return reverted

    @write_operation
    def redo(self, tx: Transaction, expected: UUID | None = None) -> r.Reverted | None:
        """Do again what was undone last, or return None where there is nothing of that kind.

        Args:
            tx: The transaction.
            expected: The transaction that `next_redo` has named; None for whichever is the last.

        Raises:
            Refused: The same thing was changed since, in which case the next redo tries an older
                one; it was undone in a meeting that is over by now; or another undo is the last.
        """
        last = self._last_undo(tx.session, tx.who)
        if last is None or last.reverts is None:
            return None
        label, group = _label_of(tx.session, last.reverts), last.reverts
        tx.label = f"redo: {label}"
        reverted = self._revert(tx, last, label, expected, "can't be done again", "was undone")
        _mark(tx, group, undone=False)
        return reverted

    @read_operation
    def next_undo(self, session: Session) -> r.NextStep | None:
        """Return what the next undo would take back, or None where nothing is left."""
        last = self._last_done(session, self._store.who)
        return None if last is None else _next_step(session, last, last.group)

    @read_operation
    def next_redo(self, session: Session) -> r.NextStep | None:
        """Return what the next redo would do again, or None where there is nothing."""
        last = self._last_undo(session, self._store.who)
        if last is None or last.reverts is None:
            return None
        return _next_step(session, last, last.reverts)

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

    def _last_done(self, session: Session, who: str) -> ChangeRow | None:
        """Return the newest change in reach that can be undone.

        One that was refused comes when no other is left, since it may be possible by then.
        """
        return self._not_refused_first(session, who, IS_UNDOABLE, ~IS_UNDONE)

    def _last_undo(self, session: Session, who: str) -> ChangeRow | None:
        """Return a change row of the newest undo in reach that can be taken back."""
        reverted = aliased(ChangeRow)
        is_still_undone = exists().where(
            col(reverted.group) == ChangeRow.reverts, col(reverted.undone).is_(True)
        )
        last = self._not_refused_first(
            session, who, col(ChangeRow.reverts).is_not(None), is_still_undone
        )
        newest = self._newest(session, who, IS_UNDOABLE)
        is_changed_since = (
            last is not None and newest is not None and (newest.id or 0) > (last.id or 0)
        )
        return None if is_changed_since else last

    def _not_refused_first(
        self, session: Session, who: str, *conditions: ColumnElement[bool]
    ) -> ChangeRow | None:
        not_refused = col(ChangeRow.group).not_in(self._refused_groups)
        return self._newest(session, who, *conditions, not_refused) or self._newest(
            session, who, *conditions
        )

    def _newest(
        self, session: Session, who: str, *conditions: ColumnElement[bool]
    ) -> ChangeRow | None:
        """Return the newest change row in reach that meets the conditions."""
        reaches = [col(ChangeRow.window) == self._store.window]
        if who:
            is_earlier = col(ChangeRow.id) <= self._store.newest_change
            reaches.append((col(ChangeRow.who) == who) & is_earlier)
        for reach in reaches:
            query = select(ChangeRow).where(reach, *conditions)
            row = session.exec(query.order_by(col(ChangeRow.id).desc()).limit(1)).first()
            if row is not None:
                return row
        return None

    def _revert(
        self,
        tx: Transaction,
        last: ChangeRow,
        label: str,
        expected: UUID | None,
        refusal: str,
        done: str,
    ) -> r.Reverted:
        """Revert the transaction of a change row.

        Args:
            tx: The transaction that reverts it.
            last: The change row.
            label: The description of the change that is undone or redone.
            expected: The transaction that the user has agreed to; None for any.
            refusal: What can't be done to it, where it can't be done.
            done: What was done in a meeting that is finished, where that is why.

        Raises:
            Refused: It can't be reverted.
        """
        if expected not in (None, last.group):
            raise Refused(f"{label}: {refusal}, something else was changed since you were asked")
        if last.group in self._refused_groups:
            # Every other one that was refused gets its turn again, too.
            self._refused_groups.clear()
        number = finished_meeting_of(tx.session, last)
        if number is not None:
            raise Refused(
                f"{label}: {refusal}, it {done} in the meeting about #{number}, which is finished"
            )
        # Copied now, because the row can't be read after the database has refused a statement.
        group = last.group
        changes = tx.session.exec(
            select(ChangeRow).where(ChangeRow.group == group).order_by(col(ChangeRow.id).desc())
        ).all()
        tx.undoable, tx.reverts = False, group
        try:
            revert(tx, changes, f"{label}: {refusal}")
        except (Refused, IntegrityError):
            # It is skipped from now on, so that older changes can still be reverted.
            self._refused_groups.add(group)
            raise
        return r.Reverted(label, len(changes))


def _next_step(session: Session, last: ChangeRow, group: UUID) -> r.NextStep:
    """Return what a step would change.

    Args:
        session: The session to read in.
        last: A change row of the transaction that the step reverts.
        group: The transaction that is undone or done again.
    """
    incident = None if last.incident_id is None else session.get(m.IncidentRow, last.incident_id)
    changes = listed_changes(session, col(ChangeRow.group) == group)
    return r.NextStep(
        group=last.group,
        label=_label_of(session, group),
        at=last.at,
        who=last.who,
        finished_meeting=finished_meeting_of(session, last),
        number=None if incident is None else incident.number,
        first=history_entries(session, changes[:FIRST_CHANGES]),
        more=len(changes[FIRST_CHANGES:]),
    )


def _label_of(session: Session, group: UUID) -> str:
    """Return the label of a transaction."""
    query = select(ChangeRow.label).where(ChangeRow.group == group).limit(1)
    return session.exec(query).first() or ""


def _mark(tx: Transaction, group: UUID, *, undone: bool) -> None:
    """Write down whether a transaction is undone."""
    tx.session.exec(update(ChangeRow).where(col(ChangeRow.group) == group).values(undone=undone))
