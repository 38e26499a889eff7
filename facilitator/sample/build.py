"""The sample's notation, and how it becomes records.

Everything is told relative to today: an incident so many days ago, an action item due or closed so
many days after the meeting that made it. The team meets the day after an incident, and goes through
its open action items once a fortnight, the next time today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from db.records import (
    ActionItem,
    Cause,
    Factor,
    Finding,
    Impact,
    Incident,
    Parked,
    Review,
    TimelineEvent,
)
from db.words import (
    ActionStatus,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentStatus,
    ParkedKind,
    Priority,
    Severity,
)

NAMESPACE = UUID("6f1c2a8e-5f0b-5d43-9a51-1d2f6c0b7e45")
FORTNIGHT = timedelta(days=14)
MEETING = time(14, 0, tzinfo=UTC)
DRAFTED = time(11, 30, tzinfo=UTC)
CLOSED = time(11, 0, tzinfo=UTC)
SAID = {
    "not started": ActionStatus.OPEN,
    "in progress": ActionStatus.IN_PROGRESS,
    "done": ActionStatus.DONE,
    "dropped": ActionStatus.DROPPED,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """The impact. began: its time of day; revenue: in dollars."""

    began: str
    minutes: int
    summary: str
    users: int | None = None
    revenue: str | None = None
    slo: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An action item.

    due, moved, closed: days after the meeting that made it; moved: where it was put off to.
    now: how it stands, as a meeting says it: `in progress: blocked on CI`.
    said: what the last meetings said of it before it was closed, oldest first.
    """

    action: str
    owner: str
    priority: str
    ticket: str
    now: str = "done"
    due: int = 14
    moved: int | None = None
    closed: int | None = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Something parked. resolved: how many days after the meeting it was, if it was."""

    kind: str
    text: str
    resolved: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One incident.

    timeline: time of day, kind and text, by time; an earlier time of day is past midnight.
    met: whether the team has held its post-mortem.
    """

    number: int
    days_ago: int
    service: str
    symptom: str
    severity: str
    cause: str | None
    cost: Cost
    timeline: tuple[tuple[str, str, str], ...]
    root_cause: str
    made_possible: tuple[str, ...] = ()
    slowed_detection: tuple[str, ...] = ()
    slowed_resolution: tuple[str, ...] = ()
    went_well: tuple[str, ...] = ()
    process: tuple[str, ...] = ()
    technical: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    lessons: str = ""
    themes: tuple[str, ...] = ()
    parked: tuple[Kept, ...] = ()
    met: bool = True


def incident(told: Told, today: date) -> Incident:
    """The whole record of an incident as it stands today."""
    day = today - timedelta(days=told.days_ago)
    own = _id(str(told.number))
    written = _at(day + timedelta(days=1), MEETING) if told.met else _at(day, DRAFTED)
    timeline = tuple(_timeline(told, day))
    return Incident(
        id=own,
        number=told.number,
        service=told.service,
        symptom=told.symptom,
        date=day,
        severity=Severity(told.severity),
        status=IncidentStatus.REVIEWED if told.met else IncidentStatus.DRAFT,
        impact=_impact(told.cost, day),
        root_cause=told.root_cause,
        cause=None if told.cause is None else Cause(_id("cause", told.cause), told.cause),
        lessons_learned=told.lessons,
        created_at=timeline[0].at,
        timeline=timeline,
        factors=tuple(_factors(told)),
        findings=tuple(_findings(told)),
        action_items=tuple(
            _action(task, own, slot, written, today) for slot, task in enumerate(told.tasks, 1)
        ),
        themes=told.themes,
        parked=tuple(
            _parked(kept, own, position, written) for position, kept in enumerate(told.parked)
        ),
    )


def _id(*names: object) -> UUID:
    return uuid5(NAMESPACE, "/".join(str(name) for name in names))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)


def _clock(text: str) -> time:
    return time.fromisoformat(text).replace(tzinfo=UTC)


def _impact(cost: Cost, day: date) -> Impact:
    return Impact(
        began_at=_at(day, _clock(cost.began)),
        duration_minutes=cost.minutes,
        users_affected=cost.users,
        revenue=None if cost.revenue is None else Decimal(cost.revenue),
        currency=None if cost.revenue is None else "USD",
        slo_budget_percent=cost.slo,
        summary=cost.summary,
    )


def _timeline(told: Told, day: date) -> Iterator[TimelineEvent]:
    before = _at(day, time(0, 0, tzinfo=UTC))
    for position, (clock, kind, text) in enumerate(told.timeline):
        at = _at(before.date(), _clock(clock))
        if at < before:
            at += timedelta(days=1)
        before = at
        yield TimelineEvent(
            _id(told.number, "event", position), at, EventKind(kind), text, link=None
        )


def _factors(told: Told) -> Iterator[Factor]:
    for kind, texts in (
        (FactorKind.MADE_POSSIBLE, told.made_possible),
        (FactorKind.SLOWED_DETECTION, told.slowed_detection),
        (FactorKind.SLOWED_RESOLUTION, told.slowed_resolution),
    ):
        for position, text in enumerate(texts):
            yield Factor(_id(told.number, kind, position), kind, text)


def _findings(told: Told) -> Iterator[Finding]:
    for kind, texts in (
        (FindingKind.WENT_WELL, told.went_well),
        (FindingKind.PROCESS, told.process),
        (FindingKind.TECHNICAL, told.technical),
    ):
        for position, text in enumerate(texts):
            yield Finding(_id(told.number, kind, position), kind, text)


def _parked(kept: Kept, incident_id: UUID, position: int, at: datetime) -> Parked:
    return Parked(
        id=_id(incident_id, "parked", position),
        incident_id=incident_id,
        meeting_id=None,
        kind=ParkedKind(kept.kind),
        text=kept.text,
        at=at,
        resolved_at=None if kept.resolved is None else at + timedelta(days=kept.resolved),
    )


def _action(task: Task, incident_id: UUID, slot: int, made: datetime, today: date) -> ActionItem:
    own = _id(incident_id, "action", slot)
    status, note = _stands(task.now)
    meetings = list(_meetings(made.date(), today))
    closed_at = _closed(task, status, made, meetings)
    first_due = made.date() + timedelta(days=task.due)
    return ActionItem(
        id=own,
        incident_id=incident_id,
        slot=slot,
        action=task.action,
        owner=task.owner,
        priority=Priority(task.priority),
        due=first_due if task.moved is None else made.date() + timedelta(days=task.moved),
        first_due=first_due,
        status=status,
        note=note,
        ticket=task.ticket,
        ticket_verified=False,
        created_at=made,
        closed_at=closed_at,
        reviews=tuple(_reviews(task, own, meetings, closed_at)),
    )


def _stands(words: str) -> tuple[ActionStatus, str]:
    status, _, note = words.partition(": ")
    return SAID[status], note


def _meetings(after: date, today: date) -> Iterator[datetime]:
    """The fortnightly meetings between, oldest first; today's is yet to come."""
    fortnights = (today - after - timedelta(days=1)) // FORTNIGHT
    for ago in range(fortnights, 0, -1):
        yield _at(today - ago * FORTNIGHT, MEETING)


def _closed(
    task: Task, status: ActionStatus, made: datetime, meetings: Iterable[datetime]
) -> datetime | None:
    if task.closed is None:
        return None
    closed_at = _at(made.date() + timedelta(days=task.closed), CLOSED)
    if status is ActionStatus.DROPPED:
        # Work is done on any day, but only a meeting drops an item.
        return next(meeting for meeting in meetings if meeting >= closed_at)
    return closed_at


def _reviews(
    task: Task, item_id: UUID, meetings: list[datetime], closed_at: datetime | None
) -> Iterator[Review]:
    before = [at for at in meetings if closed_at is None or at < closed_at]
    outcomes = list(zip(before[len(before) - len(task.said) :], task.said, strict=True))
    if closed_at is not None:
        outcomes += [(at, task.now) for at in meetings if at >= closed_at][:1]
    for position, (at, words) in enumerate(outcomes):
        status, note = _stands(words)
        yield Review(_id(item_id, "review", position), None, at, status, note)
