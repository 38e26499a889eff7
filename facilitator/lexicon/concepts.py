"""Concepts of failure, and a lexicon that finds them in texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from facilitator.lexicon.patterns import Pattern, Phrase, Place
from facilitator.lexicon.words import Word

NO_MECHANISM = "unknown"
"""The category of what only slows a detection or a repair down, whatever the cause was."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One way in which systems fail.

    Attributes:
        name: What people call it, such as `certificate expired`.
        category: The category of the causes that it belongs to, such as `dns`; None for what a
            team adds.
        patterns: What it is found by; one of them suffices.
        broader: The name of a concept that is there wherever this one is, or None.
        is_seen: Whether it says what was seen rather than why: a crash loop can have any cause.
        example: A sentence in which it is found; empty for what a team adds.
    """

    name: str
    category: str | None
    patterns: tuple[Pattern, ...]
    broader: str | None = None
    example: str = ""
    is_seen: bool = False

    @property
    def is_mechanism(self) -> bool:
        """Whether it says why something failed, and not only what slowed its repair down."""
        return self.category != NO_MECHANISM


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a text.

    Attributes:
        concept: The concept.
        matches: Where its patterns match: each time the indices of the words that make it up.
    """

    concept: Concept
    matches: tuple[tuple[int, ...], ...]


class Lexicon:
    """Concepts that are found together, in one pass over the words of a text.

    Attributes:
        concepts: The concepts by their names.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts: Mapping[str, Concept] = {concept.name: concept for concept in concepts}
        self._phrases: dict[str, list[tuple[Phrase, list[frozenset[Phrase]]]]] = {}
        self._patterns: dict[frozenset[Phrase], list[tuple[Concept, Pattern]]] = defaultdict(list)
        self._index()

    def _index(self) -> None:
        parts_by_phrase: dict[Phrase, list[frozenset[Phrase]]] = defaultdict(list)
        patterns = [
            (concept, pattern) for concept in self.concepts.values() for pattern in concept.patterns
        ]
        for concept, pattern in patterns:
            self._patterns[pattern.parts[0]].append((concept, pattern))
        for part in {part for _, pattern in patterns for part in pattern.parts}:
            for phrase in part:
                parts_by_phrase[phrase].append(part)
        for phrase, parts in parts_by_phrase.items():
            self._phrases.setdefault(phrase[0], []).append((phrase, parts))

    def find(self, words: Sequence[Word]) -> list[Found]:
        """Return the concepts that a text has, in the order of the lexicon, with broader ones.

        Args:
            words: The words of the text in their order.
        """
        places = self._places([word.stem for word in words])
        positions = [word.position for word in words]
        matches: dict[str, set[tuple[int, ...]]] = defaultdict(set)
        for part in places:
            for concept, pattern in self._patterns.get(part, ()):
                for match in pattern.matches(places, positions):
                    indices = tuple(
                        sorted(i for first, last in match for i in range(first, last + 1))
                    )
                    for name in self._with_broader(concept):
                        matches[name].add(indices)
        return [
            Found(concept, tuple(sorted(matches[name])))
            for name, concept in self.concepts.items()
            if name in matches
        ]

    def _places(self, stems: Sequence[str]) -> dict[frozenset[Phrase], list[Place]]:
        """Return where each part of a pattern stands among the words."""
        places: dict[frozenset[Phrase], list[Place]] = defaultdict(list)
        for index, stem in enumerate(stems):
            for phrase, parts in self._phrases.get(stem, ()):
                end = index + len(phrase)
                if len(phrase) == 1 or tuple(stems[index:end]) == phrase:
                    for part in parts:
                        places[part].append((index, end - 1))
        return places

    def _with_broader(self, concept: Concept) -> Iterator[str]:
        """Yield the name of a concept, and of the broader ones above it."""
        name: str | None = concept.name
        while name is not None:
            yield name
            name = self.concepts[name].broader
