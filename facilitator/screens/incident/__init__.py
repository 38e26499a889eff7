"""The second segment: the timeline, the factors and the action items of the current incident."""

from facilitator.screens.incident.screen import IncidentScreen

__all__ = ["IncidentScreen"]
