"""Times as people and programs write them: one grammar for what is typed and what is pasted.

A time is read in two steps: `read` says what is written there, `placed` which moment that is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

EXPECTED = "expected a time such as 09:02, 0902, +4m or 2026-03-14 09:02 (UTC)"
NOTHING_BEFORE = "+ counts from the event before, and there is none"
MUCH_EARLIER = timedelta(hours=12)
"""A time of day that lies so much before the event before it belongs to the next day."""
MUCH_LATER = timedelta(hours=23)
"""One that would lie so much after it is from just before the midnight between them."""
NEAR = timedelta(days=366)
"""Only so close to the incident is a long number taken for seconds since 1970."""

_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "SGT": 8, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "EDT": -4, "EST": -5, "CDT": -5,
    "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "HST": -10,
}  # fmt: skip
_PLACES = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""Names that leave it to the date whether daylight saving is meant."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_UNIT = r"\s?(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
_AHEAD = re.compile(
    rf"\+\s?(\d{{1,5}}(?:{_UNIT}(?:\s?\d{{1,5}}{_UNIT}){{0,2}})?)(?!\w|[:.]\d|%)", re.IGNORECASE
)
_CLOCKS = (
    re.compile(
        r"(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
        r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?![:.]\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<hour>\d{1,2})\s?(?P<half>[ap])\.?m\b\.?", re.IGNORECASE),
    re.compile(r"(?P<hour>\d{1,2})\.(?P<minute>\d\d)(?:\.(?P<second>\d\d))?(?![:.,/-]\d)"),
    re.compile(r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?![:.,/-]\d)"),
)
_SHORT = re.compile(r"(?P<hour>\d)(?P<minute>\d\d)")
_NAMES = "|".join(sorted([*_HOURS, *_PLACES], key=len, reverse=True))
_LAST = re.compile(rf"(?:(?=(?:{_NAMES})(?!\w))|(?![^\W_]))(?!\s?%)", re.IGNORECASE)
"""A time ends where no letter or digit goes on, but for its zone."""
_ZONE = re.compile(
    rf"\s?(?P<open>\()?(?:(?:UTC|GMT)(?P<offset>[+-]\d{{1,2}}(?::?\d\d)?)|(?P<name>{_NAMES}))"
    r"(?(open)\))(?![\w/])"
)
_LOWER_ZONE = re.compile(r"\s?(?P<name>z|utc)(?!\w)", re.IGNORECASE)
_OFFSET = re.compile(r"(?P<offset>\+\d\d(?::?\d\d)?| [+-]\d{4})(?!\w|:\d)")
_OFFSET_OF_DATED = re.compile(r"(?P<offset>[+-]\d\d(?::?\d\d)?| [+-]\d{4})(?!\w|:\d)")

_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DATES = (
    re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?=[T ]\d{4})", re.IGNORECASE),
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ./-]{{0,2}}{_MONTH}(?:,?[ /-]{_YEAR})?+",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,? {_YEAR})?+",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?+"),
    re.compile(r"(?P<one>\d{1,2})/(?P<other>\d{1,2})(?:/(?P<year>\d{4}))?+"),
)
_GLUE = re.compile(r"T(?=\d)|:(?=\d\d:)|\s*(?:[,;|@–—-]\s*)?(?:at\s+)?", re.IGNORECASE)
_SINCE_1970 = re.compile(r"(?P<whole>1\d{9})(?:\.(?P<part>\d{1,9})|(?P<milli>\d{3}))?(?![\w.])")


@dataclass(frozen=True, slots=True)
class Written:
    """A time as it is written at the start of a text; what is not written is None.

    end: how many characters it takes. clock: of the day, in `zone`. day: its year is None where it
    is not written. ahead: after the event before. moment: a time that stands for itself.
    wrong: why it can be no moment, in words.
    """

    end: int
    clock: time | None = None
    day: tuple[int | None, int, int] | None = None
    zone: tzinfo | None = None
    zone_name: str = ""
    ahead: timedelta | None = None
    moment: datetime | None = None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A moment in UTC, and how it came to its day: "" where that is plain."""

    at: datetime
    how: str = ""


def read(text: str, *, short: bool = False) -> Written | None:
    """The time that the text begins with, or None.

    short: whether `902` is one too, as where nothing but a time is expected.
    """
    if ahead := _AHEAD.match(text):
        return Written(ahead.end(), ahead=_ahead(ahead[1]))
    if since := _SINCE_1970.match(text):
        return Written(since.end(), moment=_since_1970(since))
    dated = read_day(text)
    start = 0
    zone = None
    if dated is not None:
        glue = _GLUE.match(text, dated.end)
        start = glue.end() if glue else dated.end
    elif zone := _ZONE.match(text):
        start = zone.end() + (text[zone.end() : zone.end() + 1] == " ")
    clock = _clock(text, start, short=short)
    if clock is None:
        return None
    if dated is not None:
        clock = replace(clock, day=dated.day, wrong=dated.wrong or clock.wrong)
    return _zoned(clock, zone) if zone else with_zone(clock, text)


def read_day(text: str) -> Written | None:
    """The day that the text begins with, without a time; or None."""
    for pattern in _DATES:
        if found := pattern.match(text):
            return _day(found)
    return None


def with_zone(written: Written, text: str) -> Written:
    """The same with the zone that follows it in the text, if one does."""
    if written.zone is not None:
        return written
    offset = _OFFSET if written.day is None else _OFFSET_OF_DATED
    for pattern in (_ZONE, offset, _LOWER_ZONE):
        if found := pattern.match(text, written.end):
            return replace(_zoned(written, found), end=found.end())
    return written


def placed(
    written: Written,
    on: date,
    before: datetime | None,
    zone: tzinfo = UTC,
    *,
    passes_midnight: bool = True,
) -> Placed:
    """The moment that is meant.

    on: the day of a time that comes without one, where no event is before it. zone: of times that
    come without one. passes_midnight: false where a time of day stays on the day of `before`.

    Raises:
        ValueError: there is no such moment, in words.
    """
    if written.wrong:
        raise ValueError(written.wrong)
    try:
        if written.ahead is not None:
            if before is None:
                raise ValueError(NOTHING_BEFORE)
            return Placed(before + written.ahead)
        if written.moment is not None:
            middle = datetime.combine(on, time(12), UTC)
            if abs(written.moment - middle) > NEAR:
                raise ValueError("seconds since 1970, more than a year from the incident")
            return Placed(written.moment, "seconds since 1970")
        if written.clock is None:
            raise ValueError(EXPECTED)
        there = written.zone or zone
        if written.day is not None:
            return Placed(_on(_nearest(written.day, on), written.clock, there, before))
        if before is None:
            return Placed(_on(on, written.clock, there, before))
        return _after(before, written.clock, there, passes_midnight=passes_midnight)
    except OverflowError:
        raise ValueError(EXPECTED) from None


def day_of(written: Written, on: date) -> date:
    """The day that is written; without a year, the one closest to `on`.

    Raises:
        ValueError: there is no such day, in words.
    """
    if written.wrong or written.day is None:
        raise ValueError(written.wrong or EXPECTED)
    return _nearest(written.day, on)


def _after(before: datetime, clock: time, zone: tzinfo, *, passes_midnight: bool) -> Placed:
    day = before.astimezone(zone).date()
    at = _on(day, clock, zone, before)
    if not passes_midnight:
        return Placed(at)
    if before - at > MUCH_EARLIER:
        return Placed(_on(day + timedelta(days=1), clock, zone, before), "past midnight")
    if at - before > MUCH_LATER:
        return Placed(_on(day - timedelta(days=1), clock, zone, before), "before midnight")
    return Placed(at)


def _on(day: date, clock: time, zone: tzinfo, before: datetime | None) -> datetime:
    there = datetime.combine(day, clock, zone)
    at = there.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise ValueError(f"there was no {clock:%H:%M} on that day: the clocks went forward")
    again = there.replace(fold=1).astimezone(UTC)
    return again if before is not None and at < before <= again else at


def _nearest(day: tuple[int | None, int, int], on: date) -> date:
    year, month, of_month = day
    years = [year] if year is not None else [on.year, on.year - 1, on.year + 1]
    days = []
    for each in years:
        try:
            days.append(date(each, month, of_month))
        except ValueError:
            continue
    if not days:
        raise ValueError("there is no such day")
    return min(days, key=lambda each: abs(each - on))


def _clock(text: str, start: int, *, short: bool) -> Written | None:
    for pattern in (*_CLOCKS, _SHORT) if short else _CLOCKS:
        found = pattern.match(text, start)
        if found is None or not _LAST.match(text, found.end()):
            continue
        told = found.groupdict()
        hour, minute = int(told["hour"]), int(told.get("minute") or 0)
        second, part = int(told.get("second") or 0), (told.get("part") or "")[:6].ljust(6, "0")
        half = (told.get("half") or "").lower()
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 99
        try:
            return Written(found.end(), clock=time(hour, minute, second, int(part)))
        except ValueError:
            if ":" not in found[0] and not half:
                continue
            wrong = f"{found[0].strip()} is no time of day"
            return Written(found.end(), clock=time(), wrong=wrong)
    return None


def _day(found: re.Match[str]) -> Written:
    told = found.groupdict()
    year = int(told["year"]) if told.get("year") else None
    if told.get("name"):
        month = _MONTHS.index(told["name"].lower()) + 1
        return Written(found.end(), day=(year, month, int(told["day"])))
    if told.get("one") is None:
        return Written(found.end(), day=(year, int(told["month"]), int(told["day"])))
    one, other = int(told["one"]), int(told["other"])
    if one > 12 or one == other:
        return Written(found.end(), day=(year, other, one))
    unclear = f"{found[0]} can be two days: write it as 2026-03-14"
    return Written(found.end(), day=(year, one, other), wrong="" if other > 12 else unclear)


def _zoned(written: Written, found: re.Match[str]) -> Written:
    told = found.groupdict()
    name = (told.get("name") or "").upper()
    if name in _PLACES:
        return replace(written, zone=ZoneInfo(_PLACES[name]), zone_name=name)
    if name:
        there = timezone(timedelta(hours=_HOURS[name]))
        return replace(written, zone=there, zone_name=name)
    said = told["offset"].strip()
    digits = said[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 23 or minutes > 59:
        return replace(written, wrong=f"{said} is no time zone")
    offset = timedelta(hours=hours, minutes=minutes)
    there = timezone(-offset if said[0] == "-" else offset)
    return replace(written, zone=there, zone_name=f"UTC{said}")


def _ahead(told: str) -> timedelta:
    total = timedelta()
    for number, unit in re.findall(r"(\d+)\s?([hms]?)", told.lower()):
        name = {"h": "hours", "s": "seconds"}.get(unit, "minutes")
        total += timedelta(**{name: int(number)})
    return total


def _since_1970(found: re.Match[str]) -> datetime:
    part = (found["milli"] or found["part"] or "")[:6].ljust(6, "0")
    return datetime.fromtimestamp(int(found["whole"]), UTC) + timedelta(microseconds=int(part))
