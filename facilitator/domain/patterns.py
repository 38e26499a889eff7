"""What recurs across incidents: causes, services, kinds of factors and parked ideas, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo
from enum import StrEnum

from db.records import Incident, Occurrence, Parked
from facilitator.domain.figure_types import window_ending
from facilitator.domain.labels import FACTOR_LABELS
from facilitator.domain.parked_actions import words_of
from facilitator.domain.targets import LEAST_COMPARED
from facilitator.domain.team_day import team_day

MONTHS = 6
"""How many months are compared with as many before them."""
Recurrable = Incident | Occurrence
"""Both have the values of an incident that may recur."""


class Direction(StrEnum):
    """How the last six months compare with the six months before them."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Recurring:
    """A cause, service or kind of factor that recurs.

    Attributes:
        name: What it is called.
        count: How often it occurs; for factors this can be more than once in an incident.
        incidents: The numbers of the incidents that have it, the newest first.
        recent: How often it occurred in the last 6 months.
        before: How often it occurred in the 6 months before them.
    """

    name: str
    count: int
    incidents: tuple[int, ...]
    recent: int
    before: int

    @property
    def direction(self) -> Direction | None:
        """Whether it occurs more or less often than before; None where it is too rare to say."""
        if max(self.recent, self.before) < LEAST_COMPARED:
            return None
        if self.recent == self.before:
            return Direction.STEADY
        return Direction.RISING if self.recent > self.before else Direction.FALLING


@dataclass(frozen=True, slots=True)
class ParkedIdea:
    """An idea that was parked once or more often.

    Attributes:
        text: Its words, as they were parked first.
        times: In how many meetings, or for how many incidents or on how many days, it was parked.
        items: Its rows.
    """

    text: str
    times: int
    items: tuple[Parked, ...]


def recurring_causes(incidents: Iterable[Recurrable], as_of: date) -> list[Recurring]:
    """Return the causes that more than one incident is linked to, the most frequent first.

    Args:
        incidents: The incidents; those after `as_of` do not count.
        as_of: The last day.
    """
    pairs = (
        (incident.cause.name, incident) for incident in incidents if incident.cause is not None
    )
    return _recurring(pairs, as_of, at_least=2)


def recurring_services(incidents: Iterable[Recurrable], as_of: date) -> list[Recurring]:
    """Return the services with more than one incident up to a day, the most frequent first."""
    return _recurring(((incident.service, incident) for incident in incidents), as_of, at_least=2)


def recurring_factor_kinds(incidents: Iterable[Recurrable], as_of: date) -> list[Recurring]:
    """Return the kinds of contributing factors up to a day, the most frequent first."""
    pairs = (
        (FACTOR_LABELS[kind].name, incident)
        for incident in incidents
        for kind in incident.factor_kinds
    )
    return _recurring(pairs, as_of, at_least=1)


def parked_ideas(parked: Iterable[Parked], zone: tzinfo = UTC) -> list[ParkedIdea]:
    """Return the parked ideas, those with the same words as one, those parked most often first.

    Args:
        parked: The rows, in any order.
        zone: The team's time zone, in which an idea that belongs to no meeting has its day.
    """
    by_words: dict[str, list[Parked]] = defaultdict(list)
    for row in parked:
        words = words_of(" ".join(row.text.casefold().split()))
        by_words[words.rstrip(".!")].append(row)
    ideas = [
        ParkedIdea(rows[0].text, len({_occasion(row, zone) for row in rows}), tuple(rows))
        for rows in by_words.values()
    ]
    return sorted(ideas, key=lambda idea: -idea.times)


def _occasion(parked: Parked, zone: tzinfo) -> object:
    """Return the meeting at which a row was parked, else its incident, else its day."""
    return parked.meeting_id or parked.incident_id or team_day(parked.at, zone)


def _recurring(
    pairs: Iterable[tuple[str, Recurrable]], as_of: date, at_least: int
) -> list[Recurring]:
    """Count by name, up to a day.

    Args:
        pairs: A name and an incident that has it, once for each occurrence.
        as_of: The last day; later incidents do not count.
        at_least: How many occurrences in all a name needs to be returned.
    """
    by_name: dict[str, list[Recurrable]] = defaultdict(list)
    for name, incident in pairs:
        if incident.date <= as_of:
            by_name[name].append(incident)
    recent = window_ending(as_of, MONTHS)
    before = window_ending(recent.first - timedelta(days=1), MONTHS)
    recurring = []
    for name, occurrences in by_name.items():
        if len(occurrences) < at_least:
            continue
        numbers = sorted({incident.number for incident in occurrences}, reverse=True)
        recurring.append(
            Recurring(
                name=name,
                count=len(occurrences),
                incidents=tuple(numbers),
                recent=sum(recent.contains(incident.date) for incident in occurrences),
                before=sum(before.contains(incident.date) for incident in occurrences),
            )
        )
    return sorted(recurring, key=lambda entry: (-entry.count, entry.name))
