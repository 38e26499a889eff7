"""How many false themes a threshold would let through, worked out and not guessed.

Many things are compared at once, so that some of them rise by accident. If the dates of all
incidents were shuffled, what `k` incidents have would fall on a hypergeometric number of recent
ones. So the number of things that reach a z-score by chance alone is known without shuffling: it is
the sum of those tails. A theme is shown only while this number, the per-family error rate, is below
what one accepts on a screen. That holds however the things depend on each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from math import exp, lgamma

from facilitator.domain.themes.comparison import Counts


class ChanceOfRising:
    """What would rise by chance alone among some things that are compared at once."""

    def __init__(self, counts: Iterable[Counts], at_least: int) -> None:
        """Prepare for these things.

        Args:
            counts: The counts of everything that is compared, all of the same two windows.
            at_least: How many recent incidents something needs to be shown.
        """
        compared = list(counts)
        tails: list[tuple[float, float]] = []
        for having, things in Counter(each.recent + each.before for each in compared).items():
            of_recent, of_before = compared[0].of_recent, compared[0].of_before
            for recent in range(max(at_least, having - of_before), min(having, of_recent) + 1):
                each = Counts(recent, of_recent, having - recent, of_before)
                tails.append((each.z, things * _probability(each)))
        tails.sort()
        self._scores = [score for score, _ in tails]
        self._expected = [0.0, *accumulate(expected for _, expected in reversed(tails))]

    def expected_from(self, z: float) -> float:
        """Return how many things would have this z-score or a higher one by chance alone."""
        return self._expected[len(self._scores) - bisect_left(self._scores, z)]

    def largest_up_to(self, accepted: float) -> float:
        """Return the largest number of things that any z-score lets through, up to this number."""
        return self._expected[bisect_right(self._expected, accepted) - 1]


def _probability(counts: Counts) -> float:
    """Return the probability of these counts if the dates of the incidents were shuffled."""
    having, total = counts.recent + counts.before, counts.of_recent + counts.of_before
    return exp(
        _log_ways(counts.of_recent, counts.recent)
        + _log_ways(counts.of_before, counts.before)
        - _log_ways(total, having)
    )


def _log_ways(things: int, chosen: int) -> float:
    """Return the logarithm of the number of ways to choose some of so many things."""
    return lgamma(things + 1) - lgamma(chosen + 1) - lgamma(things - chosen + 1)
