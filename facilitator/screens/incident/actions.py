"""The three action slots, and what is parked beside them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.records import ActionItem
from db.words import SLOTS
from facilitator.domain.due import due_in_words
from facilitator.domain.summary import status_in_words
from facilitator.screens.action_form import ask_edit, ask_new
from facilitator.screens.incident.part import Part
from facilitator.text import one_line, shortened
from facilitator.widgets.text import line, plain

SHOWN = 120
"""How many characters of an action its slot shows; the form has all of them."""


class Slot(Static, can_focus=True):
    """One of the three places, empty or taken."""


class ActionsPart(Part):
    """Three slots side by side, or below each other where they share a narrow column."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add…", id="actions.add", tooltip="Add an action item"),
        Binding("e,enter", "edit", "Edit…", id="actions.edit",
                tooltip="Its words, owner, priority, due date or ticket"),
        Binding("x,delete", "delete", "Delete", id="actions.delete", tooltip="Undo brings it back"),
        Binding("left", "slot(-1)", "← slot", show=False, id="actions.left",
                tooltip="The slot before"),
        Binding("right", "slot(1)", "→ slot", show=False, id="actions.right",
                tooltip="The next slot"),
    ]  # fmt: skip

    def __init__(self, *, stacked: bool = False, name: str | None = None) -> None:
        super().__init__(id=name, classes="-stacked" if stacked else None)
        self._stacked = stacked

    def compose(self) -> ComposeResult:
        """The slots over what is parked here."""
        with Vertical(id="slots") if self._stacked else Horizontal(id="slots"):
            for slot in SLOTS:
                yield Slot(id=f"slot-{slot}")
        yield Static(id="parked-here")

    def focus_first(self) -> None:
        """The first slot."""
        self.query_one("#slot-1", Slot).focus()

    def show(self) -> None:
        """The slots as they were read."""
        for slot in SLOTS:
            item = self._in(slot)
            widget = self.query_one(f"#slot-{slot}", Slot)
            widget.set_class(item is None, "-empty")
            widget.update(self._card(slot, item))
        parked = [each for each in self.incident.parked if each.resolved_at is None]
        shown = "".join(f"\n  {one_line(each.text)}" for each in parked[-4:])
        self.query_one("#parked-here", Static).update(
            plain(f"Parked here: {len(parked)}{shown}", "$text-muted")
        )

    def _in(self, slot: int) -> ActionItem | None:
        return next((each for each in self.incident.action_items if each.slot == slot), None)

    def _card(self, slot: int, item: ActionItem | None) -> Content:
        if item is None:
            said = "  empty" if self._stacked else "\n\nempty: a to add"
            return Content.assemble((f"{slot}", "bold"), (said, "$text-muted"))
        owner = line(shortened(item.owner, 40))
        missing = "bold $text-warning"
        ticket = f"{item.ticket} ↗ {'verified' if item.ticket_verified else 'unverified'}"
        due = due_in_words(item.due, self.host.today)
        after = " · " if self._stacked else "\n"
        return Content.assemble(
            (f"{slot}  ", "bold $text-accent"),
            line(shortened(item.action, SHOWN), "bold"),
            "\n   " if self._stacked else "\n\n",
            owner if item.owner else Content.styled("! no owner", missing),
            f" · {item.priority}{after}",
            due if item.due else Content.styled(f"! {due}", missing),
            after,
            line(ticket) if item.ticket else Content.styled("! no ticket", missing),
            after,
            line(status_in_words(item), "$text-muted"),
        )

    @property
    def _place(self) -> int:
        focused = self.host.focused
        return int((focused.id or "slot-1")[-1]) if isinstance(focused, Slot) else SLOTS[0]

    def action_slot(self, by: int) -> None:
        """To the slot beside this one."""
        slot = SLOTS[(SLOTS.index(self._place) + by) % len(SLOTS)]
        self.query_one(f"#slot-{slot}", Slot).focus()

    def action_add(self) -> None:
        """A new item; where all slots are taken, one has to give way."""
        ask_new(self.host, lambda item: self.query_one(f"#slot-{item.slot}", Slot).focus())

    def action_edit(self) -> None:
        """The item in hand, or a new one where the slot is empty."""
        item = self._in(self._place)
        if item is None:
            self.action_add()
        else:
            ask_edit(self.host, item)

    async def action_delete(self) -> None:
        """Take the item in hand away."""
        item = self._in(self._place)
        if item is not None:
            await self.host.save(self.host.store.actions.delete(item.id))
            await self.host.reread()
