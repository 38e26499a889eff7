"""The home screen: the list of incidents, what needs attention, and the way to other screens."""

from facilitator.screens.home.home_screen import HomeScreen

__all__ = ["HomeScreen"]
