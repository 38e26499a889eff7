"""The themes that an incident shows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from db.records import Theme
from facilitator.screens.prep.editor import OVER_ENTRY, Editor
from facilitator.text import counted, shortened
from facilitator.widgets.choices import Choices
from facilitator.widgets.live_line import Entry, LineInput, LineRow
from facilitator.widgets.text import line

SHOWN_KNOWN = 120
"""How many characters of the known themes are listed; the entry completes all of them."""


class ThemesEditor(Editor):
    """Its themes, and an entry that links one by its name, or makes it."""

    section = "themes"
    title = "Themes"
    short = "Themes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "unlink", "Take away", id="prep.unlink",
                tooltip="This incident does not show the theme after all"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """The list over the entry."""
        yield Static(self.title, classes="title")
        yield Choices(name="themes-lines").add_class(OVER_ENTRY)
        yield LineRow("Theme", Entry(self._link, name="themes-entry", hint="what recurs here"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list's key is for the list."""
        return action != "unlink" or isinstance(self.host.focused, Choices)

    def show(self) -> None:
        """The themes as they were read."""
        shown = [each for each in self.prep.themes if self._shows(each)]
        rows = self.query_one("#themes-lines", Choices)
        rows.show((str(each.id), self._row(each)) for each in shown)
        rows.display = bool(shown)
        others = [each.name for each in self.prep.themes if not self._shows(each)]
        self.query_one("#themes-entry", Entry).suggest(others)
        known = shortened(", ".join(others), SHOWN_KNOWN)
        self.query_one(LineRow).note(f"Known: {known}" if known else "")

    def _shows(self, theme: Theme) -> bool:
        return self.incident.number in theme.incidents

    def _row(self, theme: Theme) -> Content:
        others = counted(len(theme.incidents) - 1, "other incident")
        return Content.assemble(line(theme.name), (f"  {others}", "$text-muted"))

    async def _link(self, name: str) -> bool:
        wanted = name.strip().casefold()
        known = next((each for each in self.prep.themes if each.name.casefold() == wanted), None)
        store, number = self.host.store.themes, self.incident.number
        if known is None:
            await self.host.saving(store.add(name, [number]))
        else:
            await self.host.saving(store.link(known.id, number))
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """It stands in the list now."""
        event.stop()
        await self.host.reread()

    async def action_unlink(self) -> None:
        """Take the theme in hand away from this incident."""
        chosen = self.query_one("#themes-lines", Choices).chosen
        theme = next((each for each in self.prep.themes if str(each.id) == chosen), None)
        if theme is None:
            return
        await self.host.save(self.host.store.themes.unlink(theme.id, self.incident.number))
        await self.host.reread()
        if not self.query_one("#themes-lines").display:
            self.query_one("#themes-entry").focus()
