"""The two rates compared with a slow, plain count over random incidents."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from db.records import ActionItem, Incident
from db.vocabulary import ActionStatus
from facilitator.domain.figure_types import Completion, RepeatRate, Window
from facilitator.domain.figures import completion, compute_figures
from facilitator.domain.repeats import repeat_rate
from tests.support import event, incident, item

START = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = st.integers(0, 24 * 20)


class Task(NamedTuple):
    """An action item; `made` and `closed` are hours after the start."""

    made: int
    closed: int | None
    dropped: bool


class IncidentSpec(NamedTuple):
    """An incident; `began` is hours after the start."""

    began: int
    cause: str | None
    tasks: list[Task]


tasks = st.builds(Task, HOURS, st.none() | HOURS, st.booleans())
incident_specs = st.builds(
    IncidentSpec, HOURS, st.sampled_from([None, "a", "b", "c"]), st.lists(tasks, max_size=3)
)
windows = st.tuples(st.integers(-1, 21), st.integers(-1, 21))


def build(number: int, spec: IncidentSpec) -> Incident:
    began = START + timedelta(hours=spec.began)
    made = incident(number, f"{began:%Y-%m-%d}", cause=spec.cause)
    return replace(
        made,
        timeline=(event("first_alert", began),),
        action_items=tuple(build_item(task) for task in spec.tasks),
    )


def build_item(task: Task) -> ActionItem:
    status = "open" if task.closed is None else "dropped" if task.dropped else "done"
    closed = None if task.closed is None else START + timedelta(hours=task.closed)
    return replace(
        item(),
        created_at=START + timedelta(hours=task.made),
        closed_at=closed,
        status=ActionStatus(status),
    )


def counted_repeats(incidents: list[IncidentSpec], first: int, last: int) -> RepeatRate:
    repeats = classified = unclassified = avoidable = 0
    for repeat in incidents:
        if not first <= repeat.began // 24 <= last:
            continue
        if repeat.cause is None:
            unclassified += 1
            continue
        classified += 1
        before = [
            spec for spec in incidents if spec.cause == repeat.cause and spec.began < repeat.began
        ]
        repeats += len(before) > 0
        was_open = False
        for spec in before:
            for task in spec.tasks:
                closed = 10**9 if task.closed is None else task.closed
                was_open = was_open or task.made <= repeat.began < closed
        avoidable += was_open
    return RepeatRate(repeats, classified, unclassified, avoidable)


@given(st.lists(incident_specs, max_size=8), windows)
@settings(max_examples=300)
def test_the_repeat_rate_is_what_counting_gives(
    incidents: list[IncidentSpec], days: tuple[int, int]
) -> None:
    first, last = days
    window = Window(START.date() + timedelta(days=first), START.date() + timedelta(days=last))
    known = [build(number, spec) for number, spec in enumerate(incidents, 1)]
    assert repeat_rate(known, window) == counted_repeats(incidents, first, last)


@given(st.lists(tasks, max_size=12), windows)
@settings(max_examples=300)
def test_completion_is_what_counting_gives(all_tasks: list[Task], days: tuple[int, int]) -> None:
    first, last = days
    done = dropped = others = 0
    for task in all_tasks:
        if first <= task.made // 24 <= last:
            if task.closed is None:
                others += 1
            elif task.dropped:
                dropped += 1
            else:
                done += 1
    window = Window(START.date() + timedelta(days=first), START.date() + timedelta(days=last))
    found = completion([build_item(task) for task in all_tasks], window)
    assert found == Completion(done, done + others, dropped)


@given(st.lists(tasks, max_size=3), st.integers(0, 21))
@settings(max_examples=300)
def test_completion_as_of_a_day_knows_nothing_of_later_ones(
    all_tasks: list[Task], as_of: int
) -> None:
    until = (as_of + 1) * 24
    then = [
        task._replace(closed=None) if task.closed is not None and task.closed >= until else task
        for task in all_tasks
        if task.made < until
    ]
    closed = [task for task in then if task.closed is not None]
    done = sum(not task.dropped for task in closed)
    dropped = len(closed) - done
    known = [build(1, IncidentSpec(0, None, all_tasks))]
    found = compute_figures(known, START.date() + timedelta(days=as_of), 6)
    assert found.completion == Completion(done, len(then) - dropped, dropped)
    assert found.open_actions == len(then) - len(closed)
