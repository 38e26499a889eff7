"""The kind of a line: typed as a prefix, or offered in turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.line_kinds import next_kind, split_kind

WORDS = {"possible": 1, "detection": 2, "resolution": 3, "resort": 4}


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("detection: no alert", 2, "no alert"),
        ("Det:no alert", 2, "no alert"),
        ("de: no alert", None, "de: no alert"),
        ("res: twice meant", None, "res: twice meant"),
        ("resol: one meant", 3, "one meant"),
        ("cache: no limit", None, "cache: no limit"),
        ("detection", None, "detection"),
        ("det: ", 2, ""),
    ],
)
def test_a_prefix_names_the_kind(typed: str, kind: int | None, text: str) -> None:
    assert split_kind(typed, WORDS) == (kind, text)


@given(st.text())
def test_nothing_but_the_prefix_is_removed(typed: str) -> None:
    kind, text = split_kind(typed, WORDS)
    assert typed.endswith(text)
    assert kind is not None or text == typed


def test_the_missing_kinds_are_offered_in_turn() -> None:
    kinds = [1, 2, 3]
    assert next_kind(kinds, {1}, 1) == 2
    assert next_kind(kinds, {1, 2}, 2) == 3
    assert next_kind(kinds, {2, 3}, 3) == 1
    assert next_kind(kinds, {1, 2, 3}, 2) == 2
