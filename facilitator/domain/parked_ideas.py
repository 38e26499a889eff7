"""Parked ideas that come back, also in other words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, tzinfo
from math import ceil

from db.records import Parked
from facilitator.domain.parked_actions import words_of as words_without_details
from facilitator.domain.team_day import team_day
from facilitator.lexicon.stems import stem_of
from facilitator.lexicon.stop_words import is_informative
from facilitator.lexicon.words import words_of

SAME_IDEA = 0.6
"""Two wordings that share this part of all their stems are one idea."""
LEAST_SHARED = 2
"""One word in common makes no two wordings the same idea."""
_REVERSING = frozenset(
    stem_of(word)
    for word in (
        "not",
        "no",
        "never",
        "stop",
        "without",
        "fewer",
        "less",
        "more",
        "before",
        "after",
    )
)
"""The stems of words that turn an idea around, so that both wordings need to have them."""
_OTHER_SPELLINGS = {
    "auth": "authentication",
    "automate": "automatic",
    "automated": "automatic",
    "automating": "automatic",
    "automation": "automatic",
    "cert": "certificate",
    "certs": "certificates",
    "config": "configuration",
    "configs": "configurations",
    "db": "database",
    "dbs": "databases",
    "deps": "dependencies",
    "docs": "documentation",
    "k8s": "kubernetes",
    "lb": "balancer",
    "prod": "production",
}
"""Short forms, and words that the stemmer does not bring together."""


@dataclass(frozen=True, slots=True)
class ParkedIdea:
    """An idea that was parked once or more often.

    Attributes:
        wordings: How it was worded, each wording once, the first one first.
        times: In how many meetings, or for how many incidents or on how many days, it was parked.
        items: Its rows, the oldest first.
    """

    wordings: tuple[str, ...]
    times: int
    items: tuple[Parked, ...]

    @property
    def text(self) -> str:
        """Its words, as they were parked first."""
        return self.wordings[0]


def parked_ideas(parked: Iterable[Parked], zone: tzinfo = UTC) -> list[ParkedIdea]:
    """Return the parked ideas, those that say the same as one, those parked most often first.

    Args:
        parked: The rows, in any order.
        zone: The team's time zone, in which an idea that belongs to no meeting has its day.
    """
    by_words: dict[str, list[Parked]] = defaultdict(list)
    for row in sorted(parked, key=_age):
        words = words_without_details(" ".join(row.text.casefold().split()))
        by_words[words.rstrip(".!")].append(row)
    ideas = []
    for group in _same_ideas(list(by_words)):
        rows = sorted((row for words in group for row in by_words[words]), key=_age)
        wordings = tuple(by_words[words][0].text for words in group)
        times = len({_occasion(row, zone) for row in rows})
        ideas.append(ParkedIdea(wordings, times, tuple(rows)))
    return sorted(ideas, key=lambda idea: -idea.times)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a wording says, as far as two wordings are compared.

    Attributes:
        stems: The stems of the words that say something.
        fixed: Numbers, and words that turn an idea around: another one makes it another idea.
    """

    stems: frozenset[str]
    fixed: frozenset[str]

    def is_same(self, other: _Meaning) -> bool:
        """Return whether two wordings say the same."""
        shared = len(self.stems & other.stems)
        is_enough = shared >= max(LEAST_SHARED, SAME_IDEA * len(self.stems | other.stems))
        return is_enough and self.fixed == other.fixed


def _same_ideas(wordings: Sequence[str]) -> list[list[str]]:
    """Put wordings together that say the same; each says the same as all others of its group."""
    by_meaning: dict[_Meaning, list[str]] = defaultdict(list)
    for wording in wordings:
        meaning = _meaning(wording)
        # One word alone is too little to know what somebody meant, and so is none.
        is_clear = len(meaning.stems) >= LEAST_SHARED
        by_meaning[meaning if is_clear else _Meaning(frozenset(), frozenset({wording}))].append(
            wording
        )
    frequency = Counter(stem for meaning in by_meaning for stem in meaning.stems)
    groups: list[list[_Meaning]] = []
    groups_with: dict[tuple[str, Set[str]], set[int]] = defaultdict(set)
    for meaning in by_meaning:
        keys = [(stem, meaning.fixed) for stem in _rarest(meaning.stems, frequency)]
        near = sorted({index for key in keys for index in groups_with[key]})
        same = next(
            (index for index in near if all(map(meaning.is_same, groups[index]))), len(groups)
        )
        if same == len(groups):
            groups.append([])
        groups[same].append(meaning)
        for key in keys:
            groups_with[key].add(same)
    return [[wording for meaning in group for wording in by_meaning[meaning]] for group in groups]


def _rarest(stems: Set[str], frequency: Mapping[str, int]) -> list[str]:
    """Return so many of the rarest stems that two wordings that say the same share one of them.

    It spares the comparison with every other wording (the prefix filter of joins of similar sets:
    Chaudhuri, Ganti and Kaushik, 2006).
    """
    ordered = sorted(stems, key=lambda stem: (frequency[stem], stem))
    return ordered[: len(ordered) - ceil(SAME_IDEA * len(ordered)) + 1]


def _meaning(wording: str) -> _Meaning:
    stems, fixed = set(), set()
    for word in words_of(wording):
        spelling = word.spelling.casefold()
        stem = stem_of(_OTHER_SPELLINGS.get(spelling, spelling))
        if stem in _REVERSING or spelling.isdigit():
            fixed.add(stem)
        elif is_informative(word):
            stems.add(stem)
    return _Meaning(frozenset(stems), frozenset(fixed))


def _age(parked: Parked) -> tuple[object, ...]:
    """Return by what rows are ordered, the oldest first."""
    return parked.at, parked.text, parked.id


def _occasion(parked: Parked, zone: tzinfo) -> object:
    """Return the meeting at which a row was parked, else its incident, else its day."""
    return parked.meeting_id or parked.incident_id or team_day(parked.at, zone)
