"""An action item typed as one line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Priority
from facilitator.domain.action_line import (
    ActionLine,
    complete_owner,
    describe_action_line,
    parse_action_line,
)

TODAY = date(2026, 11, 24)  # a Tuesday
FRIDAY = date(2026, 11, 27)
NAMES = ("Priya", "Mei Lin", "Mei")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "Cap client retries @priya P1 fri OPS-17",
            ActionLine("Cap client retries", "Priya", Priority.P1, FRIDAY, "OPS-17"),
        ),
        (
            "Cap client retries OPS-17 by 4 Dec p3 @Mei lin",
            ActionLine("Cap client retries", "Mei Lin", Priority.P3, date(2026, 12, 4), "OPS-17"),
        ),
        ("Ask @Priya for a review", ActionLine("Ask @Priya for a review")),
        ("Alert @Zoë +14", ActionLine("Alert", "Zoë", due=date(2026, 12, 8))),
        ("Alert due 2026-12-04", ActionLine("Alert", due=date(2026, 12, 4))),
        ("Stop deploys on fri.", ActionLine("Stop deploys on fri.")),
        ("Page on P1 alerts", ActionLine("Page on P1 alerts")),
        ("Rotate keys after 5 d", ActionLine("Rotate keys after 5 d")),
        (
            "Cap retries @Willi Kampe P1 in 2 weeks",
            ActionLine("Cap retries", "Willi Kampe", Priority.P1, date(2026, 12, 8)),
        ),
        ("Ask @Ana Maria Lopez Garcia", ActionLine("Ask @Ana Maria Lopez Garcia")),
        ("Ask @Ana Maria Lopez", ActionLine("Ask", "Ana Maria Lopez")),
        ("Ask @Ana de Souza", ActionLine("Ask @Ana de Souza")),
        ("Tell @Priya About It", ActionLine("Tell @Priya About It")),
        ("Rotate keys after 2 weeks", ActionLine("Rotate keys after 2 weeks")),
        ("Two owners @Mei @Priya", ActionLine("Two owners @Mei", "Priya")),
        ("Two grades P1 P2", ActionLine("Two grades P1")),
        ("@", ActionLine("@")),
        ("P1", ActionLine("", priority=Priority.P1)),
        ("  ", ActionLine("")),
    ],
)
def test_owner_priority_day_and_ticket_are_read_from_the_end_of_the_line(
    typed: str, expected: ActionLine
) -> None:
    assert parse_action_line(typed, TODAY, NAMES) == expected


@given(st.text(st.sampled_from("aB1@ -+.P\n4é👩") | st.characters()), st.dates())
def test_the_words_that_are_not_read_stay_in_the_action(typed: str, today: date) -> None:
    line = parse_action_line(typed, today, NAMES)
    assert " ".join(typed.split()).startswith(line.action)


def test_the_description_has_what_was_read_and_what_is_missing() -> None:
    line = parse_action_line("Cap retries @Mei fri", TODAY, NAMES)
    assert describe_action_line(line, TODAY) == "Mei · P2 · due in 3 days (27 Nov) · no ticket"


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("Cap retries @pr", "Cap retries @Priya"),
        ("Ask @Priya and @mei l", "Ask @Priya and @Mei Lin"),
        ("Cap retries @Priya", None),
        ("Cap retries @Priya fri", None),
        ("priya", None),
        ("@", None),
    ],
)
def test_the_name_after_the_last_at_is_completed(typed: str, completed: str | None) -> None:
    assert complete_owner(typed, NAMES) == completed
