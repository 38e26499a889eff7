"""Bars over months, drawn with blocks of eighths of a cell.

It is a plot of our own: plotext rounds its bars to whole cells, so that 54 % and 45 % look alike,
and draws its line through them; textual-plot brings numpy along. Neither writes a value into a bar,
or tells a month without data from one of 0 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from textual.content import Content

EIGHTHS = "▁▂▃▄▅▆▇█"
NO_DATA = "·"
"""What stands in the place of a bar where there is nothing to count: it is not a bar of 0 %."""
TARGET_LINE = "┄"
AXIS = "─"
MET = "✓"
"""What follows the name of a month that meets the target, so that not only a colour says it."""
GOOD, BAD = "$text-success", "$text-warning"
"""The colours of a figure that meets its target, and of one that does not."""
PLAIN = "$text-accent"
"""The colour of a figure that has no target."""
LEAST_HEIGHT_WITH_AXIS = 5
GUTTER = 5
"""How many cells the numbers of the axis take."""
MONTHS_AIMED_AT = 12
"""The bars are as wide as it takes to show so many, within the limits of `_pitch`."""
STEP = 0.2
"""The top of the axis is a multiple of this."""
Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of a plot.

    Attributes:
        month: A day of the month.
        value: From 0 to 1; None where there is nothing to count.
        is_good: Whether the value meets the target.
    """

    month: date
    value: float | None
    is_good: bool


@dataclass(frozen=True, slots=True)
class BarPlot:
    """What is plotted.

    Attributes:
        bars: The months, the oldest first.
        target: The value of the target line, from 0 to 1; None for a figure that has no target.
    """

    bars: Sequence[Bar]
    target: float | None

    def color(self, *, is_good: bool) -> str:
        """Return the colour of a value that meets the target, or does not."""
        if self.target is None:
            return PLAIN
        return GOOD if is_good else BAD


@dataclass(frozen=True, slots=True)
class _Frame:
    """The measures of a plot.

    Attributes:
        rows: How many lines the bars have.
        bar: How many cells a bar is wide; one more lies between two bars.
        gutter: How many cells lie before the first bar.
        top: The value at the upper end of the bars.
        target_row: The row of the target line, from 0 at the bottom; -1 where none is drawn.
    """

    rows: int
    bar: int
    gutter: int
    top: float
    target_row: int


def plot_lines(plot: BarPlot, width: int, height: int) -> list[Content]:
    """Draw a plot; where not all months fit, it shows the newest ones.

    Args:
        plot: What to draw.
        width: How many cells there are.
        height: How many lines; from `LEAST_HEIGHT_WITH_AXIS` on, the plot has an axis with numbers
            and the target as a line.
    """
    has_axis = height >= LEAST_HEIGHT_WITH_AXIS
    gutter = GUTTER if has_axis else 0
    pitch = _pitch(width - gutter, has_axis)
    count = max(0, (width - gutter) // pitch)
    bars = plot.bars[len(plot.bars) - count :] if count < len(plot.bars) else plot.bars
    top = _top(bars, plot.target)
    rows = max(1, height - (2 if has_axis else 1))
    target_row = -1
    if has_axis and plot.target is not None:
        target_row = min(rows - 1, int(plot.target / top * rows))
    frame = _Frame(rows, pitch - 1, gutter, top, target_row)
    lines = [_bar_line(bars, plot, frame, row) for row in reversed(range(rows))]
    if has_axis:
        axis = AXIS * (len(bars) * pitch)
        lines.append(Content.assemble((f"{'0%':>{GUTTER - 1}} ", "$text-muted"), (axis, "$rule")))
    return [*lines, _names_line(bars, frame)]


def _pitch(width: int, has_axis: bool) -> int:
    """Return how many cells a month takes, with the gap after its bar."""
    return max(4 if has_axis else 3, min(6, width // MONTHS_AIMED_AT))


def _top(bars: Sequence[Bar], target: float | None) -> float:
    highest = max([target or 0, *(bar.value for bar in bars if bar.value is not None)])
    # Without the rounding, 0.6 would be a little more than three steps of 0.2.
    return min(1.0, max(STEP, ceil(round(highest / STEP, 6)) * STEP))


def _bar_line(bars: Sequence[Bar], plot: BarPlot, frame: _Frame, row: int) -> Content:
    """Draw one line of the bars; row 0 is the lowest."""
    label = ""
    if frame.gutter and row == frame.target_row:
        label = f"{plot.target or 0:.0%}"
    elif frame.gutter and row == frame.rows - 1:
        label = f"{frame.top:.0%}"
    behind = TARGET_LINE if row == frame.target_row else " "
    pieces: list[Piece] = [(f"{label:>{frame.gutter - 1}} " if frame.gutter else "", "$text-muted")]
    for bar in bars:
        pieces += [_cells(bar, plot, frame, row, behind), (behind, "$text-muted")]
    return Content.assemble(*pieces)


def _cells(bar: Bar, plot: BarPlot, frame: _Frame, row: int, behind: str) -> Piece:
    """Return what a bar has in one row: a part of it, its value, or what lies behind it."""
    if bar.value is None:
        return (NO_DATA if row == 0 else behind).center(frame.bar, behind), "$text-muted"
    color = plot.color(is_good=bar.is_good)
    filled = round(bar.value / frame.top * frame.rows * len(EIGHTHS))
    if bar.value > 0:
        filled = max(1, filled)
    value, value_row, is_inside = _value(bar.value, filled, frame)
    if row == value_row:
        return value.center(frame.bar), f"bold reverse {color}" if is_inside else f"bold {color}"
    here = min(len(EIGHTHS), filled - row * len(EIGHTHS))
    if here > 0:
        return EIGHTHS[here - 1] * frame.bar, color
    return behind * frame.bar, "$text-muted"


def _value(value: float, filled: int, frame: _Frame) -> tuple[str, int, bool]:
    """Return the words of a value, the row that they stand in, and whether that is in the bar.

    They stand in the highest row that the bar fills, or over a bar that is lower than a row. The
    row is -1 where there is no room.
    """
    words = f"{value * 100:.0f}"
    full_rows, rest = divmod(filled, len(EIGHTHS))
    row = full_rows - 1 if full_rows else int(rest > 0)
    has_room = frame.bar >= 3 and row < frame.rows
    return words, row if has_room else -1, full_rows > 0


def _names_line(bars: Sequence[Bar], frame: _Frame) -> Content:
    pieces = [piece for bar in bars for piece in _name(bar, frame, len(bars))]
    return Content.assemble(" " * frame.gutter, *pieces)


def _name(bar: Bar, frame: _Frame, count: int) -> Iterator[Piece]:
    """Yield the name of a month and its sign; in a long plot a January has the year's name."""
    name = f"{bar.month:%b}"
    if count > MONTHS_AIMED_AT and bar.month.month == 1:
        name = f"’{bar.month:%y}"
    if frame.bar < 3:
        name = name[0]
    yield name, "$text-muted"
    yield f"{MET if bar.is_good else '':<{frame.bar + 1 - len(name)}}", GOOD
