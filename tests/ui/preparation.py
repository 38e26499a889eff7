"""What the database of a test holds before the app opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from db.records import ClockEvent, IncidentFilter
from db.store import Store
from db.vocabulary import ClockKind, Stage
from facilitator.system.clock import FixedClock
from tests.ui.doubles import NOW, TODAY

SPIKE_NUMBER = 45
"""The number of the sample team's incident that has not had its meeting yet."""
SEGMENT_STAGES = (Stage.REVIEW, Stage.INCIDENT, Stage.PATTERNS, Stage.WRAP_UP)


def prepare_store(path: Path, work: Callable[[Store], None] | None) -> None:
    """Open the store at the path, do the work with it if there is any, and close it."""
    if work is not None:
        store = Store.open(path, lambda: NOW, who="ana")
        work(store)
        store.close()


def start_meeting(
    store: Store, at: Stage, part: int, clock: FixedClock, people: Sequence[str]
) -> None:
    """Bring a meeting about the newest incident to a stage, without any time passing.

    Args:
        store: The store to write to.
        at: The stage that the meeting gets to.
        part: The part of the incident stage, from 0.
        clock: The clock whose time the clock events of the meeting get.
        people: The names of the people who are there.
    """
    newest = store.incidents.get(store.lists.numbers(IncidentFilter()).result()[0]).result()
    meeting = store.meetings.begin(newest.id, (10, 30, 10)).result()
    for name in people:
        store.meetings.add_attendee(meeting.id, name).result()
    if at is Stage.OPENING:
        return
    for stage in SEGMENT_STAGES[: SEGMENT_STAGES.index(at) + 1]:
        kind = ClockKind.START if stage is Stage.REVIEW else ClockKind.NEXT
        store.meetings.add_clock_event(meeting.id, ClockEvent(kind, clock.now()), stage).result()
    if part:
        go_to_part(store, meeting.id, part, clock)


def go_to_part(store: Store, meeting_id: UUID, part: int, clock: FixedClock) -> None:
    """Take a meeting to a part of its incident segment, without any time passing."""
    event = ClockEvent(ClockKind.PART, clock.now(), part=part)
    store.meetings.add_clock_event(meeting_id, event).result()


def add_bare_incident(store: Store) -> None:
    """Add one incident of which only the service, the symptom and the day are known."""
    yesterday = TODAY - timedelta(days=1)
    store.incidents.create("checkout", "5xx spike", yesterday, SPIKE_NUMBER).result()


def fill_slots(store: Store) -> None:
    """Give the incident of the meeting three action items, the most it can have."""
    incident = store.incidents.get(SPIKE_NUMBER).result()
    for name in ("Second", "Third"):
        store.actions.add(incident.id, name, "Sam", due=TODAY).result()
