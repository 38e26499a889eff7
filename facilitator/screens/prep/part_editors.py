"""The editors of the timeline and the action items, which hold the same parts as the meeting."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from db.vocabulary import SLOTS
from facilitator.domain.action_line import ActionLine, complete_owner, describe_action_line
from facilitator.domain.template import TemplatePart
from facilitator.screens.dialogs.action_fields import ACTION_HINT, ItemValues, values_of_line
from facilitator.screens.dialogs.fourth_action_item import ask_replaced_item
from facilitator.screens.incident.actions_part import ActionsPart
from facilitator.screens.incident.part import IncidentPart
from facilitator.screens.incident.timeline_part import TimelinePart
from facilitator.screens.prep.section_editor import ABOVE_ENTRY, SectionEditor
from facilitator.widgets.autosaved_line import Entry, LineInput, LineRow
from facilitator.widgets.name_suggester import NameSuggester


class PartEditor(SectionEditor):
    """An editor that holds one of the parts of the meeting, with the keys of that."""

    def compose(self) -> ComposeResult:
        """Put the part under the title."""
        yield Static(self.title, classes="title")
        yield self.make_part()

    def make_part(self) -> IncidentPart:
        """Return a new part to put into the editor."""
        raise NotImplementedError

    def show(self) -> None:
        """Show the part as it was read."""
        self.query_one(IncidentPart).show()

    def focus_first(self) -> None:
        """Focus the first widget of the part."""
        self.query_one(IncidentPart).focus_first()


class TimelineEditor(PartEditor):
    """The editor of the timeline."""

    section = TemplatePart.TIMELINE
    title = "Timeline (UTC)"
    short_title = "Timeline"
    is_full_width = True

    def make_part(self) -> IncidentPart:
        """Return the timeline of the meeting, with a line to type new events into."""
        return TimelinePart(entry=True)


class ActionsEditor(PartEditor):
    """The editor of the action items: the slots, over an entry that fills the next free slot."""

    section = TemplatePart.ACTIONS
    title = "Action items"
    short_title = "Actions"

    def make_part(self) -> IncidentPart:
        """Return the slots of the meeting, one below the other."""
        return ActionsPart(stacked=True).add_class(ABOVE_ENTRY)

    def compose(self) -> ComposeResult:
        """Put the entry below the slots."""
        yield from super().compose()
        yield LineRow("Add", Entry(self._add, name="actions-entry", hint=ACTION_HINT))

    def focus_first(self) -> None:
        """Focus the entry."""
        self.query_one(Entry).focus()

    def show(self) -> None:
        """Show the slots as they were read, and let the entry complete the names of owners."""
        super().show()
        self.query_one(Entry).suggester = NameSuggester(self.document_screen.owners, complete_owner)

    def on_input_changed(self) -> None:
        """Show under the entry how the line is read, before the user confirms it."""
        typed = self.query_one(Entry).written
        today = self.document_screen.today
        hint = describe_action_line(self._parse(typed), today) if typed.strip() else ""
        self.query_one(LineRow).set_hint(hint)

    def _parse(self, typed: str) -> ActionLine:
        return self.document_screen.parse_action_line(typed, self.document_screen.owners)

    async def _add(self, typed: str) -> bool:
        """Store a new item; where all slots are taken, ask which one it replaces.

        Returns:
            Whether the item is stored. While the question is open it is not.
        """
        new = self._parse(typed)
        if not new.action:
            raise ValueError("action: write what will be different, then who does it")
        item = values_of_line(new)
        screen = self.document_screen
        if len(self.incident.action_items) == len(SLOTS):
            screen.run_dialog_steps(self._replace(item))
            return False
        add = screen.store.actions.add
        await screen.saving(add(self.incident.id, *item, in_tracker=screen.makes_tickets))
        return True

    async def _replace(self, item: ItemValues) -> None:
        """Ask which item a fourth one replaces; the entry keeps its line until it is stored."""
        if await ask_replaced_item(self.document_screen, item):
            self.query_one(Entry).clear()

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """Show the slots again, one of which holds the new item now."""
        event.stop()
        await self.document_screen.reread()
