"""What differs between two texts, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.text_difference import PieceKind, difference_in_words, word_difference

TEXTS = st.text("ab \n😀", max_size=30)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("one two three", "one 2 three", "“two” → “2”"),
        ("stop at once", "stop it all at once", "added “it all”"),
        ("retries", "the client retries", "“retries” → “the client retries”"),
        ("stop it at once", "stop it", "removed “at once”"),
        ("a b c d", "a c d e", "removed “b”; added “e”"),
        ("שלום עולם טוב", "שלום עולם רע", "“טוב” → “רע”"),
        ("one two", "one\ntwo", "“two” → “two”"),
        ("one two", "one two ", "other spaces or line ends"),
    ],
)
def test_only_what_differs_is_said(old: str, new: str, words: str) -> None:
    assert difference_in_words(old, new) == words


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts_again(old: str, new: str) -> None:
    pieces = word_difference(old, new)
    kept = "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED)
    written = "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED)
    assert (kept, written) == (old, new)


def test_a_text_that_was_written_on_is_compared_by_its_end_alone() -> None:
    old = "word " * 4_000
    assert difference_in_words(old.strip(), f"{old}more") == "added “more”"
