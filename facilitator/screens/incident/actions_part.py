"""The action items: three slots, and below them what was parked for the incident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from db.records import ActionItem
from db.vocabulary import SLOTS
from facilitator.domain.checks import weak_actions_hint
from facilitator.domain.parked_actions import parked_actions
from facilitator.screens.dialogs.action_item import (
    ask_edited_item,
    ask_new_item,
    ask_taken_up_item,
)
from facilitator.screens.dialogs.check import ask_check_plan
from facilitator.screens.incident.part import IncidentPart
from facilitator.screens.incident.slot import Slot
from facilitator.screens.ticket_keys import TICKET_BINDINGS, LeadsToTickets
from facilitator.text import one_line
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.text import plain

PARKED_SHOWN = 4
"""How many parked items are shown, the newest; all of them are counted."""


class ActionsPart(IncidentPart, LeadsToTickets):
    """Three slots side by side, or one below the other where it is narrow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add…", id="actions.add", tooltip="Add an action item"),
        Binding("e,enter", "edit", "Edit…", id="actions.edit",
                tooltip="Correct its words, owner, priority, due date or ticket"),
        Binding("x,delete", "delete", "Delete", id="actions.delete",
                tooltip="Delete this action item; u brings it back"),
        Binding("t", "take_up", "Take up…", id="actions.take-up",
                tooltip="Turn an action that was parked here into an action item"),
        Binding("w", "plan_check", "How we will know…", id="actions.check",
                tooltip="Say how and when you will know whether it works; the review asks then"),
        *TICKET_BINDINGS,
        Binding("left", "slot(-1)", "← slot", show=False, id="actions.left",
                tooltip="The previous slot"),
        Binding("right", "slot(1)", "→ slot", show=False, id="actions.right",
                tooltip="The next slot"),
    ]  # fmt: skip

    def __init__(self, *, stacked: bool = False, name: str | None = None) -> None:
        """Prepare the part.

        Args:
            stacked: Whether to put the slots one below the other.
            name: The id of the widget.
        """
        super().__init__(id=name, classes="-stacked" if stacked else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take up a parked action only where there is one, as with checks and tickets."""
        incident = self.document_screen.incident
        if action == "take_up" and (incident is None or not parked_actions(incident)):
            return False
        if action == "plan_check" and (incident is None or not incident.action_items):
            return False
        return self.allows_ticket_key(action) and super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Put the slots over the parked items."""
        with Container(id="slots"):
            for slot in SLOTS:
                yield Slot(slot)
        yield Static(id="weak-actions")
        yield Static(id="parked-here")

    def focus_first(self) -> None:
        """Focus the first slot."""
        self.query_one("#slot-1", Slot).focus()

    def show(self) -> None:
        """Show the items in their slots, and the newest of the parked items."""
        today = self.document_screen.today
        site = self.document_screen.facilitator.settings.tracker.url
        key = key_of(self.document_screen, "actions.add") or "a"
        for slot in SLOTS:
            hint = f"Empty: press {key} to add one"
            self.query_one(f"#slot-{slot}", Slot).show(self._item_in(slot), today, hint, site)
        hint = weak_actions_hint(self.incident.action_items)
        weak = self.query_one("#weak-actions", Static)
        weak.display = bool(hint)
        weak.update(Content.styled(hint, "$text-warning"))
        parked = [item for item in self.incident.parked if item.resolved_at is None]
        newest = "".join(f"\n  {one_line(item.text)}" for item in parked[-PARKED_SHOWN:])
        self.query_one("#parked-here", Static).update(
            plain(f"Parked here: {len(parked)}{newest}", "$text-muted")
        )
        self.refresh_bindings()

    def _item_in(self, slot: int) -> ActionItem | None:
        return next((item for item in self.incident.action_items if item.slot == slot), None)

    @property
    def _selected_slot(self) -> int:
        """The number of the focused slot, or of the first one while none has the focus."""
        focused = self.document_screen.focused
        return int((focused.id or "slot-1")[-1]) if isinstance(focused, Slot) else SLOTS[0]

    @property
    def items_in_hand(self) -> Sequence[ActionItem]:
        """The item in the selected slot, if there is one."""
        is_read = self.document_screen.incident is not None
        item = self._item_in(self._selected_slot) if is_read else None
        return [] if item is None else [item]

    def action_slot(self, by: int) -> None:
        """Focus the slot that is so many slots to the right, starting over at the end."""
        slot = SLOTS[(SLOTS.index(self._selected_slot) + by) % len(SLOTS)]
        self.query_one(f"#slot-{slot}", Slot).focus()

    @work(group=DIALOG_STEPS)
    async def action_add(self) -> None:
        """Ask for a new item; where all slots are taken, it can replace another one."""
        await self._add()

    async def _add(self) -> None:
        self._focus_slot(await ask_new_item(self.document_screen))

    @work(group=DIALOG_STEPS)
    async def action_take_up(self) -> None:
        """Ask which parked action comes back, and make an item of it."""
        self._focus_slot(await ask_taken_up_item(self.document_screen))

    def _focus_slot(self, item: ActionItem | None) -> None:
        """Focus the slot of an item that was just added, if one was."""
        if item is not None:
            self.query_one(f"#slot-{item.slot}", Slot).focus()

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for changes to the selected item, or for a new one where the slot is empty."""
        item = self._item_in(self._selected_slot)
        if item is None:
            await self._add()
        else:
            await ask_edited_item(self.document_screen, item)

    @work(group=DIALOG_STEPS)
    async def action_plan_check(self) -> None:
        """Ask how the team will know whether the selected item works."""
        item = self._item_in(self._selected_slot)
        if item is not None and await ask_check_plan(self.document_screen, item):
            await self.document_screen.reread()

    async def action_delete(self) -> None:
        """Delete the item in the selected slot."""
        item = self._item_in(self._selected_slot)
        if item is not None:
            await self.document_screen.save(self.document_screen.store.actions.delete(item.id))
            await self.document_screen.reread()
