"""Times as people and programs write them: one grammar for what is typed and what is pasted.

A time is read in two steps: `read_time` says what is written, without knowing the incident, and
`place_time` says which moment is meant, from the day of the incident and the event before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from facilitator.domain.time_zones import ZONE_HOURS, ZONE_PLACES, zone_named, zone_of_offset

EXPECTED_TIME = "expected a time such as 09:02, 0902, +4m or 2026-03-14 09:02 (UTC)"
NOTHING_BEFORE = "+ counts from the previous event, and there is none"
MUCH_EARLIER = timedelta(hours=12)
"""A time of day that would be more than this before the event before it is on the next day."""
MUCH_LATER = timedelta(hours=23)
"""A time of day that would be more than this after the event before it is on the day before."""
NEAR = timedelta(days=366)
"""A long number is read as seconds since 1970 only this close to the incident."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first three letters of each month, in lower case."""

_UNIT = r"\s?(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
_SINCE_LAST = re.compile(
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
_ZONE_NAMES = "|".join(sorted([*ZONE_HOURS, *ZONE_PLACES], key=len, reverse=True))
_END_OF_TIME = re.compile(rf"(?:(?=(?:{_ZONE_NAMES})(?!\w))|(?![^\W_]))(?!\s?%)", re.IGNORECASE)
"""A time ends where no letter or digit follows, except for its zone."""
_ZONE = re.compile(
    rf"\s?(?P<open>\()?(?:(?:UTC|GMT)(?P<offset>[+-]\d{{1,2}}(?::?\d\d)?)|(?P<name>{_ZONE_NAMES}))"
    r"(?(open)\))(?![\w/])"
)
_LOWER_ZONE = re.compile(r"\s?(?P<name>z|utc)(?!\w)", re.IGNORECASE)
_OFFSET = re.compile(r"(?P<offset>\+\d\d(?::?\d\d)?| [+-]\d{4})(?!\w|:\d)")
_OFFSET_AFTER_DATE = re.compile(r"(?P<offset>[+-]\d\d(?::?\d\d)?| [+-]\d{4})(?!\w|:\d)")

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
class WrittenTime:
    """A time as it is written at the beginning of a text. What is not written is None.

    Attributes:
        end: How many characters of the text it takes.
        clock: The time of day, in `zone`.
        day: Year, month and day; the year is None where it is not written.
        zone: The time zone.
        zone_name: The zone as it is written, in capitals, or such as `UTC+02:00`; empty without.
        since_last: The time since the event before, as of `+4m`.
        moment: The moment itself, of a number of seconds since 1970.
        problem: Why it can be no moment, such as `25:00 is not a time of day`; empty where it can.
    """

    end: int
    clock: time | None = None
    day: tuple[int | None, int, int] | None = None
    zone: tzinfo | None = None
    zone_name: str = ""
    since_last: timedelta | None = None
    moment: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PlacedTime:
    """The moment that a written time means.

    Attributes:
        at: The moment, in UTC.
        how: How its day was found, such as `past midnight`; empty where that is plain.
    """

    at: datetime
    how: str = ""


def read_time(text: str, *, short: bool = False) -> WrittenTime | None:
    """Return the time with which a text begins, or None.

    Args:
        text: The text.
        short: Whether three digits such as `902` are a time, as where only a time is expected.
    """
    if match := _SINCE_LAST.match(text):
        return WrittenTime(match.end(), since_last=_sum_units(match[1]))
    if match := _SINCE_1970.match(text):
        return WrittenTime(match.end(), moment=_since_1970(match))
    written_day = read_day(text)
    start = 0
    zone = None
    if written_day is not None:
        glue = _GLUE.match(text, written_day.end)
        start = glue.end() if glue else written_day.end
    elif zone := _ZONE.match(text):
        start = zone.end() + (text[zone.end() : zone.end() + 1] == " ")
    clock = _read_clock(text, start, short=short)
    if clock is None:
        return None
    if written_day is not None:
        problem = written_day.problem or clock.problem
        clock = replace(clock, day=written_day.day, problem=problem)
    return _add_zone(clock, zone) if zone else with_zone(clock, text)


def read_day(text: str) -> WrittenTime | None:
    """Return the day with which a text begins, without its time; or None."""
    for pattern in _DATES:
        if match := pattern.match(text):
            return _day_of_match(match)
    return None


def with_zone(written: WrittenTime, text: str) -> WrittenTime:
    """Return a time with the zone that follows it in the text, if there is one."""
    if written.zone is not None:
        return written
    offset = _OFFSET if written.day is None else _OFFSET_AFTER_DATE
    for pattern in (_ZONE, offset, _LOWER_ZONE):
        if match := pattern.match(text, written.end):
            return replace(_add_zone(written, match), end=match.end())
    return written


def place_time(
    written: WrittenTime,
    on: date,
    before: datetime | None,
    zone: tzinfo = UTC,
    *,
    passes_midnight: bool = True,
) -> PlacedTime:
    """Return the moment that a written time means.

    Args:
        written: The time.
        on: The day of the incident, which decides where no day and no event before does.
        before: The event before, if there is one.
        zone: The zone of a time that is written without one.
        passes_midnight: Whether a time of day may be on the day after or before that of `before`.

    Raises:
        ValueError: There is no such moment. The message says why.
    """
    if written.problem:
        raise ValueError(written.problem)
    try:
        if written.since_last is not None:
            if before is None:
                raise ValueError(NOTHING_BEFORE)
            return PlacedTime(before + written.since_last)
        if written.moment is not None:
            middle = datetime.combine(on, time(12), UTC)
            if abs(written.moment - middle) > NEAR:
                raise ValueError("seconds since 1970, more than a year from the incident")
            return PlacedTime(written.moment, "seconds since 1970")
        if written.clock is None:
            raise ValueError(EXPECTED_TIME)
        zone = written.zone or zone
        if written.day is not None:
            day = _nearest_day(written.day, on)
            return PlacedTime(_moment(day, written.clock, zone, before))
        if before is None:
            return PlacedTime(_moment(on, written.clock, zone, before))
        return _place_near(before, written.clock, zone, passes_midnight=passes_midnight)
    except OverflowError:
        raise ValueError(EXPECTED_TIME) from None


def resolve_day(written: WrittenTime, on: date) -> date:
    """Return the day of a written time; without a year, the one closest to `on`.

    Raises:
        ValueError: There is no such day. The message says why.
    """
    if written.problem or written.day is None:
        raise ValueError(written.problem or EXPECTED_TIME)
    return _nearest_day(written.day, on)


def time_of_day(hour: str, minute: str | None, second: str | None, half: str | None) -> time | None:
    """Return the time of day that digits stand for; None where a day has no such time.

    Args:
        hour: The digits of the hour.
        minute: The digits of the minute; None for the full hour.
        second: The digits of the second; None for the full minute.
        half: `a` or `p` (am or pm) on the twelve-hour clock, in any case.
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
    """Return the month and the day of two numbers, such as 14/3 or 3/14.

    None for numbers such as 3/4, which is one day in Europe and another in the United States.
    """
    if one > 12 or one == other:
        return other, one
    return (one, other) if other > 12 else None


def _place_near(
    before: datetime, clock: time, zone: tzinfo, *, passes_midnight: bool
) -> PlacedTime:
    """Return the moment with this time of day that follows the event before most plausibly."""
    day = before.astimezone(zone).date()
    at = _moment(day, clock, zone, before)
    if not passes_midnight:
        return PlacedTime(at)
    if before - at > MUCH_EARLIER:
        return PlacedTime(_moment(day + timedelta(days=1), clock, zone, before), "past midnight")
    if at - before > MUCH_LATER:
        return PlacedTime(_moment(day - timedelta(days=1), clock, zone, before), "before midnight")
    return PlacedTime(at)


def _moment(day: date, clock: time, zone: tzinfo, before: datetime | None) -> datetime:
    """Return the moment in UTC of a local day and time.

    A time that occurs twice, as the clocks go back, is the second one where only that follows the
    event before.

    Raises:
        ValueError: The time was skipped on that day, as the clocks went forward.
    """
    local = datetime.combine(day, clock, zone)
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"there was no {clock:%H:%M} on that day: the clocks went forward")
    second = local.replace(fold=1).astimezone(UTC)
    return second if before is not None and at < before <= second else at


def _nearest_day(day: tuple[int | None, int, int], on: date) -> date:
    """Return the day; without a year, the one closest to `on`.

    Raises:
        ValueError: The calendar has no such day.
    """
    year, month, day_of_month = day
    years = [on.year, on.year - 1, on.year + 1] if year is None else [year]
    days = []
    for candidate in years:
        try:
            days.append(date(candidate, month, day_of_month))
        except ValueError:
            continue
    if not days:
        raise ValueError("there is no such day")
    return min(days, key=lambda candidate: abs(candidate - on))


def _read_clock(text: str, start: int, *, short: bool) -> WrittenTime | None:
    """Read the time of day that begins at a character of the text, without its zone."""
    for pattern in (*_CLOCKS, _SHORT) if short else _CLOCKS:
        match = pattern.match(text, start)
        if match is None or not _END_OF_TIME.match(text, match.end()):
            continue
        groups = match.groupdict()
        half = groups.get("half")
        clock = time_of_day(groups["hour"], groups.get("minute"), groups.get("second"), half)
        if clock is not None:
            part = (groups.get("part") or "")[:6].ljust(6, "0")
            return WrittenTime(match.end(), clock=clock.replace(microsecond=int(part)))
        if ":" in match[0] or half:
            problem = f"{match[0].strip()} is not a time of day"
            return WrittenTime(match.end(), clock=time(), problem=problem)
    return None


def _day_of_match(match: re.Match[str]) -> WrittenTime:
    """Return the day that one of the patterns in `_DATES` matched."""
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if groups.get("name"):
        month = MONTHS.index(groups["name"].lower()) + 1
        return WrittenTime(match.end(), day=(year, month, int(groups["day"])))
    if groups.get("one") is None:
        return WrittenTime(match.end(), day=(year, int(groups["month"]), int(groups["day"])))
    one, other = int(groups["one"]), int(groups["other"])
    clear = month_and_day(one, other)
    month, day = clear or (one, other)
    problem = "" if clear else f"{match[0]} can be two days: write it as 2026-03-14"
    return WrittenTime(match.end(), day=(year, month, day), problem=problem)


def _add_zone(written: WrittenTime, match: re.Match[str]) -> WrittenTime:
    """Return a time with the zone that one of the zone patterns matched."""
    groups = match.groupdict()
    name = (groups.get("name") or "").upper()
    if name:
        return replace(written, zone=zone_named(name), zone_name=name)
    offset = groups["offset"].strip()
    zone = zone_of_offset(offset)
    if zone is None:
        return replace(written, problem=f"{offset} is not a time zone")
    return replace(written, zone=zone, zone_name=f"UTC{offset}")


def _sum_units(text: str) -> timedelta:
    """Return the length of `4`, `4m` or `1h 30m`; a number without a unit is minutes."""
    total = timedelta()
    for number, unit in re.findall(r"(\d+)\s?([hms]?)", text.lower()):
        name = {"h": "hours", "s": "seconds"}.get(unit, "minutes")
        total += timedelta(**{name: int(number)})
    return total


def _since_1970(match: re.Match[str]) -> datetime:
    """Return the moment of `1773478920`, with a fraction or with milliseconds."""
    part = (match["milli"] or match["part"] or "")[:6].ljust(6, "0")
    return datetime.fromtimestamp(int(match["whole"]), UTC) + timedelta(microseconds=int(part))
