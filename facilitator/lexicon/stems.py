"""The stems of English words, by which different forms of a word count as one."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from snowballstemmer.english_stemmer import EnglishStemmer

_stemmer = EnglishStemmer()
_stemming = Lock()


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """Return the stem of a case-folded word: *expires* and *expired* both give *expir*.

    It is the second Porter stemmer, which Snowball calls English. Stems are kept, since a team's
    texts repeat a few thousand words.
    """
    # The stemmer keeps its state in itself, and texts are read on several threads.
    with _stemming:
        return str(_stemmer.stemWord(word))
