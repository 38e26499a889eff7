"""Blameless wording: which phrases get advice, and which do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.wording import ADVICE, NAME_ADVICE, advise


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("We should have tested it", "should have"),
        ("It SHOULD NOT HAVE been there", "SHOULD NOT HAVE"),
        ("they shouldn't have pushed", "shouldn't have"),
        ("they shouldn’t have pushed", "shouldn’t have"),
        ("could have been caught", "could have"),
        ("Ops failed to notice", "failed to"),
        ("nobody remembered: forgot to renew", "forgot to"),
        ("a careless push", "careless"),
        ("carelessness", "carelessness"),
        ("It was human error.", "human error"),
        ("their mistake", "their mistake"),
        ("Who is to blame?", "to blame"),
        ("obviously wrong", "obviously"),
        ("the alert was ignored", "ignored"),
        ("Why didn't you page?", "Why didn't you"),
        ("on-call was supposed to look", "was supposed to"),
        ("nobody did not notice it", "did not notice"),
        ("pushed by mistake", "by mistake"),
        ("a fat-fingered flag", "fat-fingered"),
        ("lack of attention", "lack of attention"),
        ("in hindsight it was wrong", "in hindsight"),
        ("who broke it", "who broke it"),
    ],
)
def test_a_phrase_that_points_at_people_gets_advice(text: str, phrase: str) -> None:
    (advice,) = advise(text)
    assert advice.phrase == phrase
    assert text[advice.start : advice.end] == phrase
    assert advice.instead.endswith("?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The retry had no cap and kept the queue full.",
        "The health check failed twice",
        "have should",
        "a careful rollout",
        "blameless",
        "the terror of it",
        "simplyfied",
    ],
)
def test_other_phrases_are_left_alone(text: str) -> None:
    assert advise(text) == ()


def test_names_are_found_whole_and_as_written() -> None:
    found = advise("Ana and Ann-Marie saw it; banana, Anatol and ana did not", ["Ana", "Ann-Marie"])
    assert [(advice.phrase, advice.instead) for advice in found] == [
        ("Ana", NAME_ADVICE),
        ("Ann-Marie", NAME_ADVICE),
    ]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Sam Lee pushed; Sam's flag, and @sam agreed", ["Sam Lee", "Sam", "@sam"]),
        ("the sample and sam", []),
        ("Will the retry end? Will Ray was paged", ["Will Ray"]),
        ("the Platform had no limit; Platform Team agreed", ["Platform Team"]),
    ],
)
def test_first_names_and_mentions_are_found(text: str, phrases: list[str]) -> None:
    known = ["Sam Lee", "Will Ray", "Platform Team"]
    assert [advice.phrase for advice in advise(text, known)] == phrases


def test_the_first_word_of_a_name_in_small_letters_does_not_stand_for_it() -> None:
    """Such a name is more likely that of a team than of a person."""
    assert advise("Checkout was slow", ["Checkout platform crew", "Checkout on call now"]) == ()


def test_a_name_may_have_any_characters() -> None:
    (advice,) = advise("paged C.(J) at once", ["C.(J)", "", " ", "x"])
    assert advice.phrase == "C.(J)"


def test_advice_is_in_the_order_of_the_text() -> None:
    found = advise("Bo failed to look; it should have paged", ["Bo"])
    assert [advice.phrase for advice in found] == ["Bo", "failed to", "should have"]


def test_the_advice_itself_gets_no_advice() -> None:
    for instead in [*ADVICE.values(), NAME_ADVICE]:
        assert advise(instead) == ()


@given(st.text(), st.lists(st.text(max_size=5), max_size=3))
def test_advice_has_the_position_of_its_phrase(text: str, names: list[str]) -> None:
    end = 0
    for advice in advise(text, names):
        assert text[advice.start : advice.end] == advice.phrase
        assert advice.phrase
        assert advice.start >= end
        end = advice.end
