"""The figures: how often incidents repeat, and what becomes of action items.

Definitions: `product.md`, "The figures"; the repeat incident rate is the article's metric. Days are
days of the team's time zone, except that incidents are placed by the UTC day on which they began.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from operator import itemgetter
from statistics import mean, median
from uuid import UUID

import arrow

from db.records import ActionItem, Incident
from db.words import ActionStatus
from facilitator.domain.due import overdue_days
from facilitator.domain.timeline import time_to

FOREVER = datetime.max.replace(tzinfo=UTC)
_Start = tuple[datetime, bool]
"""A moment, and whether what begins at that very moment comes too early."""
TIME_TO = ("detect", "acknowledge", "diagnose", "fix", "recover", "verify")


@dataclass(frozen=True, slots=True)
class Window:
    """Both days are included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Share:
    """n of so many."""

    n: int
    of: int

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None over nothing."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class RepeatRate(Share):
    """unclassified: incidents without a cause, left out. preventable: see `preventable`."""

    unclassified: int
    preventable: int


@dataclass(frozen=True, slots=True)
class Completion(Share):
    """dropped: items left out because they were dropped."""

    dropped: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean and median of a time-to figure, in minutes, over n incidents.

    negative: incidents left out because the later stamp stands before the earlier one.
    since_alert: how many of the n count from the first alert because the impact's begin is unknown.
    """

    n: int
    mean: float | None
    median: float | None
    negative: int
    since_alert: int


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month's figures; `name` as in 2026-03."""

    name: str
    incidents: int
    repeat: RepeatRate
    completion: Completion


@dataclass(frozen=True, slots=True)
class Rates:
    """The two rates of a window and their course; the same as in its `Figures`."""

    window: Window
    repeat: RepeatRate
    completion: Completion
    by_month: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of a window that are always in sight; the same as in its `Figures`."""

    repeat: Share
    completion: Completion
    open_actions: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of a window, as it stood at the end of the window's last day."""

    window: Window
    months: int
    repeat: RepeatRate
    completion: Completion
    on_time: Share
    reviewed_in_time: Share
    time_to: dict[str, Spread]
    open_actions: int
    overdue: int
    by_month: tuple[Month, ...]


def figures(incidents: Sequence[Incident], as_of: date, months: int, zone: tzinfo = UTC) -> Figures:
    """All figures for the window of so many months that ends with the day `as_of`.

    From whole incidents, or as `Overview.measured` reads them.
    """
    found = rates(incidents, as_of, months, zone)
    window, items = found.window, _standing(incidents, as_of, zone)
    open_items = [item for item in items if item.is_open]
    return Figures(
        window=window,
        months=months,
        repeat=found.repeat,
        completion=found.completion,
        on_time=_on_time(items, window, zone),
        reviewed_in_time=_reviewed_in_time(items, window, zone),
        time_to=_spreads(each for each in incidents if window.holds(_began_on(each))),
        open_actions=len(open_items),
        overdue=_overdue(open_items, as_of),
        by_month=found.by_month,
    )


def rates(outlines: Sequence[Incident], as_of: date, months: int, zone: tzinfo = UTC) -> Rates:
    """The rates of that window, from incidents as `Overview.outlines` reads them."""
    window = window_of(as_of, months)
    repeats = _Repeats(outlines)
    made = _made(_standing(outlines, as_of, zone), zone)
    return Rates(
        window=window,
        repeat=repeats.rate(window),
        completion=_completion(made, window),
        by_month=tuple(
            Month(
                f"{month.first:%Y-%m}",
                sum(month.holds(day) for day in repeats.days),
                repeats.rate(month),
                _completion(made, month),
            )
            for month in _calendar_months(as_of, months)
        ),
    )


def headline(
    outlines: Sequence[Incident], as_of: date, months: int, zone: tzinfo = UTC
) -> Headline:
    """The few figures always in sight, from incidents as `Overview.outlines` reads them."""
    window = window_of(as_of, months)
    items = _standing(outlines, as_of, zone)
    open_items = [item for item in items if item.is_open]
    return Headline(
        repeat=repeat_rate(outlines, window),
        completion=completion(items, window, zone),
        open_actions=len(open_items),
        overdue=_overdue(open_items, as_of),
    )


def since(as_of: date, months: int) -> datetime:
    """From when on incidents and action items count for a window, wherever its days begin."""
    return datetime.combine(window_of(as_of, months).first, time(), UTC) - timedelta(days=1)


def window_of(as_of: date, months: int) -> Window:
    """The window that ends with this day: from the day after the same day so many months before."""
    before = arrow.get(as_of).shift(months=-months).date()
    return Window(before + timedelta(days=1), as_of)


def earlier_of_same_cause(incident: Incident, incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents that a person linked to the same cause and that began before."""
    if incident.cause is None:
        return []
    return [
        other
        for other in incidents
        if other.cause is not None
        and other.cause.id == incident.cause.id
        and other.began < incident.began
    ]


def repeat_rate(incidents: Sequence[Incident], window: Window) -> RepeatRate:
    """The share of classified incidents in the window with an earlier one of the same cause."""
    return _Repeats(incidents).rate(window)


def completion(items: Iterable[ActionItem], window: Window, zone: tzinfo = UTC) -> Completion:
    """Done among the items created in the window and not dropped."""
    return _completion(_made(items, zone), window)


class _Repeats:
    """Incidents, ready to be told of in any window. days: on which each began."""

    def __init__(self, incidents: Sequence[Incident]) -> None:
        began = [each.began for each in incidents]
        self.days = [at.astimezone(UTC).date() for at in began]
        self._incidents = incidents
        self._began = began
        self._firsts: dict[UUID, datetime] = {}
        self._spans: dict[UUID, list[tuple[_Start, datetime]]] = defaultdict(list)
        for each, at in zip(incidents, began, strict=True):
            if each.cause is not None:
                self._firsts[each.cause.id] = min(at, self._firsts.get(each.cause.id, at))
                self._spans[each.cause.id].extend(_open_spans(each, at))
        self._ends: dict[UUID, list[datetime]] = {}
        for cause, spans in self._spans.items():
            spans.sort()
            # Of the items that counted by then, the one that was open for longest.
            self._ends[cause] = list(accumulate((end for _, end in spans), max))

    def rate(self, window: Window) -> RepeatRate:
        """The share of classified incidents in the window with an earlier one of the same cause."""
        inside = [place for place, day in enumerate(self.days) if window.holds(day)]
        causes = [(self._incidents[place].cause, self._began[place]) for place in inside]
        classified = [(cause.id, began) for cause, began in causes if cause is not None]
        repeats = [(cause, began) for cause, began in classified if self._firsts[cause] < began]
        return RepeatRate(
            n=len(repeats),
            of=len(classified),
            unclassified=len(causes) - len(classified),
            preventable=sum(self._preventable(cause, began) for cause, began in repeats),
        )

    def _preventable(self, cause: UUID, began: datetime) -> bool:
        """Whether an action item of an earlier one of the cause was open at that moment."""
        counted = bisect_right(self._spans[cause], (began, False), key=itemgetter(0))
        return counted > 0 and self._ends[cause][counted - 1] > began


def _made(items: Iterable[ActionItem], zone: tzinfo) -> list[tuple[date, ActionStatus]]:
    return [(_day(item.created_at, zone), item.status) for item in items]


def _completion(made: Iterable[tuple[date, ActionStatus]], window: Window) -> Completion:
    inside = [status for day, status in made if window.holds(day)]
    dropped = inside.count(ActionStatus.DROPPED)
    return Completion(inside.count(ActionStatus.DONE), len(inside) - dropped, dropped)


def _on_time(items: Iterable[ActionItem], window: Window, zone: tzinfo) -> Share:
    due = [item for item in items if item.first_due and window.holds(item.first_due)]
    in_time = sum(
        item.status is ActionStatus.DONE
        and item.closed_at is not None
        and item.first_due is not None
        and _day(item.closed_at, zone) <= item.first_due
        for item in due
    )
    return Share(in_time, len(due))


def _reviewed_in_time(items: Iterable[ActionItem], window: Window, zone: tzinfo) -> Share:
    reviewed = [
        item for item in items if item.reviews and window.holds(_day(item.reviews[0].at, zone))
    ]
    done = sum(item.reviews[0].status is ActionStatus.DONE for item in reviewed)
    return Share(done, len(reviewed))


def _spreads(incidents: Iterable[Incident]) -> dict[str, Spread]:
    found = [figure for incident in incidents for figure in time_to(incident)]
    spreads = {}
    for name in TIME_TO:
        known = [each for each in found if each.name == name and each.minutes is not None]
        counted = [each for each in known if each.minutes is not None and each.minutes >= 0]
        minutes = [each.minutes for each in counted if each.minutes is not None]
        spreads[name] = Spread(
            n=len(minutes),
            mean=mean(minutes) if minutes else None,
            median=median(minutes) if minutes else None,
            negative=len(known) - len(counted),
            since_alert=sum(each.since_alert for each in counted),
        )
    return spreads


def _open_spans(incident: Incident, began: datetime) -> Iterator[tuple[_Start, datetime]]:
    """From when to when each of its action items was open for a repeat to begin in."""
    for item in incident.action_items:
        if item.is_open or item.closed_at is not None:
            yield max((item.created_at, False), (began, True)), item.closed_at or FOREVER


def _standing(incidents: Iterable[Incident], as_of: date, zone: tzinfo) -> list[ActionItem]:
    """The action items that there were when that day ended, as they stood then."""
    return [
        _as_of(item, as_of, zone)
        for each in incidents
        for item in each.action_items
        if _day(item.created_at, zone) <= as_of
    ]


def _overdue(open_items: Iterable[ActionItem], as_of: date) -> int:
    return sum(overdue_days(item, as_of) > 0 for item in open_items)


def _as_of(item: ActionItem, as_of: date, zone: tzinfo) -> ActionItem:
    """The item as it stood when that day ended."""
    if item.closed_at is None or _day(item.closed_at, zone) <= as_of:
        return item
    return replace(item, status=ActionStatus.OPEN, closed_at=None)


def _calendar_months(as_of: date, months: int) -> list[Window]:
    this = arrow.get(as_of).floor("month")
    firsts = [this.shift(months=-back).date() for back in reversed(range(months))]
    nexts = [*firsts[1:], as_of + timedelta(days=1)]
    return [
        Window(first, after - timedelta(days=1)) for first, after in zip(firsts, nexts, strict=True)
    ]


def _began_on(incident: Incident) -> date:
    return incident.began.astimezone(UTC).date()


def _day(moment: datetime, zone: tzinfo) -> date:
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()  # the first or the last day of the calendar
