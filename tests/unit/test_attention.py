"""What is to be done next, and what needs attention: late items, and items without a ticket."""

from dataclasses import replace

from facilitator.domain.attention import (
    NextStep,
    StepKind,
    items_without_ticket,
    next_step,
    overdue_items,
)
from tests.support import day, incident, item
from tests.unit.test_readiness import whole

TODAY = day("2026-03-20")
LATE = item(1, due="2026-03-18", action="late")
LATER = item(2, due="2026-03-10", action="later", ticket="")
DUE = item(3, due="2026-03-20", action="due today", ticket="")
DONE = item(1, due="2026-03-01", status="done", closed="2026-03-19 10:00", ticket="")
UNDATED = item(2, action="some day")
READY = replace(whole(), number=45)


def test_overdue_items_are_listed_those_overdue_for_longest_first() -> None:
    found = overdue_items(
        [incident(1, items=[LATE, LATER]), incident(2, items=[DONE, UNDATED])], TODAY
    )
    assert [(entry.number, entry.item.action) for entry in found] == [(1, "later"), (1, "late")]


def test_items_without_a_ticket_are_listed_those_of_the_newest_incidents_first() -> None:
    found = items_without_ticket([incident(1, items=[LATE, LATER]), incident(2, items=[DONE, DUE])])
    assert [(entry.number, entry.item.action) for entry in found] == [
        (2, "due today"),
        (1, "later"),
    ]


def test_a_meeting_that_runs_comes_before_a_draft_that_is_ready() -> None:
    assert next_step([43, 45], [READY]) == NextStep(StepKind.GO_ON, 43)


def test_a_draft_that_is_ready_comes_before_a_newer_one_that_is_not() -> None:
    assert next_step([], [incident(46), READY]) == NextStep(StepKind.HOLD, 45)


def test_without_a_ready_draft_the_newest_one_is_to_be_prepared() -> None:
    assert next_step([], [incident(46), incident(44)]) == NextStep(StepKind.PREPARE, 46)


def test_without_drafts_there_is_nothing_to_meet_about() -> None:
    assert next_step([], []) is None
