"""Names completed from those seen before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.people import complete, complete_last, is_called

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
def test_a_name_by_the_beginning_of_any_of_its_words(typed: str, name: str | None) -> None:
    assert complete(typed, KNOWN) == name


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
def test_the_last_of_several_and_none_twice(typed: str, line: str | None) -> None:
    assert complete_last(typed, KNOWN) == line


@given(st.text(max_size=5), st.lists(st.text(max_size=5)))
def test_what_completes_is_known_and_holds_what_was_typed(typed: str, known: list[str]) -> None:
    found = complete(typed, known)
    assert found is None or (found in known and typed.strip().casefold() in found.casefold())


@pytest.mark.parametrize("asked", ["Mei Lin Tan", "mei", "LIN  tan", "tan", ""])
def test_a_person_is_asked_for_by_words_of_the_name(asked: str) -> None:
    assert is_called("Mei Lin Tan", asked)


@pytest.mark.parametrize("asked", ["Me", "Mei Tan", "an", "Mei Lin Tan Ho"])
def test_a_part_of_a_word_is_somebody_else(asked: str) -> None:
    assert not is_called("Mei Lin Tan", asked)
