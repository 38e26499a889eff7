"""The figures compared with a slow, plain count over random incidents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from db.records import ActionItem, Incident, Review
from db.vocabulary import ActionStatus, IncidentKind, IncidentStatus, Severity
from facilitator.domain.figure_types import Ages, Completion, Figures, RepeatRate, Share, Window
from facilitator.domain.figures import (
    compute_figures,
    compute_headline,
    compute_rates,
    compute_trend,
)
from facilitator.domain.item_figures import completion
from facilitator.domain.periods import days_between, months_ending
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
    found = compute_figures(known, months_ending(START.date() + timedelta(days=as_of), 6))
    assert found.completion == Completion(done, len(then) - dropped, dropped)
    assert found.open_actions == len(then) - len(closed)


class Reviewed(NamedTuple):
    """An action item with its due day and its reviews; hours and days are after the start."""

    made: int
    closed: int | None
    first_due: int | None
    reviews: list[tuple[int, str, bool]]


class Outage(NamedTuple):
    """An incident. Without a known hour it has only a date."""

    day: int
    hour: int | None
    recovered: int | None
    severity: str | None
    service: str
    cause: str | None
    met: int | None
    items: list[Reviewed]


reviews = st.lists(
    st.tuples(HOURS, st.sampled_from(["open", "in_progress", "done"]), st.booleans()), max_size=3
).map(sorted)
reviewed = st.builds(Reviewed, HOURS, st.none() | HOURS, st.none() | st.integers(0, 20), reviews)
outages = st.builds(
    Outage,
    st.integers(0, 20),
    st.none() | st.integers(0, 23),
    st.none() | st.integers(0, 300),
    st.sampled_from([None, "SEV1", "SEV2"]),
    st.sampled_from(["a", "b"]),
    st.sampled_from([None, "x", "y"]),
    st.none() | st.integers(0, 500),
    st.lists(reviewed, max_size=3),
)


def build_outage(number: int, outage: Outage) -> Incident:
    day = START + timedelta(days=outage.day)
    began = day if outage.hour is None else day + timedelta(hours=outage.hour)
    events = [] if outage.hour is None else [event("first_alert", began)]
    if outage.recovered is not None:
        events.append(event("recovered", began + timedelta(minutes=outage.recovered)))
    made = incident(
        number,
        f"{day:%Y-%m-%d}",
        cause=outage.cause,
        service=outage.service,
        severity=None if outage.severity is None else Severity(outage.severity),
        status=IncidentStatus.DRAFT,
    )
    items = tuple(
        replace(
            item(),
            created_at=START + timedelta(hours=one.made),
            closed_at=None if one.closed is None else START + timedelta(hours=one.closed),
            status=ActionStatus.OPEN if one.closed is None else ActionStatus.DONE,
            first_due=None if one.first_due is None else (START.date() + timedelta(one.first_due)),
            reviews=tuple(
                Review(
                    uuid4(), None, START + timedelta(hours=hour), ActionStatus(status), "", between
                )
                for hour, status, between in one.reviews
            ),
        )
        for one in outage.items
    )
    return replace(made, timeline=tuple(events), action_items=items)


def began_hour(outage: Outage) -> int:
    return 24 * outage.day + (outage.hour or 0)


def shares_of_items(known: list[Outage], first: int, last: int) -> tuple[Share, Share]:
    """Count the items done on time and by their first review, day by day in UTC."""
    end = (last + 1) * 24
    on_time, due, in_time, seen = 0, 0, 0, 0
    for outage in known:
        for one in outage.items:
            if one.made >= end:
                continue
            if one.first_due is not None and first <= one.first_due <= last:
                due += 1
                was_done = one.closed is not None and one.closed < end
                on_time += was_done and (one.closed or 0) // 24 <= one.first_due
            for hour, status, between in one.reviews:
                if not between:
                    if first <= hour // 24 <= last:
                        seen += 1
                        in_time += status == "done"
                    break
    return Share(on_time, due), Share(in_time, seen)


@given(st.lists(outages, max_size=6), st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=300)
def test_the_other_figures_are_what_counting_gives(
    known: list[Outage], one_end: int, other_end: int
) -> None:
    first, last = sorted((one_end, other_end))
    # Reviews that contradict the status are the business of the tests of verdicts.
    known = [
        outage._replace(
            items=[
                one._replace(reviews=[review for review in one.reviews if review[1] != "done"])
                if one.closed is None
                else one._replace(closed=max(one.closed, one.made), reviews=[])
                for one in outage.items
            ]
        )
        for outage in known
    ]
    incidents = [build_outage(number, outage) for number, outage in enumerate(known, 1)]
    met = {
        number: START + timedelta(hours=began_hour(outage) + outage.met)
        for number, outage in enumerate(known, 1)
        if outage.met is not None
    }
    days = days_between(START.date() + timedelta(first), START.date() + timedelta(last))
    found = compute_figures(incidents, days, UTC, met)
    inside = [outage for outage in known if first <= outage.day <= last]
    end = (last + 1) * 24
    assert found.incidents == len(inside)
    assert (found.on_time, found.reviewed_in_time) == shares_of_items(known, first, last)
    ages = sorted(
        last - one.made // 24
        for outage in known
        for one in outage.items
        if one.made < end and (one.closed is None or one.closed >= end)
    )
    middle = (ages[len(ages) // 2] + ages[(len(ages) - 1) // 2]) / 2 if ages else None
    assert found.ages == Ages(len(ages), middle, ages[-1] if ages else None)
    waits = sorted(
        outage.met // 24
        for outage in inside
        if outage.met is not None and began_hour(outage) + outage.met < end
    )
    assert (found.coverage.n, found.coverage.of) == (len(waits), len(inside))
    if waits:
        # 95 of 100 do not exceed it, and with any smaller number fewer do.
        within = [sum(wait <= limit for wait in waits) / len(waits) for limit in range(22)]
        assert found.coverage.p95_days == next(
            limit for limit, part in enumerate(within) if part >= 0.95
        )
    assert_groups(found, inside, known)


def assert_groups(found: Figures, inside: list[Outage], known: list[Outage]) -> None:
    """Check what incidents have in common, one group after another."""
    names: dict[str, Callable[[Outage], str | None]] = {
        "severity": lambda outage: outage.severity,
        "service": lambda outage: outage.service,
        "weekday": lambda outage: f"{START + timedelta(days=outage.day):%A}",
        "hour": lambda outage: None if outage.hour is None else f"{outage.hour:02}",
    }
    for kind, name_of in names.items():
        expected = {}
        for name in {name_of(outage) for outage in inside}:
            same = [outage for outage in inside if name_of(outage) == name]
            classified = [outage for outage in same if outage.cause is not None]
            repeats = sum(
                any(
                    other.cause == outage.cause and began_hour(other) < began_hour(outage)
                    for other in known
                )
                for outage in classified
            )
            expected[name] = (len(same), Share(repeats, len(classified)))
        assert expected == {
            group.name: (group.incidents, group.repeat) for group in found.groups[kind]
        }


@given(st.lists(st.tuples(outages, st.booleans()), max_size=6), st.integers(0, 20))
@settings(max_examples=200)
def test_near_misses_count_for_nothing_but_the_open_action_items(
    known: list[tuple[Outage, bool]], last: int
) -> None:
    everything = [
        replace(
            build_outage(number, outage),
            kind=IncidentKind.NEAR_MISS if is_near_miss else IncidentKind.INCIDENT,
        )
        for number, (outage, is_near_miss) in enumerate(known, 1)
    ]
    real = [one for one in everything if one.kind is IncidentKind.INCIDENT]
    period = months_ending(START.date() + timedelta(last), 1)
    found, expected = compute_figures(everything, period), compute_figures(real, period)
    work = (found.open_actions, found.overdue, found.ages)
    assert found.open_actions >= expected.open_actions
    assert found.ages.n == found.open_actions
    assert replace(expected, open_actions=work[0], overdue=work[1], ages=work[2]) == found
    rates = compute_rates(everything, period.last, 1)
    assert (rates.repeat, rates.completion) == (expected.repeat, expected.completion)
    shown = compute_headline(everything, period.last, 1)
    assert (shown.repeat.n, shown.completion) == (expected.repeat.n, expected.completion)
    assert (shown.open_actions, shown.overdue) == work[:2]
    trend = compute_trend(everything, period.last, 1, 3)
    assert trend == compute_trend(real, period.last, 1, 3)
