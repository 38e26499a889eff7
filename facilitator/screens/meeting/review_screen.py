"""The review of open action items from before: a list, a card, and one key for each outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import ClassVar
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from db.errors import StoreError
from db.records import ActionItem, CarriedItem, DueCheck, Meeting
from db.vocabulary import ActionStatus, Stage
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.domain.meeting_track import stops
from facilitator.domain.outcomes import Outcome, outcome_of
from facilitator.domain.review_order import next_to_review
from facilitator.screens.dialogs.action_item import ask_edited_item, ask_one_field
from facilitator.screens.dialogs.check import ask_whether_it_worked
from facilitator.screens.dialogs.outcome import OUTCOME_BINDINGS, ask_note, record_outcome
from facilitator.screens.history_steps import StepWords
from facilitator.screens.meeting.card_parts import whole_item
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.screens.meeting.review_card import Message, ReviewCard, Setting, ShownItem
from facilitator.screens.meeting.review_keys import CHECKS, READ_ALL, read_setting
from facilitator.screens.meeting.review_messages import checks_line, finished_message, key_line
from facilitator.screens.meeting.review_rows import headings, item_row, squares
from facilitator.screens.meeting.row_flash import RowFlash
from facilitator.screens.ticket_keys import (
    DECISION_BINDINGS,
    LIST_TICKET_BINDINGS,
    TICKET_READS,
    DecidesOnTickets,
)
from facilitator.text import shortened
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.form import Form
from facilitator.widgets.modal import DIALOG_STEPS, Modal, ResultT
from facilitator.widgets.sync_line import SyncLine
from facilitator.widgets.text import plain
from facilitator.widgets.text_dialog import TextDialog
from facilitator.widgets.virtual_list import VirtualList


class ReviewScreen(MeetingScreen, DecidesOnTickets):
    """The first segment of a meeting."""

    CSS_PATH = "review.tcss"
    stage = Stage.REVIEW
    reads = MeetingScreen.reads | TICKET_READS | {"read_all"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *OUTCOME_BINDINGS.values(),
        Binding("N", "note", "Note…", show=False, id="review.note",
                tooltip="Write a note beside its status"),
        Binding("T", "edit_field('ticket')", "Ticket…", show=False, id="review.ticket",
                tooltip="Write the key of its ticket"),
        Binding("e", "edit_field('action')", "Edit…", show=False, id="review.edit",
                tooltip="Correct its words, owner, priority, due date or ticket"),
        Binding("w", "checks", "Did it work?…", show=False, id=CHECKS,
                tooltip="Say whether action items that are done have worked"),
        Binding("v,enter", "read_all", "Read all", show=False, id=READ_ALL,
                tooltip="Read all of it: its words, and what every meeting said of it"),
        *LIST_TICKET_BINDINGS,
        *DECISION_BINDINGS,
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting)
        self._order: dict[UUID, int] = {}
        # What was closed between the last meeting and this one; None where it has to be read.
        self._closed_before: Sequence[tuple[int, ActionItem]] | None = None
        self._to_check: Sequence[DueCheck] = ()
        # Where the cursor was when the last item was said; the card says so until it moves.
        self._finished_at: UUID | None = None
        self._looks_back = False
        self._flash = RowFlash(self, lambda item_id: self._list.redraw_row(item_id))
        self._setting = Setting(date.min, UTC)

    def compose_body(self) -> ComposeResult:
        """Put the list beside the card of the selected item."""
        with Vertical(id="review-list"):
            yield VirtualList[UUID, CarriedItem](self._read_rows, self._draw_row, name="items")
            yield Static(id="to-check")
            yield Static(id="closed-before", classes="quiet")
            yield SyncLine(name="sync")
        yield ReviewCard(name="card")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse outcomes and edits while the card shows no item to give one to."""
        has_item = bool(self.carried) and not self._is_finished
        allowed = has_item or action not in ("outcome", "note", "edit_field")
        if action == "checks":
            allowed = bool(self._to_check)
        allowed = allowed and self.allows_ticket_key(action)
        return allowed and super().check_action(action, parameters)

    @property
    def _list(self) -> VirtualList[UUID, CarriedItem]:
        return self.query_one("#items", VirtualList)

    def focus_first(self) -> None:
        """Focus the list of action items, whose keys say the outcomes."""
        self._list.focus()

    async def read_more(self) -> None:
        """Read the people who may own an item, and the items."""
        self.owners = await self.store.meetings.people()
        await self.read_carried()
        if self._closed_before is None:
            self._closed_before = await self._read_closed()
        self._to_check = await self.store.actions.to_check(self.today)
        await self._show_list()

    async def _show_list(self) -> None:
        """Show what is to do over what was said today."""
        self._keep_order()
        in_parts = sorted(self.carried, key=lambda entry: entry.reviewed_now)
        await self._list.show(
            [entry.item.id for entry in in_parts], headings=headings(self.carried)
        )

    async def _read_closed(self) -> Sequence[tuple[int, ActionItem]]:
        """Return what was closed between the last meeting and this one, which no list shows."""
        last = await self.store.meetings.last_finished()
        if last is None or last.finished_at is None:
            return ()
        began = self.meeting.events[0].at.wall if self.meeting.events else None
        return await self.store.actions.closed_since(last.finished_at, began)

    async def catch_up(self) -> None:
        """Read again what another window has changed, what was closed before the meeting too."""
        if self.outdated:
            self._closed_before = None
        await super().catch_up()

    def _keep_order(self) -> None:
        """Put the items into the order in which they were first shown; new ones come last.

        Another due date must not move an item while the room goes through the list.
        """
        for entry in self.carried:
            self._order.setdefault(entry.item.id, len(self._order))
        self.carried.sort(key=lambda entry: self._order[entry.item.id])

    async def _read_rows(self, ids: Sequence[UUID]) -> Mapping[UUID, CarriedItem]:
        """Return some of the items together with their reviews in earlier meetings."""
        reviews = await self.store.actions.reviews(ids)
        entries = {entry.item.id: entry for entry in self.carried}
        return {
            item_id: replace(entry, item=replace(entry.item, reviews=reviews.get(item_id, ())))
            for item_id in ids
            if (entry := entries.get(item_id)) is not None
        }

    def _draw_row(self, entry: CarriedItem, width: int) -> Content:
        return item_row(entry, width, self.today, is_flashing=entry.item.id == self._flash.row_id)

    @property
    def _left(self) -> int:
        return sum(not entry.reviewed_now for entry in self.carried)

    @property
    def _is_finished(self) -> bool:
        """Whether all is said, and nobody looks back at an item."""
        return bool(self.carried) and not self._left and not self._looks_back

    def heading(self) -> Content:
        """Return which item the room is at, and how much time each of the others has."""
        title, total, left = "Open action items", len(self.carried), self._left
        if not total:
            return Content(title)
        each = f"  {format_minutes_seconds(max(0.0, self.state.left) / left)} each" if left else ""
        return Content.assemble(
            f"{title}\n{min(total, total - left + 1)} of {total}  ",
            squares(total - left, total),
            (each, "$text-muted not bold"),
        )

    def show(self) -> None:
        """Show the card of the selected item.

        A watching window moves its cursor to the item that the meeting is likely to review next.
        """
        if self.facilitator.read_only:
            self._select_next(self._last_reviewed_id)
        if self._left:
            self._finished_at, self._looks_back = None, False
        elif self._finished_at is None:
            self._finished_at = self._list.selected_id
        self._setting = read_setting(self)
        self._show_below_list()
        self._show_card()
        self.refresh_bindings()

    def _show_below_list(self) -> None:
        """Show how many done items are to be checked, and what was closed before the meeting."""
        to_check = self.query_one("#to-check", Static)
        to_check.display = bool(self._to_check)
        to_check.update(self._checks_line())
        closed = self._closed_before or ()
        names = [f"#{number}.{item.slot} {shortened(item.action, 40)}" for number, item in closed]
        words = f"Closed since the last meeting: {', '.join(names)}" if names else ""
        self.query_one("#closed-before", Static).update(plain(words))
        self.query_one(SyncLine).show([entry.item for entry in self.carried])

    def _checks_line(self) -> Content:
        return checks_line(self._to_check, self._own_key(CHECKS))

    def _own_key(self, binding_id: str) -> str:
        """Return the key that does something in this window; "" in one that only watches."""
        return "" if self.facilitator.read_only else key_of(self, binding_id) or ""

    @property
    def selected_entry(self) -> CarriedItem | None:
        """The item on the card; it has its earlier reviews once the list has read its row."""
        if self._list.selected_row is not None:
            return self._list.selected_row
        selected_id = self._list.selected_id
        return next((entry for entry in self.carried if entry.item.id == selected_id), None)

    @property
    def items_in_hand(self) -> Sequence[ActionItem]:
        """The item on the card, if it shows one."""
        entry = None if not self.carried or self._is_finished else self.selected_entry
        return [] if entry is None else [entry.item]

    @on(events.Mount)
    def _follow_cursor(self) -> None:
        # At once, and not by a message: the list and the card are then painted together.
        self.watch(self._list, "highlighted", self._update_card, init=False)

    @on(VirtualList.RowsRead)
    def _update_card(self) -> None:
        """Show another item, or the reviews of the same one that have been read now."""
        if self._is_finished and self._list.selected_id != self._finished_at:
            self._look_back()
        else:
            self._show_card()

    def _look_back(self) -> None:
        """Show an item again after all is said."""
        self._looks_back = True
        self.show()

    def _show_card(self) -> None:
        card = self.query_one(ReviewCard)
        card.show(self._shown(), self._setting)
        card.prepare_soon(self._prepare_cards)

    def _prepare_cards(self) -> None:
        for entry in self._list.rows_beside if self.is_showing else ():
            self.query_one(ReviewCard).prepare_item(self._shown_item(entry))

    def _shown(self) -> ShownItem | Message:
        entry = self.selected_entry
        if entry is None:
            lines = [self._checks_line(), self._way_on("goes on to the incident")]
            return Message("No action item was open when this meeting started", lines)
        if self._is_finished:
            return self._finished_message()
        return self._shown_item(entry)

    def _shown_item(self, entry: CarriedItem) -> ShownItem:
        zone = self.facilitator.settings.timezone
        earlier, now = stops(entry.item.reviews, self.meeting.id, zone)
        return ShownItem(entry, tuple(earlier), now, next_to_review(self.carried, entry.item.id))

    def _finished_message(self) -> Message:
        keys = [self._checks_line(), self._way_on("goes on to the incident")]
        if key := key_of(self, READ_ALL):
            keys.append(key_line(key, "goes back to the item that was reviewed last"))
        return finished_message(self.carried, keys)

    def _way_on(self, does: str) -> Content:
        """Return the key that goes on with the meeting; nothing in a window that only watches."""
        key = self._own_key("clock.next")
        return key_line(key, does) if key else Content("")

    async def ask(self, dialog: Modal[ResultT]) -> ResultT | None:
        """Open a dialog and wait for its result; a form stands at the foot, below the card."""
        if isinstance(dialog, Form):
            dialog.add_class("-docked")
        return await super().ask(dialog)

    @work(group=DIALOG_STEPS)
    async def action_read_all(self) -> None:
        """Show all of the selected item, also what its card had no room for."""
        if self._is_finished:
            self._look_back()
            return
        shown = self._shown()
        if isinstance(shown, ShownItem):
            entry = shown.entry
            title = f"#{entry.number} {entry.service} {entry.symptom}"
            zone, site = self._setting.zone, self._setting.site
            rows = whole_item(entry.item, shown.track, self.today, zone, site)
            await self.ask(TextDialog(title, rows))

    @work(group=DIALOG_STEPS)
    async def action_checks(self) -> None:
        """Ask of each item that is to be checked whether it has worked; escape leaves the rest."""
        for due in self._to_check:
            if not await ask_whether_it_worked(self, due, self.meeting.id):
                break
        await self.reread()

    @work(group=DIALOG_STEPS)
    async def action_outcome(self, outcome: str) -> None:
        """Record an outcome for the selected item, and select the next one.

        Args:
            outcome: The value of an `Outcome`.
        """
        if (selected := self.selected_entry) is not None:
            await self._record(selected.item, Outcome(outcome))

    async def give_status(self, item: ActionItem, status: ActionStatus) -> None:
        """Record what the tracker says of an item as its outcome."""
        await self._record(item, outcome_of(status))

    async def _record(self, item: ActionItem, outcome: Outcome) -> None:
        if await record_outcome(self, self.meeting.id, item, outcome):
            await self._go_on_from(item.id)

    @work(group=DIALOG_STEPS)
    async def action_note(self) -> None:
        """Ask for the note of the selected item."""
        selected = self.selected_entry
        if selected is not None and await ask_note(self, self.meeting.id, selected.item):
            await self.reread()

    @work(group=DIALOG_STEPS)
    async def action_edit_field(self, first_field: str) -> None:
        """Ask for changes to the selected item, without giving it an outcome.

        Args:
            first_field: The field to begin with; for the ticket it is the only one.
        """
        selected = self.selected_entry
        if selected is None:
            return
        if first_field == "ticket":
            await ask_one_field(self, selected.item, first_field)
        else:
            await ask_edited_item(self, selected.item, first_field)

    async def take_step(self, words: StepWords, group: UUID) -> None:
        """Undo or redo a change, and select the item that it was about.

        The next key is then meant for that item.
        """
        before = {entry.item.id: entry for entry in self.carried}
        # The change may have been made between the meetings.
        self._closed_before = None
        await super().take_step(words, group)
        for entry in self.carried:
            if before.get(entry.item.id, entry) != entry:
                self._list.select(entry.item.id)
                break

    async def _go_on_from(self, item_id: UUID) -> None:
        """Show the outcome of an item, and select the next one that is not reviewed yet."""
        try:
            # Only this item is read again, since there may be very many others.
            reviewed = await self.store.actions.carried(self.meeting.id, [item_id])
            others = [entry for entry in self.carried if entry.item.id != item_id]
            self.carried = [*others, *reviewed]
            await self._show_list()
        except StoreError as error:
            self.show_not_read(error)
        self._select_next(item_id)
        self._finished_at, self._looks_back = None, False
        if any(
            entry.item.id == item_id and entry.item.status is ActionStatus.DONE
            for entry in self.carried
        ):
            self._flash.begin(item_id)
        self.show()
        self.tick()

    @property
    def _last_reviewed_id(self) -> UUID | None:
        """The id of the item that this meeting reviewed last."""
        reviews = (
            (entry.reviewed_at, entry.item.id) for entry in self.carried if entry.reviewed_at
        )
        return max(reviews, default=(None, None))[1]

    def _select_next(self, item_id: UUID | None) -> None:
        """Select the item that comes after this one."""
        entry = next_to_review(self.carried, item_id)
        if entry is not None:
            self._list.select(entry.item.id)
