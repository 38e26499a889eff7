"""How sure a suggestion is: three bands of scores, and the silence where there is too little text.

The bounds were chosen on 81 post-mortems that five teams have published, with the ranking of
`tests/bench/similar.py`: for each incident, the three best of the earlier ones of its team. Of the
incidents in the band *likely*, 11 of 15 had the same mechanism, and of those in *possible* 3 of 13.
Of the incidents that had nothing similar, 6 of 51 had something in one of these bands. With all
teams taken for one they were 11 of 14, 6 of 11 and 5 of 38.
"""

from __future__ import annotations

from enum import StrEnum

LIKELY_FROM = 0.5
"""The score from which a similar incident is likely of the same kind."""
POSSIBLE_FROM = 0.47
"""The score from which it is possibly so, and is shown on screens."""
FEWEST_WORDS = 20
"""The number of informative words below which screens suggest nothing."""


class Band(StrEnum):
    """How sure it is that two incidents are of the same kind."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    WEAK = "weak"


def band_of(score: float) -> Band:
    """Return the band of a score from 0 to 1."""
    if score >= LIKELY_FROM:
        return Band.LIKELY
    return Band.POSSIBLE if score >= POSSIBLE_FROM else Band.WEAK
