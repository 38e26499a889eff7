"""The difference between two versions of one text, as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

WORDS_AROUND = 6
"""How many words of what both versions share are shown on either side of a difference."""
FEWEST_SHARED_WORDS = 3
"""Fewer shared words than this between two differences belong to both of them.

Otherwise two sentences that only share words such as "the" would be torn to pieces.
"""
_WORD_WITH_BLANKS = re.compile(r"\S+\s*|\s+")


class Side(Enum):
    """Which version of the text a passage is in."""

    BOTH = "both"
    THEIRS = "theirs"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a text.

    Attributes:
        side: The version that they are in.
        text: The words as they stand there; what was left out of them is an ellipsis.
    """

    side: Side
    text: str


def differences(theirs: str, mine: str) -> list[Passage]:
    """Return what two versions of a text share and where they differ, in the order of the text.

    Where they differ, the words of theirs come before those of mine. Of a long shared passage
    only the words beside a difference are returned.
    """
    their_words = _WORD_WITH_BLANKS.findall(theirs)
    my_words = _WORD_WITH_BLANKS.findall(mine)
    passages: list[Passage] = []
    blocks = list(_shared_blocks(their_words, my_words))
    theirs_done = mine_done = 0
    for their_start, my_start, size in blocks:
        passages += _passage(Side.THEIRS, their_words[theirs_done:their_start])
        passages += _passage(Side.MINE, my_words[mine_done:my_start])
        theirs_done, mine_done = their_start + size, my_start + size
        is_at_start = their_start == my_start == 0
        is_at_end = theirs_done == len(their_words) and mine_done == len(my_words)
        shared = my_words[my_start:mine_done]
        passages += _passage(Side.BOTH, _without_middle(shared, is_at_start, is_at_end))
    return passages


def _shared_blocks(theirs: Sequence[str], mine: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield where a passage begins in either version and how many words both share there.

    The last one stands at the end of both; it may have no words.
    """
    matcher = SequenceMatcher(
        None, [word.strip() for word in theirs], [word.strip() for word in mine]
    )
    for their_start, my_start, size in matcher.get_matching_blocks():
        is_at_start = their_start == my_start == 0
        is_at_end = their_start + size == len(theirs) and my_start + size == len(mine)
        if is_at_start or is_at_end or size >= FEWEST_SHARED_WORDS:
            yield their_start, my_start, size


def _passage(side: Side, words: Sequence[str]) -> list[Passage]:
    return [Passage(side, "".join(words))] if words else []


def _without_middle(words: Sequence[str], is_at_start: bool, is_at_end: bool) -> list[str]:
    """Return the words that stand beside a difference, with an ellipsis for the others."""
    before = 0 if is_at_start else WORDS_AROUND
    after = 0 if is_at_end else WORDS_AROUND
    if len(words) <= before + after + 1:
        return list(words)
    return [*words[:before], "… ", *words[len(words) - after :]]
