"""How much more often something occurs in one group of incidents than in another.

The measure is the log-odds ratio with an informative prior, divided by its standard deviation, of
Monroe, Colaresi and Quinn, "Fightin' Words: Lexical Feature Selection and Evaluation for
Identifying the Content of Political Conflict", Political Analysis 16 (2008), 372-403. Here an
incident is counted once, however often something occurs in it (its document frequency), and the
prior is the rate in both groups together. The prior pulls what occurs in few incidents towards "no
difference", so that one against two says nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

PRIOR_INCIDENTS = 10.0
"""The weight of the prior, as a number of incidents."""
LEAST_FOR_DIRECTION = 5
"""What fewer incidents than this have, in both windows together, neither rises nor falls."""
BEYOND_CHANCE = 1.645
"""From this z-score on a single thing rises: by chance alone one of twenty would."""


class Direction(StrEnum):
    """How the recent window compares with the one before, where it differs beyond chance."""

    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many incidents have something, in the recent window and before it.

    Attributes:
        recent: How many incidents of the recent window have it.
        of_recent: How many incidents there are in the recent window.
        before: How many incidents before it have it.
        of_before: How many incidents there are before it.
    """

    recent: int
    of_recent: int
    before: int
    of_before: int

    @property
    def rises(self) -> bool:
        """Whether its share of the recent incidents is larger than that of those before."""
        return self.recent * self.of_before > self.before * self.of_recent

    @property
    def z(self) -> float:
        """The z-score of its log-odds ratio: above 0 it rises, below 0 it falls.

        It is 0 where there is nothing to compare: a window without incidents, something that no
        incident has, or that each has.
        """
        total, having = self.of_recent + self.of_before, self.recent + self.before
        if not self.of_recent or not self.of_before or not 0 < having < total:
            return 0.0
        with_it = PRIOR_INCIDENTS * having / total
        without_it = PRIOR_INCIDENTS - with_it
        recent = (self.recent + with_it, self.of_recent - self.recent + without_it)
        before = (self.before + with_it, self.of_before - self.before + without_it)
        log_odds_ratio = math.log(recent[0] / recent[1]) - math.log(before[0] / before[1])
        return log_odds_ratio / math.sqrt(sum(1 / count for count in (*recent, *before)))

    @property
    def direction(self) -> Direction | None:
        """Whether it rises or falls; None where it does neither beyond chance, or is too rare."""
        if self.recent + self.before < LEAST_FOR_DIRECTION or abs(self.z) < BEYOND_CHANCE:
            return None
        return Direction.RISING if self.z > 0 else Direction.FALLING
