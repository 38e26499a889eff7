"""The figures as records: windows of days, shares, and the figures of a window.

Their definitions stand in CONTRIBUTING.md, "The figures".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import arrow

from db.records import ActionItem

TIME_TO = ("detect", "acknowledge", "diagnose", "fix", "recover", "verify")
"""The names of the time-to figures, in the order of the milestones that end them."""
GROUPS = ("severity", "service", "trigger", "weekday", "hour")
"""What incidents are counted by."""
QUICK = timedelta(days=30)
"""A repeat that began so soon after the latest earlier incident, or sooner, is a quick one."""


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


class Verdict(StrEnum):
    """What had become of the action items of an earlier incident when it came back."""

    NO_ACTION = "no_action"
    OPEN = "open"
    DROPPED = "dropped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Finding:
    """What had become of the action items of one earlier incident when a repeat began.

    Attributes:
        earlier: The number of the earlier incident.
        verdict: What had become of them.
        days: For `DONE` the whole days since the last of them was done, else those since the
            earlier incident began; a day has 24 hours.
        since: The whole days since the earlier incident began.
        items: The items that decide: those that were open, done or dropped. Each is as it stood,
            with the reviews that it had by then.
    """

    earlier: int
    verdict: Verdict
    days: int
    since: int
    items: tuple[ActionItem, ...]

    @property
    def meetings(self) -> int:
        """Through how many meetings the item that was carried longest had been carried by then."""
        return max((item.carried for item in self.items), default=0)


@dataclass(frozen=True, slots=True)
class Repeat:
    """An incident that repeats an earlier one, and why it came back.

    Attributes:
        number: The number of the repeat.
        began_at: When it began.
        cause: The name of the cause.
        finding: What had become of the action items of the latest earlier incident.
        is_quick: Whether it began within `QUICK` after that one.
    """

    number: int
    began_at: datetime
    cause: str
    finding: Finding
    is_quick: bool


@dataclass(frozen=True, slots=True)
class Checks(Share):
    """Of the items whose check has had a result, the share that has held.

    Attributes:
        done: How many items were done in the window, checked or not.
    """

    done: int


@dataclass(frozen=True, slots=True)
class PreventedRepeat:
    """An action item that was done, and whose cause has not come back since.

    Attributes:
        number: The number of its incident.
        slot: Its slot.
        action: Its words.
        cause: The name of the cause.
        days: The whole days from when it was done to the end of the window.
    """

    number: int
    slot: int
    action: str
    cause: str
    days: int


@dataclass(frozen=True, slots=True)
class Prevention(Share):
    """The share of the items done in a window whose cause has not come back by its last day.

    Attributes:
        items: Those items, the one that was done first first.
    """

    items: tuple[PreventedRepeat, ...]


@dataclass(frozen=True, slots=True)
class Ages:
    """How old the open action items are: the whole days since each was created.

    Attributes:
        n: How many items are open.
        median: In days; None over no items.
        oldest: In days; None over no items.
    """

    n: int
    median: float | None
    oldest: int | None


@dataclass(frozen=True, slots=True)
class Coverage(Share):
    """The share of incidents that had a meeting.

    Attributes:
        dated: Of how many of them it is known when the first one was held. An import may say that
            an incident was reviewed, and not when.
        median_days: The median of the whole days from the beginning of an incident to its first
            meeting; None over none.
        p95_days: The days within which 19 of 20 had it: the smallest number that at least 95 of
            100 do not exceed; None over none.
    """

    dated: int
    median_days: float | None
    p95_days: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The incidents of a window that have one thing in common, such as a service.

    Attributes:
        name: What they have in common, such as `SEV1`, `checkout`, `Monday` or `14`; None for
            those of which it is not known.
        incidents: How many they are.
        repeat: How many of the classified ones among them repeat an earlier one.
        recover_median: The median of their times to recover in minutes; None over none.
    """

    name: str | None
    incidents: int
    repeat: Share
    recover_median: float | None


@dataclass(frozen=True, slots=True)
class Month:
    """The rates of one calendar month, or of one quarter.

    Attributes:
        name: The month as in `2026-03`, or the quarter as in `2026Q1`.
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
        months: The length of the window; None where its days were chosen freely.
        incidents: How many incidents began in the window.
        repeat: The repeat incident rate.
        repeats: The repeats of the window, each with why it came back.
        completion: The done items among those created in the window.
        on_time: The items done by their first due date among those first due in the window.
        reviewed_in_time: The items that were done at their first review by a meeting, among those
            first reviewed in the window.
        time_to: The time-to figures by their names in `TIME_TO`.
        open_actions: How many action items are open, whenever they were created.
        overdue: How many of the open items are overdue.
        ages: How old the open items are.
        checks: Of the items done in the window, those that were checked and those that held.
        prevention: The items done in the window whose cause has not come back since.
        coverage: The incidents that had a meeting, among those that began in the window.
        by_month: The rates of each calendar month, oldest first.
        by_quarter: The rates of the calendar quarters up to the last day, oldest first.
        groups: The incidents of the window by what they have in common, by the names in `GROUPS`.
    """

    window: Window
    months: int | None
    incidents: int
    repeat: RepeatRate
    repeats: tuple[Repeat, ...]
    completion: Completion
    on_time: Share
    reviewed_in_time: Share
    time_to: dict[str, Spread]
    open_actions: int
    overdue: int
    ages: Ages
    checks: Checks
    prevention: Prevention
    coverage: Coverage
    by_month: tuple[Month, ...]
    by_quarter: tuple[Month, ...]
    groups: dict[str, tuple[Group, ...]]


def window_ending(as_of: date, months: int) -> Window:
    """Return the window of so many months that ends with a day.

    It begins on the day after the same day so many months before: 6 months that end with 30 June
    begin with 31 December.
    """
    before = arrow.get(as_of).shift(months=-months).date()
    return Window(before + timedelta(days=1), as_of)
