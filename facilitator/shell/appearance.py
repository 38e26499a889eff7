"""How the app looks: its themes, light and dark, no colour, and the size for a projector."""

from __future__ import annotations

import os

from textual.theme import Theme

from facilitator.config.settings import Settings, SettingsError
from facilitator.config.settings_writer import save_setting
from facilitator.shell.input_queue import SerialInput
from facilitator.widgets.themes import THEMES, other_side


class Appearance(SerialInput):
    """An app with the program's themes.

    Attributes:
        settings: The settings, as they were loaded.
        presenter: Whether the screens show only what a room needs, for a projector.
    """

    def __init__(self, settings: Settings) -> None:
        if os.environ.get("NO_COLOR") == "":
            # An empty variable asks for nothing, but Textual takes any value as a wish.
            del os.environ["NO_COLOR"]
        # With NO_COLOR Textual sends shades of grey, unless colours are left to the terminal.
        super().__init__(True if os.environ.get("NO_COLOR") else None)
        self.settings = settings
        self.presenter = settings.presenter
        for theme in THEMES:
            self.register_theme(theme)
        known = settings.theme in self.available_themes
        self.theme = settings.theme if known else THEMES[0].name
        self._saved_theme = self.theme

    def on_mount(self) -> None:
        """Save the theme whenever another one is chosen, by key or by the palette."""
        self.theme_changed_signal.subscribe(self, self._save_theme)

    def _save_theme(self, theme: Theme) -> None:
        if theme.name == self._saved_theme:
            return
        self._saved_theme = theme.name
        try:
            save_setting(self.settings, "theme", theme.name)
        except SettingsError as error:
            self.notify(
                f"{theme.name} is used until you leave. {error}",
                title="Theme",
                severity="warning",
                markup=False,
                timeout=10,
            )

    def action_toggle_theme(self) -> None:
        """Change between the light and the dark theme of a pair."""
        self.theme = other_side(self.current_theme, self.available_themes)

    def action_presenter(self) -> None:
        """Change between showing everything and only what a room needs."""
        self.presenter = not self.presenter
        for screen in self.screen_stack:
            screen.set_class(self.presenter and not screen.is_modal, "-presenter")
        self.refresh_bindings()
