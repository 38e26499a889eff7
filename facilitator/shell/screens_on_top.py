"""The screens that lie on top of home, each loaded only when it is shown.

They are pushed without being awaited: after a click, the wait would be for a screen that itself
waits for the click to end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from uuid import UUID


class ShowsScreens(App[None]):
    """An app that shows one of its screens when another one asks for it."""

    def show_prep(self, number: int) -> None:
        """Show the screen that prepares the post-mortem of an incident, on top of home."""
        from facilitator.screens.prep import PrepScreen

        self.push_screen(PrepScreen(number))

    def show_actions(self) -> None:
        """Show the action items of all incidents, on top of home."""
        from facilitator.screens.actions.actions_screen import ActionsScreen

        self.push_screen(ActionsScreen())

    def show_causes(
        self,
        parks_in: tuple[UUID | None, UUID | None] = (None, None),
        selected: UUID | None = None,
    ) -> None:
        """Show the catalogue of causes on top of the screen in front.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
            selected: The id of the cause that the cursor is on at first, if it is on one.
        """
        from facilitator.screens.causes.causes_screen import CausesScreen

        self.push_screen(CausesScreen(parks_in, selected))

    def show_trends(self, parks_in: tuple[UUID | None, UUID | None] = (None, None)) -> None:
        """Show the figures of the last months or of a quarter on top of the screen in front.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """
        from facilitator.screens.trends.trends_screen import TrendsScreen

        self.push_screen(TrendsScreen(parks_in))

    def show_themes(self, parks_in: tuple[UUID | None, UUID | None] = (None, None)) -> None:
        """Show all themes on top of the screen in front.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """
        from facilitator.screens.themes.themes_screen import ThemesScreen

        self.push_screen(ThemesScreen(parks_in))

    def show_history(
        self,
        incident_id: UUID,
        number: int,
        title: str,
        parks_in: tuple[UUID | None, UUID | None] = (None, None),
    ) -> None:
        """Show who changed what of an incident, on top of the screen in front.

        Args:
            incident_id: The incident.
            number: Its number.
            title: What people call it.
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """
        from facilitator.screens.history.history_screen import HistoryScreen

        self.push_screen(HistoryScreen(incident_id, number, title, parks_in))

    def show_set_up(self) -> None:
        """Show the set-up of the tracker on top of home."""
        from facilitator.screens.tracker.set_up_screen import SetUpScreen

        self.push_screen(SetUpScreen())

    def show_home(self) -> None:
        """Go back to the home screen, which lies under all others."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
