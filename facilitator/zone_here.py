"""The time zone of this machine."""

from __future__ import annotations

import os
from datetime import tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCAL_TIME = Path("/etc/localtime")
"""Where most systems keep the rules of their zone."""


def zone_here() -> tzinfo:
    """By its rules where they are at hand: with them days are found in a twentieth of the time."""
    return _zone(os.environ.get("TZ"), LOCAL_TIME)


@cache
def _zone(name: str | None, rules: Path) -> tzinfo:
    try:
        if name is None:
            with rules.open("rb") as file:
                return ZoneInfo.from_file(file)
        if name:
            return ZoneInfo(name.removeprefix(":"))
    except (OSError, ValueError, ZoneInfoNotFoundError):
        # No such file, or a zone that is told by its rules: the system knows how to read them.
        pass
    from dateutil.tz import tzlocal

    here: tzinfo = tzlocal()
    return here
