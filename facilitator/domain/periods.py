"""The periods that figures are counted over: months that end with a day, quarters, any two days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import arrow

from facilitator.domain.figure_types import Window, window_ending
from facilitator.text import counted

QUARTER_MONTHS = 3
QUARTERS = 8
"""How many calendar quarters stand beside the figures of a period: two years of them."""
EXPECTED_QUARTER = "expected a quarter such as 2026Q3"
_QUARTER = re.compile(r"(\d{4})[ -]?[qQ]([1-4])")


@dataclass(frozen=True, slots=True)
class Period:
    """A window with what it is called.

    Attributes:
        window: Its days. The last one is that on which action items are looked at.
        months: How many months long it is; None where its days were chosen freely.
        quarter: The calendar quarter that it is, such as `2026Q3`; "" for any other.
    """

    window: Window
    months: int | None
    quarter: str = ""

    @property
    def last(self) -> date:
        """The last day of the window."""
        return self.window.last

    @property
    def name(self) -> str:
        """What it is called: `2026Q3`, `6 months` or `31 days`."""
        if self.quarter:
            return self.quarter
        if self.months is not None:
            return counted(self.months, "month")
        return counted((self.last - self.window.first).days + 1, "day")

    @property
    def days_in_words(self) -> str:
        """Its days, such as `1 Jul to 30 Sep 2026`."""
        first, last = self.window.first, self.window.last
        year = f" {first.year}" if first.year != last.year else ""
        return f"{first.day} {first:%b}{year} to {last.day} {last:%b %Y}"


def months_ending(as_of: date, months: int) -> Period:
    """Return the period of so many months that ends with a day."""
    return Period(window_ending(as_of, months), months)


def days_between(first: date, last: date) -> Period:
    """Return the period of any two days, both of them included.

    Raises:
        ValueError: The last day is before the first.
    """
    if last < first:
        raise ValueError(
            f"the window ends on {last}, before it begins on {first}: give the earlier day first"
        )
    return Period(Window(first, last), None)


def quarter_of(day: date, today: date) -> Period:
    """Return the calendar quarter of a day; one that still runs ends with the present day."""
    first = arrow.get(day).floor("quarter").date()
    last = arrow.get(first).shift(months=QUARTER_MONTHS).date() - timedelta(days=1)
    ends = today if first <= today < last else last
    return Period(Window(first, ends), QUARTER_MONTHS, _quarter_name(first))


def parse_quarter(text: str, today: date) -> Period:
    """Return the quarter that somebody typed, such as `2026Q3`, `2026-q3` or `2026 Q3`.

    Raises:
        ValueError: The text is no quarter, or one that begins after the present day.
    """
    match = _QUARTER.fullmatch(text.strip())
    year = int(match[1]) if match else 0
    if match is None or not 1900 <= year <= 2999:
        raise ValueError(EXPECTED_QUARTER)
    first = date(year, QUARTER_MONTHS * int(match[2]) - 2, 1)
    if first > today:
        latest = quarter_of(today, today).name
        raise ValueError(
            f"it begins on {first}, which is in the future: write a quarter up to {latest}"
        )
    return quarter_of(first, today)


def last_full_quarter(today: date) -> Period:
    """Return the last calendar quarter that is over."""
    return quarter_of(quarter_of(today, today).window.first - timedelta(days=1), today)


def shifted(period: Period, by: int, today: date) -> Period:
    """Return the period that lies so many of its kind later, or earlier where that is negative.

    A quarter gives a quarter. Other periods move by their own length, and none ends after today.
    """
    if period.quarter:
        moved = arrow.get(period.window.first).shift(months=QUARTER_MONTHS * by).date()
        return period if moved > today else quarter_of(moved, today)
    if period.months is not None:
        last = arrow.get(period.last).shift(months=period.months * by).date()
        return months_ending(min(last, today), period.months)
    length = (period.window.last - period.window.first + timedelta(days=1)) * by
    window = period.window
    return days_between(window.first + length, window.last + length)


def months_of(period: Period) -> list[Window]:
    """Return the calendar months of a period, oldest first; the last one ends with its last day.

    A period of so many months has as many of them. The first is a whole month, also where the
    period begins within it.
    """
    current = arrow.get(period.last).floor("month")
    count = period.months
    if count is None:
        first = period.window.first
        count = 12 * (current.year - first.year) + current.month - first.month + 1
    return _spans([current.shift(months=-back).date() for back in reversed(range(count))], period)


def quarters_to(period: Period) -> list[tuple[str, Window]]:
    """Return the calendar quarters up to a period's last day with their names, oldest first.

    There are `QUARTERS` of them, and the last one ends with that day.
    """
    current = arrow.get(period.last).floor("quarter")
    firsts = [
        current.shift(months=-QUARTER_MONTHS * back).date() for back in reversed(range(QUARTERS))
    ]
    spans = _spans(firsts, period)
    return [(_quarter_name(span.first), span) for span in spans]


def course_of(period: Period, points: int) -> list[Window]:
    """Return the windows that end with each of the last months, oldest first.

    Each is as long as the period, and the last one is the period itself. Those of a quarter are
    three whole calendar months; those of days that were chosen freely are their calendar months.
    """
    if period.months is None:
        return months_of(period)[-points:]
    current = arrow.get(period.last).floor("month")
    firsts = [current.shift(months=-back).date() for back in reversed(range(points))]
    ends = [span.last for span in _spans(firsts, period)]
    if not period.quarter:
        return [window_ending(end, period.months) for end in ends]
    back = 1 - QUARTER_MONTHS
    windows = [Window(arrow.get(end).floor("month").shift(months=back).date(), end) for end in ends]
    return [*windows[:-1], period.window]


def needed_since(period: Period, points: int = 1) -> datetime:
    """Return from when on incidents and action items can count for the figures of a period.

    It lies a day before the first day that counts, so that it is early enough in every time zone.

    Args:
        period: The period.
        points: How many months its course has, as for `course_of`.
    """
    firsts = [quarters_to(period)[0][1].first, months_of(period)[0].first, period.window.first]
    windows = [window for window in course_of(period, points) if window.first < min(firsts)]
    return start_of(min([Window(min(firsts), period.last), *windows], key=lambda span: span.first))


def start_of(window: Window) -> datetime:
    """Return a moment before the window begins in any time zone: a day before, in UTC."""
    return datetime.combine(window.first, time(), UTC) - timedelta(days=1)


def _spans(firsts: list[date], period: Period) -> list[Window]:
    """Return the spans that begin with these days; the last one ends with the period."""
    nexts = [*firsts[1:], period.last + timedelta(days=1)]
    return [
        Window(first, after - timedelta(days=1)) for first, after in zip(firsts, nexts, strict=True)
    ]


def _quarter_name(first: date) -> str:
    return f"{first.year}Q{(first.month - 1) // QUARTER_MONTHS + 1}"
