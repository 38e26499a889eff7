"""The paragraphs of a post-mortem."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from facilitator.domain.readiness import PrepSection
from facilitator.screens.prep.editor import Editor
from facilitator.widgets.live_text import LiveText


class TextEditor(Editor):
    """One long text, and under it what a kind of text has besides.

    field: the database's own name of it. hint: what to write.
    """

    field: ClassVar[str]
    hint: ClassVar[str]

    def compose(self) -> ComposeResult:
        """The text under its title."""
        yield Static(self.title, classes="title")
        yield LiveText(self._save, self.hint, name=f"{self.section}-text")

    def show(self) -> None:
        """The text as it was read."""
        self.text.read(getattr(self.incident, self.field))

    def focus_first(self) -> None:
        """The text, to go on at its end."""
        if self.text.cursor_location == (0, 0):
            self.text.move_cursor(self.text.document.end)
        self.text.focus()

    @property
    def text(self) -> LiveText:
        """Where it is written."""
        return self.query_one(f"#{self.section}-text", LiveText)

    async def _save(self, base: str, text: str) -> bool:
        return await self.host.write_field(self.incident.id, self.field, base, text)


class LessonsEditor(TextEditor):
    """What was learned."""

    section = PrepSection.LESSONS
    title = "Lessons learned"
    short = "Lessons"
    field = "lessons_learned"
    hint = "One or two paragraphs: what do you know now that you did not know before?"
