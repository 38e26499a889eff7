"""How a figure compares with its target, and with what it was a whole window before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from facilitator.domain.figure_types import Share

LEAST_COMPARED = 5
"""Over fewer things than this, in either window, a difference is an accident and no direction."""


class Change(StrEnum):
    """Which way a figure went."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Target:
    """The rate that a team wants to reach.

    Attributes:
        rate: From 0 to 1.
        is_ceiling: Whether the figure should be at most so high, and not at least.
    """

    rate: float
    is_ceiling: bool

    def is_met(self, rate: float | None) -> bool:
        """Return whether a rate is as it should be; over nothing it never is."""
        if rate is None:
            return False
        return rate <= self.rate if self.is_ceiling else rate >= self.rate

    def is_better(self, change: Change) -> bool:
        """Return whether a change goes towards the target."""
        return (change is Change.DOWN) is self.is_ceiling


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure as it stood at the end of the month that lies a whole window back.

    Attributes:
        last: The last day of that window.
        share: The figure.
        change: Which way the figure has gone since; None where it has not changed by a percent, or
            where either window has too little to say.
    """

    last: date
    share: Share
    change: Change | None


def earlier(points: Sequence[tuple[date, Share]], months: int) -> Earlier | None:
    """Return the figure of a whole window before, if there was anything to count then.

    Args:
        points: The figure at the end of each month with that day, the oldest first.
        months: The length of each window.
    """
    if len(points) <= months:
        return None
    (last, before), (_, now) = points[-1 - months], points[-1]
    if before.rate is None or now.rate is None:
        return None
    return Earlier(last, before, _change(before, now))


def _change(before: Share, now: Share) -> Change | None:
    before_rate, now_rate = before.rate or 0, now.rate or 0
    if min(before.of, now.of) < LEAST_COMPARED or round(before_rate, 2) == round(now_rate, 2):
        return None
    return Change.UP if now_rate > before_rate else Change.DOWN
