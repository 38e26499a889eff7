"""Home: every incident, what needs attention, and the ways to everything else."""

from facilitator.screens.home.screen import HomeScreen

__all__ = ["HomeScreen"]
