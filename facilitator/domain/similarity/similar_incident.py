"""An earlier incident that is similar to a text, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.records import Cause, ComparisonRecord, Incident
from facilitator.domain.similarity.bands import FEWEST_WORDS, Band, band_of
from facilitator.domain.similarity.terms import Query

MOST_SHOWN = 3
"""How many similar incidents a screen shows at most."""


@dataclass(frozen=True, slots=True)
class SimilarIncident:
    """An incident and how similar it is.

    Attributes:
        incident: The incident.
        score: The similarity, from 0 to 1.
        concepts: The concepts that both texts have, the strongest first; without the broader ones.
        words: Up to four words that both have, the strongest first, as the text writes them.
    """

    incident: ComparisonRecord
    score: float
    concepts: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def band(self) -> Band:
        """How sure it is that both are of the same kind."""
        return band_of(self.score)

    @property
    def because(self) -> tuple[str, ...]:
        """What both share: concepts, then words."""
        return (*self.concepts, *self.words)

    @property
    def reasons(self) -> str:
        """What both share, for people: the kinds of failure, then words in quotation marks."""
        return ", ".join([*self.concepts, *(f"“{word}”" for word in self.words)])


def worth_showing(ranked: Iterable[SimilarIncident], query: Query) -> list[SimilarIncident]:
    """Return what a screen shows of a ranking: at most three, and nothing when unsure.

    Args:
        ranked: The similar incidents, the most similar first.
        query: What they were compared with. Too short a text finds nothing.
    """
    if query.informative < FEWEST_WORDS:
        return []
    return [similar for similar in ranked if similar.band is not Band.WEAK][:MOST_SHOWN]


def first_with_cause(incidents: Iterable[Incident]) -> tuple[Incident, Cause] | None:
    """Return the first of similar incidents that is linked to a cause, with that cause.

    It is the one that *same cause* takes; a more similar incident without a cause is passed over.
    """
    for incident in incidents:
        if incident.cause is not None:
            return incident, incident.cause
    return None
