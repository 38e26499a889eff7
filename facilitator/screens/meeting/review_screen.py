"""The review of open action items from before: a list, a card, and one key for each outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.errors import StoreError
from db.records import ActionItem, CarriedItem, Meeting
from db.vocabulary import ActionStatus, Stage
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.domain.due_dates import overdue_days
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.outcomes import Outcome
from facilitator.screens.action_card import STATUS_COLOURS, item_facts, item_history
from facilitator.screens.dialogs.action_item import ask_edited_item, ask_one_field
from facilitator.screens.dialogs.outcome import OUTCOME_BINDINGS, ask_note, record_outcome
from facilitator.screens.history_steps import StepWords
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.text import shortened
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.glyphs import COUNTED, TO_COUNT
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.pixel_font import pixel_paragraph
from facilitator.widgets.text import line, plain
from facilitator.widgets.virtual_list import VirtualList

CARRIED_TOO_LONG = 3
"""From so many meetings on, the card asks to do, re-scope or drop the item."""
MOST_SQUARES = 12
"""Up to so many items, the heading has a square for each."""
LINES_OF_FACTS = 6
"""So many lines of the card large letters leave to what else a room has to see of an item."""
CARD_PARTS = ("incident", "action", "facts", "carried", "history")
"""The parts of the card, by the ids of their widgets without `card-`."""


class ReviewScreen(MeetingScreen):
    """The first segment of a meeting."""

    CSS_PATH = "review.tcss"
    stage = Stage.REVIEW
    BINDINGS: ClassVar[list[BindingType]] = [
        *OUTCOME_BINDINGS.values(),
        Binding("N", "note", "Note…", show=False, id="review.note",
                tooltip="Write a note beside its status"),
        Binding("T", "edit_field('ticket')", "Ticket…", show=False, id="review.ticket",
                tooltip="Write the key of its ticket"),
        Binding("e", "edit_field('action')", "Edit…", show=False, id="review.edit",
                tooltip="Correct its words, owner, priority, due date or ticket"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting)
        self._order: dict[UUID, int] = {}
        # What was closed between the last meeting and this one; None where it has to be read.
        self._closed_before: Sequence[tuple[int, ActionItem]] | None = None

    def compose_body(self) -> ComposeResult:
        """Put the list beside the card of the selected item."""
        with Horizontal():
            with Vertical(id="review-list"):
                yield Static("No action items to review", id="nothing", classes="quiet")
                yield VirtualList[UUID, CarriedItem](self._read_rows, self._draw_row, name="items")
                yield Static(id="counts", classes="quiet")
                yield Static(id="closed-before", classes="quiet")
            with VerticalScroll(id="card", can_focus=False):
                yield Static(id="card-incident")
                yield Static(id="card-action")
                yield Static(id="card-facts")
                yield Static(id="card-carried")
                yield Static(id="card-history")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse outcomes and edits while there is no item to give one to."""
        allowed = bool(self.carried) or action not in ("outcome", "note", "edit_field")
        return allowed and super().check_action(action, parameters)

    @property
    def _list(self) -> VirtualList[UUID, CarriedItem]:
        return self.query_one("#items", VirtualList)

    def focus_first(self) -> None:
        """Focus the list."""
        self._list.focus()

    async def read_more(self) -> None:
        """Read the people who may own an item, and the items."""
        self.owners = await self.store.meetings.people()
        await self.read_carried()
        if self._closed_before is None:
            self._closed_before = await self._read_closed()
        self._keep_order()
        await self._list.show([entry.item.id for entry in self.carried])

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

        An outcome or another due date must not move an item while the room goes through the list.
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

    def heading(self) -> Content:
        """Return how many items are reviewed, and how much time each of the others has."""
        if not self.carried:
            return Content("Review open action items")
        left = sum(not entry.reviewed_now for entry in self.carried)
        pace = f"press {key_of(self, 'clock.next')} to go on"
        if left:
            pace = f"{format_minutes_seconds(max(0.0, self.state.left) / left)} each"
        total = len(self.carried)
        squares = f"{COUNTED * (total - left)}{TO_COUNT * left}  " if total <= MOST_SQUARES else ""
        return Content.assemble(
            f"Review open action items\n{total - left} of {total} reviewed  ",
            (squares, "$text-accent"),
            (pace, "$text-muted not bold"),
        )

    def show(self) -> None:
        """Show the counts and the card of the selected item.

        A watching window moves its cursor to the item that the meeting is likely to review next.
        """
        self.set_class(not self.carried, "-nothing")
        if self.facilitator.read_only:
            self._select_next(self._last_reviewed_id)
        self._show_counts()
        self._show_card()
        self.refresh_bindings()

    def _draw_row(self, entry: CarriedItem, width: int) -> Content:
        status = entry.item.status
        glyph = STATUS_LABELS[status].glyph if entry.reviewed_now else " "
        is_overdue = bool(overdue_days(entry.item, self.today))
        return Content.assemble(
            (glyph, STATUS_COLOURS[status]),
            (f" #{entry.number} ", "$text-muted"),
            ("! " if is_overdue else "", "bold $text-error"),
            line(entry.item.action),
        ).truncate(width, ellipsis=True)

    def _show_counts(self) -> None:
        counts = Counter(entry.item.status for entry in self.carried if entry.reviewed_now)
        phrases = {
            status: f"{label.in_review.lower()} {counts[status]}"
            for status, label in STATUS_LABELS.items()
        }
        left = sum(not entry.reviewed_now for entry in self.carried)
        self.query_one("#counts", Static).update(
            f"{phrases[ActionStatus.DONE]} · {phrases[ActionStatus.IN_PROGRESS]}\n"
            f"{phrases[ActionStatus.OPEN]} · {phrases[ActionStatus.DROPPED]}\n"
            f"to review {left}"
        )
        closed = self._closed_before or ()
        names = [f"#{number}.{item.slot} {shortened(item.action, 40)}" for number, item in closed]
        words = f"Closed since the last meeting: {', '.join(names)}" if names else ""
        self.query_one("#closed-before", Static).update(plain(words))

    @property
    def selected_entry(self) -> CarriedItem | None:
        """The item on the card; it has its earlier reviews once the list has read its row."""
        if self._list.selected_row is not None:
            return self._list.selected_row
        selected_id = self._list.selected_id
        return next((entry for entry in self.carried if entry.item.id == selected_id), None)

    @on(VirtualList.Highlighted)
    @on(VirtualList.RowsRead)
    def _update_card(self) -> None:
        """Show another item, or the reviews of the same one that have been read now."""
        self._show_card()

    def _show_card(self) -> None:
        entry = self.selected_entry
        if entry is None:
            empty = (
                "No action item was open when this meeting started.\n\n"
                "Press ] to go on to the incident."
            )
            self._fill_card(action=Content(empty))
            return
        earlier = [review for review in entry.item.reviews if review.meeting_id != self.meeting.id]
        incident = f"#{entry.number}  {entry.service} {entry.symptom} on {entry.incident_date}"
        self._fill_card(
            incident=line(incident, "$text-muted"),
            action=self._set_large(entry.item.action),
            facts=item_facts(entry.item, self.today),
            carried=_carried(entry.carried),
            history=item_history(earlier, self.today, self.facilitator.settings.timezone),
        )

    def on_resize(self) -> None:
        """Set the card to the new width, once it has it."""
        self.call_after_refresh(self._show_card)

    def _set_large(self, text: str) -> Content:
        """Return a text in bold letters, in front of a room in large ones where they fit."""
        drawn = None
        if self.has_class("-presenter"):
            drawn = pixel_paragraph(text, self.query_one("#card-action").size.width)
        if drawn is None or len(drawn) > self.query_one("#card").size.height - LINES_OF_FACTS:
            return plain(text, "bold")
        return Content("\n".join(drawn))

    def _fill_card(self, **contents: Content) -> None:
        """Show contents in the parts of the card by their names; other parts become empty."""
        for name in CARD_PARTS:
            self.query_one(f"#card-{name}", Static).update(contents.get(name, Content("")))

    @work(group=DIALOG_STEPS)
    async def action_outcome(self, outcome: str) -> None:
        """Record an outcome for the selected item, and select the next one.

        Args:
            outcome: The value of an `Outcome`.
        """
        selected = self.selected_entry
        if selected is not None and await record_outcome(
            self, self.meeting.id, selected.item, Outcome(outcome)
        ):
            await self._go_on_from(selected.item.id)

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
            self._keep_order()
            await self._list.show([entry.item.id for entry in self.carried])
        except StoreError as error:
            self.show_not_read(error)
        self._select_next(item_id)
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
        """Select the first item behind this one that is not reviewed, starting over at the end."""
        ids = [entry.item.id for entry in self.carried]
        index = ids.index(item_id) if item_id in ids else -1
        for entry in self.carried[index + 1 :] + self.carried[: max(0, index)]:
            if not entry.reviewed_now:
                self._list.select(entry.item.id)
                break


def _carried(meetings: int) -> Content:
    """Return through how many meetings an item was carried, and a request if those are many."""
    if meetings == 0:
        return Content.styled("Not reviewed before", "$text-muted")
    times = "1 meeting" if meetings == 1 else f"{meetings} meetings"
    if meetings < CARRIED_TOO_LONG:
        return Content.styled(f"Carried through {times}", "$text-muted")
    return Content.styled(
        f"Carried through {times}: do it, re-scope it, or drop it", "bold $text-warning"
    )
