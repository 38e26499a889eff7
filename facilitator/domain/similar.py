"""Earlier incidents whose root cause reads like this one: by the rare words they share.

It only suggests. Two incidents have the same root cause when a person links them to one cause.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from db.records import Incident, Past

Compared = Incident | Past
"""What an incident is compared by stands in both."""
SHOWN_FROM = 0.12
"""The score from which a screen shows one."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON_WORDS = (
    "the and for was were that this with from had has have not but its all one two our their "
    "which when then than after before into over under while until because there they them been "
    "being did does can could would should who what how where too also more most some any each"
)
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier incident.

    score: 0 to 1. because: the words it shares, as they are
    written here, rarest first.
    """

    incident: Compared
    score: float
    because: tuple[str, ...]


class Earlier:
    """The incidents before one, with their words read once: a text is compared as it is typed."""

    def __init__(self, incident: Incident, others: Iterable[Compared]) -> None:
        self.before = (incident.date, incident.number)
        self._incidents = [
            other
            for other in others
            if (other.date, other.number) < self.before and other.number != incident.number
        ]
        self._having: dict[str, list[int]] = defaultdict(list)
        words = [_words(_texts(other)) for other in self._incidents]
        for place, theirs in enumerate(words):
            for word in theirs:
                self._having[word].append(place)
        self._squares = {
            word: self._weight(len(places)) ** 2 for word, places in self._having.items()
        }
        self._lengths = [sum(map(self._squares.__getitem__, theirs)) for theirs in words]

    def like(self, symptom: str, text: str) -> list[Similar]:
        """The ten that are most like an incident with this symptom, best first.

        text: its root cause as it is being typed.
        """
        # What is typed counts as one more document that has its words.
        written = _words([symptom, text])
        weights = {word: self._weight(len(self._having.get(word, ())) + 1) for word in written}
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        both: dict[int, float] = defaultdict(float)
        theirs: dict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            ours, alone = weight**2, self._squares.get(word, 0.0)
            for place in self._having.get(word, ()):
                both[place] += ours
                theirs[place] += alone
        scores = {
            place: min(
                1.0, score / (length * math.sqrt(self._lengths[place] - theirs[place] + score))
            )
            for place, score in both.items()
        }
        best = nsmallest(
            10, scores, key=lambda place: (-scores[place], -self._incidents[place].number)
        )
        return [
            Similar(self._incidents[place], scores[place], self._because(place, weights, written))
            for place in best
        ]

    def _because(
        self, place: int, weights: Mapping[str, float], written: Mapping[str, str]
    ) -> tuple[str, ...]:
        """The rarest of the words that this one shares, as they are written here."""
        shared = [word for word in weights if self._has(place, word)]
        rarest = sorted(shared, key=lambda word: (-weights[word], word))[:3]
        return tuple(written[word] for word in rarest)

    def _has(self, place: int, word: str) -> bool:
        places = self._having.get(word, [])
        found = bisect_left(places, place)
        return found < len(places) and places[found] == place

    def _weight(self, documents: int) -> float:
        """Of a word that so many have: the rarer, the more."""
        return math.log(1 + (len(self._incidents) + 1) / documents)


def _texts(incident: Compared) -> list[str]:
    cause = [] if incident.cause is None else [incident.cause.name]
    return [incident.symptom, incident.root_cause, *cause]


def _words(texts: Iterable[str]) -> dict[str, str]:
    """The words by which texts are compared, with how each was written first."""
    found: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(text.casefold()):
            if word not in _COMMON:
                # A plural and its singular count as one word.
                one = word[:-1] if word.endswith("s") and len(word) > 4 else word
                found.setdefault(one, word)
    return found
