"""What recurs across incidents: causes, services and kinds of factors, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.records import Incident, Occurrence
from facilitator.domain.figure_types import Window, window_ending
from facilitator.domain.labels import FACTOR_LABELS
from facilitator.domain.themes.comparison import Counts, Direction

MONTHS = 6
"""How many months are compared with as many before them."""
Recurrable = Incident | Occurrence
"""Both have the values of an incident that may recur."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A cause, service or kind of factor that recurs.

    Attributes:
        name: What it is called.
        count: How often it occurs; for factors this can be more than once in an incident.
        incidents: The numbers of the incidents that have it, the newest first.
        counts: How many incidents have it in the last 6 months, and in the 6 months before them.
    """

    name: str
    count: int
    incidents: tuple[int, ...]
    counts: Counts

    @property
    def direction(self) -> Direction | None:
        """Whether more or fewer incidents have it than before, beyond chance."""
        return self.counts.direction


def recurring_causes(incidents: Collection[Recurrable], as_of: date) -> list[Recurring]:
    """Return the causes that more than one incident is linked to, the most frequent first.

    Args:
        incidents: The incidents; those after `as_of` do not count.
        as_of: The last day.
    """
    occurrences = [
        (incident.cause.name, incident) for incident in incidents if incident.cause is not None
    ]
    return _recurring(occurrences, incidents, as_of, at_least=2)


def recurring_services(incidents: Collection[Recurrable], as_of: date) -> list[Recurring]:
    """Return the services with more than one incident up to a day, the most frequent first."""
    occurrences = [(incident.service, incident) for incident in incidents]
    return _recurring(occurrences, incidents, as_of, at_least=2)


def recurring_factor_kinds(incidents: Collection[Recurrable], as_of: date) -> list[Recurring]:
    """Return the kinds of contributing factors up to a day, the most frequent first."""
    occurrences = [
        (FACTOR_LABELS[kind].name, incident)
        for incident in incidents
        for kind in incident.factor_kinds
    ]
    return _recurring(occurrences, incidents, as_of, at_least=1)


def _recurring(
    occurrences: Iterable[tuple[str, Recurrable]],
    incidents: Collection[Recurrable],
    as_of: date,
    at_least: int,
) -> list[Recurring]:
    """Count by name, up to a day.

    Args:
        occurrences: A name and an incident that has it, once for each occurrence.
        incidents: All incidents, whether they have a name or not.
        as_of: The last day; later incidents do not count.
        at_least: How many occurrences in all a name needs to be returned.
    """
    by_name: dict[str, list[Recurrable]] = defaultdict(list)
    for name, incident in occurrences:
        if incident.date <= as_of:
            by_name[name].append(incident)
    recent = window_ending(as_of, MONTHS)
    before = window_ending(recent.first - timedelta(days=1), MONTHS)
    of_recent, of_before = _number_in(recent, incidents), _number_in(before, incidents)
    recurring = [
        Recurring(
            name=name,
            count=len(having),
            incidents=tuple(sorted({incident.number for incident in having}, reverse=True)),
            counts=Counts(
                _number_in(recent, having), of_recent, _number_in(before, having), of_before
            ),
        )
        for name, having in by_name.items()
        if len(having) >= at_least
    ]
    return sorted(recurring, key=lambda entry: (-entry.count, entry.name))


def _number_in(window: Window, incidents: Iterable[Recurrable]) -> int:
    """Return how many different incidents there are in a window."""
    return len({incident.number for incident in incidents if window.contains(incident.date)})
