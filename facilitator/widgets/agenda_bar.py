"""The agenda on top of every screen of a meeting: its segments, each with its time and progress."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from db.vocabulary import Segment
from facilitator.domain.agenda import AgendaState, SegmentClock
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.domain.labels import INCIDENT_PARTS, SEGMENT_LABELS
from facilitator.widgets.glyphs import ELAPSED, OK, PART_ENDS, PART_ENDS_ELAPSED, PAUSED, TO_COME
from facilitator.widgets.painted_lines import PaintedLines

LEAST_WIDTH = 20
"""So many cells a segment has at least, so that its name and its minutes fit."""
GAP = 1
"""The cells between two segments."""


class AgendaBar(Widget):
    """A line of names and minutes over a line of progress, over the whole width.

    The time of the running segment changes at every tick. It is a widget of its own, since of a
    line that changes Textual writes everything from where its widget begins.
    """

    def __init__(self) -> None:
        super().__init__(id="agenda-bar")
        self._lines = AgendaLines()
        self._time = RunningTime()

    def compose(self) -> ComposeResult:
        """Put the time of the running segment over the blanks that are left for it."""
        yield self._lines
        yield self._time

    @property
    def text(self) -> str:
        """What is drawn, line by line."""
        lines = self._lines.text.splitlines()
        start, time = self._time.start, self._time.text
        if time:
            lines[0] = f"{lines[0][:start]}{time}{lines[0][start + len(time) :]}"
        return "\n".join(lines)

    def show(self, state: AgendaState) -> None:
        """Show the agenda at one instant.

        Args:
            state: The clock at that instant.
        """
        self._lines.show(state)
        self.show_time(state)

    def on_resize(self) -> None:
        """Put the time where the lines have left room for it at the new size."""
        if self._lines.state is not None:
            self.show_time(self._lines.state)

    def show_time(self, state: AgendaState) -> None:
        """Show the time of the running segment alone."""
        width = self.content_size.width
        if not width:
            return
        end = -GAP
        for clock, cells in _segments(state, width):
            end += GAP + cells
            if clock.segment is state.segment:
                _, time = _running_words(state, clock, cells)
                self._time.show(time, end)
                return
        self._time.show(Content(""), end)


class AgendaLines(PaintedLines):
    """The two lines of the agenda, with blanks where the time of the running segment stands.

    Attributes:
        state: What is shown; None before the first instant.
    """

    def __init__(self) -> None:
        super().__init__(name="agenda-lines")
        self.state: AgendaState | None = None

    def show(self, state: AgendaState) -> None:
        """Show the agenda at one instant; most of the time it looks as it did a second ago."""
        before, self.state, width = self.state, state, self.size.width
        if before is None or _appearance(before, width) != _appearance(state, width):
            self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the words and the progress of all segments."""
        state = self.state
        if state is None:
            return ()
        segments = _segments(state, width)
        gap = Content(" " * GAP)
        return (
            gap.join(_words(state, clock, cells) for clock, cells in segments),
            gap.join(_progress(state, clock, cells) for clock, cells in segments),
        )


class RunningTime(PaintedLines):
    """The time of the running segment.

    Attributes:
        start: The cell of the agenda's lines that it begins at.
    """

    def __init__(self) -> None:
        super().__init__(name="running-time")
        self.start = 0
        self._time = Content("")

    def show(self, time: Content, end: int) -> None:
        """Show a time that ends before a cell of the agenda's lines; an empty one hides it."""
        self._time, start = time, end - time.cell_length
        self.display = bool(time.plain)
        if (start, time.cell_length) != (self.start, self.size.width):
            # This lays the screen out anew, which happens when the time gets longer.
            self.start = start
            self.styles.offset, self.styles.width = (start, 0), time.cell_length
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the one line."""
        return (self._time,)


def _appearance(state: AgendaState, width: int) -> tuple[object, ...]:
    """Return all that the two lines depend on."""
    clocks = [
        (clock.allotted, cells, _done_cells(state, clock, cells), _shown_time(state, clock))
        for clock, cells in _segments(state, width)
    ]
    parts = [part.allotted for part in state.parts]
    return clocks, parts, state.segment, state.part, state.paused, state.over, state.finished


def _shown_time(state: AgendaState, clock: SegmentClock) -> str | int:
    """Return the time of a segment that has passed, or how long that of the running one is."""
    taken = format_minutes_seconds(clock.actual)
    return taken if _has_passed(state, clock) else len(taken)


def _segments(state: AgendaState, width: int) -> list[tuple[SegmentClock, int]]:
    """Return the segments, each with its cells."""
    widths = segment_widths(tuple(clock.allotted for clock in state.segments), width)
    return list(zip(state.segments, widths, strict=True))


@lru_cache
def segment_widths(lengths: tuple[float, ...], width: int) -> tuple[int, ...]:
    """Return how many cells each segment has, in proportion to its length.

    Together with the gaps between them they fill the whole width; none is narrower than its name.

    Args:
        lengths: The lengths of the segments.
        width: How many cells there are.
    """
    room = max(0, width - GAP * (len(lengths) - 1))
    least = min(LEAST_WIDTH, room // len(lengths))
    whole = sum(lengths) or 1.0
    widths = [max(least, round(room * length / whole)) for length in lengths]
    # What rounding and narrow segments took too much, or left over, the widest one gives or gets.
    # Of several that are equally wide the longest, and of those the first, stays the widest.
    order = range(len(widths))
    while excess := sum(widths) - room:
        step = 1 if excess > 0 else -1
        widest = max(order, key=lambda index: (widths[index], -step * lengths[index], step * index))
        widths[widest] -= step
    return tuple(widths)


def _is_over(state: AgendaState, clock: SegmentClock) -> bool:
    return state.over and clock.segment is state.segment


def _has_passed(state: AgendaState, clock: SegmentClock) -> bool:
    segments = [other.segment for other in state.segments]
    reached = segments.index(state.segment) if state.segment else len(segments) * state.finished
    return segments.index(clock.segment) < reached


def _words(state: AgendaState, clock: SegmentClock, width: int) -> Content:
    """Return the name of a segment at its left edge, and its minutes at its right edge.

    The running segment has blanks in the place of its time.
    """
    name, minutes = SEGMENT_LABELS[clock.segment].name, f"{clock.allotted / 60:g}"
    if _has_passed(state, clock):
        taken = format_minutes_seconds(clock.actual)
        return _edges(f"{OK} {name}", taken if len(name) + len(taken) + 3 <= width else "", width)
    if clock.segment is not state.segment:
        left, right = Content.styled(name, "$text-muted"), Content.styled(minutes, "$text-muted")
        return _with_parts(state, clock, left, right, width)
    left, time = _running_words(state, clock, width)
    if state.over:
        return left.pad_right(width - left.cell_length)
    return _with_parts(state, clock, left, Content(" " * time.cell_length), width)


def _running_words(state: AgendaState, clock: SegmentClock, width: int) -> tuple[Content, Content]:
    """Return the name and the time of the running segment: the longest words that fit."""
    name, minutes = SEGMENT_LABELS[clock.segment].name, f"{clock.allotted / 60:g}"
    taken = format_minutes_seconds(clock.actual)
    variants = [(name, f"{taken} of {minutes}"), (name, taken), (name, "")]
    name_style, time_style = "bold $text-accent", "bold"
    if state.over:
        over = f"{name} over"
        variants = [(over, f"{taken} of {minutes}"), (over, taken), (name, taken)]
        name_style = time_style = "bold $text-error"
    elif state.paused:
        variants = [(f"{PAUSED} {left}", right) for left, right in variants]
    fitting = (pair for pair in variants if len(pair[0]) + 1 + len(pair[1]) <= width)
    left, right = next(fitting, variants[-1])
    return Content.styled(left[:width], name_style), Content.styled(right, time_style)


def _edges(left: str, right: str, width: int) -> Content:
    """Return two words, each at its edge."""
    return Content.styled(f"{left}{right:>{max(0, width - len(left))}}"[:width], "$text-muted")


def _with_parts(
    state: AgendaState, clock: SegmentClock, left: Content, right: Content, width: int
) -> Content:
    """Return the words of a segment, with the names of its parts where there is room for them."""
    end = width - right.cell_length
    if clock.segment is Segment.INCIDENT:
        for with_minutes in (True, False):
            named = _with_part_names(state, left, width, with_minutes=with_minutes)
            if named.cell_length < end:
                left = named
                break
    return Content.assemble(left, " " * (end - left.cell_length), right)


def _with_part_names(
    state: AgendaState, left: Content, width: int, *, with_minutes: bool
) -> Content:
    """Return the name of the incident segment, and each part's name where its time begins."""
    starts = [left.cell_length + 2, *(end + 1 for end in _part_ends(state, width))]
    words = left
    for index, (start, name) in enumerate(zip(starts, INCIDENT_PARTS, strict=True)):
        if words.cell_length >= start:
            # One name would run into the next: none is shown.
            return Content(" " * width)
        minutes = f" {round(state.parts[index].allotted / 60)}" if with_minutes else ""
        is_current = state.segment is Segment.INCIDENT and index == state.part
        part = Content.styled(f"{name}{minutes}", "bold" if is_current else "$text-muted")
        words = Content.assemble(words, " " * (start - words.cell_length), part)
    return words


def _part_ends(state: AgendaState, width: int) -> list[int]:
    """Return the cells of the incident segment at which its parts end, but for the last one."""
    lengths = [part.allotted for part in state.parts]
    whole = sum(lengths) or 1.0
    return [round(width * sum(lengths[: index + 1]) / whole) for index in range(len(lengths) - 1)]


def _done_cells(state: AgendaState, clock: SegmentClock, width: int) -> int:
    share = min(1.0, clock.actual / clock.allotted) if clock.allotted else 1.0
    return width if _has_passed(state, clock) else round(width * share)


def _progress(state: AgendaState, clock: SegmentClock, width: int) -> Content:
    """Return the line below a segment, heavy as far as its time has passed."""
    done = _done_cells(state, clock, width)
    cells = [ELAPSED] * done + [TO_COME] * (width - done)
    if clock.segment is Segment.INCIDENT:
        for end in _part_ends(state, width):
            if 0 < end < width:
                cells[end] = PART_ENDS_ELAPSED if end < done else PART_ENDS
    style = "$accent"
    if _has_passed(state, clock):
        style = "$text-muted"
    elif _is_over(state, clock):
        style = "$text-error"
    return Content.assemble(
        Content.styled("".join(cells[:done]), style), Content.styled("".join(cells[done:]), "$rule")
    )
