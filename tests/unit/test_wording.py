"""Blameless wording: what is underlined, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.wording import ADVICE, NAMED, advise


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
def test_phrases_that_point_at_people(text: str, phrase: str) -> None:
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
def test_what_is_left_alone(text: str) -> None:
    assert advise(text) == ()


def test_names_are_found_whole_and_as_written() -> None:
    found = advise("Ana and Ann-Marie saw it; banana, Anatol and ana did not", ["Ana", "Ann-Marie"])
    assert [(each.phrase, each.instead) for each in found] == [
        ("Ana", NAMED),
        ("Ann-Marie", NAMED),
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
def test_first_names_and_handles(text: str, phrases: list[str]) -> None:
    known = ["Sam Lee", "Will Ray", "Platform Team"]
    assert [each.phrase for each in advise(text, known)] == phrases


def test_a_name_may_hold_anything() -> None:
    (advice,) = advise("paged C.(J) at once", ["C.(J)", "", " ", "x"])
    assert advice.phrase == "C.(J)"


def test_they_come_in_the_order_they_stand() -> None:
    found = advise("Bo failed to look; it should have paged", ["Bo"])
    assert [each.phrase for each in found] == ["Bo", "failed to", "should have"]


def test_no_advice_is_caught_by_its_own_rules() -> None:
    for instead in [*ADVICE.values(), NAMED]:
        assert advise(instead) == ()


@given(st.text(), st.lists(st.text(max_size=5), max_size=3))
def test_every_piece_of_advice_stands_where_it_says(text: str, names: list[str]) -> None:
    end = 0
    for advice in advise(text, names):
        assert text[advice.start : advice.end] == advice.phrase
        assert advice.phrase
        assert advice.start >= end
        end = advice.end
