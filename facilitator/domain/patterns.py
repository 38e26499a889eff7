"""What keeps coming back: causes, services and kinds of factors, counted and with a direction."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import arrow

from db.records import Incident, Occurrence, Parked
from db.words import FactorKind
from facilitator.domain.figures import window_of

BUCKETS = 4
"""Into how many equal spans of months a year's course is divided."""
MONTHS = 12
_DETAILS = re.compile(r" \((?:owner|priority|due|ticket): .*\)$")
"""What is said of a parked action besides its words."""
Occurring = Incident | Occurrence
"""What of an incident may recur stands in both."""
FACTOR_NAMES = {
    FactorKind.MADE_POSSIBLE: "made it possible",
    FactorKind.SLOWED_DETECTION: "slowed detection",
    FactorKind.SLOWED_RESOLUTION: "slowed resolution",
}


class Direction(StrEnum):
    """How the last half year compares with the one before it."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something that several incidents share. incidents: their numbers, newest first.

    count: how often it occurs, which for factors can be more than once an incident.
    course: occurrences in each quarter of the last 12 months, oldest first.
    recent, before: occurrences in the last 6 months, and in the 6 months before them.
    """

    name: str
    count: int
    incidents: tuple[int, ...]
    course: tuple[int, ...]
    recent: int
    before: int

    @property
    def direction(self) -> Direction:
        """Whether it occurs more often than before."""
        if self.recent == self.before:
            return Direction.STEADY
        return Direction.RISING if self.recent > self.before else Direction.FALLING


@dataclass(frozen=True, slots=True)
class ParkedIdea:
    """An idea, however often it was parked. times: in how many meetings or on how many days."""

    text: str
    times: int
    items: tuple[Parked, ...]


def causes(incidents: Iterable[Occurring], as_of: date) -> list[Recurring]:
    """Causes that more than one incident was linked to, most often first."""
    named = ((each.cause.name, each) for each in incidents if each.cause is not None)
    return _recurring(named, as_of, at_least=2)


def services(incidents: Iterable[Occurring], as_of: date) -> list[Recurring]:
    """Services with more than one incident, most often first."""
    return _recurring(((each.service, each) for each in incidents), as_of, at_least=2)


def factor_kinds(incidents: Iterable[Occurring], as_of: date) -> list[Recurring]:
    """How often each kind of contributing factor was written down."""
    named = ((FACTOR_NAMES[kind], each) for each in incidents for kind in each.factor_kinds)
    return _recurring(named, as_of, at_least=1)


def parked_ideas(parked: Iterable[Parked]) -> list[ParkedIdea]:
    """What is parked, the same words once, those that keep coming back first."""
    by_text: dict[str, list[Parked]] = defaultdict(list)
    for each in parked:
        words = _DETAILS.sub("", " ".join(each.text.casefold().split()))
        by_text[words.rstrip(".!")].append(each)
    found = [
        ParkedIdea(same[0].text, len({_occasion(each) for each in same}), tuple(same))
        for same in by_text.values()
    ]
    return sorted(found, key=lambda each: -each.times)


def _occasion(parked: Parked) -> object:
    return parked.meeting_id or parked.incident_id or parked.at.date()


def _recurring(
    named: Iterable[tuple[str, Occurring]], as_of: date, at_least: int
) -> list[Recurring]:
    by_name: dict[str, list[Occurring]] = defaultdict(list)
    for name, incident in named:
        if incident.date <= as_of:
            by_name[name].append(incident)
    starts = [
        window_of(as_of, MONTHS - MONTHS // BUCKETS * bucket).first for bucket in range(BUCKETS)
    ]
    ends = [*starts[1:], arrow.get(as_of).shift(days=1).date()]
    found = []
    for name, those in by_name.items():
        course = tuple(
            sum(start <= each.date < end for each in those)
            for start, end in zip(starts, ends, strict=True)
        )
        numbers = sorted({each.number for each in those}, reverse=True)
        if len(those) >= at_least:
            half = BUCKETS // 2
            found.append(
                Recurring(
                    name, len(those), tuple(numbers), course, sum(course[half:]), sum(course[:half])
                )
            )
    return sorted(found, key=lambda each: (-each.count, each.name))


def sparkline(course: Sequence[int], highest: int) -> str:
    """A course as bars, `▁▂▅█`, on a scale that ends at `highest`."""
    bars = "▁▂▃▄▅▆▇█"
    top = max(1, highest)
    return "".join(bars[min(len(bars) - 1, round(n / top * (len(bars) - 1)))] for n in course)
