"""Earlier incidents whose root cause reads like this one, found by the rare words that they share.

This only suggests: two incidents have the same root cause when a person links them to one cause.
Texts are compared by the cosine of their words, where each word counts by how rare it is among the
earlier incidents (an inverse document frequency).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from db.records import Cause, ComparisonRecord, Incident

Comparable = Incident | ComparisonRecord
"""Both have the texts by which an incident is compared."""
SHOWN_FROM = 0.12
"""The score from which screens show an incident."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON_WORDS = (
    "the and for was were that this with from had has have not but its all one two our their "
    "which when then than after before into over under while until because there they them been "
    "being did does can could would should who what how where too also more most some any each"
)
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class SimilarIncident:
    """An earlier incident and how similar it is.

    Attributes:
        incident: The earlier incident.
        score: The similarity, from 0 to 1.
        because: Up to three words that both share, the rarest first, as the present incident
            writes them.
    """

    incident: Comparable
    score: float
    because: tuple[str, ...]


class EarlierIncidents:
    """The incidents before a given one, with their words counted once.

    Comparing a text is then fast enough to be done while somebody types it.

    Attributes:
        before: The date and number of the given incident; earlier incidents have lower ones.
    """

    def __init__(self, incident: Incident, others: Iterable[Comparable]) -> None:
        """Read the words of the others, as far as they are earlier than the incident."""
        self.before = (incident.date, incident.number)
        self._incidents = [
            other
            for other in others
            if (other.date, other.number) < self.before and other.number != incident.number
        ]
        self._indices_by_word: dict[str, list[int]] = defaultdict(list)
        words = [_words(_texts(other)) for other in self._incidents]
        for index, document in enumerate(words):
            for word in document:
                self._indices_by_word[word].append(index)
        self._squared_weights = {
            word: self._weight(len(indices)) ** 2 for word, indices in self._indices_by_word.items()
        }
        self._squared_lengths = [
            sum(self._squared_weights[word] for word in document) for document in words
        ]

    def most_similar(self, symptom: str, text: str) -> list[SimilarIncident]:
        """Return the ten earlier incidents that share most with a text, the most similar first.

        Args:
            symptom: The symptom of the present incident.
            text: Its root cause, as far as it is typed.
        """
        # The typed text counts as one more document that has its words.
        written = _words([symptom, text])
        weights = {
            word: self._weight(len(self._indices_by_word.get(word, ())) + 1) for word in written
        }
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        products: dict[int, float] = defaultdict(float)
        replaced: dict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for index in self._indices_by_word.get(word, ()):
                products[index] += weight**2
                replaced[index] += self._squared_weights[word]
        # The stored lengths do not count the typed text: the shared words get their new weights.
        scores = {
            index: min(
                1.0,
                product
                / (length * math.sqrt(self._squared_lengths[index] - replaced[index] + product)),
            )
            for index, product in products.items()
        }
        best = nsmallest(
            10, scores, key=lambda index: (-scores[index], -self._incidents[index].number)
        )
        return [
            SimilarIncident(
                self._incidents[index], scores[index], self._because(index, weights, written)
            )
            for index in best
        ]

    def _because(
        self, index: int, weights: Mapping[str, float], written: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Return the three rarest words that the earlier incident shares, as they were typed."""
        shared = [word for word in weights if self._has_word(index, word)]
        rarest = sorted(shared, key=lambda word: (-weights[word], word))[:3]
        return tuple(written[word] for word in rarest)

    def _has_word(self, index: int, word: str) -> bool:
        indices = self._indices_by_word.get(word, [])
        position = bisect_left(indices, index)
        return position < len(indices) and indices[position] == index

    def _weight(self, documents: int) -> float:
        """Return the weight of a word that so many documents have: the rarer, the more."""
        return math.log(1 + (len(self._incidents) + 1) / documents)


def first_with_cause(similar: Iterable[SimilarIncident]) -> tuple[Comparable, Cause] | None:
    """Return the first of the similar incidents that is linked to a cause, with that cause.

    It is the one that *same cause* takes; a more similar incident without a cause is passed over.
    """
    for entry in similar:
        if entry.incident.cause is not None:
            return entry.incident, entry.incident.cause
    return None


def _texts(incident: Comparable) -> list[str]:
    cause = [] if incident.cause is None else [incident.cause.name]
    return [incident.symptom, incident.root_cause, *cause]


def _words(texts: Iterable[str]) -> dict[str, str]:
    """Return the words by which texts are compared, each with its first spelling in the texts.

    A word has at least three letters and is not among the most common ones of the language.
    """
    spellings: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(text.casefold()):
            if word not in _COMMON:
                # A plural and its singular count as one word.
                singular = word[:-1] if word.endswith("s") and len(word) > 4 else word
                spellings.setdefault(singular, word)
    return spellings
