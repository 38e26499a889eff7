"""The screen that belongs to each stage of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Meeting
from db.vocabulary import Stage

if TYPE_CHECKING:
    from facilitator.screens.meeting.meeting_screen import MeetingScreen


def screen_for(meeting: Meeting) -> MeetingScreen:
    """Return a new screen for the stage that the meeting is on; its module is loaded only now."""
    match meeting.stage:
        case Stage.OPENING:
            from facilitator.screens.meeting.opening_screen import OpeningScreen

            return OpeningScreen(meeting)
        case Stage.REVIEW:
            from facilitator.screens.meeting.review_screen import ReviewScreen

            return ReviewScreen(meeting)
        case Stage.INCIDENT:
            from facilitator.screens.incident import IncidentScreen

            return IncidentScreen(meeting)
        case Stage.PATTERNS:
            from facilitator.screens.meeting.patterns_screen import PatternsScreen

            return PatternsScreen(meeting)
        case Stage.WRAP_UP:
            from facilitator.screens.wrap_up import WrapUpScreen

            return WrapUpScreen(meeting)
