"""The editor of the sections beyond those of the template, which have headings of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import ClassVar
from uuid import UUID, uuid4

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from db.errors import Gone
from db.records import Section
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.screens.prep.section_editor import SectionEditor
from facilitator.text import shortened
from facilitator.widgets.autosaved_line import Entry, LineInput, LineRow
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.form import Field, Form
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line

HEADING_CHARACTERS = 60
"""How many characters of a heading a message quotes."""


class SectionText(AutosavedText):
    """The text of one section.

    Attributes:
        section: The section as it was last read or saved.
    """

    def __init__(
        self, section: Section, save: Callable[[SectionText, str, str], Awaitable[bool]]
    ) -> None:
        """Prepare the field.

        Args:
            section: The section.
            save: Saves the text: it gets (this field, base, text), and returns whether it is saved.
        """

        async def save_text(base: str, text: str) -> bool:
            return await save(self, base, text)

        # The id is not made of that of the section: a section that was deleted while somebody
        # wrote in it is added again as another one, and this field stays.
        name = f"section-text-{uuid4().hex[:8]}"
        super().__init__(save_text, "What belongs under this heading", name=name)
        self.section = section


class OtherSectionsEditor(SectionEditor):
    """The headings in their order, the text under the selected one, and an entry for a new one.

    A section has a text field of its own from the first time that it is selected, so that what
    could not be saved in one of them stays there while another one is shown.
    """

    section = "sections"
    title = "Other sections"
    short_title = "Other sections"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write", id="prep.write", priority=True,
                tooltip="Write the text of this section"),
        Binding("e", "edit", "Heading…", id="prep.heading",
                tooltip="Change the heading of this section"),
        Binding("J,alt+down", "reorder(1)", "Move down", id="prep.move-down",
                tooltip="Put this section after the next one"),
        Binding("K,alt+up", "reorder(-1)", "Move up", id="prep.move-up",
                tooltip="Put this section before the one above it"),
        Binding("x,delete", "delete", "Delete", id="prep.delete-section",
                tooltip="Delete this section with its text; u brings it back"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._added_id: UUID | None = None

    def compose(self) -> ComposeResult:
        """Put the headings over the text of the selected one, and the entry at the bottom."""
        yield Static(self.title, classes="title")
        yield RowList(name="sections-headings")
        yield Static(id="sections-heading")
        yield LineRow("New section", Entry(self._add, name="sections-entry", hint="its heading"))

    def on_mount(self) -> None:
        """Say what such a section can be."""
        self.query_one(LineRow).set_hint("such as Summary, Detection or Where we got lucky")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow what is done with the selected section only while the list has the focus."""
        is_list_action = action in ("write", "edit", "reorder", "delete")
        allowed = not is_list_action or self.row_list.has_focus
        return allowed and super().check_action(action, parameters)

    @property
    def row_list(self) -> RowList:
        """The list of the headings."""
        return self.query_one("#sections-headings", RowList)

    @property
    def entry(self) -> Entry:
        """The entry for the heading of a new section."""
        return self.query_one("#sections-entry", Entry)

    @property
    def selected_text(self) -> SectionText | None:
        """The text of the section that the cursor of the list is on."""
        selected_id = self.row_list.selected_id
        return next(
            (text for text in self.query(SectionText) if str(text.section.id) == selected_id), None
        )

    def focus_first(self) -> None:
        """Focus the list of the headings, or the entry while there is no section."""
        (self.row_list if self.row_list.display else self.entry).focus()

    def reveal(self, field: Widget) -> None:
        """Select the section whose text the field is."""
        if isinstance(field, SectionText):
            self.row_list.select(str(field.section.id))
            self._show_selected()

    def show(self) -> None:
        """Show the sections as they were read, but not where a text holds something unsaved."""
        texts = {text.section.id: text for text in self.query(SectionText)}
        for section in self.incident.sections:
            text = texts.pop(section.id, None)
            if text is not None:
                text.section = section
                text.read(section.text)
        # A text that somebody is writing stays, although its section was deleted in another window.
        gone = [text.section for text in texts.values() if text.unsaved or text.has_focus]
        for text in texts.values():
            if text.section not in gone:
                text.remove()
        self._show_headings(gone)

    def _show_headings(self, gone: list[Section]) -> None:
        rows = [(str(section.id), _row(section)) for section in self.incident.sections]
        rows += [
            (str(section.id), _row(section, "  deleted in another window")) for section in gone
        ]
        self.row_list.show(rows)
        self.row_list.display = bool(rows)
        focused = self.document_screen.focused
        if isinstance(focused, SectionText):
            self.row_list.select(str(focused.section.id))
        self._show_selected()

    def _show_selected(self) -> None:
        """Show the text of the selected section under its heading, and no other one."""
        selected = self.selected_text or self._mount_selected_text()
        for text in self.query(SectionText):
            text.display = text is selected
        heading = self.query_one("#sections-heading", Static)
        heading.display = selected is not None
        heading.update(line("" if selected is None else selected.section.heading, "bold"))

    def _mount_selected_text(self) -> SectionText | None:
        """Make the text field of a section that is selected for the first time."""
        selected_id = self.row_list.selected_id
        for section in self.incident.sections:
            if str(section.id) == selected_id:
                text = SectionText(section, self._save_text)
                self.mount(text, before=self.query_one(LineRow))
                text.read(section.text)
                return text
        return None

    def on_option_list_option_highlighted(self) -> None:
        """Show the text of the section that the cursor has moved to."""
        self._show_selected()

    def on_descendant_blur(self) -> None:
        """Let go of the text of a section that was deleted while somebody was in it."""
        if self.document_screen.incident is not None:
            self.show()

    async def _add(self, typed: str) -> bool:
        """Add a section with this heading behind the others."""
        screen = self.document_screen
        added = await screen.saving(screen.store.sections.add(self.incident.id, typed))
        self._added_id = added.id
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """Show the new section; who is still here goes on with its text."""
        event.stop()
        await self.document_screen.reread()
        self.row_list.select(str(self._added_id))
        self._show_selected()
        if self.entry.has_focus:
            self.action_write()

    async def _save_text(self, text: SectionText, base: str, written: str) -> bool:
        """Save the text of a section; after a conflict ask which text to keep."""
        screen, section = self.document_screen, text.section

        async def save() -> None:
            original = replace(section, text=base)
            text.section = await self._edit(original, section.heading, written)

        heading = shortened(section.heading, HEADING_CHARACTERS)
        is_saved = await screen.write_text(save(), f"section “{heading}”", written)
        if is_saved:
            screen.call_later(screen.reread)
        return is_saved

    async def _edit(self, original: Section, heading: str, text: str) -> Section:
        """Change a section; one that another window has deleted is added again."""
        sections = self.document_screen.store.sections
        try:
            return await sections.edit(original, heading, text)
        except Gone:
            added = await sections.add(self.incident.id, heading, text)
        words = shortened(added.heading, HEADING_CHARACTERS)
        message = f"“{words}” was deleted in another window; it is back with what you wrote"
        self.notify(message, markup=False)
        return added

    def action_write(self) -> None:
        """Focus the text of the selected section."""
        if self.selected_text is not None:
            self.selected_text.focus()

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for another heading for the selected section."""
        if self.selected_text is None:
            return
        screen, section = self.document_screen, self.selected_text.section
        edit = OptimisticEdit(screen, section)

        async def save(values: Mapping[str, str]) -> Section:
            heading = values["heading"]
            saved = await edit.save(lambda current: self._edit(current, heading, current.text))
            await screen.reread()
            return saved

        field = Field("heading", "Heading", section.heading)
        await screen.ask(Form("Change the heading", [field], save, about=section.id))

    async def action_reorder(self, by: int) -> None:
        """Move the selected section so many places down, or up if `by` is negative."""
        sections = self.incident.sections
        ids = [str(section.id) for section in sections]
        if self.row_list.selected_id not in ids:
            return
        index = ids.index(self.row_list.selected_id)
        if 0 <= index + by < len(ids):
            screen = self.document_screen
            await screen.save(screen.store.sections.move(sections[index].id, index + by))
            await screen.reread()

    async def action_delete(self) -> None:
        """Delete the selected section; after the last one the entry gets the focus."""
        screen, selected = self.document_screen, self.selected_text
        # What is not saved yet would be missing when the section is brought back.
        if selected is None or not await screen.flush():
            return
        await screen.save(screen.store.sections.delete(selected.section.id))
        await screen.reread()
        if not self.row_list.display:
            self.entry.focus()


def _row(section: Section, mark: str = "") -> Content:
    """Return the row of a section: its heading, and what is to be known of it."""
    mark = mark or ("" if section.text else "  empty")
    return Content.assemble(line(section.heading), (mark, "$text-muted"))
