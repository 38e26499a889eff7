"""How the app looks: themes, light and dark, no colour, the size for a projector."""

from __future__ import annotations

import os

from textual.theme import Theme

from facilitator.remember import remember
from facilitator.screens.type_ahead import TypeAhead
from facilitator.settings import Settings, SettingsError
from facilitator.widgets.themes import THEMES, other_side


class Looks(TypeAhead):
    """An app with the program's themes.

    presenter: whether the screens show only what a room needs, for a projector.
    """

    def __init__(self, settings: Settings) -> None:
        if os.environ.get("NO_COLOR") == "":
            # Empty it says nothing, but Textual would take it for the wish.
            del os.environ["NO_COLOR"]
        # Without colour Textual sends shades of grey, unless colours are left to the terminal.
        super().__init__(True if os.environ.get("NO_COLOR") else None)
        self.settings = settings
        self.presenter = settings.presenter
        for theme in THEMES:
            self.register_theme(theme)
        known = settings.theme in self.available_themes
        self.theme = settings.theme if known else THEMES[0].name
        self._remembered = self.theme

    def on_mount(self) -> None:
        """Keep the theme that is chosen, by key or by the palette."""
        self.theme_changed_signal.subscribe(self, self._remember)

    def _remember(self, theme: Theme) -> None:
        if theme.name == self._remembered:
            return
        self._remembered = theme.name
        try:
            remember(self.settings, "theme", theme.name)
        except SettingsError as error:
            self.notify(
                f"{theme.name} holds until you leave. {error}",
                title="Theme",
                severity="warning",
                markup=False,
                timeout=10,
            )

    def action_toggle_theme(self) -> None:
        """The light theme for the dark one, and back."""
        self.theme = other_side(self.current_theme, self.available_themes)

    def action_presenter(self) -> None:
        """Everything, or only what a room needs."""
        self.presenter = not self.presenter
        for screen in self.screen_stack:
            screen.set_class(self.presenter and not screen.is_modal, "-presenter")
        self.refresh_bindings()
