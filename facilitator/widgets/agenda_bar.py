"""The bar on top of every screen of a meeting: the segments, the end, and the saved mark."""

from __future__ import annotations

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.domain.labels import SEGMENT_LABELS
from facilitator.widgets.text import line

ON_TIME_SECONDS = 60
"""Up to this many seconds ahead or behind, the meeting counts as on time."""
SMALLEST_TITLE = 16
"""With fewer cells than this left for the title, the bar does without it."""


class AgendaBar(Vertical):
    """One line of words over one line of progress."""

    def compose(self) -> ComposeResult:
        """Make the two lines."""
        yield Static(id="agenda-words")
        yield Static(id="agenda-progress")

    def show(self, state: AgendaState, title: str, saved: str, zone: tzinfo) -> None:
        """Show the meeting at one instant.

        Args:
            state: The clock at that instant.
            title: What the meeting is about.
            saved: The saved mark, such as `✓ saved`.
            zone: The time zone in which the end of the meeting is shown.
        """
        width = self.size.width - 2
        left, right = _longest_that_fits(state, saved, zone, width)
        room = width - left.cell_length - right.cell_length
        middle = line(title, "$text-muted")
        if room < SMALLEST_TITLE:
            middle = Content("")
        elif middle.cell_length > room - 4:
            middle = middle.truncate(room - 4, ellipsis=True)
        before = max(2, (room - middle.cell_length) // 2)
        after = max(1, room - before - middle.cell_length)
        words = Content.assemble(left, " " * before, middle, " " * after, right)
        self.query_one("#agenda-words", Static).update(words)
        self.query_one("#agenda-progress", Static).update(_progress(state, width))


def _longest_that_fits(
    state: AgendaState, saved: str, zone: tzinfo, width: int
) -> tuple[Content, Content]:
    """Return the left and the right end of the bar; what a room needs least goes first."""
    mark = saved if saved.startswith("✗") else saved.removesuffix(" saved")
    variants = (
        (_segments(state), _times(state, saved, zone)),
        (_segments(state, short=True), _times(state, saved, zone)),
        (_segments(state, short=True), _times(state, mark, zone)),
        (_segments(state, short=True), _times(state, mark, None)),
        # What is not saved matters more than the time.
        (_segments(state, short=True), _mark(mark)),
    )
    fitting = (
        (left, right)
        for left, right in variants
        if left.cell_length + right.cell_length < width - 1
    )
    return next(fitting, variants[-1])


def _segments(state: AgendaState, *, short: bool = False) -> Content:
    segments = [clock.segment for clock in state.segments]
    reached = segments.index(state.segment) if state.segment else len(segments) * state.finished
    parts = []
    for index, clock in enumerate(state.segments):
        name = SEGMENT_LABELS[clock.segment].name
        minutes = f"{clock.allotted / 60:g}"
        taken = f"{name} {format_minutes_seconds(clock.actual)}/{minutes}"
        if clock.segment is state.segment:
            style = "bold $text-error" if state.over else "bold $text-accent"
            words = f"{'⏸' if state.paused else '▶'} {taken}"
        elif index < reached:
            style, words = "$text-muted", f"✓ {name if short else taken}"
        else:
            style, words = "$text-muted", name if short else f"{name} {minutes}"
        parts.append(Content.styled(words, style))
    return Content("  ").join(parts)


def _times(state: AgendaState, saved: str, zone: tzinfo | None) -> Content:
    parts = [Content(f"{format_minutes_seconds(state.total_left)} left")]
    if zone is not None:
        parts.insert(0, Content(f"ends {state.meeting_ends_at.astimezone(zone):%H:%M}"))
    if state.finished:
        parts = [Content(f"took {format_minutes_seconds(state.elapsed)}")]
    elif state.started_at is not None:
        parts.append(_ahead_or_behind(state.behind))
    return Content.assemble(Content(" · ").join(parts), " " if saved else "", _mark(saved))


def _mark(saved: str) -> Content:
    return Content.styled(saved, "bold $text-error" if saved.startswith("✗") else "$text-success")


def _ahead_or_behind(seconds: float) -> Content:
    if abs(seconds) < ON_TIME_SECONDS:
        return Content.styled("on time", "$text-success")
    minutes = format_minutes_seconds(seconds)
    if seconds > 0:
        return Content.styled(f"{minutes} behind", "bold $text-error")
    return Content.styled(f"{minutes} ahead", "$text-success")


def _progress(state: AgendaState, width: int) -> Content:
    whole = state.elapsed + state.total_left
    done = round(width * state.elapsed / whole) if whole else 0
    style = "$text-error" if state.over else "$accent"
    return Content.assemble(
        Content.styled("━" * done, style), Content.styled("─" * (width - done), "$text-muted 50%")
    )
