"""Incidents that repeat an earlier one, and whether an open action item could have prevented them.

An incident repeats another when a person linked both to the same cause and the other one began
before it. See CONTRIBUTING.md, "The figures": the repeat incident rate is the article's metric.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar
from uuid import UUID

from db.records import Cause, IncidentOutline
from db.vocabulary import IncidentKind
from facilitator.domain.figure_types import RepeatRate, Window
from facilitator.domain.item_history import open_spans
from facilitator.domain.protocols import CountedIncident

C = TypeVar("C", bound=CountedIncident)
_SpanStart = tuple[datetime, bool]
"""The beginning of a span, and whether a repeat that begins at that very moment is outside of it.

False sorts before True: an item that is created as the repeat begins is open for it, but an
incident that begins at the same moment as the repeat is not earlier than it.
"""


def without_near_misses(incidents: Iterable[C]) -> list[C]:
    """Return the incidents that count for rates, in the order given."""
    return [incident for incident in incidents if incident.kind is IncidentKind.INCIDENT]


def earlier_of_same_cause(incident: CountedIncident, incidents: Iterable[C]) -> list[C]:
    """Return the incidents of the same cause that began before an incident, in the order given.

    A near miss neither repeats an incident nor is repeated by one.
    """
    if incident.cause is None or incident.kind is IncidentKind.NEAR_MISS:
        return []
    return [
        other
        for other in without_near_misses(incidents)
        if other.cause is not None
        and other.cause.id == incident.cause.id
        and other.began_at < incident.began_at
    ]


def repeat_rate(incidents: Sequence[CountedIncident], window: Window) -> RepeatRate:
    """Return the share of classified incidents in a window that repeat an earlier one.

    Args:
        incidents: All incidents, those before the window too.
        window: The days on which the counted incidents began, in UTC.
    """
    return RepeatIndex(incidents).rate(window)


def repeat_rate_before(
    incidents: Sequence[IncidentOutline], window: Window, number: int, cause: str | None
) -> RepeatRate:
    """Return the rate as it would be had an incident kept the cause that it was linked to.

    Args:
        incidents: All incidents, those before the window too.
        window: The days on which the counted incidents began, in UTC.
        number: The number of the incident.
        cause: The name of the cause that it was linked to; None where it had none.
    """
    causes = {other.cause.name: other.cause for other in incidents if other.cause is not None}
    kept = [
        replace(incident, cause=causes.get(cause, Cause(incident.id, cause)) if cause else None)
        if incident.number == number
        else incident
        for incident in incidents
    ]
    return repeat_rate(kept, window)


def began_on(incident: CountedIncident) -> date:
    """Return the UTC day on which an incident began."""
    return incident.began_at.astimezone(UTC).date()


class RepeatIndex:
    """The incidents of a team, read once so that the rates of many windows are fast.

    Attributes:
        days: The UTC day on which each incident began, in the order of the incidents; near misses
            have none.
    """

    def __init__(self, incidents: Sequence[CountedIncident]) -> None:
        """Note when each cause first occurred, and when its action items were open.

        Near misses are left out.
        """
        self._incidents = incidents = without_near_misses(incidents)
        self._began = [incident.began_at for incident in incidents]
        self.days = [began.astimezone(UTC).date() for began in self._began]
        self._first_of_cause: dict[UUID, datetime] = {}
        spans: dict[UUID, list[tuple[_SpanStart, datetime]]] = defaultdict(list)
        for incident, began in zip(incidents, self._began, strict=True):
            if incident.cause is not None:
                cause = incident.cause.id
                self._first_of_cause[cause] = min(began, self._first_of_cause.get(cause, began))
                spans[cause].extend(_open_spans(incident, began))
        self._span_starts: dict[UUID, list[_SpanStart]] = defaultdict(list)
        self._latest_ends: dict[UUID, list[datetime]] = {}
        for cause, spans_of_cause in spans.items():
            spans_of_cause.sort()
            self._span_starts[cause] = [start for start, _ in spans_of_cause]
            # Beside each start, the latest end among the spans up to there.
            self._latest_ends[cause] = list(accumulate(map(itemgetter(1), spans_of_cause), max))

    def rate(self, window: Window) -> RepeatRate:
        """Return the repeat incident rate of a window."""
        inside = [index for index, day in enumerate(self.days) if window.contains(day)]
        causes = [(self._incidents[index].cause, self._began[index]) for index in inside]
        classified = [(cause.id, began) for cause, began in causes if cause is not None]
        repeats = [
            (cause, began) for cause, began in classified if self._first_of_cause[cause] < began
        ]
        return RepeatRate(
            n=len(repeats),
            of=len(classified),
            unclassified=len(causes) - len(classified),
            preventable=sum(self._was_preventable(cause, began) for cause, began in repeats),
        )

    def is_repeat(self, incident: CountedIncident) -> bool | None:
        """Return whether one of the incidents is a repeat; None where it has no cause."""
        if incident.cause is None or incident.kind is IncidentKind.NEAR_MISS:
            return None
        return self._first_of_cause[incident.cause.id] < incident.began_at

    def is_preventable(self, incident: CountedIncident) -> bool | None:
        """Return whether a repeat was preventable; None for an incident that is no repeat."""
        if incident.cause is None or not self.is_repeat(incident):
            return None
        return self._was_preventable(incident.cause.id, incident.began_at)

    def _was_preventable(self, cause: UUID, began: datetime) -> bool:
        """Return whether an action item of an earlier incident of the cause was open just then."""
        count = bisect_right(self._span_starts[cause], (began, False))
        return count > 0 and self._latest_ends[cause][count - 1] > began


def _open_spans(
    incident: CountedIncident, began: datetime
) -> Iterator[tuple[_SpanStart, datetime]]:
    """Yield from when to when each action item was open for a later incident to begin in."""
    for item in incident.action_items:
        for opened_at, closed_at in open_spans(item):
            yield max((opened_at, False), (began, True)), closed_at
