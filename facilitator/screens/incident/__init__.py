"""The incident segment of a meeting, with its parts: timeline, factors and action items."""

from facilitator.screens.incident.incident_screen import IncidentScreen

__all__ = ["IncidentScreen"]
