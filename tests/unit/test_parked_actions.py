"""Parked action items are read back into the values that they had."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sections.parked import action_as_text
from db.vocabulary import Priority
from facilitator.domain.action_line import ActionLine
from facilitator.domain.parked_actions import parse_parked_action, words_of

DUE = date(2026, 12, 4)
WORDS = st.text(st.sampled_from("aé B-"), min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("parked", "expected"),
    [
        ("Cap retries", ActionLine("Cap retries")),
        ("Cap retries (all of them)", ActionLine("Cap retries (all of them)")),
        (
            "Cap retries (owner: Mei, priority: P1, due: 2026-12-04, ticket: OPS-9)",
            ActionLine("Cap retries", "Mei", Priority.P1, DUE, "OPS-9"),
        ),
        ("Cap retries (owner: Mei, replaced by: Shed load)", ActionLine("Cap retries", "Mei")),
        (
            "Cap retries (owner: Mei, status: in progress, note: on CI, replaced by: Shed load)",
            ActionLine("Cap retries (status: in progress, note: on CI)", "Mei"),
        ),
        (
            "Cap retries (owner: Mei, note: asked Bo, owner: Bo agrees)",
            ActionLine("Cap retries (owner: Mei, note: asked Bo, owner: Bo agrees)"),
        ),
        ("Cap retries (due: soon)", ActionLine("Cap retries (due: soon)")),
    ],
)
def test_the_details_in_brackets_are_read(parked: str, expected: ActionLine) -> None:
    assert parse_parked_action(parked) == expected


@given(
    WORDS,
    WORDS | st.just(""),
    st.sampled_from([Priority.P1, Priority.P3]),
    st.dates() | st.none(),
    st.sampled_from(["", "OPS-17"]),
)
def test_what_the_database_writes_is_read_back(
    action: str, owner: str, priority: Priority, due: date | None, ticket: str
) -> None:
    text = action_as_text(action, owner, priority, due, ticket)
    assert parse_parked_action(text) == ActionLine(action, owner, priority, due, ticket)
    assert words_of(text) == action
