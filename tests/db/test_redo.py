"""Undo and redo, after a restart too: what they reach and refuse, and that a redo is exact."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Table, select
from sqlmodel import Session

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.models import METADATA, ChangeRow
from db.store import Store
from tests.db.support import NOW, PLAN, counting_clock, everything_filled, instant_at, new_incident
from tests.db.test_incident_index import RandomWriter

OpenAs = Callable[[str], Store]


@pytest.fixture
def open_as(target: str) -> Iterator[OpenAs]:
    """Return a function that opens a window of a person."""
    opened: list[Store] = []
    now = counting_clock()

    def open_window(who: str) -> Store:
        opened.append(Store.open(target, now=now, who=who))
        return opened[-1]

    yield open_window
    for store in opened:
        store.close()


def content(store: Store) -> dict[str, list[str]]:
    """Return the rows of every table, except for the history itself.

    The terms that the program counts of a text are left out: they are counted again when needed.
    """

    def read(session: Session) -> dict[str, list[str]]:
        return {
            table.name: sorted(map(repr, session.execute(select(*columns_of(table))).all()))
            for table in METADATA.sorted_tables
            if table.name != ChangeRow.__tablename__
        }

    return store.read(read).result()


def columns_of(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "terms"]


def root_cause(store: Store) -> str:
    return store.incidents.get(1).result().root_cause


def write_root_cause(store: Store, *texts: str) -> None:
    for text in texts:
        incident = store.incidents.get(1).result()
        store.incidents.write(incident.id, "root_cause", incident.root_cause, text).result()


def undo_up_to(store: Store, times: int) -> int:
    """Undo so many times, or until that is refused; return how often it was done."""
    done = 0
    with suppress(Refused):
        while done < times and store.history.undo().result() is not None:
            done += 1
    return done


def redo(store: Store, times: int) -> None:
    for _ in range(times):
        assert store.history.redo().result() is not None


def test_redo_after_undo_gives_exactly_the_same_rows_also_after_a_restart(open_as: OpenAs) -> None:
    everything_filled(open_as("ana"))

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.integers(0, 2**32), st.integers(1, 12), st.integers(1, 6))
    @example(seed=3, changes=12, steps=6)
    def check(seed: int, changes: int, steps: int) -> None:
        first = open_as("ana")
        writer = RandomWriter(first, seed)
        for name in writer.random.choices([*writer.operations], k=changes):
            writer.do(name)
        before = content(first)
        done = undo_up_to(first, steps)
        undone = content(first)
        redo(first, done)
        assert content(first) == before
        assert undo_up_to(first, done) == done
        first.close()

        second = open_as("ana")
        assert content(second) == undone
        redo(second, done)
        assert content(second) == before
        assert undo_up_to(second, done) == done
        assert content(second) == undone

    check()


def test_undo_goes_on_to_what_the_same_person_changed_before_this_window_opened(
    open_as: OpenAs,
) -> None:
    before = open_as("ana")
    new_incident(before)
    write_root_cause(before, "retries")
    others = open_as("ben")
    write_root_cause(others, "no budget")
    others.incidents.write(others.incidents.get(1).result().id, "lessons_learned", "", "x").result()
    write_root_cause(before, "no cap")
    before.close()

    now = open_as("ana")
    now.timeline.add(now.incidents.get(1).result().id, NOW, w.EventKind.OTHER, "pager").result()
    labels = []
    for _ in range(2):
        step = now.history.next_undo().result()
        assert step is not None
        labels.append((step.label, step.who))
        now.history.undo(step.group).result()
    assert labels == [("new timeline event", "ana"), ("root cause of #1", "ana")]
    assert root_cause(now) == "no budget"
    # What ana wrote before that was changed by ben, and stays.
    with pytest.raises(Refused, match="root cause of #1: can't be undone, it was changed since"):
        now.history.undo().result()
    assert now.incidents.get(1).result().lessons_learned == "x"


def test_undo_leaves_what_another_window_of_the_same_person_changed_since(
    open_as: OpenAs,
) -> None:
    ours, theirs = open_as("ana"), open_as("ana")
    new_incident(theirs)
    assert ours.history.undo().result() is None
    theirs.history.undo().result()
    assert ours.history.redo().result() is None
    assert theirs.history.redo().result() is not None


def test_a_window_of_nobody_in_particular_undoes_its_own_changes_alone(open_as: OpenAs) -> None:
    new_incident(open_as(""))
    later = open_as("")
    assert later.history.undo().result() is None
    write_root_cause(later, "retries")
    assert later.history.undo().result() is not None


def test_redo_does_again_what_was_undone_until_something_else_is_changed(open_as: OpenAs) -> None:
    store = open_as("ana")
    new_incident(store)
    assert store.history.next_redo().result() is None
    write_root_cause(store, "one", "two", "three")
    assert undo_up_to(store, 2) == 2
    redo(store, 1)
    assert root_cause(store) == "two"
    write_root_cause(store, "four")
    assert store.history.redo().result() is None
    # What was undone last comes back, but nothing from before the change.
    assert undo_up_to(store, 1) == 1
    redo(store, 1)
    assert store.history.redo().result() is None
    assert root_cause(store) == "four"


def test_redo_says_what_it_will_do_and_who_undid_it(open_as: OpenAs) -> None:
    store = open_as("ana")
    incident = new_incident(store)
    store.actions.add(incident.id, "cap retries").result()
    store.write_as("ben")
    undone = store.history.undo().result()
    step = store.history.next_redo().result()
    assert undone is not None
    assert step is not None
    assert (step.label, step.who, step.finished_meeting) == (undone.label, "ben", None)
    assert (step.number, step.more) == (1, 0)
    assert [entry.name for entry in step.first] == ["cap retries"]
    done = store.history.redo(step.group).result()
    assert done == undone
    (item,) = store.incidents.get(1).result().action_items
    assert item.action == "cap retries"


def test_a_step_names_the_first_of_many_changes_but_no_private_note(open_as: OpenAs) -> None:
    store = open_as("ana")
    incident = new_incident(store)
    events = [r.NewEvent(NOW, w.EventKind.OTHER, text) for text in "abcde"]
    store.timeline.add_many(incident.id, events).result()
    step = store.history.next_undo().result()
    assert step is not None
    assert ([entry.name for entry in step.first], step.more) == (["a", "b", "c"], 2)
    store.notes.write(incident.id, "", "", "private").result()
    step = store.history.next_undo().result()
    assert step is not None
    assert (step.label, step.first) == ("private note on #1", ())


def test_a_step_is_refused_when_it_is_not_the_one_that_was_agreed_to(open_as: OpenAs) -> None:
    store = open_as("ana")
    new_incident(store)
    write_root_cause(store, "one")
    agreed = store.history.next_undo().result()
    assert agreed is not None
    write_root_cause(store, "two")
    with pytest.raises(Refused, match="something else was changed since you were asked"):
        store.history.undo(agreed.group).result()
    assert root_cause(store) == "two"
    undo_up_to(store, 2)
    with pytest.raises(Refused, match="can't be done again, something else was changed since"):
        store.history.redo(agreed.group).result()
    assert root_cause(store) == ""


def test_what_was_changed_since_the_undo_is_not_done_again(open_as: OpenAs) -> None:
    ours, theirs = open_as("ana"), open_as("ben")
    new_incident(ours)
    write_root_cause(ours, "retries")
    ours.history.undo().result()
    write_root_cause(theirs, "no budget")
    with pytest.raises(Refused, match="of #1: can't be done again, it was changed since"):
        ours.history.redo().result()
    assert root_cause(ours) == "no budget"
    theirs.history.undo().result()
    redo(ours, 1)
    assert root_cause(ours) == "retries"


def test_what_a_finished_meeting_undid_stays_undone(open_as: OpenAs) -> None:
    store = open_as("ana")
    incident = new_incident(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    store.meetings.add_clock_event(meeting.id, start).result()
    write_root_cause(store, "retries")
    store.history.undo().result()
    store.meetings.finish(meeting.id).result()
    step = store.history.next_redo().result()
    assert step is not None
    assert step.finished_meeting == 1
    message = "can't be done again, it was undone in the meeting about #1, which is finished"
    with pytest.raises(Refused, match=message):
        store.history.redo().result()
    assert root_cause(store) == ""


def test_a_cancelled_meeting_runs_again_however_often_that_is_undone(open_as: OpenAs) -> None:
    store = open_as("ana")
    incident = new_incident(store)
    meeting = store.meetings.begin(incident.id, PLAN).result()
    start = r.ClockEvent(w.ClockKind.START, instant_at())
    store.meetings.add_clock_event(meeting.id, start).result()
    store.meetings.cancel(meeting.id, keep=True).result()
    for _ in range(3):
        assert store.history.undo().result() is not None
        assert [running.id for running in store.meetings.running().result()] == [meeting.id]
        redo(store, 1)
        assert store.meetings.running().result() == []
