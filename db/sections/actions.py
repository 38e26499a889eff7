"""Action items: at most three per post-mortem, reviewed in every meeting until they are closed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from sqlmodel import select

from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Conflict, Refused
from db.operations import write_operation
from db.sections.action_reads import ActionReads
from db.sections.item_changes import (
    add_to_review,
    change_item,
    enter_in_history,
    label_of,
    quoted,
    save_review,
    set_status,
)
from db.sections.item_checks import CheckFields, save_check
from db.sections.item_rows import (
    checked_values,
    delete_item,
    edit_row,
    insert_item,
    item_record,
)
from db.sections.parked import item_as_text, park_action, take_up
from db.sections.swaps import item_to_change
from db.transaction import Transaction
from db.validation import clean_text, parse_enum

ALL_SLOTS_TAKEN = "a post-mortem has at most three action items: replace one"


class Actions(ActionReads):
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
        *,
        parked_id: UUID | None = None,
        in_tracker: bool = False,
        **check: Unpack[CheckFields],
    ) -> r.ActionItem:
        """Add an action item in the lowest free slot.

        Args:
            tx: The transaction.
            incident_id: The incident.
            action: What will be different.
            owner: Who does it.
            priority: Its priority.
            due: Its due date.
            ticket: The key of its ticket.
            parked_id: The parked item that it was so far, which is settled by this.
            in_tracker: Whether it is to have a ticket, which is made once that is released.
            check: What it is for, and how and when the team will know whether it has worked.

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
        take_up(tx, parked_id)
        values = checked_values(action, owner, priority, due, ticket, check)
        return insert_item(tx, incident_id, slot, values, in_tracker=in_tracker)

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
        **check: Unpack[CheckFields],
    ) -> r.ActionItem:
        """Change the fields that differ from the item as the writer read it.

        Those of its check that are not given stay as they are.

        Raises:
            Conflict: Another window has changed one of the same fields.
        """
        row = item_to_change(tx, original.id)
        tx.label = f"action item {row.slot}"
        edit_row(tx, row, original, checked_values(action, owner, priority, due, ticket, check))
        return item_record(tx, row)

    @write_operation
    def edit_between_meetings(
        self,
        tx: Transaction,
        original: r.ActionItem,
        *,
        action: str,
        owner: str,
        priority: w.Priority,
        due: date | None,
        ticket: str,
        **check: Unpack[CheckFields],
    ) -> r.ActionItem:
        """Change the fields that differ, as `edit` does, outside of a meeting.

        Another owner, due date or ticket stands in the history of the item.

        Raises:
            Conflict: Another window has changed one of the same fields.
        """
        row = item_to_change(tx, original.id)
        tx.label = label_of("change", row)
        before = {"owner": row.owner, "due": row.due, "ticket": row.ticket}
        edit_row(tx, row, original, checked_values(action, owner, priority, due, ticket, check))
        if before != {name: getattr(row, name) for name in before}:
            enter_in_history(tx, row, before, "", tx.at)
        return item_record(tx, row)

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
        *,
        parked_id: UUID | None = None,
        in_tracker: bool = False,
        **check: Unpack[CheckFields],
    ) -> r.ActionItem:
        """Park one item with all its details, and give its slot to a new one.

        What is parked names the new one, and is added as by `add`.

        Args:
            tx: The transaction.
            replaced_id: The item that gives way.
            meeting_id: The meeting that decides it, or None outside of one.
            action: What will be different.
            owner: Who does it.
            priority: Its priority.
            due: Its due date.
            ticket: The key of its ticket.
            parked_id: The parked item that the new one was so far, which is settled by this.
            in_tracker: Whether it is to have a ticket, which is made once that is released.
            check: What it is for, and how and when the team will know whether it has worked.
        """
        replaced = item_to_change(tx, replaced_id)
        values = checked_values(action, owner, priority, due, ticket, check)
        old, new = (quoted(words) for words in (replaced.action, values["action"]))
        tx.label = f"parking of {old}, replaced by {new}"
        incident_id, slot = replaced.incident_id, replaced.slot
        park_action(tx, item_as_text(replaced, values["action"]), incident_id, meeting_id)
        delete_item(tx, replaced)
        take_up(tx, parked_id)
        return insert_item(tx, incident_id, slot, values, in_tracker=in_tracker)

    @write_operation
    def delete(self, tx: Transaction, item_id: UUID) -> None:
        """Delete an item with its reviews; undo restores both."""
        row = item_to_change(tx, item_id)
        tx.label = f"deleted action item {row.slot}"
        delete_item(tx, row)

    @write_operation
    def check(
        self,
        tx: Transaction,
        item_id: UUID,
        result: w.CheckResult,
        note: str = "",
        *,
        meeting_id: UUID | None = None,
        again_on: date | None = None,
    ) -> r.ActionItem:
        """Enter whether an item that is done has worked, in place of what this meeting said before.

        Args:
            tx: The transaction.
            item_id: The item.
            result: What the team has found.
            note: What there is to say beside it.
            meeting_id: The meeting that checked it, or None outside of one.
            again_on: The day on which it is to be checked again. None leaves it at this check.

        Raises:
            Refused: The item is not done, the meeting is over, or it is to be asked again without
                a day.
        """
        row = item_to_change(tx, item_id)
        tx.label = label_of("check", row)
        save_check(tx, row, meeting_id, parse_enum(result, w.CheckResult, "result"), note, again_on)
        return item_record(tx, row)

    @write_operation
    def change_between_meetings(
        self,
        tx: Transaction,
        item_ids: Sequence[UUID],
        change: r.ItemChange,
        at: datetime | None = None,
    ) -> list[r.ActionItem]:
        """Change items outside of a meeting, all or none of them, and return them as they are now.

        Each change stands in the history of its item as one between meetings. What does not change
        an item leaves no entry. One undo takes all of it back.

        Args:
            tx: The transaction.
            item_ids: The items.
            change: What becomes of each.
            at: The moment from which it holds, such as the day on which an item was done; the
                present one by default.

        Raises:
            Refused: An item is dropped without a reason, or `at` is in the future, before the item
                was made, or, where it is reopened, before it was closed.
        """
        rows = [item_to_change(tx, item_id) for item_id in item_ids]
        tx.label = label_of("change", rows[0]) if len(rows) == 1 else f"{len(rows)} action items"
        for row in rows:
            change_item(tx, row, change, at)
        return [item_record(tx, row) for row in rows]

    @write_operation
    def review(
        self,
        tx: Transaction,
        item_id: UUID,
        meeting_id: UUID,
        status: w.ActionStatus,
        note: str | None = None,
        original: r.ActionItem | None = None,
    ) -> r.ActionItem:
        """Set the outcome of an item in a meeting, in place of an earlier one of that meeting.

        Args:
            tx: The transaction.
            item_id: The item.
            meeting_id: The meeting.
            status: The status that it gets.
            note: What stands beside the status; the reason where it is dropped. None keeps what
                stands there, except for the reason of an item that is not dropped any more.
            original: The item as the writer read it. Without it, any status is overwritten.

        Raises:
            Conflict: Another window has closed it since.
            Refused: It is dropped without a reason, or the meeting is over.
        """
        row = item_to_change(tx, item_id)
        if original is not None and row.status not in (original.status, *w.OPEN_STATUSES):
            raise Conflict("status", row.status, status)
        tx.label = label_of("outcome", row)
        status = parse_enum(status, w.ActionStatus, "status")
        earlier_note = row.note
        set_status(tx, row, status, note, tx.at)
        save_review(tx, row, meeting_id, earlier_note)
        return item_record(tx, row)

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
        row = item_to_change(tx, item_id)
        if original is not None and row.owner != original.owner:
            raise Conflict("owner", row.owner, owner)
        owner = clean_text(owner, "owner", w.SHORT_TEXT, required=True)
        tx.label = label_of("owner", row)
        tx.change(row, owner=owner)
        add_to_review(tx, row, meeting_id, f"reassigned to {owner}")
        return item_record(tx, row)

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
        row = item_to_change(tx, item_id)
        if original is not None and row.due != original.due:
            raise Conflict("due", row.due, due)
        tx.label = label_of("due date", row)
        tx.change(row, due=due, first_due=row.first_due or due)
        add_to_review(tx, row, meeting_id, f"due {due.isoformat()}")
        return item_record(tx, row)
