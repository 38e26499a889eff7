"""Times as people and programs write them: one grammar for what is typed and what is pasted.

A time is read in two steps: `read` says what is written there, `placed` which moment that is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from facilitator.domain.zones import HOURS, PLACES, zone_ahead, zone_named

EXPECTED = "expected a time such as 09:02, 0902, +4m or 2026-03-14 09:02 (UTC)"
NOTHING_BEFORE = "+ counts from the event before, and there is none"
MUCH_EARLIER = timedelta(hours=12)
"""A time of day that lies so much before the event before it belongs to the next day."""
MUCH_LATER = timedelta(hours=23)
"""One that would lie so much after it is from just before the midnight between them."""
NEAR = timedelta(days=366)
"""Only so close to the incident is a long number taken for seconds since 1970."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""How their names begin, in any case."""

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
_NAMES = "|".join(sorted([*HOURS, *PLACES], key=len, reverse=True))
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
_MONTH = rf"(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
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


def time_of_day(hour: str, minute: str | None, second: str | None, half: str | None) -> time | None:
    """The time that these digits tell; None where a day has none such.

    half: `a` or `p` where it is of the twelve-hour clock.
    """
    hours = int(hour)
    if half and hours > 12:
        return None
    if half:
        hours = hours % 12 + (12 if half in "pP" else 0)
    try:
        return time(hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def month_and_day(one: int, other: int) -> tuple[int, int] | None:
    """Which is which in 14/3 or 3/14; None of 3/4, which is one day here and another there."""
    if one > 12 or one == other:
        return other, one
    return (one, other) if other > 12 else None


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
        half = told.get("half")
        clock = time_of_day(told["hour"], told.get("minute"), told.get("second"), half)
        if clock is not None:
            part = (told.get("part") or "")[:6].ljust(6, "0")
            return Written(found.end(), clock=clock.replace(microsecond=int(part)))
        if ":" in found[0] or half:
            wrong = f"{found[0].strip()} is no time of day"
            return Written(found.end(), clock=time(), wrong=wrong)
    return None


def _day(found: re.Match[str]) -> Written:
    told = found.groupdict()
    year = int(told["year"]) if told.get("year") else None
    if told.get("name"):
        month = MONTHS.index(told["name"].lower()) + 1
        return Written(found.end(), day=(year, month, int(told["day"])))
    if told.get("one") is None:
        return Written(found.end(), day=(year, int(told["month"]), int(told["day"])))
    one, other = int(told["one"]), int(told["other"])
    clear = month_and_day(one, other)
    unclear = f"{found[0]} can be two days: write it as 2026-03-14"
    month, day = clear or (one, other)
    return Written(found.end(), day=(year, month, day), wrong="" if clear else unclear)


def _zoned(written: Written, found: re.Match[str]) -> Written:
    told = found.groupdict()
    name = (told.get("name") or "").upper()
    if name:
        return replace(written, zone=zone_named(name), zone_name=name)
    said = told["offset"].strip()
    zone = zone_ahead(said)
    if zone is None:
        return replace(written, wrong=f"{said} is no time zone")
    return replace(written, zone=zone, zone_name=f"UTC{said}")


def _ahead(told: str) -> timedelta:
    total = timedelta()
    for number, unit in re.findall(r"(\d+)\s?([hms]?)", told.lower()):
        name = {"h": "hours", "s": "seconds"}.get(unit, "minutes")
        total += timedelta(**{name: int(number)})
    return total


def _since_1970(found: re.Match[str]) -> datetime:
    part = (found["milli"] or found["part"] or "")[:6].ljust(6, "0")
    return datetime.fromtimestamp(int(found["whole"]), UTC) + timedelta(microseconds=int(part))
