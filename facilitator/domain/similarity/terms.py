"""The counted terms of a text: the stems of its words, and the concepts of failure in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from facilitator.domain.similarity.texts import WEIGHTS, ComparedTexts
from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.stop_words import STOP_WORDS, is_informative
from facilitator.lexicon.words import words_of

FORMAT = 2
"""The version of how terms are counted; a new one makes every incident be counted again."""
MOST_MATCHES = 3
"""How many matches of a concept in one text count: a fourth mention tells nothing new."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one incident.

    Attributes:
        words: The weighted counts of its informative words, by their stems.
        concepts: The weighted counts of its concepts, by their names.
        length: The sum of the counts of its words.
    """

    words: Mapping[str, float]
    concepts: Mapping[str, float]
    length: float


@dataclass(frozen=True, slots=True)
class Query:
    """The terms of what earlier incidents are compared with.

    Attributes:
        terms: The terms.
        spellings: How the texts write each word first, by its stem.
        informative: How many informative words the texts have.
    """

    terms: Terms
    spellings: Mapping[str, str]
    informative: int


def query_of(texts: ComparedTexts, lexicon: Lexicon) -> Query:
    """Return the terms of these texts, with the spellings of their words."""
    words: dict[str, float] = defaultdict(float)
    concepts: dict[str, float] = defaultdict(float)
    spellings: dict[str, str] = {}
    informative = 0
    for name, weight in WEIGHTS.items():
        found = list(words_of(getattr(texts, name)))
        for word in found:
            if is_informative(word):
                informative += 1
                words[word.stem] += weight.words
                spellings.setdefault(word.stem, word.spelling)
        for entry in lexicon.find(found):
            matches = min(len(entry.matches), MOST_MATCHES)
            concepts[entry.concept.name] += weight.concepts * matches
    terms = Terms(dict(words), dict(concepts), sum(words.values()))
    return Query(terms, spellings, informative)


def count_terms(texts: ComparedTexts, lexicon: Lexicon) -> Terms:
    """Return the terms of these texts."""
    return query_of(texts, lexicon).terms


def terms_version(lexicon: Lexicon) -> str:
    """Return the name of this way of counting, which changes with the lexicon and the weights."""
    concepts = [
        (concept.name, [sorted(map(sorted, pattern.parts)) for pattern in concept.patterns])
        for concept in lexicon.concepts.values()
    ]
    basis = repr((FORMAT, WEIGHTS, sorted(STOP_WORDS), concepts))
    return blake2b(basis.encode(), digest_size=6).hexdigest()


def terms_to_text(terms: Terms, version: str) -> str:
    """Return terms as the text that a database keeps, with the version of their counting."""
    return json.dumps(
        [version, terms.words, terms.concepts], ensure_ascii=False, separators=(",", ":")
    )


def terms_from_text(text: str, version: str) -> Terms | None:
    """Return terms that a database has kept; None where they have to be counted again.

    That is so where the text is empty, of another version, or no such text at all.
    """
    if version not in text[: len(version) + 2]:
        return None
    try:
        _, words, concepts = json.loads(text)
        return Terms(words, concepts, sum(words.values()))
    except (ValueError, TypeError, AttributeError):
        return None
