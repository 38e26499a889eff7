"""What stands beside a section while it is written: similar incidents, advice, private notes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import Note
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.text import line

WHOLE = ""
"""The section of the note on the whole incident."""
WriteNote = Callable[[str, str, str], Awaitable[bool]]
"""Stores the note on a section: (section, base, text) → whether it is saved."""


class NoteText(LiveText):
    """A private note. section: what it is about."""

    def __init__(self, write: WriteNote, section: str, *, name: str) -> None:
        async def save(base: str, text: str) -> bool:
            return await write(section, base, text)

        super().__init__(save, "What to remember, or to ask", name=name)
        self.section = section


class Beside(VerticalScroll, can_focus=False):
    """The help for the section in hand over the private notes."""

    def __init__(self, write: WriteNote) -> None:
        super().__init__(id="beside")
        self._write = write

    def compose(self) -> ComposeResult:
        """The help, and the note on the whole incident."""
        yield Static(id="beside-help")
        yield Static("Private notes", classes="title")
        yield Static("seen here alone: in no meeting, in no export", classes="quiet")
        yield NoteText(self._write, WHOLE, name="note")

    def show_help(self, rows: Sequence[Content]) -> None:
        """What helps with the section in hand."""
        shown = self.query_one("#beside-help", Static)
        shown.display = bool(rows)
        shown.update(Content("\n").join(rows))

    async def show_notes(self, notes: Sequence[Note]) -> None:
        """The notes as they were read; those under other headings below that on the whole."""
        texts = {each.section: each.text for each in notes}
        shown = {each.section: each for each in self.query(NoteText)}
        for note in notes:
            if note.section not in shown:
                added = NoteText(self._write, note.section, name=f"note-{note.id}")
                await self.mount(Static(line(note.section), classes="title"), added)
                shown[note.section] = added
        for section, text in shown.items():
            text.read(texts.get(section, ""))
