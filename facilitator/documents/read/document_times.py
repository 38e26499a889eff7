"""Finding dates, times and time zones in documents, in the forms in which teams write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from facilitator.domain import time_zones
from facilitator.domain.written_times import MONTHS, month_and_day, time_of_day

_MONTH = rf"(?P<{{}}>{'|'.join(MONTHS)})[a-z]*\.?"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?[,.]?\s+)?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_UNTIL_DAY = rf"(?:\s?[-–—]\s?\d{{1,2}}{_ORDINAL}(?![\d:]))?"
"""The last day of several in one month, such as `3-5 March`; the first one counts."""
_DATE_PATTERNS = (
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})",
    r"(?P<y2>\d{4})[/.](?P<m2>\d{1,2})[/.](?P<d2>\d{1,2})",
    rf"{_WEEKDAY}(?P<d3>\d{{1,2}}){_ORDINAL}{_UNTIL_DAY}\.?\s+(?:of\s+)?{_MONTH.format('m3')},?\s+(?P<y3>\d{{4}})",
    rf"{_WEEKDAY}{_MONTH.format('m4')}\s+(?P<d4>\d{{1,2}}){_ORDINAL}{_UNTIL_DAY},?\s+(?P<y4>\d{{4}})",
    r"(?P<d5>\d{1,2})\.\s?(?P<m5>\d{1,2})\.\s?(?P<y5>\d{4})",
    r"(?P<a6>\d{1,2})/(?P<b6>\d{1,2})/(?P<y6>\d{4})",
    # A typing mistake: one digit too many after a year that makes sense.
    r"(?P<y7>(?:19|20)\d\d)\d-(?P<m7>\d{2})-(?P<d7>\d{2})",
)
_PATTERNS_WITHOUT_YEAR = (
    rf"{_WEEKDAY}(?P<d8>\d{{1,2}}){_ORDINAL}\.?\s+(?:of\s+)?{_MONTH.format('m8')}",
    rf"{_WEEKDAY}{_MONTH.format('m9')}\s+(?P<d9>\d{{1,2}}){_ORDINAL}",
)
_DATE_WITH_YEAR = re.compile(rf"(?<![\w-])(?:{'|'.join(_DATE_PATTERNS)})(?!\d|-\d)", re.IGNORECASE)
_DATE_WITH_OR_WITHOUT_YEAR = re.compile(
    rf"(?<![\w-])(?:{'|'.join((*_DATE_PATTERNS, *_PATTERNS_WITHOUT_YEAR))})(?!\d|-\d)",
    re.IGNORECASE,
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,6})?)?)?"
    r"(?:\s*(?P<half>[apAP])\.?[mM]\.?(?![a-z]))?"
)
_ABBREVIATIONS = (
    "UTC", "GMT", "Z", "WET", "BST", "WEST", "CEST", "EEST", "EST", "EDT", "CST", "CDT", "MST",
    "MDT", "PST", "PDT", "IST", "SGT", "JST", "AEST", "AEDT",
)  # fmt: skip
"""The abbreviations of zones that are recognised in documents.

`time_zones` knows more of them for what people type. In the headings and the texts of a document
some of those, such as MSK, mean something else.
"""
_ZONE_PLACES = time_zones.ZONE_PLACES | {
    "CET": "Europe/Paris", "EET": "Europe/Helsinki",
    "Eastern Time": "America/New_York", "Central Time": "America/Chicago",
    "Mountain Time": "America/Denver", "Pacific Time": "America/Los_Angeles",
}  # fmt: skip
"""The places of zones that are named by a region or by an abbreviation for all the year."""
_AMBIGUOUS_ABBREVIATIONS = {"BST", "IST", "CST"}
_ZONE = (
    r"(?:UTC|GMT|utc|gmt)(?:\s?[+-]\d{1,2}(?::?[0-5]\d)?)?|\+\d{2}:?[0-5]\d|"
    # After seconds a minus is that of an offset; after minutes it is the dash of a span of time.
    r"(?<=:\d\d:\d\d)-\d{2}:?[0-5]\d|"
    + "|".join(sorted((*_ABBREVIATIONS, *_ZONE_PLACES), key=len, reverse=True))
    + r"|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+"
)
_ZONE_IN_TEXT = re.compile(rf"(?<![\w/+-])({_ZONE})(?![\w/])")
_TIME = re.compile(rf"{_CLOCK}(?:\s*[~≈])?(?:\s*\(?(?P<zone>{_ZONE})\)?(?![\w/]))?")
_UNTIL = re.compile(rf"\s*(?:-|–|—|to|until)\s*(?P<until>{_CLOCK.replace('?P<', '?P<u_')})(?!\d)")
_MARKS_BEFORE = r"[*_`\[(~≈]*"
_MARKS_AFTER = r"[*_`\])]*"


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text.

    Attributes:
        day: The date.
        start, end: The indexes in the text between which the date is written.
        is_guess: Whether the year was written with five digits.
    """

    day: date
    start: int
    end: int
    is_guess: bool


@dataclass(frozen=True, slots=True)
class LeadingTime:
    """The date and the time of day with which a text begins.

    Attributes:
        day: The date; None where only a time is written.
        clock: The time of day; None where only a date is written.
        zone: The time zone behind the time; None where none is written.
        until: The end of a span of time, as written; "" where there is none.
        rest: The text that follows, without the punctuation between.
        is_guess: Whether the date is a guess (see `DateMatch`).
    """

    day: date | None
    clock: time | None
    zone: tzinfo | None
    until: str
    rest: str
    is_guess: bool = False


def find_date(text: str, year: int | None = None) -> DateMatch | None:
    """Return the first date in a text, or None.

    Args:
        text: The text.
        year: The year of dates that are written without one; None to skip such dates.
    """
    return next(_dates(text, year), None)


def find_zone(text: str) -> tuple[str, tzinfo] | None:
    """Return the first time zone in a text with the name that the text gives it, or None."""
    for match in _ZONE_IN_TEXT.finditer(text):
        zone = zone_named(match[1])
        if zone is not None:
            return match[1], zone
    return None


def zone_named(name: str) -> tzinfo | None:
    """Return the zone of a name such as `UTC`, `CET`, `+02:00`, `UTC+2` or `Europe/Berlin`."""
    name = " ".join(name.split())
    name = name.upper() if name[:3] in ("utc", "gmt") else name
    if name in _ABBREVIATIONS:
        return time_zones.zone_named(name)
    if offset := re.fullmatch(r"(?:UTC|GMT)?\s?([+-]\d{1,2}(?::?\d{2})?)", name):
        return time_zones.zone_of_offset(offset[1])
    try:
        return ZoneInfo(_ZONE_PLACES.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_unambiguous(name: str) -> bool:
    """Whether the name of a zone means the same offset all over the world and all the year."""
    return name not in _ZONE_PLACES and name not in _AMBIGUOUS_ABBREVIATIONS


def read_leading_time(text: str, year: int | None = None) -> LeadingTime | None:
    """Return the date, the time or both with which a text begins; None where it begins otherwise.

    Args:
        text: The text. Markdown marks before and after the time make no difference.
        year: The year of dates that are written without one.
    """
    marks = re.match(_MARKS_BEFORE, text.lstrip())
    rest = text.lstrip()[marks.end() if marks else 0 :]
    found = find_date(rest, year)
    date_match = found if found is not None and found.start == 0 else None
    if date_match is not None:
        between = rf"^{_MARKS_AFTER}(?:\s*(?:,|@|\bat\b)\s*|[T ]\s*|\s*[-–—]\s*(?=\d))?"
        rest = re.sub(between, "", rest[date_match.end :], count=1)
        rest = re.sub(rf"^{_MARKS_BEFORE}(?=\d)", "", rest)
    clock, zone, until, rest = _read_clock(rest)
    if date_match is None and clock is None:
        return None
    dash = rf"^\s*{_MARKS_AFTER}\s*(?:(?:->|=>|[-–—:→|,])\s*)?{_MARKS_AFTER}\s*"
    rest = re.sub(dash, "", rest, count=1)
    if date_match is None:
        return LeadingTime(None, clock, zone, until, rest)
    return LeadingTime(date_match.day, clock, zone, until, rest, date_match.is_guess)


def _read_clock(text: str) -> tuple[time | None, tzinfo | None, str, str]:
    """Return the time of day that a text begins with, its zone, the end of its span and the rest.

    A number alone is not a time of day: it has minutes, or is followed by am or pm.
    """
    match = _TIME.match(text)
    if match is None or not (match["minute"] or match["half"]):
        return None, None, "", text
    clock = time_of_day(match["hour"], match["minute"], match["second"], match["half"])
    if clock is None:
        return None, None, "", text
    zone = zone_named(match["zone"]) if match["zone"] else None
    rest, until = text[match.end() :], ""
    span = _UNTIL.match(rest)
    if span is not None and (span["u_minute"] or span["u_half"]):
        until, rest = span["until"], rest[span.end() :]
        zone_after = re.match(rf"\s*\(?({_ZONE})\)?(?![\w/])", rest)
        if zone_after is not None:
            zone, rest = zone_named(zone_after[1]), rest[zone_after.end() :]
    return clock, zone, until, rest


def moment_in_utc(day: date, clock: time, zone: tzinfo) -> datetime | None:
    """Return a moment in UTC; None where the calendar ends before it."""
    try:
        return datetime.combine(day, clock, zone).astimezone(UTC)
    except OverflowError:
        return None


def _dates(text: str, year: int | None) -> Iterator[DateMatch]:
    pattern = _DATE_WITH_YEAR if year is None else _DATE_WITH_OR_WITHOUT_YEAR
    for match in pattern.finditer(text):
        # The names of the groups are one letter (year, month, day) and the number of the pattern.
        groups = {name[0]: value for name, value in match.groupdict().items() if value is not None}
        if "a" in groups:
            # Two numbers with a slash between: which of them is the month?
            order = month_and_day(int(groups["a"]), int(groups["b"]))
            if order is None:
                continue
            groups["m"], groups["d"] = map(str, order)
        month = groups["m"].casefold()[:3]
        number = MONTHS.index(month) + 1 if month in MONTHS else int(groups["m"])
        try:
            day = date(int(groups.get("y", year or 1)), number, int(groups["d"]))
        except ValueError:
            continue
        yield DateMatch(day, match.start(), match.end(), match["y7"] is not None)
