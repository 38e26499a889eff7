"""The kind of a short line, such as a factor: a typed prefix names it, or the next is offered."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")
SHORTEST_PREFIX = 3
"""How many letters of a word name its kind: `det:` stands for detection."""


def split_kind(typed: str, words: Mapping[str, K]) -> tuple[K | None, str]:
    """Split a line into the kind that it begins with and the rest.

    `det: no alert` is about detection. A line that begins with no word, or with one that could be
    two of them, is left whole.

    Args:
        typed: The line.
        words: The word of each kind, in lower case.

    Returns:
        The kind, or None, and the line without its prefix.
    """
    match = re.match(r"\s*([^\W\d_]+)\s*:\s*", typed)
    if match is None or len(match[1]) < SHORTEST_PREFIX:
        return None, typed
    prefix = match[1].casefold()
    kinds = [kind for word, kind in words.items() if word.startswith(prefix)]
    if len(kinds) != 1:
        return None, typed
    return kinds[0], typed[match.end() :]


def next_kind(kinds: Sequence[K], present: Collection[K], current: K) -> K:
    """Return the kind that a list should offer for its next line.

    Args:
        kinds: All kinds, in their order.
        present: The kinds of which the list has a line.
        current: The kind of the last line.

    Returns:
        The first kind after `current`, in turn, of which there is no line; `current` where the list
        has a line of every kind.
    """
    index = kinds.index(current)
    others = [*kinds[index + 1 :], *kinds[:index]]
    return next((kind for kind in others if kind not in present), current)
