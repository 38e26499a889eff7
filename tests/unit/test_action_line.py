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
from facilitator.domain.typed_days import DateOrder

TODAY = date(2026, 11, 24)  # a Tuesday
FRIDAY = date(2026, 11, 27)
NAMES = ("Priya", "Mei Lin", "Mei", "Sam B.")


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
        ("Two grades P1 P2", ActionLine("Two grades P1", priority=Priority.P2)),
        ("@", ActionLine("@")),
        ("Cap retries, @Priya, P1, fri", ActionLine("Cap retries", "Priya", Priority.P1, FRIDAY)),
        ("Cap retries — @Priya", ActionLine("Cap retries", "Priya")),
        ("Cap retries by the end of next week", ActionLine("Cap retries", due=date(2026, 12, 4))),
        ("Cap retries due on 4 Dec 2027", ActionLine("Cap retries", due=date(2027, 12, 4))),
        ("Cap retries next friday", ActionLine("Cap retries", due=date(2026, 12, 4))),
        ("Cap retries the day after tomorrow", ActionLine("Cap retries", due=date(2026, 11, 26))),
        ("Cap retries in 2 w", ActionLine("Cap retries", due=date(2026, 12, 8))),
        ("Cap retries 14/12", ActionLine("Cap retries", due=date(2026, 12, 14))),
        ("Cap retries @Priya.", ActionLine("Cap retries @Priya.")),
        ("Switch over 4 Dec.", ActionLine("Switch over 4 Dec.")),
        ("Upgrade Go 4.12.", ActionLine("Upgrade Go 4.12.")),
        ("Cap retries @Sam B. fri", ActionLine("Cap retries", "Sam B.", due=FRIDAY)),
        ("P1", ActionLine("", priority=Priority.P1)),
        ("  ", ActionLine("")),
    ],
)
def test_owner_priority_day_and_ticket_are_read_from_the_end_of_the_line(
    typed: str, expected: ActionLine
) -> None:
    assert parse_action_line(typed, TODAY, NAMES) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "Keep logs for 30d",
        "Switch the export to UTF-8",
        "Test the seal with SHA-256",
        "Move the job off Sun",
        "Stop paging for P3",
        "Run the drill every fri",
        "Hand the pager to @Priya",
        "Freeze deploys until 4 Dec",
        "Write days as ISO-8601",
        "Staff the desk 24/7",
        "Split the load 50/50",
    ],
)
def test_words_that_belong_to_the_sentence_are_not_read(typed: str) -> None:
    assert parse_action_line(typed, TODAY, NAMES) == ActionLine(typed)
    # What stands behind them is read all the same.
    with_owner = parse_action_line(f"{typed} @Mei", TODAY, NAMES)
    assert with_owner == ActionLine(typed, "Mei")


@pytest.mark.parametrize(
    ("order", "day"),
    [(DateOrder.DAY_FIRST, date(2026, 12, 4)), (DateOrder.MONTH_FIRST, date(2027, 4, 12))],
)
def test_the_setting_says_which_number_of_a_day_is_the_day(order: DateOrder, day: date) -> None:
    line = parse_action_line("Cap retries @Mei 4/12", TODAY, NAMES, order)
    assert line == ActionLine("Cap retries", "Mei", due=day)


def test_a_day_that_can_mean_two_stays_in_the_line_which_says_why() -> None:
    line = parse_action_line("Cap retries 4/12", TODAY, NAMES)
    assert (line.action, line.due) == ("Cap retries 4/12", None)
    assert "4/12 can mean two days: write 4 Dec" in describe_action_line(line, TODAY)
    in_a_sentence = parse_action_line("Raise the share to 4/12", TODAY, NAMES)
    assert in_a_sentence == ActionLine("Raise the share to 4/12")


@given(
    st.lists(st.sampled_from(["Cap", "the", "client", "retries"]), min_size=1, max_size=6),
    st.permutations(["@Mei Lin", "P1", "in 2 weeks", "OPS-17"]),
    st.integers(0, 4),
)
def test_the_values_are_read_in_any_order_and_nothing_else_is(
    action: list[str], values: list[str], count: int
) -> None:
    words, shown = " ".join([*action, "calls"]), values[:count]
    line = parse_action_line(" ".join([words, *shown]), TODAY, NAMES)
    assert line == ActionLine(
        words,
        "Mei Lin" if "@Mei Lin" in shown else "",
        Priority.P1 if "P1" in shown else None,
        date(2026, 12, 8) if "in 2 weeks" in shown else None,
        "OPS-17" if "OPS-17" in shown else "",
    )


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
