"""The stems of English words, by which different forms of a word count as one."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock

from snowballstemmer.english_stemmer import EnglishStemmer

NOUNS_APART = (
    "consumer", "container", "controller", "customer", "generator", "listener", "operator",
    "provider", "reconciler", "resolver", "scheduler",
)  # fmt: skip
_APART = {form: noun for noun in NOUNS_APART for form in (noun, f"{noun}s")}
"""Nouns that would have the stem of an everyday word: *container* that of *contain*."""
_MAY_HAVE_SUFFIX = re.compile(r"['eisy]$|(?:ed|ing|ion|er|or|nt|ism|ic|al|ful|ll)$|^'")
"""What a word ends in that the stemmer may cut; it is slow, and half of all words lack it."""
_stemmer = EnglishStemmer()
_stemming = Lock()


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """Return the stem of a case-folded word: *expires* and *expired* both give *expir*.

    It is the second Porter stemmer, which Snowball calls English, but for a few nouns that mean a
    part of a system. Stems are kept, since a team's texts repeat a few thousand words.
    """
    if word in _APART:
        return _APART[word]
    if not _MAY_HAVE_SUFFIX.search(word):
        return word
    # The stemmer keeps its state in itself, and texts are read on several threads.
    with _stemming:
        return str(_stemmer.stemWord(word))
