"""Patterns over the words of a text, by which concepts are found.

A pattern is a few words, all of which have to stand close together, in any order: `certificate
expired` finds *the expired certificate* and *a certificate that has expired*. Words match by their
stems. `cert|certificate` stands for either, and `out_of_memory` for words that follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from facilitator.lexicon.stems import stem_of

GAP = 3
"""How many other words may stand between two words of a pattern; articles and such don't count."""
LONGEST_PATTERN = 400
"""The most characters of a pattern."""
Phrase = tuple[str, ...]
"""The stems of words that follow each other."""
Place = tuple[int, int]
"""The first and the last index of a phrase among the words of a text."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The parts of a pattern, all of which have to be there.

    Attributes:
        parts: For each part the phrases that can stand for it.
    """

    parts: tuple[frozenset[Phrase], ...]

    def matches(
        self, places: Mapping[frozenset[Phrase], Sequence[Place]], positions: Sequence[int]
    ) -> list[tuple[Place, ...]]:
        """Return where the parts stand close together, each match with the place of every part.

        Args:
            places: The places of each part in a text, in their order.
            positions: The position of each word of the text, by its index.
        """
        found: list[tuple[Place, ...]] = [(place,) for place in places.get(self.parts[0], ())]
        for part in self.parts[1:]:
            found = [
                (*match, place)
                for match in found
                if (place := _nearest(match, places.get(part, ()), positions)) is not None
            ]
        return found


def parse_pattern(text: str) -> Pattern:
    """Return a pattern that is written as the module says.

    Raises:
        ValueError: It is no pattern. The message says what was expected.
    """
    parts = [_parse_part(part, text) for part in text.split()] if _may_be_pattern(text) else []
    if not parts:
        raise ValueError(
            f"expected words such as certificate|cert expired, got {text[:LONGEST_PATTERN]!r}"
        )
    return Pattern(tuple(parts))


def _may_be_pattern(text: str) -> bool:
    return 0 < len(text) <= LONGEST_PATTERN and len(text.split()) <= 5


def _parse_part(part: str, pattern: str) -> frozenset[Phrase]:
    phrases = set()
    for phrase in part.split("|"):
        stems = _stems_of(phrase)
        if not all(stems):
            raise ValueError(f"{pattern!r}: expected words, | and _, got {phrase!r}")
        phrases.add(stems)
    return frozenset(phrases)


@cache
def _stems_of(phrase: str) -> Phrase:
    """Return the stems of a phrase, an empty one for what is no word; patterns share phrases."""
    words = phrase.split("_")
    return tuple(stem_of(word.casefold()) if _WORD.fullmatch(word) else "" for word in words)


def _nearest(
    match: Sequence[Place], places: Sequence[Place], positions: Sequence[int]
) -> Place | None:
    """Return the first place that stands close to all of the others, and within none of them."""
    for place in places:
        if place in match:
            continue
        together = sorted((*match, place))
        if all(
            first[1] < second[0] and positions[second[0]] - positions[first[1]] - 1 <= GAP
            for first, second in pairwise(together)
        ):
            return place
    return None
