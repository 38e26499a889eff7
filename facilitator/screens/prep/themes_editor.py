"""The editor of the themes of an incident."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from db.records import Theme
from facilitator.screens.prep.section_editor import ABOVE_ENTRY, SectionEditor
from facilitator.text import counted, shortened
from facilitator.widgets.autosaved_line import Entry, LineInput, LineRow
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line

SHOWN_CHARACTERS = 120
"""How many characters of the names of other themes are shown; the entry completes all of them."""


class ThemesEditor(SectionEditor):
    """The themes that the incident is linked to, over an entry that links or creates a theme."""

    section = "themes"
    title = "Themes"
    short_title = "Themes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "unlink", "Remove", id="prep.unlink",
                tooltip="Remove the theme from this incident; u brings it back"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """Put the list over the entry."""
        yield Static(self.title, classes="title")
        yield RowList(name="themes-lines").add_class(ABOVE_ENTRY)
        yield LineRow("Theme", Entry(self._link, name="themes-entry", hint="what recurs here"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow to remove a theme only while the list has the focus."""
        return action != "unlink" or isinstance(self.document_screen.focused, RowList)

    @property
    def row_list(self) -> RowList:
        """The list of the linked themes."""
        return self.query_one("#themes-lines", RowList)

    @property
    def entry(self) -> Entry:
        """The entry for the name of a theme."""
        return self.query_one("#themes-entry", Entry)

    def show(self) -> None:
        """Show the themes as they were read, and name others to link."""
        linked = [theme for theme in self.prep_screen.themes if self._is_linked(theme)]
        self.row_list.show((str(theme.id), self._row(theme)) for theme in linked)
        self.row_list.display = bool(linked)
        others = [theme.name for theme in self.prep_screen.themes if not self._is_linked(theme)]
        self.entry.suggest(others)
        names = shortened(", ".join(others), SHOWN_CHARACTERS)
        self.query_one(LineRow).set_hint(f"Known: {names}" if names else "")

    def _is_linked(self, theme: Theme) -> bool:
        return self.incident.number in theme.incidents

    def _row(self, theme: Theme) -> Content:
        others = counted(len(theme.incidents) - 1, "other incident")
        return Content.assemble(line(theme.name), (f"  {others}", "$text-muted"))

    async def _link(self, typed: str) -> bool:
        """Link the incident to the theme with this name; create the theme if there is none."""
        name = typed.strip().casefold()
        themes = self.prep_screen.themes
        known = next((theme for theme in themes if theme.name.casefold() == name), None)
        screen, number = self.document_screen, self.incident.number
        if known is None:
            await screen.saving(screen.store.themes.add(typed, [number]))
        else:
            await screen.saving(screen.store.themes.link(known.id, number))
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """Show the theme in the list."""
        event.stop()
        await self.document_screen.reread()

    async def action_unlink(self) -> None:
        """Remove the link to the selected theme; after the last one the entry gets the focus."""
        selected_id = self.row_list.selected_id
        themes = self.prep_screen.themes
        theme = next((theme for theme in themes if str(theme.id) == selected_id), None)
        if theme is None:
            return
        screen = self.document_screen
        await screen.save(screen.store.themes.unlink(theme.id, self.incident.number))
        await screen.reread()
        if not self.row_list.display:
            self.entry.focus()
