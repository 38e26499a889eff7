"""The note of a blocked action item, as forms and commands write it."""

from __future__ import annotations

import pytest

from facilitator.domain.blocked import blocked_note, blocked_on


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("the vendor", "blocked on the vendor"),
        ("on the vendor", "blocked on the vendor"),
        (" Blocked on  the vendor ", "blocked on the vendor"),
        ("blocked by the vendor", "blocked by the vendor"),
        ("waiting for legal", "waiting for legal"),
        ("online checks", "blocked on online checks"),
    ],
)
def test_what_an_item_waits_for_becomes_its_note(typed: str, note: str) -> None:
    assert blocked_note(typed) == note


@pytest.mark.parametrize("typed", ["", "  ", "blocked", "blocked on ", "on"])
def test_a_note_that_names_nothing_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="say what it waits for"):
        blocked_note(typed)


def test_what_stands_behind_the_first_words_is_what_it_is_blocked_on() -> None:
    assert blocked_on("blocked on CI") == "CI"
