"""The actions screen: what became of action items, written down on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import Static

from db.errors import StoreError
from db.records import ActionItem, DueCheck, ItemChange
from db.vocabulary import OPEN_STATUSES, ActionStatus
from facilitator.domain.due_dates import overdue_days
from facilitator.domain.tickets import needs_attention
from facilitator.screens.action_card import item_facts, item_history
from facilitator.screens.actions.item_filter import ItemFilter, ask_item_filter, filter_in_words
from facilitator.screens.actions.item_row import ListedItem, item_row
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.check import ask_check_plan, ask_whether_it_worked
from facilitator.screens.dialogs.item_change import ItemStep, ask_change, ask_edited_fields
from facilitator.screens.ticket_keys import (
    DECISION_BINDINGS,
    LIST_TICKET_BINDINGS,
    TICKET_READS,
    DecidesOnTickets,
)
from facilitator.text import counted
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.sync_line import SyncLine
from facilitator.widgets.text import line, plain
from facilitator.widgets.virtual_list import VirtualList


def _step(key: str, step: ItemStep, label: str, tooltip: str, *, show: bool = True) -> Binding:
    action = f"change('{step}')"
    return Binding(key, action, label, id=f"items.{step}", tooltip=tooltip, show=show)


class ActionsScreen(FacilitatorScreen, DecidesOnTickets):
    """The action items of every incident, with the keys of the review.

    Attributes:
        item_filter: Which items are listed.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "actions.tcss"
    AUTO_FOCUS = "#items"
    BINDINGS: ClassVar[list[BindingType]] = [
        _step("d", ItemStep.DONE, "Done…", "It is done; say on which day"),
        _step("i", ItemStep.START, "In progress", "Somebody is working on it"),
        _step("b", ItemStep.BLOCK, "Blocked…", "In progress, but blocked; say on what"),
        _step("n", ItemStep.REOPEN, "Not started", "Nobody has begun it, or it is open again"),
        _step("r", ItemStep.ASSIGN, "Reassign…", "Somebody else takes it over"),
        _step("t", ItemStep.DUE, "New date…", "Give it another due date"),
        _step("x", ItemStep.DROP, "Drop…", "Drop it, and say why"),
        _step("T", ItemStep.TICKET, "Ticket…", "Write the key of its ticket", show=False),
        _step("N", ItemStep.NOTE, "Note…", "Write a note beside its status", show=False),
        Binding("e", "edit", "Edit…", show=False, id="items.edit",
                tooltip="Correct its words, owner, priority, due date or ticket"),
        Binding("w", "check", "Did it work?…", show=False, id="items.check",
                tooltip="Say whether it worked, or as long as it is open, how you will know"),
        Binding("space", "mark", "Mark", id="items.mark",
                tooltip="Mark the item; a change is made to all that are marked"),
        Binding("f", "filter", "Filter…", id="items.filter",
                tooltip="Show only one owner, service or status, or what is overdue"),
        *LIST_TICKET_BINDINGS,
        *DECISION_BINDINGS,
        Binding("h,f10,escape", "home", "Home", id="items.home", tooltip="Back to the home screen"),
    ]  # fmt: skip

    reads = FacilitatorScreen.reads | TICKET_READS | {"filter", "home"}

    def __init__(self) -> None:
        super().__init__()
        self.item_filter = ItemFilter()
        self._items: dict[UUID, ListedItem] = {}
        self._marked: set[UUID] = set()

    def compose(self) -> ComposeResult:
        """Put the list beside the card of the selected item."""
        yield Static(id="items-heading")
        yield SyncLine(name="sync")
        with Horizontal():
            with Vertical(id="items-list"):
                yield Static(id="items-empty", classes="quiet")
                yield VirtualList[UUID, ListedItem](self._read_rows, self._draw_row, name="items")
            with VerticalScroll(id="item-card", can_focus=False):
                yield Static(id="item-incident", classes="quiet")
                yield Static(id="item-action")
                yield Static(id="item-facts")
                yield Static(id="item-history")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Read the items; where that fails, go back to the home screen."""
        if not await self.reread() and self.is_showing:
            self.facilitator.show_home()

    @property
    def _list(self) -> VirtualList[UUID, ListedItem]:
        return self.query_one("#items", VirtualList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse changes while there is no item to make them to."""
        allowed = bool(self._items) or action not in ("change", "edit", "mark", "check")
        allowed = allowed and self.allows_ticket_key(action)
        return allowed and super().check_action(action, parameters)

    async def refresh_from_store(self) -> None:
        """Read the items of the filter, most urgent first, and show them."""
        chosen = self.item_filter
        listed = await self.store.actions.filtered(
            owner=chosen.owner,
            service=chosen.service,
            overdue_before=self.today if chosen.overdue else None,
            statuses=tuple(ActionStatus) if chosen.closed else OPEN_STATUSES,
        )
        items = sorted((ListedItem(*entry) for entry in listed), key=self._urgency)
        self._items = {entry.item.id: entry for entry in items}
        self._marked &= self._items.keys()
        await self._list.show(list(self._items))
        self.query_one(SyncLine).show([entry.item for entry in items])
        self._show()

    def _urgency(self, entry: ListedItem) -> tuple[bool, int, str, int, int]:
        item = entry.item
        days = overdue_days(item, self.today)
        return not item.is_open, -days, item.priority, entry.number, item.slot

    async def _read_rows(self, ids: Sequence[UUID]) -> Mapping[UUID, ListedItem]:
        return {item_id: self._items[item_id] for item_id in ids if item_id in self._items}

    def _draw_row(self, entry: ListedItem, width: int) -> Content:
        return item_row(entry, width, self.today, is_marked=entry.item.id in self._marked)

    @on(events.Mount)
    def _follow_cursor(self) -> None:
        self.watch(self._list, "highlighted", self._show, init=False)

    def _show(self) -> None:
        """Show the heading and the card of the selected item."""
        overdue = sum(bool(overdue_days(entry.item, self.today)) for entry in self._items.values())
        words = f"{len(self._items):,} listed · {overdue:,} overdue"
        if tickets := sum(needs_attention(entry.item) for entry in self._items.values()):
            words += f" · {counted(tickets, 'ticket')} to see to"
        if self._marked:
            words += f" · {len(self._marked)} marked"
        self.query_one("#items-heading", Static).update(
            Content.assemble(
                ("Action items  ", "bold $text-accent"),
                words,
                (f" · {filter_in_words(self.item_filter)}", "$text-muted"),
                (f"  {self.saved_mark}", "$text-success"),
            )
        )
        self.set_class(not self._items, "-nothing")
        empty = "No action item is open"
        if self.item_filter != ItemFilter():
            key = key_of(self, "items.filter") or "f"
            empty = f"No action item matches the filter; press {key} to change it"
        self.query_one("#items-empty", Static).update(empty)
        self._show_card()
        self.refresh_bindings()

    def watch_saved_mark(self) -> None:
        """Show the saved mark in the heading."""
        if self.is_showing and self.query("#items-heading"):
            self._show()

    def _show_card(self) -> None:
        entry = self._selected
        contents: dict[str, Content] = {}
        if entry is not None:
            settings = self.facilitator.settings
            zone, site = settings.timezone, settings.tracker.url
            contents = {
                "incident": line(f"#{entry.number}.{entry.item.slot}  {entry.service}"),
                "action": plain(entry.item.action, "bold"),
                "facts": _below(
                    item_facts(entry.item, self.today, site), self.decision_words(entry.item)
                ),
                "history": item_history(entry.item, self.today, zone),
            }
        for name in ("incident", "action", "facts", "history"):
            self.query_one(f"#item-{name}", Static).update(contents.get(name, Content("")))

    @property
    def _selected(self) -> ListedItem | None:
        selected_id = self._list.selected_id
        return None if selected_id is None else self._items.get(selected_id)

    @property
    def items_in_hand(self) -> Sequence[ActionItem]:
        """The selected item, if there is one."""
        selected = self._selected if self._items else None
        return [] if selected is None else [selected.item]

    @property
    def items_to_push(self) -> Sequence[ActionItem]:
        """The items whose tickets are made: all that are marked, or else the selected one."""
        return self._targets

    @property
    def _targets(self) -> list[ActionItem]:
        """The items that a change is made to: all that are marked, or else the selected one."""
        if self._marked:
            return [entry.item for entry in self._items.values() if entry.item.id in self._marked]
        return [] if self._selected is None else [self._selected.item]

    @work(group=DIALOG_STEPS)
    async def action_change(self, step: str) -> None:
        """Change the selected item, or all that are marked.

        Args:
            step: The value of an `ItemStep`.
        """
        owners = await self._read_owners()
        if owners is not None and await ask_change(self, self._targets, ItemStep(step), owners):
            self._marked.clear()
            await self.reread()

    async def give_status(self, item: ActionItem, status: ActionStatus) -> None:
        """Give an item the status that its ticket has, as a change between meetings."""
        change = ItemChange(status=status)
        pending = self.store.actions.change_between_meetings([item.id], change)
        if await self.save(pending) is not None:
            await self.reread()

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for changes to the fields of the selected item."""
        selected, owners = self._selected, await self._read_owners()
        if selected is None or owners is None:
            return
        if await ask_edited_fields(self, selected.item, owners):
            await self.reread()

    @work(group=DIALOG_STEPS)
    async def action_check(self) -> None:
        """Ask whether the selected item has worked; of an open one, how the team will know."""
        if (selected := self._selected) is None:
            return
        if selected.item.status is ActionStatus.DONE:
            due = DueCheck(selected.item, selected.number, selected.service)
            is_saved = await ask_whether_it_worked(self, due)
        else:
            is_saved = await ask_check_plan(self, selected.item)
        if is_saved:
            await self.reread()

    async def _read_owners(self) -> Sequence[str] | None:
        """Return the people who may own something; where that can't be read, say so."""
        try:
            return await self.store.meetings.people()
        except StoreError as error:
            self.show_not_read(error)
            return None

    def action_mark(self) -> None:
        """Mark the selected item, or take its mark away, and go to the next one."""
        if self._selected is None:
            return
        self._marked ^= {self._selected.item.id}
        self._list.notify_style_update()
        self._list.refresh()
        self._list.action_cursor_down()
        self._show()

    @work(group=DIALOG_STEPS)
    async def action_filter(self) -> None:
        """Ask which items to list."""
        try:
            owners = await self.store.meetings.people()
            facets = await self.store.lists.facets()
        except StoreError as error:
            self.show_not_read(error)
            return
        services = [name for name, _ in facets.services]
        chosen = await ask_item_filter(self, self.item_filter, owners, services)
        if chosen is not None:
            self.item_filter = chosen
            await self.reread()

    async def action_home(self) -> None:
        """Go back to the home screen."""
        self.facilitator.show_home()


def _below(above: Content, below: Content) -> Content:
    """Return one text over another, with nothing between them where there is no second one."""
    return Content.assemble(above, "\n\n", below) if below.plain else above
