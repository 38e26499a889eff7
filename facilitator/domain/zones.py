"""Time zones by the names that people write, and by what they are ahead of UTC."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "SGT": 8, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "EDT": -4, "EST": -5, "CDT": -5,
    "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "HST": -10,
}  # fmt: skip
"""By a name in capitals, how far ahead of UTC it is."""
PLACES = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""Names that leave it to the date whether daylight saving is meant."""
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d\d))?")


def zone_named(name: str) -> tzinfo | None:
    """The zone of one of these names, in capitals; None for another."""
    if name in PLACES:
        return ZoneInfo(PLACES[name])
    if name not in HOURS:
        return None
    return timezone(timedelta(hours=HOURS[name]))


def zone_ahead(offset: str) -> tzinfo | None:
    """The zone so far ahead of UTC: `+02:00`, `-0500`, `+5`. None where no clock is so far off."""
    found = _OFFSET.fullmatch(offset)
    if found is None:
        return None
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 23 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if found[1] == "-" else ahead)
