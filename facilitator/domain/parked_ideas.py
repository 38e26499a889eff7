"""Parked ideas that come back, also in other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, tzinfo

from db.records import Parked
from facilitator.domain.parked_actions import words_of as words_without_details
from facilitator.domain.team_day import team_day
from facilitator.domain.themes.text_features import COMMON_STEMS
from facilitator.lexicon.stems import stem_of
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


def _same_ideas(wordings: Sequence[str]) -> list[list[str]]:
    """Put wordings together that say the same; each says the same as all others of its group."""
    stems = {wording: _stems(wording) for wording in wordings}
    groups: list[list[str]] = []
    groups_with: dict[str, list[int]] = defaultdict(list)
    for wording in wordings:
        near = sorted({index for stem in stems[wording] for index in groups_with[stem]})
        same = next((index for index in near if _fits(wording, groups[index], stems)), None)
        if same is None:
            same = len(groups)
            groups.append([])
            for stem in stems[wording]:
                groups_with[stem].append(same)
        groups[same].append(wording)
    return groups


def _fits(wording: str, group: Iterable[str], stems: Mapping[str, Set[str]]) -> bool:
    return all(_say_the_same(stems[wording], stems[other]) for other in group)


def _say_the_same(one: Set[str], other: Set[str]) -> bool:
    shared = len((one & other) - _REVERSING)
    turns_around = bool((one ^ other) & _REVERSING)
    return not turns_around and shared >= LEAST_SHARED and shared >= SAME_IDEA * len(one | other)


def _stems(wording: str) -> frozenset[str]:
    """Return the stems of the words that say something; numbers are words, too."""
    spellings = (word.spelling.casefold() for word in words_of(wording))
    stems = (stem_of(_OTHER_SPELLINGS.get(spelling, spelling)) for spelling in spellings)
    return frozenset(stem for stem in stems if stem in _REVERSING or stem not in COMMON_STEMS)


def _age(parked: Parked) -> tuple[object, ...]:
    """Return by what rows are ordered, the oldest first."""
    return parked.at, parked.text, parked.id


def _occasion(parked: Parked, zone: tzinfo) -> object:
    """Return the meeting at which a row was parked, else its incident, else its day."""
    return parked.meeting_id or parked.incident_id or team_day(parked.at, zone)
