"""Why two incidents are similar, in the words of people: concepts first, then words."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.words import words_of

MOST_CONCEPTS = 3
"""How many shared concepts are named at most."""
MOST_WORDS = 4
"""How many shared words are named at most."""


def reasons(
    concepts: Mapping[str, float],
    words: Mapping[str, float],
    spellings: Mapping[str, str],
    lexicon: Lexicon,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the shared concepts and words that explain a similarity best.

    A concept is left out where a narrower one is shared too, and a word where the name of a concept
    says it already.

    Args:
        concepts: What each shared concept adds to the score.
        words: What each shared word adds, by its stem.
        spellings: How the text writes each word, by its stem.
        lexicon: The lexicon of the concepts.
    """
    broader = {lexicon.concepts[name].broader for name in concepts}
    named = [name for name in _strongest(concepts) if name not in broader][:MOST_CONCEPTS]
    said = {word.stem for name in named for word in words_of(name)}
    stems = [stem for stem in _strongest(words) if stem not in said][:MOST_WORDS]
    return tuple(named), tuple(spellings[stem] for stem in stems)


def _strongest(weights: Mapping[str, float]) -> list[str]:
    return sorted(weights, key=lambda term: (-weights[term], term))
