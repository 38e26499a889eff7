"""The days that people type into options, read whole or refused with one line."""

from __future__ import annotations

from datetime import date

from facilitator.commands.open_store import Failure, today
from facilitator.config.settings import Settings
from facilitator.domain.typed_days import date_order_named, parse_day, parse_past_day
from facilitator.text import QUOTED, shortened


def past_day(name: str, typed: str, settings: Settings) -> date:
    """Return the day in the past that an option holds; today where it is empty.

    Args:
        name: The option, for the message.
        typed: What was typed.
        settings: The settings, with the time zone and the order of day and month.

    Raises:
        Failure: The day is not understood.
    """
    current_day = today(settings)
    try:
        day = parse_past_day(typed, current_day, date_order_named(settings.date_order))
    except ValueError as error:
        raise Failure(f"{name} {shortened(typed, QUOTED)}: {error}") from None
    return day or current_day


def day_ahead(typed: str, settings: Settings) -> date:
    """Return the day that an argument names, such as a due date.

    Raises:
        Failure: The day is not understood, or none is given.
    """
    try:
        day = parse_day(typed, today(settings), date_order_named(settings.date_order))
    except ValueError as error:
        raise Failure(f"{shortened(typed, QUOTED)}: {error}") from None
    if day is None:
        raise Failure("the due date is missing after the items")
    return day
