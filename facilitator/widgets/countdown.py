"""The time left in the segment, in digits that are read from three metres."""

from __future__ import annotations

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from facilitator.domain.agenda import AgendaState, as_countdown
from facilitator.widgets.big_digits import BigDigits


class Countdown(Vertical):
    """Counts down, and up again once the time is over."""

    def compose(self) -> ComposeResult:
        """The digits, and a word on what they say."""
        yield BigDigits("", id="countdown-digits")
        yield Static(id="countdown-word")

    def show(self, state: AgendaState, zone: tzinfo) -> None:
        """Paint one instant."""
        self.set_class(state.over, "-over")
        self.set_class(state.segment is not None and 0 <= state.left <= 120, "-soon")
        digits, word = _said(state, zone)
        shown = self.query_one(BigDigits)
        shown.big = self.screen.has_class("-presenter") and not self.screen.has_class("-narrow")
        shown.update(digits)
        self.query_one("#countdown-word", Static).update(word)


def _said(state: AgendaState, zone: tzinfo) -> tuple[str, str]:
    if state.started_at is None:
        return as_countdown(state.total_left), "not started"
    if state.segment is None:
        return as_countdown(state.elapsed), "taken"
    if state.paused:
        return as_countdown(state.left), "paused"
    if state.over:
        return as_countdown(state.left), "over"
    return as_countdown(state.left), f"left, until {state.ends_at.astimezone(zone):%H:%M}"
