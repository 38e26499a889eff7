"""Which screen a meeting is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import Meeting
from db.words import Stage

if TYPE_CHECKING:
    from facilitator.screens.meeting.screen import MeetingScreen


def screen_for(meeting: Meeting) -> MeetingScreen:
    """The screen of the meeting's stage, loaded when it is needed."""
    match meeting.stage:
        case Stage.OPENING:
            from facilitator.screens.meeting.opening import OpeningScreen

            return OpeningScreen(meeting)
        case Stage.REVIEW:
            from facilitator.screens.meeting.review import ReviewScreen

            return ReviewScreen(meeting)
        case Stage.INCIDENT:
            from facilitator.screens.incident import IncidentScreen

            return IncidentScreen(meeting)
        case Stage.PATTERNS:
            from facilitator.screens.meeting.patterns import PatternsScreen

            return PatternsScreen(meeting)
        case Stage.WRAP_UP:
            from facilitator.screens.wrap_up import WrapUpScreen

            return WrapUpScreen(meeting)
