"""What there is to say of a meeting that is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from db.records import ClockEvent, Instant, Meeting, MeetingOutcome
from db.vocabulary import ActionStatus, ClockKind, Stage
from facilitator.domain.past_meetings import (
    minutes_in_words,
    past_outcome_in_words,
    people_in_words,
    started_at,
    state_at_end,
    when_in_words,
)
from tests.support import person

OPENED = datetime(2026, 11, 24, 13, 50, tzinfo=UTC)
STARTED = OPENED + timedelta(minutes=12)


def reading(minutes: float) -> Instant:
    """Return the clocks so many minutes after the start."""
    return Instant(STARTED + timedelta(minutes=minutes), 1_000 + 60 * minutes, "boot")


MEETING = Meeting(
    uuid4(),
    uuid4(),
    42,
    Stage.WRAP_UP,
    0,
    (10, 30, 10),
    OPENED,
    STARTED + timedelta(minutes=47),
    events=(
        ClockEvent(ClockKind.START, reading(0)),
        ClockEvent(ClockKind.NEXT, reading(9.5)),
        ClockEvent(ClockKind.NEXT, reading(40)),
        ClockEvent(ClockKind.FINISH, reading(45)),
    ),
    next_on=date(2026, 12, 8),
)


def test_a_finished_meeting_has_its_times() -> None:
    assert started_at(MEETING) == STARTED
    assert when_in_words(MEETING, UTC) == "Tue 24 Nov 2026, 14:02–14:49"
    assert when_in_words(MEETING, ZoneInfo("Asia/Tokyo")) == "Tue 24 Nov 2026, 23:02–23:49"
    assert minutes_in_words(MEETING) == (
        "Review 9:30 of 10 min, Incident 30:30 of 30 min, Patterns 5:00 of 10 min"
    )


def test_the_time_after_the_end_does_not_count() -> None:
    later = replace(MEETING, last_alive=reading(600))
    assert minutes_in_words(later) == minutes_in_words(MEETING)


def test_a_cancelled_meeting_counts_until_it_was_last_seen() -> None:
    cancelled = replace(
        MEETING,
        events=MEETING.events[:2],
        last_alive=reading(12),
        cancelled_at=MEETING.finished_at,
    )
    assert when_in_words(cancelled, UTC).endswith(", cancelled")
    assert [clock.actual for clock in state_at_end(cancelled).segments] == [570, 150, 0]


def test_a_meeting_whose_clock_never_started_was_when_it_was_opened() -> None:
    never = replace(MEETING, events=(), finished_at=None)
    assert started_at(never) == OPENED
    assert when_in_words(never, UTC) == "Tue 24 Nov 2026, 13:50"
    assert state_at_end(never).elapsed == 0


def test_people_have_their_roles() -> None:
    people = [
        person("Mei", facilitates=True),
        person("Sam", takes_notes=True, was_in_incident=True),
        person("Ana"),
    ]
    assert people_in_words(people) == ("Mei (facilitates), Sam (takes notes, was involved), Ana")
    assert people_in_words([]) == "no attendees recorded"


def test_an_outcome_is_named_as_the_commands_name_its_item() -> None:
    outcome = MeetingOutcome(43, 1, "Add canaries", STARTED, ActionStatus.OPEN, "reassigned to Mei")
    words = "#43.1 Add canaries: NOT STARTED (reassigned to Mei)"
    assert past_outcome_in_words(outcome) == words
    assert past_outcome_in_words(replace(outcome, note="")) == "#43.1 Add canaries: NOT STARTED"
