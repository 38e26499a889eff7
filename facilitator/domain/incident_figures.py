"""The figures of the incidents of a window: how long, how soon reviewed, what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from math import ceil
from statistics import mean, median

from db.vocabulary import EventKind, IncidentStatus
from facilitator.domain.figure_types import TIME_TO, Coverage, Group, Spread
from facilitator.domain.item_figures import share_of
from facilitator.domain.protocols import MeasuredIncident
from facilitator.domain.repeats import RepeatIndex
from facilitator.domain.timeline import time_to

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def spreads(incidents: Iterable[MeasuredIncident]) -> dict[str, Spread]:
    """Return the six time-to figures of incidents, by the names in `TIME_TO`."""
    intervals = [interval for incident in incidents for interval in time_to(incident)]
    found = {}
    for name in TIME_TO:
        known = [
            (interval.minutes, interval.since_alert)
            for interval in intervals
            if interval.name == name and interval.minutes is not None
        ]
        counted = [(minutes, since_alert) for minutes, since_alert in known if minutes >= 0]
        minutes_counted = [minutes for minutes, _ in counted]
        found[name] = Spread(
            n=len(counted),
            mean=mean(minutes_counted) if counted else None,
            median=median(minutes_counted) if counted else None,
            negative=len(known) - len(counted),
            since_alert=sum(since_alert for _, since_alert in counted),
        )
    return found


def is_covered(
    incident: MeasuredIncident, first_meetings: Mapping[int, datetime], end: datetime
) -> bool:
    """Return whether an incident had had a meeting by a moment.

    One that an import calls reviewed had one, at a time that is not known.
    """
    held_at = first_meetings.get(incident.number)
    if held_at is None:
        return incident.status is IncidentStatus.REVIEWED
    return held_at <= end


def coverage(
    incidents: Sequence[MeasuredIncident], first_meetings: Mapping[int, datetime], end: datetime
) -> Coverage:
    """Return how many incidents had had a meeting by a moment, and how soon.

    Args:
        incidents: The incidents that began in the window.
        first_meetings: When the first meeting about an incident was finished, by its number.
        end: The end of the last day.
    """
    days = sorted(
        (first_meetings[incident.number] - incident.began_at).days
        for incident in incidents
        if incident.began_at <= first_meetings.get(incident.number, incident.began_at) <= end
        and incident.number in first_meetings
    )
    return Coverage(
        n=sum(is_covered(incident, first_meetings, end) for incident in incidents),
        of=len(incidents),
        dated=len(days),
        median_days=median(days) if days else None,
        p95_days=days[ceil(0.95 * len(days)) - 1] if days else None,
    )


def groups(
    incidents: Sequence[MeasuredIncident], repeats: RepeatIndex, zone: tzinfo
) -> dict[str, tuple[Group, ...]]:
    """Return the incidents of a window by severity, service, trigger, weekday and hour.

    The weekday and the hour are those of the team. An incident of which only the date is known has
    the weekday of that date, and no hour.

    Args:
        incidents: The incidents that began in the window.
        repeats: All incidents that can be repeated.
        zone: The team's time zone.
    """
    by_severity = _group(incidents, lambda incident: incident.severity, repeats)
    by_service = _group(incidents, lambda incident: incident.service, repeats)
    by_trigger = _group(incidents, lambda incident: incident.trigger, repeats)
    by_weekday = _group(incidents, lambda incident: WEEKDAYS[weekday_of(incident, zone)], repeats)
    by_hour = _group(incidents, lambda incident: hour_of(incident, zone), repeats)
    return {
        "severity": tuple(sorted(by_severity, key=_by_name)),
        "service": tuple(
            sorted(by_service, key=lambda group: (-group.incidents, str(group.name).casefold()))
        ),
        "trigger": tuple(sorted(by_trigger, key=_by_name)),
        "weekday": tuple(sorted(by_weekday, key=lambda group: WEEKDAYS.index(str(group.name)))),
        "hour": tuple(sorted(by_hour, key=_by_name)),
    }


def weekday_of(incident: MeasuredIncident, zone: tzinfo) -> int:
    """Return the weekday on which an incident began where the team is: 0 for Monday."""
    if not _has_time(incident):
        return incident.date.weekday()
    return incident.began_at.astimezone(zone).weekday()


def hour_of(incident: MeasuredIncident, zone: tzinfo) -> str | None:
    """Return the hour in which an incident began where the team is, `00` to `23`, or None."""
    if not _has_time(incident):
        return None
    return f"{incident.began_at.astimezone(zone).hour:02}"


def _has_time(incident: MeasuredIncident) -> bool:
    milestones = incident.milestones
    return EventKind.IMPACT_BEGAN in milestones or EventKind.FIRST_ALERT in milestones


def _group(
    incidents: Iterable[MeasuredIncident],
    name_of: Callable[[MeasuredIncident], str | None],
    repeats: RepeatIndex,
) -> list[Group]:
    by_name: dict[str | None, list[MeasuredIncident]] = defaultdict(list)
    for incident in incidents:
        by_name[name_of(incident)].append(incident)
    return [
        Group(
            name=name,
            incidents=len(same),
            repeat=share_of(repeats.is_repeat(incident) for incident in same),
            recover_median=spreads(same)["recover"].median,
        )
        for name, same in by_name.items()
    ]


def _by_name(group: Group) -> tuple[bool, str]:
    """Return a key that sorts by name, and what is not known to the end."""
    return group.name is None, group.name or ""
