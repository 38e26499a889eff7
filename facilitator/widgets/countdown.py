"""The time left in the segment, in digits that can be read from three metres away."""

from __future__ import annotations

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_countdown
from facilitator.widgets.big_digits import BigDigits

WARNING_SECONDS = 120
"""From this many seconds left on, the digits warn of the end."""


class Countdown(Vertical):
    """Counts down to zero, and up again once the time is over."""

    def compose(self) -> ComposeResult:
        """Put the digits over a word that says what they count."""
        yield BigDigits("", id="countdown-digits")
        yield Static(id="countdown-word")

    def show(self, state: AgendaState, zone: tzinfo) -> None:
        """Show the clock at one instant.

        Args:
            state: The clock at that instant.
            zone: The time zone in which the end of the segment is shown.
        """
        self.set_class(state.over, "-over")
        self.set_class(state.segment is not None and 0 <= state.left <= WARNING_SECONDS, "-soon")
        digits, word = _digits_and_word(state, zone)
        widget = self.query_one(BigDigits)
        widget.big = self.screen.has_class("-presenter") and not self.screen.has_class("-narrow")
        widget.update(digits)
        self.query_one("#countdown-word", Static).update(word)


def _digits_and_word(state: AgendaState, zone: tzinfo) -> tuple[str, str]:
    if state.started_at is None:
        return format_countdown(state.total_left), "not started"
    if state.segment is None:
        return format_countdown(state.elapsed), "taken"
    if state.paused:
        return format_countdown(state.left), "paused"
    if state.over:
        return format_countdown(state.left), "over"
    return format_countdown(state.left), f"left, until {state.ends_at.astimezone(zone):%H:%M}"
