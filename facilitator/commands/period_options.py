"""The period that the options of a command choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitator.commands.days import past_day
from facilitator.commands.open_store import Failure, today
from facilitator.config.settings import Settings
from facilitator.domain.periods import (
    Period,
    days_between,
    last_full_quarter,
    months_ending,
    parse_quarter,
)
from facilitator.text import QUOTED, shortened

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""The bounds of a window: the calendar ends not far beyond, and windows reach further back."""


@dataclass(frozen=True, slots=True)
class PeriodOptions:
    """The options as typed. At most one of `months`, `since` and `quarter` is given.

    Attributes:
        months: The length of the window; None for the one in the settings.
        since: The first day of the window; "" for the one that `months` gives.
        as_of: The last day of the window; "" for today.
        quarter: A calendar quarter such as `2026Q3`; "" for none.
    """

    months: int | None = None
    since: str = ""
    as_of: str = ""
    quarter: str = ""


def chosen_period(options: PeriodOptions, settings: Settings) -> Period:
    """Return the period that the options choose.

    Raises:
        Failure: A day or a quarter is not understood or out of bounds, the window ends before it
            begins, or it begins in the future.
    """
    if options.quarter:
        return chosen_quarter(options.quarter, settings)
    last = _bounded("--as-of", options.as_of, settings)
    if not options.since:
        period = months_ending(last, options.months or settings.months)
    else:
        try:
            period = days_between(_bounded("--from", options.since, settings), last)
        except ValueError as error:
            raise Failure(f"--from {shortened(options.since, QUOTED)}: {error}") from None
    first = period.window.first
    if first > today(settings):
        raise Failure(
            f"the window {first} to {last} lies in the future: nothing has happened yet; give an"
            " earlier last day with --as-of"
        )
    return period


def chosen_quarter(typed: str, settings: Settings) -> Period:
    """Return the quarter that somebody typed; the last one that is over where nothing is typed.

    Raises:
        Failure: It is no quarter, or one that lies in the future.
    """
    day = today(settings)
    if not typed:
        return last_full_quarter(day)
    try:
        return parse_quarter(typed, day)
    except ValueError as error:
        raise Failure(f"--quarter {shortened(typed, QUOTED)}: {error}") from None


def _bounded(name: str, typed: str, settings: Settings) -> date:
    day = past_day(name, typed, settings)
    if not EARLIEST <= day <= LATEST:
        raise Failure(
            f"{name} {shortened(typed, QUOTED)}: expected a day from {EARLIEST} to {LATEST}"
        )
    return day
