"""The figures as records: windows of days, shares, and the figures of a window.

Their definitions stand in CONTRIBUTING.md, "The figures".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import arrow

TIME_TO = ("detect", "acknowledge", "diagnose", "fix", "recover", "verify")
"""The names of the time-to figures, in the order of the milestones that end them."""


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both of them included."""

    first: date
    last: date

    def contains(self, day: date) -> bool:
        """Return whether a day lies in the window."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: `n` things out of `of` things."""

    n: int
    of: int

    @property
    def rate(self) -> float | None:
        """The share as a number from 0 to 1; None where it is one of nothing."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class RepeatRate(Share):
    """The share of incidents that repeat an earlier one.

    Attributes:
        unclassified: Incidents without a cause, which are counted in neither number.
        preventable: Repeats that began while an action item of an earlier incident of the same
            cause was open.
    """

    unclassified: int
    preventable: int


@dataclass(frozen=True, slots=True)
class Completion(Share):
    """The share of action items that are done.

    Attributes:
        dropped: Items that were dropped, which are counted in neither number.
        not_due: Items that are not done and whose due date is still ahead, which are counted.
    """

    dropped: int
    not_due: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean and the median of a time-to figure.

    Attributes:
        n: How many incidents have both milestones, in their order.
        mean: In minutes; None over no incidents.
        median: In minutes; None over no incidents.
        negative: How many incidents are left out because the later milestone is before the other.
        since_alert: How many of the n are counted from the first alert, since it is not known when
            their impact began.
    """

    n: int
    mean: float | None
    median: float | None
    negative: int
    since_alert: int


@dataclass(frozen=True, slots=True)
class Month:
    """The rates of one calendar month.

    Attributes:
        name: The month as in `2026-03`.
        incidents: How many incidents began in it.
        repeat: The repeat incident rate.
        completion: The completion of the action items created in it.
    """

    name: str
    incidents: int
    repeat: RepeatRate
    completion: Completion


@dataclass(frozen=True, slots=True)
class Rates:
    """The two rates of a window, and of each month; they equal those of its `Figures`."""

    window: Window
    repeat: RepeatRate
    completion: Completion
    by_month: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The two rates of the window that ends with a month.

    Attributes:
        last: The last day of the window: that of its month, or in the present month today.
        repeat: The repeat incident rate.
        completion: The completion, by what the action items had come to by that day.
    """

    last: date
    repeat: RepeatRate
    completion: Completion


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures that the home screen always shows; they equal those of the `Figures`."""

    repeat: Share
    completion: Completion
    open_actions: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a window, as they stood at the end of its last day.

    Attributes:
        window: The days that count.
        months: The length of the window.
        repeat: The repeat incident rate.
        completion: The done items among those created in the window.
        on_time: The items done by their first due date among those first due in the window.
        reviewed_in_time: The items that were done at their first review by a meeting, among those
            first reviewed in the window.
        time_to: The time-to figures by their names in `TIME_TO`.
        open_actions: How many action items are open, whenever they were created.
        overdue: How many of the open items are overdue.
        by_month: The rates of each calendar month, oldest first.
    """

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


def window_ending(as_of: date, months: int) -> Window:
    """Return the window of so many months that ends with a day.

    It begins on the day after the same day so many months before: 6 months that end with 30 June
    begin with 31 December.
    """
    before = arrow.get(as_of).shift(months=-months).date()
    return Window(before + timedelta(days=1), as_of)
