"""The editors of the sections that are one long text."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from facilitator.domain.template import Paragraph
from facilitator.screens.prep.section_editor import SectionEditor
from facilitator.widgets.autosaved_text import AutosavedText


class TextEditor(SectionEditor):
    """One long text. A subclass may put more below it.

    Attributes:
        paragraph: The paragraph that is edited. It gives the section its id and its titles.
    """

    paragraph: ClassVar[Paragraph]

    def __init_subclass__(cls, **arguments: Any) -> None:
        """Take the id and the titles of the section from its paragraph."""
        super().__init_subclass__(**arguments)
        cls.section = cls.paragraph.part
        cls.title = cls.paragraph.part.label
        cls.short_title = cls.paragraph.short_label

    def compose(self) -> ComposeResult:
        """Put the text under its title."""
        yield Static(self.title, classes="title")
        yield AutosavedText(self._save, self.paragraph.hint, name=f"{self.section}-text")

    def show(self) -> None:
        """Show the text as it was read, unless the widget holds something unsaved."""
        self.text.read(getattr(self.incident, self.paragraph.field))

    def focus_first(self) -> None:
        """Focus the text; a cursor that is still at its beginning moves to its end."""
        if self.text.cursor_location == (0, 0):
            self.text.move_cursor(self.text.document.end)
        self.text.focus()

    @property
    def text(self) -> AutosavedText:
        """The widget in which the text is typed."""
        return self.query_one(f"#{self.section}-text", AutosavedText)

    async def _save(self, base: str, text: str) -> bool:
        screen = self.document_screen
        return await screen.write_field(self.incident.id, self.paragraph.field, base, text)


def text_editor(edited_paragraph: Paragraph) -> type[TextEditor]:
    """Return the class of an editor that has nothing but the text of this paragraph."""

    class ParagraphEditor(TextEditor):
        paragraph = edited_paragraph

    return ParagraphEditor
