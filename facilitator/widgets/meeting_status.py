"""The line beside the clock's word: what is saved, how the meeting keeps its time, its incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from textual.content import Content

from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.widgets.chip import filled
from facilitator.widgets.glyphs import NOT_OK
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line

ON_TIME_SECONDS = 60
"""Up to this many seconds ahead or behind, the meeting counts as on time."""
SMALLEST_TITLE = 12
"""With fewer cells than this left for the title, the line does without it."""


class MeetingStatus(PaintedLines):
    """One line; what is not saved is filled with colour, and is never cut for anything else."""

    def __init__(self) -> None:
        super().__init__(name="meeting-status")
        self._mark = self._pace = self._title = Content("")

    def show(self, state: AgendaState, title: str, saved: str, zone: tzinfo) -> None:
        """Show the meeting at one instant.

        Args:
            state: The clock at that instant.
            title: What the meeting is about; empty where the heading says so.
            saved: The saved mark, such as `✓ saved`.
            zone: The time zone in which the end of the meeting is shown.
        """
        self._mark, self._pace = _mark(saved), _pace(state, zone)
        self._title = line(title, "$text-muted")
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the one line; what a room needs least goes first where it is narrow."""
        words = self._mark
        if words.cell_length + 2 + self._pace.cell_length <= width:
            words = _joined(words, self._pace)
        room = width - words.cell_length - 2
        if room < min(SMALLEST_TITLE, self._title.cell_length):
            return (words,)
        return (_joined(words, self._title.truncate(room, ellipsis=True)),)


def _joined(*parts: Content) -> Content:
    return Content("  ").join(part for part in parts if part)


def _mark(saved: str) -> Content:
    if saved.startswith(NOT_OK):
        return filled(saved, "error")
    return Content.styled(saved, "$text-success")


def _pace(state: AgendaState, zone: tzinfo) -> Content:
    """Return when the meeting ends and how far ahead or behind it is; nothing once it is over."""
    if state.finished:
        return Content("")
    ends = f"meeting ends {state.meeting_ends_at.astimezone(zone):%H:%M}"
    if state.started_at is None:
        return Content(ends)
    return Content.assemble(f"{ends}, ", _ahead_or_behind(state.behind))


def _ahead_or_behind(seconds: float) -> Content:
    if abs(seconds) < ON_TIME_SECONDS:
        return Content.styled("on time", "$text-success")
    minutes = format_minutes_seconds(seconds)
    if seconds > 0:
        return Content.styled(f"{minutes} behind", "bold $text-error")
    return Content.styled(f"{minutes} ahead", "$text-success")
