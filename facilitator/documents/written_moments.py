"""Moments as our Markdown writes them and reads them back: `2026-03-14 09:02 UTC`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d{6})?)?) UTC")


def write_clock(clock: time) -> str:
    """Return a time of day: seconds and what is smaller are written only where there are any."""
    if clock.microsecond:
        return clock.isoformat("microseconds")
    return clock.isoformat("seconds" if clock.second else "minutes")


def write_moment(at: datetime | None) -> str:
    """Return a moment in UTC; "" for None."""
    if at is None:
        return ""
    at = at.astimezone(UTC).replace(tzinfo=None)
    return f"{at.date().isoformat()} {write_clock(at.time())} UTC"


def read_moment(text: str) -> datetime | None:
    """Return the moment of a text as `write_moment` writes it; None for any other text."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return datetime.fromisoformat(f"{match[1]} {match[2]}").replace(tzinfo=UTC)
    except ValueError:
        return None
