"""When an action item is checked, and what is hinted where no action changes a system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import ActionItem
from facilitator.domain.checks import default_check_day, is_weak, weak_actions_hint
from tests.support import day, item


def named(*actions: str) -> list[ActionItem]:
    return [item(slot, action=action) for slot, action in enumerate(actions, 1)]


@pytest.mark.parametrize(
    "action",
    [
        "Train the on-call engineers on failover",
        "Remind everyone to check the dashboard",
        "Document the restore procedure",
        "Update the runbook",
        "Write a wiki page about DNS",
        "Retrain the team",
        "Hold a workshop on incident response",
        "Send a reminder about the freeze",
        "Ensure people are careful with migrations",
        "- Share the lessons with all teams",
    ],
)
def test_an_action_that_only_trains_reminds_or_documents_is_weak(action: str) -> None:
    assert is_weak(action)


@pytest.mark.parametrize(
    "action",
    [
        "Cap client retries",
        "Alert on certificates that expire within 30 days",
        "Document the restore procedure and test it in CI",
        "Update the retry limit of every client",
        "Write a test for the failover",
        "Add a canary to the deploy pipeline",
        "Add an index",
        "Review",
        "",
        "Train a model that detects anomalies",
        "Block deploys without a reviewer",
    ],
)
def test_an_action_that_changes_a_system_is_not_weak(action: str) -> None:
    assert not is_weak(action)


def test_the_hint_stands_only_where_all_three_are_weak() -> None:
    weak = ["Train the team", "Remind everyone", "Update the runbook"]
    assert "none changes a system" in weak_actions_hint(named(*weak))
    assert weak_actions_hint(named(*weak[:2])) == ""
    assert weak_actions_hint(named(*weak[:2], "Cap client retries")) == ""
    assert weak_actions_hint([]) == ""


@given(st.text())
def test_any_text_can_be_judged(action: str) -> None:
    assert is_weak(action) in (True, False)


def test_a_check_is_offered_some_weeks_after_the_due_day_and_never_for_the_past() -> None:
    today = day("2026-03-14")
    assert default_check_day(day("2026-03-28"), today) == day("2026-04-27")
    assert default_check_day(day("2026-01-01"), today) == day("2026-04-13")
    assert default_check_day(None, today) == day("2026-04-13")
