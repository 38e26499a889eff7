"""How the app looks and what its keys are: themes, no colour, projector size, the keymap."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from textual.binding import Binding
from textual.filter import LineFilter
from textual.theme import Theme

from facilitator.config.keymap import ALIASES
from facilitator.config.password_exposure import exposed_password
from facilitator.config.settings import Settings, SettingsError
from facilitator.config.settings_writer import save_setting
from facilitator.shell.input_queue import SerialInput
from facilitator.shell.line_filters import needed_filters, shows_unicode
from facilitator.system.remote import is_remote
from facilitator.widgets.scroll_bar import use_thin_scroll_bars
from facilitator.widgets.themes import THEMES, other_side, own_variables
from facilitator.widgets.themes_of_few_colours import themes_for


class Appearance(SerialInput):
    """An app with the program's themes and the user's keys.

    Attributes:
        settings: The settings, as they were loaded.
        presenter: Whether the screens show only what a room needs, for a projector.
        usable_keymap: The keys that the user has changed, by the ids of their bindings.
    """

    def __init__(self, settings: Settings) -> None:
        if os.environ.get("NO_COLOR") == "":
            # An empty variable asks for nothing, but Textual takes any value as a wish.
            del os.environ["NO_COLOR"]
        # With NO_COLOR Textual sends shades of grey, unless colours are left to the terminal.
        super().__init__(True if os.environ.get("NO_COLOR") else None)
        # A browser has Unicode, whatever the server has. The driver is not there yet to be asked.
        self._has_unicode = "TEXTUAL_DRIVER" in os.environ or shows_unicode(os.environ)
        self._added_filters = needed_filters(
            has_colours=not self.no_color, has_unicode=self._has_unicode
        )
        use_thin_scroll_bars()
        self.settings = settings
        self.presenter = settings.presenter
        self.usable_keymap: Mapping[str, str] = {}
        for theme in themes_for(self.console.color_system):
            self.register_theme(theme)
        known = settings.theme in self.available_themes
        self.theme = settings.theme if known else THEMES[0].name
        self._saved_theme = self.theme
        if self.no_color or is_remote(os.environ):
            # Over a slow connection nothing may move needlessly.
            self.animation_level = "none"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the program's own colours, for themes that do not have them."""
        return own_variables(self.current_theme)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as people know it, by its name where the terminal has no sign for it."""
        display = super().get_key_display(binding)
        return display if self._has_unicode else ALIASES.get(display, display)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters of painted lines and those that this terminal needs."""
        return [*super().get_line_filters(), *self._added_filters]

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
        from facilitator.screens.meeting.meeting_screen import MeetingScreen

        self.presenter = not self.presenter
        for screen in self.screen_stack:
            screen.set_class(self.presenter and not screen.is_modal, "-presenter")
            if isinstance(screen, MeetingScreen):
                # What is drawn to a width has it once the styles apply.
                self.call_after_refresh(screen.show_again)
        self.refresh_bindings()

    def apply_keymap(self) -> str:
        """Use the valid part of the keymap; return what is wrong with the settings."""
        is_usual = not self.settings.keymap and self.settings.theme in self.available_themes
        if is_usual and not exposed_password(self.settings):
            return ""
        from facilitator.shell.key_catalog import checked_keymap
        from facilitator.shell.settings_warnings import shortened_warnings

        self.usable_keymap = checked_keymap(self.settings.keymap).usable
        self.set_keymap(self.usable_keymap)
        return shortened_warnings(self.settings)
