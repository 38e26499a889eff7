"""The index of the incidents, which ranks them by how much they share with a text.

Words are ranked by BM25F: the words of all fields are counted together, each with the weight of its
field, and what more occurrences add falls off (Robertson, Zaragoza and Taylor, 2004). Concepts are
ranked in the same way beside them, by how rare they are, and whatever the length of the text.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

from db.records import ComparisonRecord
from facilitator.domain.similarity.postings import Postings
from facilitator.domain.similarity.reasons import reasons
from facilitator.domain.similarity.similar_incident import SimilarIncident
from facilitator.domain.similarity.terms import Query, Terms
from facilitator.lexicon.concepts import Lexicon

K1, B = 2.0, 0.9
"""How slowly more occurrences of a word cease to count, and how much long texts are discounted."""
CONCEPT_K1 = 1.0
"""The same as K1, for the concepts; their texts are not discounted by their length."""
CONCEPT_WEIGHT = 1.5
"""How much a concept counts beside a word that is as rare; the strongest one counts once more."""
LENGTH_POWER = 0.2
"""How much two long texts, which share many words by chance, have to share more than short ones."""
SHORTEST = 0.2
"""The length, in those of the mean text, below which a text is not thought to be shorter."""
USUAL_LENGTH, FEW = 120.0, 8
"""The mean length that texts are taken to have while there are few, and how many it counts as.

Two or three texts say little of how long texts are: one that is just being written would decide it.
"""
HALF = 3.8
"""How many of the rarest terms, fully shared by texts of the mean length, score a half."""
BEST = 10
"""How many similar incidents a ranking has at most."""
CANDIDATES = 60
"""How many incidents are looked at closely, those that share most of the rare terms."""
POSTINGS_READ = 40_000
"""How many incidents of all terms are gone through for the candidates, the rare terms first."""
Before = tuple[datetime, int]
"""When an incident began, and its number: those with less of it are earlier ones."""


class _QueryTerm(NamedTuple):
    name: str
    is_concept: bool
    postings: Postings
    weight: float


@dataclass(frozen=True, slots=True)
class _Shared:
    """What each concept, by its name, and each word, by its stem, adds to the likeness."""

    concepts: dict[str, float]
    words: dict[str, float]

    @property
    def likeness(self) -> float:
        """The sum of it all, to which the strongest concept is added once more."""
        return (
            sum(self.words.values())
            + sum(self.concepts.values())
            + max(self.concepts.values(), default=0.0)
        )


class SimilarityIndex:
    """The terms of all incidents, from the one that began first to the last."""

    def __init__(self, counted: Iterable[tuple[ComparisonRecord, Terms]], lexicon: Lexicon) -> None:
        """Index the incidents.

        Args:
            counted: Each incident with its terms, in any order.
            lexicon: The lexicon with which they were counted.
        """
        ordered = sorted(counted, key=lambda entry: _before(entry[0]))
        self._lexicon = lexicon
        self._incidents: Sequence[ComparisonRecord] = [incident for incident, _ in ordered]
        self._lengths = [terms.length for _, terms in ordered]
        self._mean_length = (sum(self._lengths) + FEW * USUAL_LENGTH) / (len(ordered) + FEW)
        self._words: dict[str, Postings] = defaultdict(Postings)
        self._concepts: dict[str, Postings] = defaultdict(Postings)
        for place, (_, terms) in enumerate(ordered):
            discount = self._discount(terms.length)
            for stem, count in terms.words.items():
                self._words[stem].add(place, count / (count + discount))
            for name, count in terms.concepts.items():
                if lexicon.concepts[name].is_mechanism:
                    self._concepts[name].add(place, count / (count + CONCEPT_K1))

    def most_similar(self, query: Query, before: Before | None = None) -> list[SimilarIncident]:
        """Return the ten incidents that share most with a text, the most similar first.

        The newer one comes first of two that share as much. Those that share nothing are left out.

        Args:
            query: The terms of the text.
            before: Only incidents before this one are ranked; None ranks all.
        """
        end = len(self._incidents)
        if before is not None:
            end = bisect_left(self._incidents, before, key=_before)
        own = next((end for own in self._incidents[end : end + 1] if _before(own) == before), None)
        terms = list(self._query_terms(query.terms, own))
        shared = {place: _shared(place, terms) for place in _candidates(terms, end)}
        rarest = self._rarity(1, own)
        scores = {
            place: self._score(found.likeness / rarest, query.terms.length, place)
            for place, found in shared.items()
        }
        best = nlargest(BEST, scores, key=lambda place: (scores[place], place))
        return [
            SimilarIncident(
                self._incidents[place],
                scores[place],
                *reasons(
                    shared[place].concepts, shared[place].words, query.spellings, self._lexicon
                ),
            )
            for place in best
        ]

    def _query_terms(self, terms: Terms, own: int | None) -> Iterator[_QueryTerm]:
        """Yield the terms of a text that other incidents have, with their weight in the text.

        Args:
            terms: The terms of the text.
            own: The place of the incident that the text is of, or None.
        """
        discount = self._discount(terms.length)
        for stem, count in terms.words.items():
            if (postings := self._words.get(stem)) is not None:
                rarity = self._rarity(_others(postings, own), own)
                weight = rarity * count / (count + discount)
                yield _QueryTerm(stem, False, postings, weight)
        for name, count in terms.concepts.items():
            if (postings := self._concepts.get(name)) is not None:
                rarity = self._rarity(_others(postings, own), own)
                weight = CONCEPT_WEIGHT * rarity * count / (count + CONCEPT_K1)
                yield _QueryTerm(name, True, postings, weight)

    def _score(self, likeness: float, length: float, place: int) -> float:
        """Return a likeness as a score from 0 to 1, whatever the lengths of the texts.

        Args:
            likeness: What is shared, in terms that only one other incident has.
            length: The length of the text.
            place: The incident that it is compared with.
        """
        longer = max(SHORTEST, length / self._mean_length) * max(
            SHORTEST, self._lengths[place] / self._mean_length
        )
        comparable: float = likeness / longer**LENGTH_POWER
        return comparable / (comparable + HALF)

    def _discount(self, length: float) -> float:
        return K1 * (1 - B + B * length / self._mean_length)

    def _rarity(self, having: int, own: int | None) -> float:
        """Return the inverse document frequency of a term that so many other incidents have."""
        others = len(self._incidents) - (own is not None)
        return math.log(1 + (others - having + 0.5) / (having + 0.5))


def _others(postings: Postings, own: int | None) -> int:
    """Return how many incidents have a term, besides the one that a text is of."""
    return len(postings) - (own is not None and postings.weight_at(own) > 0)


def _candidates(terms: Sequence[_QueryTerm], end: int) -> list[int]:
    """Return the places up to an end that share most of the rare terms with a text."""
    scores = [0.0] * end
    read = 0
    for term in sorted(terms, key=lambda term: len(term.postings)):
        if read > POSTINGS_READ:
            break
        read += len(term.postings)
        weight = term.weight
        for place, at_place in term.postings.up_to(end):
            scores[place] += weight * at_place
    best = nlargest(CANDIDATES, range(end), key=lambda place: (scores[place], place))
    return [place for place in best if scores[place] > 0]


def _shared(place: int, terms: Iterable[_QueryTerm]) -> _Shared:
    """Return what an incident shares with a text."""
    shared = _Shared({}, {})
    for term in terms:
        adds = term.weight * term.postings.weight_at(place)
        if adds:
            (shared.concepts if term.is_concept else shared.words)[term.name] = adds
    return shared


def _before(incident: ComparisonRecord) -> Before:
    return incident.began_at, incident.number
