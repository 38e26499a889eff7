"""Where a text says what two incidents share."""

from __future__ import annotations

from collections.abc import Collection

from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.stems import stem_of
from facilitator.lexicon.words import words_of


def shared_passages(
    text: str, concepts: Collection[str], words: Collection[str], lexicon: Lexicon
) -> list[tuple[int, int]]:
    """Return the places of a text to highlight: where each word begins, and where it ends.

    Args:
        text: The text of either incident.
        concepts: The names of the concepts that both share.
        words: The words that both share, in any of their forms.
        lexicon: The lexicon of the concepts.
    """
    stems = {stem_of(word.casefold()) for word in words}
    found = list(words_of(text))
    places = {index for index, word in enumerate(found) if word.stem in stems}
    for entry in lexicon.find(found):
        if entry.concept.name in concepts:
            places.update(index for match in entry.matches for index in match)
    spans = {(found[i].start, found[i].start + len(found[i].spelling)) for i in places}
    return sorted(spans)
