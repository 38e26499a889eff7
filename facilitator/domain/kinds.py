"""The kind of a line, as somebody says it while typing, and which kind is still missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")
SHORTEST = 3
"""How many letters of a kind's word are enough."""


def split_kind(typed: str, words: Mapping[str, K]) -> tuple[K | None, str]:
    """The kind that a line begins with, and the rest: `det: no alert` is about detection.

    words: each kind's word, in small letters. A line that names none of them is left whole.
    """
    named = re.match(r"\s*([^\W\d_]+)\s*:\s*", typed)
    if named is None or len(named[1]) < SHORTEST:
        return None, typed
    said = named[1].casefold()
    kinds = [kind for word, kind in words.items() if word.startswith(said)]
    if len(kinds) != 1:
        return None, typed
    return kinds[0], typed[named.end() :]


def next_kind(kinds: Sequence[K], present: Collection[K], now: K) -> K:
    """The kind that a list asks for next: the first after `now` that it lacks, else `now` again."""
    place = kinds.index(now)
    round_about = [*kinds[place + 1 :], *kinds[:place]]
    return next((kind for kind in round_about if kind not in present), now)
