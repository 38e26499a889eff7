"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto

_WORD = re.compile(r"\s*\S+|\s+$")


class PieceKind(Enum):
    """Whether a piece of a text stayed, is gone, or is new."""

    SAME = auto()
    REMOVED = auto()
    ADDED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of two texts; the pieces that stayed and those that are gone make the old text."""

    kind: PieceKind
    text: str


def word_difference(old: str, new: str) -> list[Piece]:
    """Return the pieces of two texts in their order; what was replaced comes before what it is now.

    What the texts begin and end with alike is set aside first, so that texts of thousands of words
    that were written on take no time.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    start = _common_length(before, after)
    end = _common_length(before[start:][::-1], after[start:][::-1])
    middle_before = before[start : len(before) - end]
    middle_after = after[start : len(after) - end]
    pieces = [Piece(PieceKind.SAME, "".join(before[:start]))]
    for tag, i, j, k, m in SequenceMatcher(None, middle_before, middle_after).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(PieceKind.SAME, "".join(middle_before[i:j])))
        else:
            pieces.append(Piece(PieceKind.REMOVED, "".join(middle_before[i:j])))
            pieces.append(Piece(PieceKind.ADDED, "".join(middle_after[k:m])))
    pieces.append(Piece(PieceKind.SAME, "".join(before[len(before) - end :])))
    return [piece for piece in pieces if piece.text]


def difference_in_words(old: str, new: str) -> str:
    """Return only what differs: `“two” → “three”; added “with a cap”; removed “at once”`."""
    edits: list[str] = []
    removed = ""
    for piece in [*word_difference(old, new), Piece(PieceKind.SAME, "")]:
        text = piece.text.strip()
        if piece.kind is PieceKind.REMOVED:
            removed = text
        elif piece.kind is PieceKind.ADDED and removed and text:
            edits.append(f"“{removed}” → “{text}”")
            removed = ""
        else:
            if removed:
                edits.append(f"removed “{removed}”")
                removed = ""
            if piece.kind is PieceKind.ADDED and text:
                edits.append(f"added “{text}”")
    return "; ".join(edits) or "other spaces or line ends"


def _common_length(before: list[str], after: list[str]) -> int:
    """Return how many words two lists have in common from their start on."""
    length = 0
    for old, new in zip(before, after, strict=False):
        if old != new:
            break
        length += 1
    return length
