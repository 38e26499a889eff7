"""The short notation in which the sample's incidents are written, and how it becomes records.

All dates are relative to today, so that the sample never looks old: an incident has happened so
many days before today, and an action item is due or closed so many days after the meeting that
made it. The team holds the meeting about an incident on the day after it. Every two weeks it
reviews its open action items; the next review is today.
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
from db.vocabulary import (
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
"""The namespace of the sample's ids, which are the same on every day."""
TIME_BETWEEN_REVIEWS = timedelta(days=14)
MEETING_TIME = time(14, 0, tzinfo=UTC)
DRAFT_TIME = time(11, 30, tzinfo=UTC)
"""When somebody has written the draft of a post-mortem, on the day of the incident."""
CLOSING_TIME = time(11, 0, tzinfo=UTC)
"""When work on an action item is finished, on the day of its closing."""
STATUSES = {
    "not started": ActionStatus.OPEN,
    "in progress": ActionStatus.IN_PROGRESS,
    "done": ActionStatus.DONE,
    "dropped": ActionStatus.DROPPED,
}


@dataclass(frozen=True, slots=True)
class SampleImpact:
    """The impact of an incident.

    Attributes:
        began_at: The time of day in UTC, such as `16:10`.
        duration_minutes: How long it lasted.
        summary: The impact in words.
        users_affected: How many users; None where it is unknown.
        revenue_usd: The lost revenue in US dollars, such as `13900.00`.
        slo_budget_percent: The part of the error budget that was consumed.
    """

    began_at: str
    duration_minutes: int
    summary: str
    users_affected: int | None = None
    revenue_usd: str | None = None
    slo_budget_percent: float | None = None


@dataclass(frozen=True, slots=True)
class SampleAction:
    """An action item. Its days are counted from the meeting that made it.

    Attributes:
        action: What is to be done.
        owner: The first name of its owner.
        priority: P1 to P3.
        ticket: The key of its ticket.
        status: The status today, and a note after a colon: `in progress: blocked on CI`.
        due_day: The first due date.
        postponed_to_day: The present due date, where it was moved.
        closed_day: When it was done or dropped; None while it is open.
        reviews: The status in each of the last reviews before it was closed, oldest first.
    """

    action: str
    owner: str
    priority: str
    ticket: str
    status: str = "done"
    due_day: int = 14
    postponed_to_day: int | None = None
    closed_day: int | None = None
    reviews: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleParked:
    """A parked idea, topic or action.

    Attributes:
        kind: One of the values of `ParkedKind`.
        text: The text.
        resolved_day: How many days after the meeting it was resolved; None where it is not.
    """

    kind: str
    text: str
    resolved_day: int | None = None


@dataclass(frozen=True, slots=True)
class SampleIncident:
    """One incident with its post-mortem.

    Attributes:
        number: The number.
        days_before_today: When it happened.
        service, symptom, severity, cause: As in `Incident`.
        impact: The impact.
        timeline: The time of day, the kind and the text of each event, in order. A time that is
            earlier than the one before it is on the next day.
        root_cause, lessons_learned: The two paragraphs.
        made_it_possible, slowed_detection, slowed_resolution: The contributing factors by kind.
        went_well, process_failures, technical_gaps: The findings by kind.
        action_items: At most three.
        themes: The names of the themes that it shows.
        parked: What its meeting has parked.
        is_reviewed: Whether the team has held its meeting.
    """

    number: int
    days_before_today: int
    service: str
    symptom: str
    severity: str
    cause: str | None
    impact: SampleImpact
    timeline: tuple[tuple[str, str, str], ...]
    root_cause: str
    made_it_possible: tuple[str, ...] = ()
    slowed_detection: tuple[str, ...] = ()
    slowed_resolution: tuple[str, ...] = ()
    went_well: tuple[str, ...] = ()
    process_failures: tuple[str, ...] = ()
    technical_gaps: tuple[str, ...] = ()
    action_items: tuple[SampleAction, ...] = ()
    lessons_learned: str = ""
    themes: tuple[str, ...] = ()
    parked: tuple[SampleParked, ...] = ()
    is_reviewed: bool = True


def make_incident(sample: SampleIncident, today: date) -> Incident:
    """Return the record of an incident with its whole post-mortem, as of today."""
    day = today - timedelta(days=sample.days_before_today)
    incident_id = _id(str(sample.number))
    if sample.is_reviewed:
        status, written_at = IncidentStatus.REVIEWED, _at(day + timedelta(days=1), MEETING_TIME)
    else:
        status, written_at = IncidentStatus.DRAFT, _at(day, DRAFT_TIME)
    timeline = tuple(_timeline(sample, day))
    return Incident(
        id=incident_id,
        number=sample.number,
        service=sample.service,
        symptom=sample.symptom,
        date=day,
        severity=Severity(sample.severity),
        status=status,
        impact=_impact(sample.impact, day),
        root_cause=sample.root_cause,
        cause=None if sample.cause is None else Cause(_id("cause", sample.cause), sample.cause),
        lessons_learned=sample.lessons_learned,
        created_at=timeline[0].at,
        timeline=timeline,
        factors=tuple(_factors(sample)),
        findings=tuple(_findings(sample)),
        action_items=tuple(
            _action_item(action, incident_id, slot, written_at, today)
            for slot, action in enumerate(sample.action_items, 1)
        ),
        themes=sample.themes,
        parked=tuple(
            _parked(parked, incident_id, position, written_at)
            for position, parked in enumerate(sample.parked)
        ),
    )


def _id(*names: object) -> UUID:
    return uuid5(NAMESPACE, "/".join(str(name) for name in names))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)


def _clock(text: str) -> time:
    return time.fromisoformat(text).replace(tzinfo=UTC)


def _impact(sample: SampleImpact, day: date) -> Impact:
    return Impact(
        began_at=_at(day, _clock(sample.began_at)),
        duration_minutes=sample.duration_minutes,
        users_affected=sample.users_affected,
        revenue=None if sample.revenue_usd is None else Decimal(sample.revenue_usd),
        currency=None if sample.revenue_usd is None else "USD",
        slo_budget_percent=sample.slo_budget_percent,
        summary=sample.summary,
    )


def _timeline(sample: SampleIncident, day: date) -> Iterator[TimelineEvent]:
    before = _at(day, time(0, 0, tzinfo=UTC))
    for position, (clock, kind, text) in enumerate(sample.timeline):
        at = _at(before.date(), _clock(clock))
        if at < before:
            at += timedelta(days=1)
        before = at
        yield TimelineEvent(
            _id(sample.number, "event", position), at, EventKind(kind), text, link=None
        )


def _factors(sample: SampleIncident) -> Iterator[Factor]:
    for kind, texts in (
        (FactorKind.MADE_POSSIBLE, sample.made_it_possible),
        (FactorKind.SLOWED_DETECTION, sample.slowed_detection),
        (FactorKind.SLOWED_RESOLUTION, sample.slowed_resolution),
    ):
        for position, text in enumerate(texts):
            yield Factor(_id(sample.number, kind, position), kind, text)


def _findings(sample: SampleIncident) -> Iterator[Finding]:
    for kind, texts in (
        (FindingKind.WENT_WELL, sample.went_well),
        (FindingKind.PROCESS, sample.process_failures),
        (FindingKind.TECHNICAL, sample.technical_gaps),
    ):
        for position, text in enumerate(texts):
            yield Finding(_id(sample.number, kind, position), kind, text)


def _parked(sample: SampleParked, incident_id: UUID, position: int, at: datetime) -> Parked:
    resolved_at = None
    if sample.resolved_day is not None:
        resolved_at = at + timedelta(days=sample.resolved_day)
    return Parked(
        id=_id(incident_id, "parked", position),
        incident_id=incident_id,
        meeting_id=None,
        kind=ParkedKind(sample.kind),
        text=sample.text,
        at=at,
        resolved_at=resolved_at,
    )


def _action_item(
    sample: SampleAction, incident_id: UUID, slot: int, created_at: datetime, today: date
) -> ActionItem:
    item_id = _id(incident_id, "action", slot)
    status, note = _status_and_note(sample.status)
    created_on = created_at.date()
    meetings = list(_review_meetings(created_on, today))
    closed_at = _closed_at(sample, status, created_on, meetings)
    first_due = created_on + timedelta(days=sample.due_day)
    due = first_due
    if sample.postponed_to_day is not None:
        due = created_on + timedelta(days=sample.postponed_to_day)
    return ActionItem(
        id=item_id,
        incident_id=incident_id,
        slot=slot,
        action=sample.action,
        owner=sample.owner,
        priority=Priority(sample.priority),
        due=due,
        first_due=first_due,
        status=status,
        note=note,
        ticket=sample.ticket,
        ticket_verified=False,
        created_at=created_at,
        closed_at=closed_at,
        reviews=tuple(_reviews(sample, item_id, meetings, closed_at)),
    )


def _status_and_note(text: str) -> tuple[ActionStatus, str]:
    """Split a text such as `in progress: blocked on CI`."""
    status, _, note = text.partition(": ")
    return STATUSES[status], note


def _review_meetings(after: date, today: date) -> Iterator[datetime]:
    """Yield the times of the reviews after a day and before today's, oldest first."""
    count = (today - after - timedelta(days=1)) // TIME_BETWEEN_REVIEWS
    for reviews_ago in range(count, 0, -1):
        yield _at(today - reviews_ago * TIME_BETWEEN_REVIEWS, MEETING_TIME)


def _closed_at(
    sample: SampleAction, status: ActionStatus, created_on: date, meetings: Iterable[datetime]
) -> datetime | None:
    if sample.closed_day is None:
        return None
    closed_at = _at(created_on + timedelta(days=sample.closed_day), CLOSING_TIME)
    if status is ActionStatus.DROPPED:
        # Work can be finished on any day, but an item is dropped in a meeting.
        return next(meeting for meeting in meetings if meeting >= closed_at)
    return closed_at


def _reviews(
    sample: SampleAction, item_id: UUID, meetings: list[datetime], closed_at: datetime | None
) -> Iterator[Review]:
    """Yield the reviews of an item, oldest first.

    The written ones belong to the last meetings while the item was open. The first meeting after
    its closing has reviewed it once more, with its present status.
    """
    while_open = [at for at in meetings if closed_at is None or at < closed_at]
    first = len(while_open) - len(sample.reviews)
    outcomes = list(zip(while_open[first:], sample.reviews, strict=True))
    if closed_at is not None:
        outcomes += [(at, sample.status) for at in meetings if at >= closed_at][:1]
    for position, (at, text) in enumerate(outcomes):
        status, note = _status_and_note(text)
        yield Review(_id(item_id, "review", position), None, at, status, note)
