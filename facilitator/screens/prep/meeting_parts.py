"""The timeline and the action items, as the meeting shows them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from db.words import SLOTS
from facilitator.domain.quick_action import (
    QuickAction,
    complete_owner,
    in_words,
    read_action,
)
from facilitator.domain.readiness import PrepSection
from facilitator.screens.action_form import NewItem, ask_which
from facilitator.screens.incident.actions import ActionsPart
from facilitator.screens.incident.part import Part
from facilitator.screens.incident.timeline import TimelinePart
from facilitator.screens.prep.editor import OVER_ENTRY, Editor
from facilitator.widgets.completion import Completion
from facilitator.widgets.live_line import Entry, LineInput, LineRow

ACTION = "what will be different @owner P1 fri OPS-17"


class PartEditor(Editor):
    """One of the meeting's parts, with its own keys."""

    def compose(self) -> ComposeResult:
        """The part under its title."""
        yield Static(self.title, classes="title")
        yield self.make_part()

    def make_part(self) -> Part:
        """The part."""
        raise NotImplementedError

    def show(self) -> None:
        """As it was read."""
        self.query_one(Part).show()

    def focus_first(self) -> None:
        """Where the part begins."""
        self.query_one(Part).focus_first()


class TimelineEditor(PartEditor):
    """The events."""

    section = PrepSection.TIMELINE
    title = "Timeline (UTC)"
    short = "Timeline"
    wide = True

    def make_part(self) -> Part:
        """The meeting's timeline, with a line to type new events into."""
        return TimelinePart(entry=True)


class ActionsEditor(PartEditor):
    """The three slots, and an entry that fills the next one from a single line."""

    section = PrepSection.ACTIONS
    title = "Action items"
    short = "Actions"

    def make_part(self) -> Part:
        """The meeting's slots."""
        return ActionsPart(stacked=True).add_class(OVER_ENTRY)

    def compose(self) -> ComposeResult:
        """The entry under the slots."""
        yield from super().compose()
        yield LineRow("Add", Entry(self._add, name="actions-entry", hint=ACTION))

    def focus_first(self) -> None:
        """The entry."""
        self.query_one(Entry).focus()

    def show(self) -> None:
        """As it was read; and whom the entry knows."""
        super().show()
        self.query_one(Entry).suggester = Completion(self.host.owners, complete_owner)

    def on_input_changed(self) -> None:
        """How the line is read, before it is taken."""
        typed = self.query_one(Entry).written
        said = in_words(self._read(typed), self.host.today) if typed.strip() else ""
        self.query_one(LineRow).note(said)

    def _read(self, typed: str) -> QuickAction:
        return read_action(typed, self.host.today, self.host.owners)

    async def _add(self, typed: str) -> bool:
        new = self._read(typed)
        if not new.action:
            raise ValueError("action: write what will be different before who does it")
        item = NewItem(new.action, new.owner, new.priority, new.due, new.ticket)
        host, entry = self.host, self.query_one(Entry)
        if len(self.incident.action_items) == len(SLOTS):
            ask_which(host, item, entry.clear)
            return False
        await host.saving(host.store.actions.add(self.incident.id, *item))
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """It stands in its slot now."""
        event.stop()
        await self.host.reread()
