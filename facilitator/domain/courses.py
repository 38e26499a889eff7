"""The course of every share: what it was over the windows that end with each of the last months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo

from facilitator.domain.figure_types import Share, Window
from facilitator.domain.incident_figures import coverage
from facilitator.domain.item_figures import (
    checks_of,
    completion,
    end_of_day,
    is_on_time,
    is_reviewed_in_time,
    items_as_of,
    share_of,
)
from facilitator.domain.prevention import prevention
from facilitator.domain.protocols import MeasuredIncident
from facilitator.domain.repeats import RepeatIndex, began_on, without_near_misses

Course = Sequence[tuple[date, Share]]
"""A share at the end of each window with that day, oldest first."""


def compute_courses(
    incidents: Sequence[MeasuredIncident],
    windows: Iterable[Window],
    zone: tzinfo,
    first_meetings: Mapping[int, datetime],
) -> dict[str, Course]:
    """Return the course of each share by its key in `DEFINITIONS`.

    Args:
        incidents: What `compute_figures` takes, for all of the windows.
        windows: The windows, oldest first.
        zone: The team's time zone.
        first_meetings: When the first meeting about an incident was finished, by its number.
    """
    counted = without_near_misses(incidents)
    repeats = RepeatIndex(counted)
    days = [began_on(incident) for incident in counted]
    courses: dict[str, list[tuple[date, Share]]] = {}
    for window in windows:
        items = items_as_of(counted, window.last, zone)
        inside = [
            incident for incident, day in zip(counted, days, strict=True) if window.contains(day)
        ]
        shares: dict[str, Share] = {
            "repeat_incident_rate": repeats.rate(window),
            "completion": completion(items, window, zone),
            "on_time": share_of(is_on_time(item, window, zone) for item in items),
            "reviewed_in_time": share_of(is_reviewed_in_time(item, window, zone) for item in items),
            "checks": checks_of(items, window, zone),
            "prevention": prevention(counted, window, zone),
            "coverage": coverage(inside, first_meetings, end_of_day(window.last, zone)),
        }
        for key, share in shares.items():
            courses.setdefault(key, []).append((window.last, share))
    return dict(courses)
