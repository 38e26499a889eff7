"""The timeline and the action items, as the meeting shows them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from facilitator.screens.incident.actions import ActionsPart
from facilitator.screens.incident.part import Part
from facilitator.screens.incident.timeline import TimelinePart
from facilitator.screens.prep.editor import Editor


class PartEditor(Editor):
    """One of the meeting's parts, with its own keys."""

    def __init__(self) -> None:
        super().__init__(id=f"section-{self.section}", classes="editor")

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

    section = "timeline"
    title = "Timeline (UTC)"

    def make_part(self) -> Part:
        """The meeting's timeline, with a line to type new events into."""
        return TimelinePart(entry=True)


class ActionsEditor(PartEditor):
    """The three slots."""

    section = "actions"
    title = "Action items"

    def make_part(self) -> Part:
        """The meeting's slots."""
        return ActionsPart()
