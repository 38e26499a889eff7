"""Time zones by the abbreviations that people write, and by their offset from UTC."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

ZONE_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "SGT": 8, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "EDT": -4, "EST": -5, "CDT": -5,
    "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "HST": -10,
}  # fmt: skip
"""How many hours ahead of UTC the zone of an abbreviation is."""
ZONE_PLACES = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""Abbreviations that do not say whether daylight saving time is meant: the date decides."""
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d\d))?")


def zone_named(name: str) -> tzinfo | None:
    """Return the zone of an abbreviation in capitals, such as `CEST`; None for an unknown one."""
    if name in ZONE_PLACES:
        return ZoneInfo(ZONE_PLACES[name])
    if name not in ZONE_HOURS:
        return None
    return timezone(timedelta(hours=ZONE_HOURS[name]))


def zone_of_offset(offset: str) -> tzinfo | None:
    """Return the zone of an offset from UTC: `+02:00`, `-0500` or `+5`.

    None where the text is no offset, or one of a day or more.
    """
    match = _OFFSET.fullmatch(offset)
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 23 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if match[1] == "-" else ahead)
