"""The three action slots; a fourth asks which one it replaces, and the loser is parked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.records import SLOTS, ActionItem, ParkedKind, Priority
from facilitator.documents.text import one_line, shortened
from facilitator.domain.due import due_in_words, parse_day
from facilitator.domain.summary import status_in_words
from facilitator.screens.incident.part import Part
from facilitator.widgets.form import Field, Form, draft_key
from facilitator.widgets.question import Question
from facilitator.widgets.text import line, plain

PRIORITIES = {
    Priority.P1.value: "P1, before anything else",
    Priority.P2.value: "P2, in the next sprint",
    Priority.P3.value: "P3, in the next sprint if it fits",
}


NEW = "New action item"


class NewItem(NamedTuple):
    """What a form holds of an action item."""

    action: str
    owner: str
    priority: Priority
    due: date | None
    ticket: str


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
        incident = self.incident

        async def submit(values: Mapping[str, str]) -> None:
            new = self._read(values)
            if len(incident.action_items) == len(SLOTS):
                self.call_later(self._ask_which, new, values)
                return
            item = await self.host.saving(self.host.store.actions.add(incident.id, *new))
            await self.host.reread()
            self.query_one(f"#slot-{item.slot}", Slot).focus()

        full = len(incident.action_items) == len(SLOTS)
        note = "All three slots are taken: you will be asked which one it replaces." if full else ""
        self.app.push_screen(Form(NEW, self._fields(None), submit, about=incident.id, note=note))

    def _ask_which(self, new: NewItem, values: Mapping[str, str]) -> None:
        # Until it is stored it comes back with the form, even if nothing is chosen.
        drafts, key = self.host.facilitator.drafts, draft_key(NEW, self.incident.id)
        drafts[key] = dict(values)
        self.ask_which(new, lambda: drafts.pop(key, None))

    def ask_which(self, new: NewItem, stored: Callable[[], object]) -> None:
        """Which item a fourth one replaces. stored: what to do once it is kept somewhere."""
        if any(isinstance(screen, Question) for screen in self.app.screen_stack):
            return
        items = {str(each.slot): each for each in self.incident.action_items}

        async def answered(answer: str) -> None:
            store, meeting = self.host.store, self.host.meeting_id
            kind, where = ParkedKind.ACTION, self.host.where_parked()
            kept: object
            if answer in items:
                pending = store.actions.replace(items[answer].id, meeting, *new)
                kept = await self.host.save(pending)
            else:
                kept = await self.host.save(store.parked.add(new.action, kind, *where))
            if kept is not None:
                stored()
            await self.host.reread()

        self.app.push_screen(
            Question(
                f"At most three action items. Which one does “{new.action}” replace?",
                [*((key, each.action) for key, each in items.items()), ("p", "none: park it")],
                answered,
                detail="The one that gives way is parked, not lost.",
            )
        )

    def action_edit(self) -> None:
        """The item in hand, or a new one where the slot is empty."""
        item = self._in(self._place)
        if item is None:
            self.action_add()
            return

        async def submit(values: Mapping[str, str]) -> None:
            new = self._read(values)
            await self.host.saving(self.host.store.actions.edit(item, **new._asdict()))
            await self.host.reread()

        self.app.push_screen(
            Form(f"Action item {item.slot}", self._fields(item), submit, about=item.id)
        )

    async def action_delete(self) -> None:
        """Take the item in hand away."""
        item = self._in(self._place)
        if item is not None:
            await self.host.save(self.host.store.actions.delete(item.id))
            await self.host.reread()

    def _fields(self, item: ActionItem | None) -> list[Field]:
        names = list(dict.fromkeys([*self.host.people, *self.host.owners]))
        due = "" if item is None or item.due is None else item.due.isoformat()
        return [
            Field("action", "Action", "" if item is None else item.action,
                  "what will be different"),
            Field("owner", "Owner", "" if item is None else item.owner, "one name",
                  suggestions=names),
            Field("priority", "Priority", Priority.P2 if item is None else item.priority,
                  choices=PRIORITIES),
            Field("due", "Due", due, "2026-12-04, 4 Dec, fri, +14"),
            Field("ticket", "Ticket", "" if item is None else item.ticket, "OPS-17"),
        ]  # fmt: skip

    def _read(self, values: Mapping[str, str]) -> NewItem:
        if not values["action"].strip():
            raise ValueError("action: write something")
        try:
            due = parse_day(values["due"], self.host.today)
        except ValueError as error:
            raise ValueError(f"due: {error}") from None
        return NewItem(
            values["action"].strip(),
            values["owner"],
            Priority(values["priority"]),
            due,
            values["ticket"],
        )
