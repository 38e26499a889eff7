"""The figures: how often incidents repeat, what becomes of action items, and how long things take.

Their definitions stand in CONTRIBUTING.md, "The figures". Days are days in the team's time zone,
except that an incident counts on the UTC day on which it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from statistics import mean, median

import arrow

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.domain.due_dates import overdue_days
from facilitator.domain.figure_types import (
    TIME_TO,
    Completion,
    Figures,
    Headline,
    Month,
    Rates,
    Share,
    Spread,
    TrendPoint,
    Window,
    window_ending,
)
from facilitator.domain.protocols import CountedIncident, HasActionItems, MeasuredIncident
from facilitator.domain.repeats import RepeatIndex, began_on, repeat_rate
from facilitator.domain.team_day import team_day
from facilitator.domain.timeline import time_to


def compute_figures(
    incidents: Sequence[MeasuredIncident], as_of: date, months: int, zone: tzinfo = UTC
) -> Figures:
    """Return all figures of the window of so many months that ends with a day.

    Args:
        incidents: Whole incidents, or those that `Overview.measured_outlines` reads for the window.
        as_of: The last day of the window. Action items count as they stood at its end.
        months: The length of the window.
        zone: The team's time zone.
    """
    rates = compute_rates(incidents, as_of, months, zone)
    window, items = rates.window, _items_as_of(incidents, as_of, zone)
    open_items = [item for item in items if item.is_open]
    return Figures(
        window=window,
        months=months,
        repeat=rates.repeat,
        completion=rates.completion,
        on_time=_on_time(items, window, zone),
        reviewed_in_time=_reviewed_in_time(items, window, zone),
        time_to=_spreads(incident for incident in incidents if window.contains(began_on(incident))),
        open_actions=len(open_items),
        overdue=_count_overdue(open_items, as_of),
        by_month=rates.by_month,
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
    created = _created(_items_as_of(incidents, as_of, zone), zone)
    return Rates(
        window=window,
        repeat=repeats.rate(window),
        completion=_completion(created, window, as_of),
        by_month=tuple(
            Month(
                f"{month.first:%Y-%m}",
                sum(month.contains(day) for day in repeats.days),
                repeats.rate(month),
                _completion(created, month, as_of),
            )
            for month in _calendar_months(as_of, months)
        ),
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
    repeats = RepeatIndex(incidents)
    trend = []
    for month in _calendar_months(as_of, points):
        window = window_ending(month.last, months)
        created = _created(_items_as_of(incidents, month.last, zone), zone)
        completed = _completion(created, window, month.last)
        trend.append(TrendPoint(month.last, repeats.rate(window), completed))
    return trend


def compute_headline(
    incidents: Sequence[CountedIncident], as_of: date, months: int, zone: tzinfo = UTC
) -> Headline:
    """Return the figures that are always shown, without those by month; see `compute_rates`."""
    window = window_ending(as_of, months)
    items = _items_as_of(incidents, as_of, zone)
    open_items = [item for item in items if item.is_open]
    return Headline(
        repeat=repeat_rate(incidents, window),
        completion=completion(items, window, zone),
        open_actions=len(open_items),
        overdue=_count_overdue(open_items, as_of),
    )


def records_needed_since(as_of: date, months: int, points: int = 1) -> datetime:
    """Return from when on incidents and action items can count for a window, or for a trend.

    It lies a day before the first window, so that it is early enough in every time zone.

    Args:
        as_of: The last day of the last window.
        months: The length of each window.
        points: How many months end a window, as for `compute_trend`.
    """
    first_end = _calendar_months(as_of, points)[0].last
    return datetime.combine(window_ending(first_end, months).first, time(), UTC) - timedelta(days=1)


def completion(items: Iterable[ActionItem], window: Window, zone: tzinfo = UTC) -> Completion:
    """Return the done items among those that were created in a window and not dropped."""
    return _completion(_created(items, zone), window, window.last)


def _created(items: Iterable[ActionItem], zone: tzinfo) -> list[tuple[date, ActionItem]]:
    """Return the items, each with the day on which it was created."""
    return [(team_day(item.created_at, zone), item) for item in items]


def _completion(
    created: Iterable[tuple[date, ActionItem]], window: Window, as_of: date
) -> Completion:
    inside = [item for day, item in created if window.contains(day)]
    statuses = [item.status for item in inside]
    dropped = statuses.count(ActionStatus.DROPPED)
    not_due = sum(item.is_open and item.due is not None and item.due >= as_of for item in inside)
    return Completion(statuses.count(ActionStatus.DONE), len(inside) - dropped, dropped, not_due)


def _on_time(items: Iterable[ActionItem], window: Window, zone: tzinfo) -> Share:
    """Count the items done by their first due date, among those first due in the window."""
    due = [item for item in items if item.first_due and window.contains(item.first_due)]
    in_time = sum(
        item.status is ActionStatus.DONE
        and item.closed_at is not None
        and item.first_due is not None
        and team_day(item.closed_at, zone) <= item.first_due
        for item in due
    )
    return Share(in_time, len(due))


def _reviewed_in_time(items: Iterable[ActionItem], window: Window, zone: tzinfo) -> Share:
    """Count the items that the first meeting found done, among those it reviewed in the window."""
    first_reviews = [
        next((review for review in item.reviews if not review.between_meetings), None)
        for item in items
    ]
    reviewed = [
        review
        for review in first_reviews
        if review is not None and window.contains(team_day(review.at, zone))
    ]
    done = sum(review.status is ActionStatus.DONE for review in reviewed)
    return Share(done, len(reviewed))


def _spreads(incidents: Iterable[MeasuredIncident]) -> dict[str, Spread]:
    intervals = [interval for incident in incidents for interval in time_to(incident)]
    spreads = {}
    for name in TIME_TO:
        known = [
            (interval.minutes, interval.since_alert)
            for interval in intervals
            if interval.name == name and interval.minutes is not None
        ]
        counted = [(minutes, since_alert) for minutes, since_alert in known if minutes >= 0]
        minutes_counted = [minutes for minutes, _ in counted]
        spreads[name] = Spread(
            n=len(counted),
            mean=mean(minutes_counted) if counted else None,
            median=median(minutes_counted) if counted else None,
            negative=len(known) - len(counted),
            since_alert=sum(since_alert for _, since_alert in counted),
        )
    return spreads


def _items_as_of(
    incidents: Iterable[HasActionItems], as_of: date, zone: tzinfo
) -> list[ActionItem]:
    """Return the action items that existed when a day ended, as they stood then."""
    return [
        _as_of(item, as_of, zone)
        for incident in incidents
        for item in incident.action_items
        if team_day(item.created_at, zone) <= as_of
    ]


def _as_of(item: ActionItem, as_of: date, zone: tzinfo) -> ActionItem:
    """Return the item as open if it was closed only after the day."""
    if item.closed_at is None or team_day(item.closed_at, zone) <= as_of:
        return item
    return replace(item, status=ActionStatus.OPEN, closed_at=None)


def _count_overdue(open_items: Iterable[ActionItem], as_of: date) -> int:
    return sum(overdue_days(item, as_of) > 0 for item in open_items)


def _calendar_months(as_of: date, months: int) -> list[Window]:
    """Return the last so many calendar months, oldest first; the last one ends with the day."""
    current = arrow.get(as_of).floor("month")
    firsts = [current.shift(months=-back).date() for back in reversed(range(months))]
    nexts = [*firsts[1:], as_of + timedelta(days=1)]
    return [
        Window(first, after - timedelta(days=1)) for first, after in zip(firsts, nexts, strict=True)
    ]
