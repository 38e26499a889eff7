"""The phases of an incident: what the team was doing between one milestone and the next.

A phase is a stretch of a bar, so phases never overlap. The figures of `timeline.time_to` are
counted each for itself; all but one are as long as their phase. The phase *recover* is from the
fix to the recovery, while the time to recover counts from when the impact began.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from db.records import Incident
from db.vocabulary import EventKind
from facilitator.domain.figure_types import TIME_TO
from facilitator.domain.labels import EVENT_LABELS
from facilitator.domain.milestones import MILESTONES
from facilitator.domain.timeline import TimeTo, format_duration, time_to

UNKNOWN = ""
"""The name of a stretch of which nobody knows what the team was doing."""
_DOING = {
    "detect": "detecting",
    "acknowledge": "acknowledging",
    "diagnose": "diagnosing",
    "fix": "fixing",
    "recover": "recovering",
}
"""What the team was doing in each phase of the outage."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the time between the first moment of a timeline and the last.

    Attributes:
        name: One of `figure_types.TIME_TO`, or `UNKNOWN`.
        start: When it began.
        end: When it ended, which is after it began.
    """

    name: str
    start: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        """How long it took."""
        return (self.end - self.start).total_seconds() / 60


def moments(incident: Incident) -> tuple[datetime, ...]:
    """Return the moments of a timeline in their order: its events, and when the impact began."""
    stamps = incident.milestones.values()
    return tuple(sorted({*stamps, *(event.at for event in incident.timeline)}))


def phases(incident: Incident) -> tuple[Phase, ...]:
    """Return the stretches from the first moment of the timeline to the last, without a hole.

    A phase is known where both of its milestones are, in their order, and where it does not overlap
    the phase before. Whatever lies between the known ones is unknown. There are none where the
    timeline has fewer than two moments.
    """
    all_moments = moments(incident)
    if len(all_moments) < 2:
        return ()
    return tuple(_without_holes(incident, all_moments[0], all_moments[-1]))


def _without_holes(incident: Incident, first: datetime, last: datetime) -> Iterator[Phase]:
    reached = first
    for phase in _known_phases(incident):
        if phase.start < reached:
            continue
        if phase.start > reached:
            yield Phase(UNKNOWN, reached, phase.start)
        yield phase
        reached = phase.end
    if reached < last:
        yield Phase(UNKNOWN, reached, last)


def _known_phases(incident: Incident) -> Iterator[Phase]:
    for name, (before, after) in zip(TIME_TO, pairwise(MILESTONES), strict=True):
        start, end = incident.reached_at(before), incident.reached_at(after)
        if start is not None and end is not None and start < end:
            yield Phase(name, start, end)


def out_of_order(incident: Incident) -> tuple[TimeTo, ...]:
    """Return the figures whose milestones are in the wrong order, which no bar can show."""
    return tuple(figure for figure in time_to(incident) if (figure.minutes or 0) < 0)


def in_words(incident: Incident) -> str:
    """Return what the bar of the phases says in one sentence without a full stop.

    `1h 04m down, 38m of it diagnosing`; or what stands in the way of that.
    """
    recover = next(figure for figure in time_to(incident) if figure.name == "recover")
    if not incident.milestones:
        return "No milestones yet"
    if recover.minutes is None:
        lacking = [EVENT_LABELS[kind].name for kind in _ends_of_outage(incident)]
        return f"How long it was down is unknown: “{lacking[0]}” is missing"
    if recover.minutes < 0:
        return "It recovered before it began: correct the times"
    since = " since the first alert" if recover.since_alert else ""
    down = f"{format_duration(recover.minutes)} down{since}"
    known = [phase for phase in phases(incident) if phase.name in _DOING]
    longest = max(known, key=lambda phase: phase.minutes, default=None)
    if longest is None or longest.minutes >= recover.minutes:
        return down
    return f"{down}, {format_duration(longest.minutes)} of it {_DOING[longest.name]}"


def _ends_of_outage(incident: Incident) -> Iterator[EventKind]:
    """Yield what is needed to know how long it was down and is not there."""
    for kind in (EventKind.RECOVERED, EventKind.FIRST_ALERT):
        if incident.reached_at(kind) is None:
            yield kind
