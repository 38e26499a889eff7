"""The passages in which two versions of a text differ, for the person who has to choose one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from facilitator.domain.text_difference import PieceKind, word_difference

WORDS_AROUND = 6
"""How many words of what both versions share are shown on either side of a difference."""
FEWEST_SHARED_WORDS = 3
"""Fewer shared words than this between two differences belong to both of them.

Otherwise two sentences that only share words such as "the" would be torn to pieces.
"""


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


def conflict_passages(theirs: str, mine: str) -> list[Passage]:
    """Return what two versions of a text share and where they differ, in the order of the text.

    Where they differ, the words of theirs come before those of mine. Of a long shared passage
    only the words beside a difference are returned.
    """
    pieces = word_difference(theirs, mine)
    passages: list[Passage] = []
    only_theirs = only_mine = ""
    for index, piece in enumerate(pieces):
        if piece.kind is PieceKind.REMOVED:
            only_theirs += piece.text
        elif piece.kind is PieceKind.ADDED:
            only_mine += piece.text
        elif 0 < index < len(pieces) - 1 and len(piece.text.split()) < FEWEST_SHARED_WORDS:
            only_theirs += piece.text
            only_mine += piece.text
        else:
            passages += _differing(only_theirs, only_mine)
            only_theirs = only_mine = ""
            shown = _without_middle(piece.text, index == 0, index == len(pieces) - 1)
            passages.append(Passage(Side.BOTH, shown))
    return [*passages, *_differing(only_theirs, only_mine)]


def _differing(theirs: str, mine: str) -> Iterator[Passage]:
    if theirs.strip():
        yield Passage(Side.THEIRS, theirs.strip())
    if mine.strip():
        yield Passage(Side.MINE, mine.strip())


def _without_middle(text: str, is_at_start: bool, is_at_end: bool) -> str:
    """Return the words that stand beside a difference, with an ellipsis for the others."""
    words = text.split()
    before = 0 if is_at_start else WORDS_AROUND
    after = 0 if is_at_end else WORDS_AROUND
    if len(words) <= before + after + 1:
        return text.strip()
    return " ".join([*words[:before], "…", *words[len(words) - after :]])
