"""Completing and matching names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.people import complete_last_in_list, complete_name, matches_name

KNOWN = ["Priya Rao", "Sam Lee", "Samira Lee-Price", "Ana", "Étienne Pri"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("p", "Priya Rao"),
        ("PRI", "Priya Rao"),
        ("sam", "Sam Lee"),
        ("sami", "Samira Lee-Price"),
        ("lee", "Sam Lee"),
        ("lee-", "Samira Lee-Price"),
        ("é", "Étienne Pri"),
        ("pric", None),
        ("ana", "Ana"),
        ("Ana", None),
        ("am", None),
        ("", None),
        ("zoe", None),
    ],
)
def test_a_name_is_completed_from_the_beginning_of_any_of_its_words(
    typed: str, name: str | None
) -> None:
    assert complete_name(typed, KNOWN) == name


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("sam", "Sam Lee"),
        ("Ana, lee", "Ana, Sam Lee"),
        ("Sam Lee,lee", "Sam Lee, Samira Lee-Price"),
        ("ana, an", None),
        ("Ana, ", None),
    ],
)
def test_the_last_name_of_a_list_is_completed_and_none_is_offered_twice(
    typed: str, line: str | None
) -> None:
    assert complete_last_in_list(typed, KNOWN) == line


@given(st.text(max_size=5), st.lists(st.text(max_size=5)))
def test_a_completion_is_a_known_name_that_contains_the_typed_text(
    typed: str, known: list[str]
) -> None:
    found = complete_name(typed, known)
    assert found is None or (found in known and typed.strip().casefold() in found.casefold())


@pytest.mark.parametrize("query", ["Mei Lin Tan", "mei", "LIN  tan", "tan", ""])
def test_a_name_matches_whole_words_of_it(query: str) -> None:
    assert matches_name("Mei Lin Tan", query)


@pytest.mark.parametrize("query", ["Me", "Mei Tan", "an", "Mei Lin Tan Ho"])
def test_a_name_does_not_match_a_part_of_a_word(query: str) -> None:
    assert not matches_name("Mei Lin Tan", query)
