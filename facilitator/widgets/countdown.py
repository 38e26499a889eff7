"""The time left in the segment, in digits that can be read from the last row of a room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_countdown, format_minutes_seconds
from facilitator.widgets.chip import chip
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.pixel_font import LARGE_HEIGHT, pixel_lines


class CountdownDigits(PaintedLines):
    """Shows a time in solid digits at its right edge, as large as it has room for.

    Attributes:
        value: The time, such as `5:48`.
    """

    def __init__(self) -> None:
        super().__init__(name="countdown-digits")
        self.value = ""
        self._style = ""

    def show(self, value: str, style: str) -> None:
        """Show a time.

        Args:
            value: The time.
            style: Its colour.
        """
        self.value, self._style = value, style
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the digits, aligned to the right."""
        lines = pixel_lines(self.value, large=height >= LARGE_HEIGHT)
        if len(lines[0]) > width:
            lines = pixel_lines(self.value)
        return [Content.styled(line.rjust(width), self._style) for line in lines]


class CountdownWord(PaintedLines):
    """Says below the digits what they count, at the right edge."""

    def __init__(self) -> None:
        super().__init__(name="countdown-word")
        self._variants: Sequence[Content] = ()

    def show(self, *variants: Content) -> None:
        """Show the first of some variants that fits; each is shorter than the one before."""
        self._variants = variants
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the one line."""
        fitting = (words for words in self._variants if words.cell_length <= width)
        words = next(fitting, self._variants[-1] if self._variants else Content(""))
        return [Content.assemble(" " * (width - words.cell_length), words)]


class Countdown(Vertical):
    """Counts down to zero, and up again once the time is over."""

    def __init__(self) -> None:
        super().__init__()
        # Made here, since a clock over a dialog may tick before it is composed.
        self._digits = CountdownDigits()
        self._word = CountdownWord()

    def compose(self) -> ComposeResult:
        """Put the digits over a word that says what they count."""
        yield self._digits
        yield self._word

    def show(self, state: AgendaState, zone: tzinfo) -> None:
        """Show the clock at one instant.

        Args:
            state: The clock at that instant.
            zone: The time zone in which the end of the segment is shown.
        """
        self.show_digits(state)
        self._word.show(*_words(state, zone))

    def show_digits(self, state: AgendaState) -> None:
        """Show the digits alone, which change with each second."""
        self._digits.show(_digits(state), _style(state))


def _digits(state: AgendaState) -> str:
    if state.started_at is None:
        return format_countdown(state.total_left)
    if state.segment is None:
        return format_minutes_seconds(state.elapsed)
    return format_countdown(state.left)


def _style(state: AgendaState) -> str:
    if state.over:
        return "$text-error"
    return "$text-warning" if state.ending else "$foreground"


def _words(state: AgendaState, zone: tzinfo) -> Sequence[Content]:
    """Return what the digits count, in variants from the longest to the shortest."""
    if state.started_at is None:
        return (Content.styled("not started", "$text-muted"),)
    if state.segment is None:
        planned = sum(clock.planned for clock in state.segments) / 60
        variants = f"taken of {planned:g} min", f"taken of {planned:g}", "taken"
        return [Content.styled(words, "$text-muted") for words in variants]
    if state.paused:
        return (chip("paused"),)
    if state.over:
        return (chip("over", "error"),)
    ends = f"ends {state.ends_at.astimezone(zone):%H:%M}"
    if state.ending:
        warning = chip("last two minutes", "warning")
        return Content.assemble(warning, f" {ends}"), warning
    running = next(clock for clock in state.segments if clock.segment is state.segment)
    minutes = running.allotted / 60
    variants = f"left of {minutes:g} min · {ends}", f"left of {minutes:g} · {ends}", "left"
    return [Content.styled(words, "$text-muted") for words in variants]
