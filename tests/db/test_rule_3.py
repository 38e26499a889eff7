"""A meeting reviews every item that is open when it starts, in whatever order meetings are held."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.models import METADATA
from db.store import Store
from facilitator.domain.rules import check_rules
from tests.db.support import DAY, NOW, PLAN

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("item"), st.integers(0, 2), st.integers(0, 0)),
        st.tuples(st.just("start"), st.integers(0, 2), st.integers(0, 0)),
        st.tuples(st.just("review"), st.integers(0, 8), st.sampled_from(list(w.ActionStatus))),
        st.tuples(st.just("finish"), st.integers(0, 0), st.integers(0, 0)),
        st.tuples(st.just("cancel"), st.integers(0, 0), st.booleans()),
        st.tuples(st.just("between"), st.integers(0, 8), st.sampled_from(list(w.ActionStatus))),
    ),
    min_size=4,
    max_size=30,
)
DATES = st.lists(st.integers(-60, 60), min_size=3, max_size=3)


@dataclass
class Told:
    """What happened, as a person who was there would tell it.

    Attributes:
        open_items: The items that are open, by id, with the number of their incident.
        items: All items, by id, with the number of their incident.
        met: The numbers of the incidents that had a finished meeting.
        running: The meeting that runs.
        expected: The items that it has to review.
        reviewed: The items that it has reviewed.
    """

    open_items: dict[UUID, int] = field(default_factory=dict)
    items: dict[UUID, int] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)
    running: r.Meeting | None = None
    expected: set[UUID] = field(default_factory=set)
    reviewed: set[UUID] = field(default_factory=set)


class Clock:
    """A clock that every look at it moves on by a minute."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


class Team:
    """Does what a team does, and remembers what is true after it."""

    def __init__(self, store: Store, clock: Clock, days: list[int]) -> None:
        self.store, self.clock, self.told = store, clock, Told()
        self.incidents = [
            store.incidents.create("checkout", "slow", DAY + timedelta(days=day)).result()
            for day in days
        ]

    def do(self, step: str, index: int, choice: object) -> None:
        match step, choice:
            case "item", _:
                self.add_item(self.incidents[index])
            case "start", _ if self.told.running is None:
                self.start(self.incidents[index])
            case "review", w.ActionStatus() as status if self.told.running and self.told.items:
                self.review(self.item_at(index), status)
            case "finish", _ if self.told.running:
                self.finish()
            case "cancel", bool() as keep if self.told.running:
                self.store.meetings.cancel(self.told.running.id, keep=keep).result()
                self.told.running = None
            case "between", w.ActionStatus() as status if self.told.items:
                item_id = self.item_at(index)
                change = r.ItemChange(status, "said")
                self.store.actions.change_between_meetings([item_id], change).result()
                self.note_status(item_id, status)

    def item_at(self, index: int) -> UUID:
        """Return one of the items, whatever their number."""
        return list(self.told.items)[index % len(self.told.items)]

    def add_item(self, incident: r.Incident) -> None:
        with suppress(Refused):
            item = self.store.actions.add(incident.id, "cap retries").result()
            self.told.items[item.id] = incident.number
            self.told.open_items[item.id] = incident.number

    def start(self, incident: r.Incident) -> None:
        meeting = self.store.meetings.begin(incident.id, PLAN).result()
        instant = r.Instant(self.clock(), 1_000, "boot")
        event = r.ClockEvent(w.ClockKind.START, instant)
        self.told.running = self.store.meetings.add_clock_event(meeting.id, event).result()
        self.told.reviewed = set()
        self.told.expected = {
            item_id
            for item_id, number in self.told.open_items.items()
            if number != incident.number or number in self.told.met
        }

    def review(self, item_id: UUID, status: w.ActionStatus) -> None:
        assert self.told.running is not None
        meeting_id = self.told.running.id
        self.store.actions.review(item_id, meeting_id, status, "said").result()
        self.told.reviewed.add(item_id)
        self.note_status(item_id, status)

    def note_status(self, item_id: UUID, status: w.ActionStatus) -> None:
        if status in w.CLOSED_STATUSES:
            self.told.open_items.pop(item_id, None)
        else:
            self.told.open_items[item_id] = self.told.items[item_id]

    def finish(self) -> None:
        assert self.told.running is not None
        self.store.meetings.finish(self.told.running.id).result()
        self.told.met.add(self.told.running.number)
        self.told.running = None


def check(team: Team, meeting: r.Meeting, expected: set[UUID], reviewed: set[UUID]) -> None:
    """Compare what a meeting has to review, and its rule 3, with what happened."""
    carried = team.store.actions.carried(meeting.id).result()
    assert {entry.item.id for entry in carried} == expected | reviewed
    assert {entry.item.id for entry in carried if entry.reviewed_now} == reviewed
    _, _, rule = check_rules([], carried)
    assert (not rule.unmet) == (expected <= reviewed)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=DATES, steps=STEPS)
def test_no_open_item_is_missed_and_the_rule_is_met_only_then(
    target: str,
    raw: Callable[[], Connection],
    days: list[int],
    steps: list[tuple[str, int, object]],
) -> None:
    with raw() as connection, connection.begin():
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
    clock = Clock()
    store = Store.open(target, now=clock)
    try:
        team = Team(store, clock, days)
        held: list[tuple[r.Meeting, set[UUID], set[UUID]]] = []
        for step, index, choice in steps:
            running = team.told.running
            team.do(step, index, choice)
            if running is not None and team.told.running is None:
                held.append((running, set(team.told.expected), set(team.told.reviewed)))
            if team.told.running is not None:
                check(team, team.told.running, team.told.expected, team.told.reviewed)
        # What happens after a meeting changes nothing about what it had to review.
        for meeting, expected, reviewed in held:
            with suppress(Refused):
                kept = store.meetings.get(meeting.id).result()
                check(team, kept, expected, reviewed)
    finally:
        store.close()


def start(store: Store, incident: r.Incident, at: datetime = NOW) -> r.Meeting:
    meeting = store.meetings.begin(incident.id, PLAN).result()
    event = r.ClockEvent(w.ClockKind.START, r.Instant(at, 1_000, "boot"))
    return store.meetings.add_clock_event(meeting.id, event).result()


def test_the_items_of_a_later_incident_are_reviewed_in_the_meeting_about_an_earlier_one(
    target: str,
) -> None:
    clock = Clock()
    store = Store.open(target, now=clock)
    earlier, later = (
        store.incidents.create("checkout", "slow", day).result()
        for day in (DAY - timedelta(days=9), DAY)
    )
    first = start(store, later, clock())
    item = store.actions.add(later.id, "cap retries").result()
    assert store.actions.carried(first.id).result() == []
    store.meetings.finish(first.id).result()
    second = start(store, earlier, clock())
    (carried,) = store.actions.carried(second.id).result()
    assert (carried.item.id, carried.number) == (item.id, later.number)
    store.close()


@pytest.mark.parametrize("keep", [True, False])
def test_a_cancelled_meeting_does_not_make_an_incident_s_own_items_due(
    target: str, keep: bool
) -> None:
    clock = Clock()
    store = Store.open(target, now=clock)
    incident = store.incidents.create("checkout", "slow", DAY).result()
    given_up = start(store, incident, clock())
    store.actions.add(incident.id, "cap retries").result()
    store.meetings.cancel(given_up.id, keep=keep).result()
    again = start(store, incident, clock())
    assert store.actions.carried(again.id).result() == []
    store.meetings.finish(again.id).result()
    third = start(store, incident, clock())
    assert len(store.actions.carried(third.id).result()) == 1
    store.close()
