"""The bars of the repeat incident rate over quarters, laid out in pixels for an SVG picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from facilitator.documents.write.report import percent
from facilitator.domain.figure_types import Month
from facilitator.domain.targets import Target

WIDTH, HEIGHT = 640, 200
"""The size of the picture without the names below the bars."""
HEADROOM = 24
"""The room over the highest bar, for what stands over it."""
STEP = 0.2
"""The upper end of the axis is a multiple of this."""


@dataclass(frozen=True, slots=True)
class Column:
    """A quarter of the picture.

    Attributes:
        middle: Where its middle is, from the left.
        top: Where its bar begins, from the top.
        height: How high the bar is; 0 where there is none.
        value: What stands over the bar; a dash where nothing was counted.
        name: The name of the quarter.
        counts: What was counted, such as `1/7`.
        is_met: Whether it meets the target.
    """

    middle: float
    top: float
    height: float
    value: str
    name: str
    counts: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class BarDrawing:
    """The picture.

    Attributes:
        columns: The quarters, oldest first.
        bar_width: How wide each bar is.
        target_y: Where the target line is, from the top.
        description: What the picture shows, for who does not see it.
    """

    columns: Sequence[Column]
    bar_width: float
    target_y: float
    description: str


def draw_quarters(quarters: Sequence[Month], target: Target) -> BarDrawing:
    """Return the bars of the repeat incident rate of these quarters."""
    rates = [quarter.repeat.rate for quarter in quarters]
    highest = max([target.rate, *(rate for rate in rates if rate is not None)])
    top = min(1.0, max(STEP, ceil(round(highest / STEP, 6)) * STEP))
    pitch = WIDTH / len(quarters)

    def y_of(rate: float) -> float:
        return round(HEIGHT - rate / top * (HEIGHT - HEADROOM), 1)

    columns = [
        Column(
            middle=round((index + 0.5) * pitch, 1),
            top=y_of(quarter.repeat.rate or 0),
            height=round(HEIGHT - y_of(quarter.repeat.rate or 0), 1),
            value=percent(quarter.repeat),
            name=quarter.name,
            counts=f"{quarter.repeat.n}/{quarter.repeat.of}",
            is_met=target.is_met(quarter.repeat.rate),
        )
        for index, quarter in enumerate(quarters)
    ]
    spoken = ", ".join(f"{column.name} {column.value} ({column.counts})" for column in columns)
    description = f"{spoken}. The target is {target.rate:.0%}."
    return BarDrawing(columns, round(min(48, pitch * 0.6), 1), y_of(target.rate), description)
