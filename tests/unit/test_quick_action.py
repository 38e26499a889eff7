"""An action item typed on one line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.words import Priority
from facilitator.domain.quick_action import QuickAction, complete_owner, in_words, read_action

TODAY = date(2026, 11, 24)  # a Tuesday
FRIDAY = date(2026, 11, 27)
NAMES = ("Priya", "Mei Lin", "Mei")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "Cap client retries @priya P1 fri OPS-17",
            QuickAction("Cap client retries", "Priya", Priority.P1, FRIDAY, "OPS-17"),
        ),
        (
            "Cap client retries OPS-17 by 4 Dec p3 @Mei lin",
            QuickAction("Cap client retries", "Mei Lin", Priority.P3, date(2026, 12, 4), "OPS-17"),
        ),
        ("Ask @Priya for a review", QuickAction("Ask @Priya for a review")),
        ("Alert @Zoë +14", QuickAction("Alert", "Zoë", due=date(2026, 12, 8))),
        ("Alert due 2026-12-04", QuickAction("Alert", due=date(2026, 12, 4))),
        ("Stop deploys on fri.", QuickAction("Stop deploys on fri.")),
        ("Page on P1 alerts", QuickAction("Page on P1 alerts")),
        ("Rotate keys after 5 d", QuickAction("Rotate keys after 5 d")),
        (
            "Cap retries @Willi Kampe P1 in 2 weeks",
            QuickAction("Cap retries", "Willi Kampe", Priority.P1, date(2026, 12, 8)),
        ),
        ("Ask @Ana de Souza", QuickAction("Ask @Ana de Souza")),
        ("Tell @Priya About It", QuickAction("Tell @Priya About It")),
        ("Rotate keys after 2 weeks", QuickAction("Rotate keys after 2 weeks")),
        ("Two owners @Mei @Priya", QuickAction("Two owners @Mei", "Priya")),
        ("Two grades P1 P2", QuickAction("Two grades P1")),
        ("@", QuickAction("@")),
        ("P1", QuickAction("", priority=Priority.P1)),
        ("  ", QuickAction("")),
    ],
)
def test_the_end_of_the_line_says_who_and_when(typed: str, expected: QuickAction) -> None:
    assert read_action(typed, TODAY, NAMES) == expected


@given(st.text(st.sampled_from("aB1@ -+.P\n4é👩") | st.characters()), st.dates())
def test_what_is_not_read_stays_in_the_action(typed: str, today: date) -> None:
    read = read_action(typed, today, NAMES)
    assert " ".join(typed.split()).startswith(read.action)


def test_what_was_read_is_said_before_it_is_taken() -> None:
    read = read_action("Cap retries @Mei fri", TODAY, NAMES)
    assert in_words(read, TODAY) == "Mei · P2 · due in 3 days (27 Nov) · no ticket"


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
def test_the_name_behind_the_last_at_is_completed(typed: str, completed: str | None) -> None:
    assert complete_owner(typed, NAMES) == completed
