"""Dates, times and time zones as documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from facilitator.domain import zones
from facilitator.domain.times import MONTHS, month_and_day, time_of_day

_MONTH = rf"(?P<{{}}>{'|'.join(MONTHS)})[a-z]*\.?"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?[,.]?\s+)?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_SPAN = rf"(?:\s?[-–—]\s?\d{{1,2}}{_ORDINAL}(?![\d:]))?"
"""The last day of several in one month; the first one counts."""
_DATES = (
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})",
    r"(?P<y2>\d{4})[/.](?P<m2>\d{1,2})[/.](?P<d2>\d{1,2})",
    rf"{_WEEKDAY}(?P<d3>\d{{1,2}}){_ORDINAL}{_SPAN}\.?\s+(?:of\s+)?{_MONTH.format('m3')},?\s+(?P<y3>\d{{4}})",
    rf"{_WEEKDAY}{_MONTH.format('m4')}\s+(?P<d4>\d{{1,2}}){_ORDINAL}{_SPAN},?\s+(?P<y4>\d{{4}})",
    r"(?P<d5>\d{1,2})\.\s?(?P<m5>\d{1,2})\.\s?(?P<y5>\d{4})",
    r"(?P<a6>\d{1,2})/(?P<b6>\d{1,2})/(?P<y6>\d{4})",
    # A digit too many in the year, which is there all the same.
    r"(?P<y7>(?:19|20)\d\d)\d-(?P<m7>\d{2})-(?P<d7>\d{2})",
)
_YEARLESS = (
    rf"{_WEEKDAY}(?P<d8>\d{{1,2}}){_ORDINAL}\.?\s+(?:of\s+)?{_MONTH.format('m8')}",
    rf"{_WEEKDAY}{_MONTH.format('m9')}\s+(?P<d9>\d{{1,2}}){_ORDINAL}",
)
_DATE = re.compile(rf"(?<![\w-])(?:{'|'.join(_DATES)})(?!\d|-\d)", re.IGNORECASE)
_DAY = re.compile(rf"(?<![\w-])(?:{'|'.join((*_DATES, *_YEARLESS))})(?!\d|-\d)", re.IGNORECASE)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,6})?)?)?"
    r"(?:\s*(?P<half>[apAP])\.?[mM]\.?(?![a-z]))?"
)
_FIXED = (
    "UTC", "GMT", "Z", "WET", "BST", "WEST", "CEST", "EEST", "EST", "EDT", "CST", "CDT", "MST",
    "MDT", "PST", "PDT", "IST", "SGT", "JST", "AEST", "AEDT",
)  # fmt: skip
"""Not every name that is known after a time: a heading may say MSK and mean no zone by it."""
_PLACES = zones.PLACES | {
    "CET": "Europe/Paris", "EET": "Europe/Helsinki",
    "Eastern Time": "America/New_York", "Central Time": "America/Chicago",
    "Mountain Time": "America/Denver", "Pacific Time": "America/Los_Angeles",
}  # fmt: skip
"""What a team calls the time of its office, all the year round."""
_AMBIGUOUS = {"BST", "IST", "CST"}
_ZONE = (
    r"(?:UTC|GMT|utc|gmt)(?:\s?[+-]\d{1,2}(?::?[0-5]\d)?)?|\+\d{2}:?[0-5]\d|"
    # A minus after minutes alone is the dash of a span.
    r"(?<=:\d\d:\d\d)-\d{2}:?[0-5]\d|"
    + "|".join(sorted((*_FIXED, *_PLACES), key=len, reverse=True))
    + r"|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+"
)
_ZONE_SAID = re.compile(rf"(?<![\w/+-])({_ZONE})(?![\w/])")
_TIME = re.compile(rf"{_CLOCK}(?:\s*[~≈])?(?:\s*\(?(?P<zone>{_ZONE})\)?(?![\w/]))?")
_UNTIL = re.compile(rf"\s*(?:-|–|—|to|until)\s*(?P<until>{_CLOCK.replace('?P<', '?P<u_')})(?!\d)")
_BEFORE = r"[*_`\[(~≈]*"
_AFTER = r"[*_`\])]*"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, and which of its characters say it. guessed: its year had five digits."""

    day: date
    start: int
    end: int
    guessed: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something was, as a line begins. clock: None where only a day is said.

    until: the end of a span, as written. rest: what follows, without the marks between.
    """

    day: date | None
    clock: time | None
    zone: tzinfo | None
    until: str
    rest: str
    guessed: bool = False


def find_date(text: str, year: int | None = None) -> FoundDate | None:
    """The first date that a text says; without its own year only where one is given."""
    return next(_dates(text, year), None)


def find_zone(text: str) -> tuple[str, tzinfo] | None:
    """The first time zone that a text names, in the text's word for it."""
    for found in _ZONE_SAID.finditer(text):
        zone = zone_named(found[1])
        if zone is not None:
            return found[1], zone
    return None


def zone_named(name: str) -> tzinfo | None:
    """The zone of a name such as `UTC`, `CET`, `+02:00`, `UTC+2` or `Europe/Berlin`."""
    name = " ".join(name.split())
    name = name.upper() if name[:3] in ("utc", "gmt") else name
    if name in _FIXED:
        return zones.zone_named(name)
    if offset := re.fullmatch(r"(?:UTC|GMT)?\s?([+-]\d{1,2}(?::?\d{2})?)", name):
        return zones.zone_ahead(offset[1])
    try:
        return ZoneInfo(_PLACES.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_sure(name: str) -> bool:
    """Whether a zone's name says one offset, the same all over the world and all the year."""
    return name not in _PLACES and name not in _AMBIGUOUS


def read_stamp(text: str, year: int | None = None) -> Stamp | None:
    """The stamp that a text begins with: a date, a time, or both. None: it begins with neither."""
    at = re.match(_BEFORE, text.lstrip())
    body = text.lstrip()[at.end() if at else 0 :]
    found = find_date(body, year)
    day = found if found is not None and found.start == 0 else None
    rest = body
    if day is not None:
        rest = re.sub(rf"^{_AFTER}(?:\s*(?:,|@|\bat\b)\s*|[T ]\s*|\s*[-–—]\s*(?=\d))?", "",
                      body[day.end :], count=1)  # fmt: skip
        rest = re.sub(rf"^{_BEFORE}(?=\d)", "", rest)
    clock, zone, until = None, None, ""
    said = _TIME.match(rest)
    if said is not None and (said["minute"] or said["half"]):
        clock = time_of_day(said["hour"], said["minute"], said["second"], said["half"])
    if said is not None and clock is not None:
        zone = zone_named(said["zone"]) if said["zone"] else None
        rest = rest[said.end() :]
        span = _UNTIL.match(rest)
        if span is not None and (span["u_minute"] or span["u_half"]):
            until, rest = span["until"], rest[span.end() :]
            late = re.match(rf"\s*\(?({_ZONE})\)?(?![\w/])", rest)
            if late is not None:
                zone, rest = zone_named(late[1]), rest[late.end() :]
    if day is None and clock is None:
        return None
    rest = re.sub(rf"^\s*{_AFTER}\s*(?:(?:->|=>|[-–—:→|,])\s*)?{_AFTER}\s*", "", rest, count=1)
    return Stamp(
        day.day if day else None, clock, zone, until, rest, day is not None and day.guessed
    )


def moment(day: date, clock: time, zone: tzinfo) -> datetime | None:
    """The moment in UTC; None where the calendar ends before it."""
    try:
        return datetime.combine(day, clock, zone).astimezone(UTC)
    except OverflowError:
        return None


def _dates(text: str, year: int | None) -> Iterator[FoundDate]:
    for found in (_DATE if year is None else _DAY).finditer(text):
        said = {name[0]: value for name, value in found.groupdict().items() if value is not None}
        if "a" in said:
            clear = month_and_day(int(said["a"]), int(said["b"]))
            if clear is None:
                continue
            said["m"], said["d"] = map(str, clear)
        month = said["m"].casefold()[:3]
        number = MONTHS.index(month) + 1 if month in MONTHS else int(said["m"])
        try:
            day = date(int(said.get("y", year or 1)), number, int(said["d"]))
        except ValueError:
            continue
        yield FoundDate(day, found.start(), found.end(), found["y7"] is not None)
