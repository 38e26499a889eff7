"""The words of a text, with their stems and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from facilitator.lexicon.stems import stem_of

SENTENCE_BREAK = 8
"""How many words the end of a sentence or a line counts as, so that no pattern reaches across."""
LONGEST_WORD = 30
"""The most characters of a word; longer runs are hashes and encoded data."""
_SHORT_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "been", "being", "by", "for", "from", "had", "has",
    "have", "in", "is", "it", "its", "of", "on", "our", "that", "the", "their", "this", "to", "was",
    "we", "were", "which", "will", "with", "would",
))  # fmt: skip
# The s of a genitive is no part of a word.
_WORD = re.compile(r"([^\W_]+(?:['’](?!s\b)[^\W_]+)*)(?:['’]s\b)?")
_JOINTS = (".", "/", ":", "@")
_BREAK = re.compile(r"[.!?;]\s|[\n|#]")
# OOMKilled, CrashLoopBackOff and certManager are several words.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        spelling: The word as the text writes it.
        stem: The stem of the case-folded word.
        start: Where it begins in the text.
        position: Its place among the words that weigh, counted on beyond the end of a sentence:
            articles and the like do not count.
        is_part: Whether it is a part of the name in camel case before it.
    """

    spelling: str
    stem: str
    start: int
    position: int
    is_part: bool = False


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text in their order; after a name in camel case, its parts too."""
    position, end = 0, 0
    for match in _WORD.finditer(text):
        spelling, start = match.group(1), match.start()
        between = text[end:start]
        if start > end + 1 and _BREAK.search(between):
            position += SENTENCE_BREAK
        elif between in _JOINTS and position:
            # An address or a path is no farther across than one word.
            position -= 1
        end = match.end()
        if len(spelling) > LONGEST_WORD:
            continue
        folded = spelling.casefold().replace("’", "'")
        yield Word(spelling, stem_of(folded), start, position)
        for part in _parts(spelling):
            yield Word(part, stem_of(part.casefold()), start, position, is_part=True)
            start += len(part)
        position += folded not in _SHORT_WORDS


def _parts(word: str) -> list[str]:
    """Return the parts of a name in camel case; none for any other word."""
    if word[1:].islower() or word.isupper():
        return []
    parts = _HUMP.split(word)
    return parts if len(parts) > 1 else []
