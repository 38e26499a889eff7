"""How far the ticket of an action item is, in a state and in words."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from db.records import ActionItem, OutboxStep
from db.vocabulary import ActionStatus, SprintPlace, TicketCategory, TicketPresence
from facilitator.domain.tickets import (
    TicketState,
    disagreement,
    needs_attention,
    needs_decision,
    needs_key,
    next_try,
    oldest_reading,
    reading_age,
    state_words,
    status_and_state,
    ticket_state,
)
from tests.support import DAY, at, item, step, ticket

NOW = at(f"{DAY} 12:00")


def unmade(state: str, *, released: bool = True, error: str = "") -> ActionItem:
    """Return an item without a ticket, whose creation is in this state."""
    creation = step("create", state, next_at=NOW if released else None, last_error=error)
    return item(ticket="", steps=(creation, step("schedule"), step("link")))


@pytest.mark.parametrize(
    ("entry", "state", "words"),
    [
        (item(ticket=""), TicketState.NONE, "no ticket"),
        (unmade("waiting", released=False), TicketState.NONE, "no ticket"),
        (unmade("waiting"), TicketState.QUEUED, "queued"),
        (unmade("sending"), TicketState.QUEUED, "queued"),
        (
            unmade("waiting", error="Jira is not reachable"),
            TicketState.QUEUED,
            "queued (Jira is not reachable)",
        ),
        (unmade("unknown"), TicketState.UNKNOWN, "unknown – check"),
        (unmade("failed", error="no such type"), TicketState.FAILED, "failed: no such type"),
        (item(ticket="banana"), TicketState.NO_KEY, "is no ticket’s key"),
        (item(ticket="OPS-12"), TicketState.BY_HAND, "unverified"),
    ],
)
def test_a_ticket_that_no_tracker_has_shown(
    entry: ActionItem, state: TicketState, words: str
) -> None:
    assert (ticket_state(entry), state_words(entry)) == (state, words)


@pytest.mark.parametrize(
    ("state", "expected"),
    [("waiting", TicketState.NONE), ("sending", TicketState.QUEUED)],
)
def test_a_ticket_of_a_closed_item_is_made_only_where_it_was_sent_before(
    state: str, expected: TicketState
) -> None:
    dropped = replace(unmade(state), status=ActionStatus.DROPPED, note="the service is gone")
    assert ticket_state(dropped) is expected


@pytest.mark.parametrize(
    ("place", "name", "words"),
    [
        (SprintPlace.NEXT, "Sprint 13", "in the next sprint (Sprint 13)"),
        (
            SprintPlace.ACTIVE,
            "Sprint 12",
            "in the running sprint (Sprint 12), not in the next sprint",
        ),
        (SprintPlace.CLOSED, "Sprint 11", "not in the next sprint (Sprint 11, which is closed)"),
        (SprintPlace.LATER, "Sprint 14", "not in the next sprint (Sprint 14)"),
        (SprintPlace.NONE, "", "not in the next sprint"),
    ],
)
def test_the_sprint_is_the_one_that_the_tracker_has_shown(
    place: SprintPlace, name: str, words: str
) -> None:
    entry = item(known_ticket=ticket(sprint=place, sprint_name=name))
    is_next = place is SprintPlace.NEXT
    expected = TicketState.NEXT_SPRINT if is_next else TicketState.NOT_NEXT
    assert (ticket_state(entry), state_words(entry)) == (expected, words)


def test_the_status_stands_before_the_sprint_which_matters_no_more_once_it_is_done() -> None:
    known = ticket(status="Open", sprint=SprintPlace.NEXT)
    assert status_and_state(item(known_ticket=known)) == "Open · in the next sprint"
    known = ticket(status="Shipped", category=TicketCategory.DONE)
    assert status_and_state(item(known_ticket=known)) == "Shipped"
    assert status_and_state(item()) == "unverified"
    made = step("create", "done", last_error="owner left out: Jira finds nobody called Mei")
    known = ticket(status="Open", sprint=SprintPlace.NEXT)
    assert status_and_state(item(known_ticket=known, steps=(made,))) == (
        "Open · in the next sprint · owner left out: Jira finds nobody called Mei"
    )


def test_a_ticket_that_is_done_there_is_no_matter_of_sprints() -> None:
    known = ticket(category=TicketCategory.DONE, sprint=SprintPlace.CLOSED)
    failed = step("schedule", "failed", next_at=NOW, last_error="no next sprint")
    entry = item(known_ticket=known, steps=(failed,))
    assert not needs_decision(entry)
    assert state_words(entry) == "done in the tracker already"


def test_a_ticket_that_is_being_moved_is_queued_and_one_that_was_not_moved_waits_for_a_person() -> (
    None
):
    moving = step("schedule", next_at=NOW)
    assert ticket_state(item(steps=(moving,))) is TicketState.QUEUED
    failed = step("schedule", "failed", next_at=NOW, last_error="no next sprint")
    entry = item(steps=(failed,))
    assert state_words(entry) == "failed: no next sprint"
    assert needs_decision(entry)
    read = item(steps=(failed,), known_ticket=ticket())
    assert state_words(read) == "not in the next sprint: no next sprint"
    assert not needs_decision(item(steps=(moving,)))
    assert not needs_decision(item(status="done", steps=(failed,)))


def test_a_ticket_that_the_tracker_does_not_show_is_in_no_sprint_and_never_done() -> None:
    for presence, state in (
        (TicketPresence.MISSING, TicketState.MISSING),
        (TicketPresence.FORBIDDEN, TicketState.FORBIDDEN),
    ):
        known = ticket(presence=presence, sprint=SprintPlace.NEXT, category=TicketCategory.DONE)
        entry = item(known_ticket=known)
        assert ticket_state(entry) is state
        assert disagreement(entry) is None


@pytest.mark.parametrize("presence", [TicketPresence.MISSING, TicketPresence.FORBIDDEN])
def test_a_ticket_that_the_tracker_does_not_show_needs_another_key_and_no_other_sprint(
    presence: TicketPresence,
) -> None:
    not_moved = step("schedule", "failed", last_error="no such ticket")
    entry = item(steps=(not_moved,), known_ticket=ticket(presence=presence))
    assert (needs_key(entry), needs_decision(entry)) == (True, False)
    assert not needs_key(item(status="done", known_ticket=ticket(presence=presence)))
    assert needs_key(item(ticket="banana"))
    assert not needs_key(item(steps=(not_moved,), known_ticket=ticket()))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (item(ticket=""), True),
        (item(ticket="banana"), True),
        (item(ticket="OPS-12"), False),
        (unmade("waiting"), False),
        (unmade("failed"), True),
        (item(steps=(step("schedule", "failed"),), known_ticket=ticket()), True),
        (item(known_ticket=ticket(sprint=SprintPlace.NEXT)), False),
        (item(known_ticket=ticket(status="Shipped", category=TicketCategory.DONE)), True),
        (item(status="dropped", ticket=""), False),
    ],
)
def test_a_person_sees_to_what_the_program_can_not_settle(
    entry: ActionItem, *, expected: bool
) -> None:
    assert needs_attention(entry) is expected


@pytest.mark.parametrize(
    ("category", "status", "would_be"),
    [
        ("done", "open", "done"),
        ("done", "in_progress", "done"),
        ("in_progress", "open", "in_progress"),
        ("to_do", "done", "open"),
        ("to_do", "dropped", "open"),
        ("to_do", "open", None),
        ("done", "done", None),
        ("done", "dropped", None),
        ("unknown", "open", None),
        ("unknown", "done", None),
    ],
)
def test_the_tracker_and_the_team_disagree(
    category: str, status: str, would_be: str | None
) -> None:
    known = ticket(category=TicketCategory(category), status="Some Status")
    found = disagreement(item(status=status, known_ticket=known))
    assert (found and found.would_be) == (would_be and ActionStatus(would_be))
    if found is not None:
        assert (found.theirs, found.ours) == ("Some Status", ActionStatus(status))


def test_what_the_team_has_decided_holds_until_the_ticket_gets_another_status() -> None:
    known = ticket(status="Closed", category=TicketCategory.DONE, team_keeps="Closed")
    assert disagreement(item(known_ticket=known)) is None
    known = ticket(status="Shipped", category=TicketCategory.DONE, team_keeps="Closed")
    assert disagreement(item(known_ticket=known)) is not None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-600, "just now"),
        (59, "just now"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (3600, "1 hour ago"),
        (47 * 3600, "47 hours ago"),
        (48 * 3600, "2 days ago"),
    ],
)
def test_how_long_ago_tickets_were_read(seconds: int, words: str) -> None:
    assert reading_age(NOW - timedelta(seconds=seconds), NOW) == words


def test_the_oldest_reading_counts() -> None:
    older = ticket(read_at=NOW - timedelta(hours=1))
    entries = [item(known_ticket=ticket(read_at=NOW)), item(), item(known_ticket=older)]
    assert oldest_reading(entries) == older.read_at
    assert oldest_reading([item()]) is None


SOON, LATER = NOW + timedelta(seconds=5), NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], None),
        ([step("create")], None),
        ([step("create", next_at=LATER), step("schedule", next_at=SOON)], LATER),
        ([step("create", "failed", next_at=SOON), step("schedule", next_at=SOON)], None),
        ([step("create", "unknown", next_at=SOON), step("link", next_at=NOW)], SOON),
        ([step("create", "done", next_at=NOW), step("link", next_at=SOON)], SOON),
        ([step("schedule", "failed", next_at=NOW), step("link", next_at=SOON)], SOON),
        ([step("schedule", next_at=LATER), step("link", next_at=SOON)], SOON),
    ],
)
def test_the_program_goes_on_by_itself_with_what_nobody_has_to_decide(
    steps: list[OutboxStep], expected: datetime | None
) -> None:
    assert next_try(steps) == expected
