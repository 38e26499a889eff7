"""The incidents and action items behind each figure: those that count, and out of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from db.records import ActionItem
from db.vocabulary import IncidentKind
from facilitator.domain.figure_types import TIME_TO, Figures, Verdict
from facilitator.domain.figures import compute_figures
from facilitator.domain.group_words import group_in_words
from facilitator.domain.incident_figures import WEEKDAYS, hour_of, is_covered, weekday_of
from facilitator.domain.item_figures import (
    age_in_days,
    end_of_day,
    has_held,
    is_completed,
    is_on_time,
    is_reviewed_in_time,
)
from facilitator.domain.item_history import as_it_stood
from facilitator.domain.periods import Period
from facilitator.domain.protocols import MeasuredIncident
from facilitator.domain.repeats import (
    RepeatIndex,
    began_on,
    without_near_misses,
)
from facilitator.domain.timeline import format_duration, time_to
from facilitator.domain.verdict_words import VERDICT_LABELS, reason
from facilitator.domain.verdicts import each_finding
from facilitator.text import counted


@dataclass(frozen=True, slots=True)
class Member:
    """An incident or an action item behind a figure.

    Attributes:
        number: The number of the incident.
        slot: The slot of the action item; None for an incident.
        title: The title of the incident, or the words of the item.
        counts: For a share, whether it counts in the first number too; None for other figures.
        words: What is to be said of it, such as its verdict or its time.
        amount: Its time or its age as a number, where the figure is over such numbers.
    """

    number: int
    slot: int | None
    title: str
    counts: bool | None
    words: str = ""
    amount: float | None = None

    @property
    def name(self) -> str:
        """`#43`, or `#43.1` for an action item."""
        return f"#{self.number}" if self.slot is None else f"#{self.number}.{self.slot}"


@dataclass(frozen=True, slots=True)
class CountedRecords:
    """What the figures of a period were computed from.

    Attributes:
        incidents: The incidents, as for `compute_figures`.
        period: The period.
        zone: The team's time zone.
        first_meetings: When the first meeting about an incident was finished, by its number.
        figures: The figures.
        items: The action items as they stood at the end of the period, each with its incident.
    """

    incidents: Sequence[MeasuredIncident]
    period: Period
    zone: tzinfo
    first_meetings: Mapping[int, datetime]
    figures: Figures
    items: Sequence[tuple[MeasuredIncident, ActionItem]]


def count_records(
    incidents: Sequence[MeasuredIncident],
    period: Period,
    zone: tzinfo,
    first_meetings: Mapping[int, datetime],
) -> CountedRecords:
    """Return the figures of a period with what is behind them; see `compute_figures`."""
    end = end_of_day(period.last, zone)
    stood = [
        (incident, as_it_stood(item, end))
        for incident in incidents
        for item in incident.action_items
    ]
    return CountedRecords(
        incidents,
        period,
        zone,
        first_meetings,
        compute_figures(incidents, period, zone, first_meetings),
        [(incident, item) for incident, item in stood if item is not None],
    )


def members_of(key: str, records: CountedRecords) -> list[Member]:
    """Return what is behind a figure: those that count first, then the newest incident first.

    For times and ages the longest stands first.

    Args:
        key: The key of the figure in `DEFINITIONS`.
        records: What the figures were computed from.
    """
    if key in TIME_TO:
        found = list(_times(key, records))
    elif key.startswith("by_"):
        found = list(_in_groups(key, records))
    else:
        found = list(_MEMBERS[key](records))
    return sorted(
        found, key=lambda member: (-(member.amount or 0), not member.counts, -member.number)
    )


def _inside(records: CountedRecords) -> list[MeasuredIncident]:
    window = records.period.window
    known = without_near_misses(records.incidents)
    return [incident for incident in known if window.contains(began_on(incident))]


def _repeats(records: CountedRecords) -> Iterator[Member]:
    index = RepeatIndex(records.incidents)
    for incident in _inside(records):
        is_repeat = index.is_repeat(incident)
        if is_repeat is not None and incident.cause is not None:
            yield Member(incident.number, None, incident.title, is_repeat, incident.cause.name)


def _preventable(records: CountedRecords) -> Iterator[Member]:
    index = RepeatIndex(records.incidents)
    of_cause: dict[UUID, list[MeasuredIncident]] = defaultdict(list)
    for incident in records.incidents:
        if incident.cause is not None:
            of_cause[incident.cause.id].append(incident)
    for incident in _inside(records):
        is_preventable = index.is_preventable(incident)
        if is_preventable is None or incident.cause is None:
            continue
        words = ""
        if is_preventable:
            findings = each_finding(incident, of_cause[incident.cause.id])
            still_open = next(one for one in findings if one.verdict is Verdict.OPEN)
            words = f"#{still_open.earlier}: {reason(still_open)}"
        yield Member(incident.number, None, incident.title, is_preventable, words)


def _verdicts(records: CountedRecords) -> Iterator[Member]:
    titles = {incident.number: incident.title for incident in records.incidents}
    for repeat in records.figures.repeats:
        finding = repeat.finding
        words = f"{VERDICT_LABELS[finding.verdict]} · #{finding.earlier}: {reason(finding)}"
        yield Member(repeat.number, None, titles[repeat.number], None, words)


def _recurrence(records: CountedRecords) -> Iterator[Member]:
    titles = {incident.number: incident.title for incident in records.incidents}
    for repeat in records.figures.repeats:
        words = f"{counted(repeat.finding.since, 'day')} after #{repeat.finding.earlier}"
        yield Member(repeat.number, None, titles[repeat.number], repeat.is_quick, words)


def _coverage(records: CountedRecords) -> Iterator[Member]:
    end = end_of_day(records.period.last, records.zone)
    for incident in _inside(records):
        is_met = is_covered(incident, records.first_meetings, end)
        held_at = records.first_meetings.get(incident.number)
        words = "" if is_met else "no meeting yet"
        if is_met and held_at is not None:
            words = f"after {counted((held_at - incident.began_at).days, 'day')}"
        yield Member(incident.number, None, incident.title, is_met, words)


def _items(
    answer: Callable[[ActionItem, CountedRecords], bool | None],
) -> Callable[[CountedRecords], Iterator[Member]]:
    """Return what lists the items behind a share that is counted by a question about one item."""

    def members(records: CountedRecords) -> Iterator[Member]:
        for incident, item in records.items:
            counts = answer(item, records)
            if counts is not None and incident.kind is IncidentKind.INCIDENT:
                yield Member(incident.number, item.slot, item.action, counts, item.owner)

    return members


def _open_items(records: CountedRecords) -> Iterator[Member]:
    for incident, item in records.items:
        if item.is_open:
            days = age_in_days(item, records.period.last, records.zone)
            yield Member(incident.number, item.slot, item.action, None, counted(days, "day"), days)


def _prevented(records: CountedRecords) -> Iterator[Member]:
    for item in records.figures.prevention.items:
        words = f"{item.cause}, for {counted(item.days, 'day')}"
        yield Member(item.number, item.slot, item.action, True, words)


def _times(name: str, records: CountedRecords) -> Iterator[Member]:
    for incident in _inside(records):
        interval = next(interval for interval in time_to(incident) if interval.name == name)
        if interval.minutes is not None:
            words = format_duration(interval.minutes)
            if interval.minutes < 0:
                words = f"{words}, left out"
            amount = max(0.0, interval.minutes)
            yield Member(incident.number, None, incident.title, None, words, amount)


def _in_groups(key: str, records: CountedRecords) -> Iterator[Member]:
    def name_of(incident: MeasuredIncident) -> str | None:
        names: dict[str, Callable[[], str | None]] = {
            "by_severity": lambda: incident.severity,
            "by_service": lambda: incident.service,
            "by_trigger": lambda: incident.trigger,
            "by_weekday": lambda: WEEKDAYS[weekday_of(incident, records.zone)],
            "by_hour": lambda: hour_of(incident, records.zone),
        }
        return names[key]()

    for incident in _inside(records):
        words = group_in_words(key.removeprefix("by_"), name_of(incident))
        yield Member(incident.number, None, incident.title, None, words)


_MEMBERS: Mapping[str, Callable[[CountedRecords], Iterator[Member]]] = {
    "repeat_incident_rate": _repeats,
    "preventable": _preventable,
    "verdicts": _verdicts,
    "recurrence": _recurrence,
    "completion": _items(
        lambda item, records: is_completed(item, records.period.window, records.zone)
    ),
    "on_time": _items(lambda item, records: is_on_time(item, records.period.window, records.zone)),
    "reviewed_in_time": _items(
        lambda item, records: is_reviewed_in_time(item, records.period.window, records.zone)
    ),
    "checks": _items(lambda item, records: has_held(item, records.period.window, records.zone)),
    "prevention": _prevented,
    "open_age": _open_items,
    "coverage": _coverage,
}
"""What lists the members of each figure that is neither a time nor a count of groups."""
