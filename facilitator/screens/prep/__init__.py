"""The prep screen, on which one person writes the post-mortem of an incident before the meeting."""

from facilitator.screens.prep.prep_screen import PrepScreen

__all__ = ["PrepScreen"]
