"""Earlier incidents whose root cause reads like this one: by the rare words they share.

It only suggests. Two incidents have the same root cause when a person links them to one cause.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.records import Incident

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
    """An earlier incident. score: 0 to 1. because: the words it shares, rarest first."""

    incident: Incident
    score: float
    because: tuple[str, ...]

    @property
    def open_actions(self) -> int:
        """How many of its action items are still open."""
        return sum(item.is_open for item in self.incident.action_items)


def similar(incident: Incident, text: str, others: Iterable[Incident]) -> list[Similar]:
    """The ten incidents before this one that are most like it, best first.

    text: its root cause as it is being typed.
    """
    earlier = [
        other
        for other in others
        if (other.date, other.number) < (incident.date, incident.number) and other.id != incident.id
    ]
    theirs = [Counter(_words(_texts(other))) for other in earlier]
    mine = Counter(_words([incident.symptom, text]))
    weights = _weights([mine, *theirs])
    ranked = [
        Similar(other, *_compare(mine, words, weights))
        for other, words in zip(earlier, theirs, strict=True)
    ]
    ranked = [each for each in ranked if each.score > 0]
    return sorted(ranked, key=lambda each: (-each.score, -each.incident.number))[:10]


def _texts(incident: Incident) -> list[str]:
    cause = [] if incident.cause is None else [incident.cause.name]
    return [incident.symptom, incident.root_cause, *cause]


def _words(texts: Iterable[str]) -> list[str]:
    found = (word for text in texts for word in _WORD.findall(text.casefold()))
    # A plural and its singular count as one word.
    return [
        word[:-1] if word.endswith("s") and len(word) > 4 else word
        for word in found
        if word not in _COMMON
    ]


def _weights(documents: Sequence[Counter[str]]) -> dict[str, float]:
    having = Counter(word for document in documents for word in document)
    return {word: math.log(1 + len(documents) / count) for word, count in having.items()}


def _compare(
    mine: Counter[str], theirs: Counter[str], weights: dict[str, float]
) -> tuple[float, tuple[str, ...]]:
    shared = mine.keys() & theirs.keys()
    length = _length(mine, weights) * _length(theirs, weights)
    if not shared or not length:
        return 0.0, ()
    score = sum(weights[word] ** 2 for word in shared) / length
    return min(1.0, score), tuple(sorted(shared, key=lambda word: (-weights[word], word))[:3])


def _length(words: Counter[str], weights: dict[str, float]) -> float:
    return math.sqrt(sum(weights[word] ** 2 for word in words))
