"""The passages of a conflict leave out nothing that only one of the texts has."""

from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.conflict_passages import Passage, Side, conflict_passages

WORDS = st.lists(st.sampled_from(["the", "cache", "was", "cold", "warm", "\n\n", "retries"]))


def texts(passages: list[Passage], side: Side) -> str:
    return " ".join(passage.text for passage in passages if passage.side is side)


def test_only_the_words_that_differ_are_told_apart() -> None:
    assert conflict_passages("the cache was cold at nine", "the cache was warm at nine") == [
        Passage(Side.BOTH, "the cache was"),
        Passage(Side.THEIRS, "cold"),
        Passage(Side.MINE, "warm"),
        Passage(Side.BOTH, "at nine"),
    ]


def test_a_long_shared_passage_is_shortened_to_what_is_beside_a_difference() -> None:
    shared = " ".join(f"word{index}" for index in range(40))
    passages = conflict_passages(f"cold {shared} end", f"warm {shared} finish")
    assert passages[2].text == (
        "word0 word1 word2 word3 word4 word5 … word34 word35 word36 word37 word38 word39"
    )


def test_what_both_begin_with_is_shortened_to_its_end() -> None:
    shared = " ".join(f"word{index}" for index in range(40))
    assert conflict_passages(f"{shared} cold", f"{shared} warm")[0].text.startswith("… word34 ")


def test_sentences_that_share_only_small_words_are_not_torn_to_pieces() -> None:
    passages = conflict_passages("nobody saw the alert on Sunday", "we lost the page in a queue")
    assert [passage.side for passage in passages] == [Side.THEIRS, Side.MINE]


@given(WORDS, WORDS)
def test_every_word_that_only_one_version_has_is_returned(
    their_words: list[str], my_words: list[str]
) -> None:
    passages = conflict_passages(" ".join(their_words), " ".join(my_words))
    only_theirs = {word for word in their_words if word.strip()} - set(my_words)
    only_mine = {word for word in my_words if word.strip()} - set(their_words)
    assert only_theirs <= set(texts(passages, Side.THEIRS).split())
    assert only_mine <= set(texts(passages, Side.MINE).split())
