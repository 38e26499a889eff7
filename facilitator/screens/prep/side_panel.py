"""The panel beside the section that is written: help for the section, and private notes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import Note
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.text import line

WHOLE_INCIDENT = ""
"""The `Note.section` of the note that is about the whole incident."""
WriteNote = Callable[[str, str, str], Awaitable[bool]]
"""Saves the note on a section: it gets (section, base, text), and returns whether it is saved."""


class NoteText(AutosavedText):
    """A text field for a private note.

    Attributes:
        section: The section that the note is about, or `WHOLE_INCIDENT`.
    """

    def __init__(self, write: WriteNote, section: str, *, name: str) -> None:
        """Prepare the field.

        Args:
            write: Saves the note.
            section: The section that the note is about, or `WHOLE_INCIDENT`.
            name: The id of the widget.
        """

        async def save(base: str, text: str) -> bool:
            return await write(section, base, text)

        super().__init__(save, "What to remember, or to ask", name=name)
        self.section = section


class SidePanel(VerticalScroll, can_focus=False):
    """The help for the current section, over the private notes on the incident."""

    def __init__(self, write: WriteNote) -> None:
        super().__init__(id="side-panel")
        self._write = write

    def compose(self) -> ComposeResult:
        """Put the help over the note on the whole incident; notes on sections follow when read."""
        yield Static(id="side-panel-help")
        yield Static("Private notes", classes="title")
        yield Static("shown only here, never in a meeting or an export", classes="quiet")
        yield NoteText(self._write, WHOLE_INCIDENT, name="note")

    def show_help(self, rows: Sequence[Content]) -> None:
        """Show the help for a section, line by line, in the place of the help before."""
        help_text = self.query_one("#side-panel-help", Static)
        help_text.display = bool(rows)
        help_text.update(Content("\n").join(rows))

    async def show_notes(self, notes: Sequence[Note]) -> None:
        """Show the notes as they were read, those on sections below that on the whole incident."""
        widgets = {widget.section: widget for widget in self.query(NoteText)}
        for note in notes:
            if note.section not in widgets:
                widget = NoteText(self._write, note.section, name=f"note-{note.id}")
                await self.mount(Static(line(note.section), classes="title"), widget)
                widgets[note.section] = widget
        texts = {note.section: note.text for note in notes}
        for section, widget in widgets.items():
            widget.read(texts.get(section, ""))
