"""How the moments of a timeline are laid out on a bar of so many cells.

The bar is to scale, unless a few gaps dwarf all others: those are shortened, and marked as broken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from facilitator.domain.timeline_phases import Phase

DWARFS = 8
"""How many times as long as all shorter gaps together a gap is that breaks the scale."""
MOST_BREAKS = 3
"""How many gaps may be broken at most."""
FEWEST_OTHER_GAPS = 3
"""How many gaps have to gain from a break: two moments and a third one are drawn to scale."""
BROKEN_SHARE = 4
"""A broken gap is drawn as long as this part of all that is to scale."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two moments that follow one another."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start


def broken_gaps(moments: Sequence[datetime]) -> tuple[Gap, ...]:
    """Return the gaps that are too long to be drawn to scale, in the order of their times.

    Args:
        moments: The moments of the timeline, in their order, each once.
    """
    gaps = sorted(
        (Gap(start, end) for start, end in pairwise(moments)),
        key=lambda gap: gap.length,
        reverse=True,
    )
    for count in range(1, min(MOST_BREAKS, len(gaps) - FEWEST_OTHER_GAPS) + 1):
        rest = sum((gap.length for gap in gaps[count:]), timedelta())
        if gaps[count - 1].length > DWARFS * rest:
            return tuple(sorted(gaps[:count], key=lambda gap: gap.start))
    return ()


class Scale:
    """The places of moments on a bar.

    Attributes:
        broken: The gaps that are shorter than to scale.
        cells: How many cells each phase takes, in their order; they add up to the width.
    """

    def __init__(self, moments: Sequence[datetime], phases: Sequence[Phase], width: int) -> None:
        """Lay out the moments.

        Args:
            moments: The moments of the timeline, in their order, each once.
            phases: The stretches of the bar, from the first moment to the last, without a hole.
            width: How many cells the bar has.
        """
        self._moments, self._phases, self._width = moments, phases, width
        self.broken = broken_gaps(moments)
        self._drawn = self._drawn_seconds()
        self._starts = self._phase_starts()
        self.cells = [end - start for start, end in pairwise(self._starts)]

    def cell(self, at: datetime) -> int:
        """Return the cell that a moment is drawn in, from 0; a later one is never further left."""
        if not self._phases:
            return 0
        ends = [phase.end for phase in self._phases]
        index = min(bisect_right(ends, at), len(self._phases) - 1)
        phase, start = self._phases[index], self._starts[index]
        passed, length = self._seconds(at) - self._seconds(phase.start), self._length(phase)
        moved = int(passed * self.cells[index] / length) if length else 0
        return min(start + moved, max(start, self._starts[index + 1] - 1), self._width - 1)

    def _drawn_seconds(self) -> list[float]:
        """Return how far each moment is from the first, after the broken gaps are shortened."""
        lengths = {gap: gap.length.total_seconds() for gap in self.broken}
        everything = [Gap(start, end) for start, end in pairwise(self._moments)]
        rest = sum(gap.length.total_seconds() for gap in everything if gap not in lengths)
        drawn = [0.0]
        for gap in everything:
            is_broken = gap in lengths
            drawn.append(
                drawn[-1] + (rest / BROKEN_SHARE if is_broken else gap.length.total_seconds())
            )
        return drawn

    def _seconds(self, at: datetime) -> float:
        """Return how far a moment is from the first one, on the bar."""
        index = max(0, min(bisect_right(self._moments, at) - 1, len(self._moments) - 2))
        start, end = self._moments[index], self._moments[index + 1]
        share = (at - start) / (end - start)
        return self._drawn[index] + share * (self._drawn[index + 1] - self._drawn[index])

    def _length(self, phase: Phase) -> float:
        return self._seconds(phase.end) - self._seconds(phase.start)

    def _phase_starts(self) -> list[int]:
        """Return the first cell of each phase, and the width: every phase has a cell if it can."""
        total, count = self._drawn[-1], len(self._phases)
        if not count:
            return [0]
        starts = [round(self._seconds(phase.start) / total * self._width) for phase in self._phases]
        starts.append(self._width)
        if count <= self._width:
            for index in range(1, count):
                starts[index] = max(starts[index], starts[index - 1] + 1)
            for index in range(count - 1, 0, -1):
                starts[index] = min(starts[index], starts[index + 1] - 1)
        return starts
