"""The figures: how often incidents repeat, what becomes of action items, and how long things take.

Their definitions stand in CONTRIBUTING.md, "The figures". Days are days in the team's time zone,
except that an incident counts on the UTC day on which it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from types import MappingProxyType

from db.records import ActionItem
from facilitator.domain.figure_types import (
    Figures,
    Headline,
    Month,
    Rates,
    TrendPoint,
    Window,
    window_ending,
)
from facilitator.domain.incident_figures import coverage, groups, spreads
from facilitator.domain.item_figures import (
    ages_of,
    checks_of,
    completion,
    completion_of,
    count_overdue,
    created_on,
    end_of_day,
    is_on_time,
    is_reviewed_in_time,
    items_as_of,
    share_of,
)
from facilitator.domain.periods import (
    Period,
    course_of,
    months_ending,
    months_of,
    quarters_to,
    start_of,
)
from facilitator.domain.prevention import prevention
from facilitator.domain.protocols import CountedIncident, MeasuredIncident
from facilitator.domain.repeats import RepeatIndex, began_on, repeat_rate, without_near_misses
from facilitator.domain.verdicts import find_repeats

NO_MEETINGS: Mapping[int, datetime] = MappingProxyType({})


def compute_figures(
    incidents: Sequence[MeasuredIncident],
    period: Period,
    zone: tzinfo = UTC,
    first_meetings: Mapping[int, datetime] = NO_MEETINGS,
) -> Figures:
    """Return all figures of a period, with the action items as they stood at its end.

    Near misses count for none of them, but for the open action items and their ages: these are
    work to do, whatever it came from.

    Args:
        incidents: Whole incidents, or those that `Overview.measured_outlines` reads since
            `needed_since(period)`.
        period: The period.
        zone: The team's time zone.
        first_meetings: When the first meeting about an incident was finished, by its number.
    """
    window, as_of = period.window, period.last
    open_items = [item for item in items_as_of(incidents, as_of, zone) if item.is_open]
    incidents = without_near_misses(incidents)
    repeats, items = RepeatIndex(incidents), items_as_of(incidents, as_of, zone)
    inside = [incident for incident in incidents if window.contains(began_on(incident))]
    created = created_on(items, zone)

    return Figures(
        window=window,
        months=period.months,
        incidents=len(inside),
        repeat=repeats.rate(window),
        repeats=find_repeats(incidents, window),
        completion=completion_of(created, window, as_of),
        on_time=share_of(is_on_time(item, window, zone) for item in items),
        reviewed_in_time=share_of(is_reviewed_in_time(item, window, zone) for item in items),
        time_to=spreads(inside),
        open_actions=len(open_items),
        overdue=count_overdue(open_items, as_of),
        ages=ages_of(open_items, as_of, zone),
        checks=checks_of(items, window, zone),
        prevention=prevention(incidents, window, zone),
        coverage=coverage(inside, first_meetings, end_of_day(as_of, zone)),
        by_month=_spans(_named_months(period), repeats, created, as_of),
        by_quarter=_spans(quarters_to(period), repeats, created, as_of),
        groups=groups(inside, repeats, zone),
    )


def compute_rates(
    incidents: Sequence[CountedIncident], as_of: date, months: int, zone: tzinfo = UTC
) -> Rates:
    """Return the two rates of a window and of its months; see `compute_figures`.

    Args:
        incidents: Whole incidents, or the outlines that `Overview.outlines` reads for the window.
        as_of: The last day of the window.
        months: The length of the window.
        zone: The team's time zone.
    """
    window = window_ending(as_of, months)
    repeats = RepeatIndex(incidents)
    counted = without_near_misses(incidents)
    created = created_on(items_as_of(counted, as_of, zone), zone)
    return Rates(
        window=window,
        repeat=repeats.rate(window),
        completion=completion_of(created, window, as_of),
        by_month=_spans(_named_months(months_ending(as_of, months)), repeats, created, as_of),
    )


def _named_months(period: Period) -> list[tuple[str, Window]]:
    return [(f"{span.first:%Y-%m}", span) for span in months_of(period)]


def _spans(
    spans: Iterable[tuple[str, Window]],
    repeats: RepeatIndex,
    created: Sequence[tuple[date, ActionItem]],
    as_of: date,
) -> tuple[Month, ...]:
    """Return the rates of months or quarters.

    Args:
        spans: The name and the days of each.
        repeats: All incidents.
        created: The action items as they stood, each with the day on which it was created.
        as_of: The last day of the period.
    """
    return tuple(
        Month(
            name,
            sum(span.contains(day) for day in repeats.days),
            repeats.rate(span),
            completion_of(created, span, as_of),
        )
        for name, span in spans
    )


def compute_trend(
    incidents: Sequence[CountedIncident], as_of: date, months: int, points: int, zone: tzinfo = UTC
) -> list[TrendPoint]:
    """Return the two rates as they stood at the end of each of the last months, oldest first.

    Each is the rate of a whole window, so that the last one is the figure of today, and one month
    without incidents does not look like a month without repeats.

    Args:
        incidents: Whole incidents, or the outlines that `Overview.outlines` reads since
            `records_needed_since(as_of, months, points)`.
        as_of: The last day of the last window.
        months: The length of each window.
        points: How many months.
        zone: The team's time zone.
    """
    return compute_course(incidents, course_of(months_ending(as_of, months), points), zone)


def compute_course(
    incidents: Sequence[CountedIncident], windows: Iterable[Window], zone: tzinfo = UTC
) -> list[TrendPoint]:
    """Return the two rates of each window, as they stood at the end of its last day."""
    incidents = without_near_misses(incidents)
    repeats = RepeatIndex(incidents)
    course = []
    for window in windows:
        items = items_as_of(incidents, window.last, zone)
        completed = completion(items, window, zone)
        course.append(TrendPoint(window.last, repeats.rate(window), completed))
    return course


def compute_headline(
    incidents: Sequence[CountedIncident], as_of: date, months: int, zone: tzinfo = UTC
) -> Headline:
    """Return the figures that are always shown, without those by month; see `compute_rates`."""
    window = window_ending(as_of, months)
    open_items = [item for item in items_as_of(incidents, as_of, zone) if item.is_open]
    items = items_as_of(without_near_misses(incidents), as_of, zone)
    return Headline(
        repeat=repeat_rate(incidents, window),
        completion=completion(items, window, zone),
        open_actions=len(open_items),
        overdue=count_overdue(open_items, as_of),
    )


def records_needed_since(as_of: date, months: int, points: int = 1) -> datetime:
    """Return from when on incidents and action items can count for a window, or for a trend.

    It lies a day before the first window, so that it is early enough in every time zone.

    Args:
        as_of: The last day of the last window.
        months: The length of each window.
        points: How many months end a window, as for `compute_trend`.
    """
    windows = course_of(months_ending(as_of, months), points)
    return start_of(windows[0])
