"""A timeline read: the deltas between events, the longest gap, the time-to figures, the doubts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from db.records import Incident, TimelineEvent
from db.words import EventKind
from facilitator.domain.times import EXPECTED, placed, read

MILESTONES = {
    EventKind.IMPACT_BEGAN: "impact began",
    EventKind.FIRST_ALERT: "first alert fired",
    EventKind.ACKNOWLEDGED: "on-call acknowledged",
    EventKind.CAUSE_IDENTIFIED: "root cause identified",
    EventKind.FIX_DEPLOYED: "fix deployed",
    EventKind.RECOVERED: "service recovered",
    EventKind.ALL_CLEAR: "all-clear declared",
}
"""The template's milestones, in the order in which they should come, as it names them."""
TITLES = {kind: f"{name[0].upper()}{name[1:]}" for kind, name in MILESTONES.items()}
"""The same as the beginning of a line."""
ORDER = tuple(MILESTONES)
_EARLIER = {
    "acknowledge": (EventKind.ACKNOWLEDGED, EventKind.FIRST_ALERT),
    "diagnose": (EventKind.CAUSE_IDENTIFIED, EventKind.ACKNOWLEDGED),
    "fix": (EventKind.FIX_DEPLOYED, EventKind.CAUSE_IDENTIFIED),
    "verify": (EventKind.ALL_CLEAR, EventKind.RECOVERED),
}


@dataclass(frozen=True, slots=True)
class TimeTo:
    """One time-to figure; minutes is None where a stamp is missing.

    since_alert: for `recover`, that it counts from the first alert, since nobody knows when the
    impact began.
    """

    name: str
    minutes: float | None
    since_alert: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An event beside what it means among the others.

    delta: since the event before. longest: whether that is the longest gap. figure: the time-to
    figure that it completes. doubts: what looks wrong with its time; it is accepted all the same.
    """

    event: TimelineEvent
    delta: timedelta | None
    longest: bool
    figure: TimeTo | None
    doubts: tuple[str, ...]


def time_to(incident: Incident) -> tuple[TimeTo, ...]:
    """Detect, acknowledge, diagnose, fix, recover and verify, as far as the stamps are there."""
    began = incident.stamp(EventKind.IMPACT_BEGAN)
    alert = incident.stamp(EventKind.FIRST_ALERT)
    recovered = incident.stamp(EventKind.RECOVERED)
    found = {
        name: _minutes(incident.stamp(later), incident.stamp(earlier))
        for name, (later, earlier) in _EARLIER.items()
    }
    return (
        TimeTo("detect", _minutes(alert, began)),
        TimeTo("acknowledge", found["acknowledge"]),
        TimeTo("diagnose", found["diagnose"]),
        TimeTo("fix", found["fix"]),
        TimeTo("recover", _minutes(recovered, began or alert), since_alert=began is None),
        TimeTo("verify", found["verify"]),
    )


def walk(incident: Incident) -> tuple[Line, ...]:
    """The events in the order of their times, each with its delta, its figure and its doubts."""
    events = incident.timeline
    deltas = [None, *(late.at - early.at for early, late in pairwise(events))][: len(events)]
    known = [(delta, -place) for place, delta in enumerate(deltas) if delta]
    longest = -max(known)[1] if len(known) > 1 else None
    completed = dict(zip(_COMPLETED_BY, time_to(incident), strict=True))
    seen: set[EventKind] = set()
    lines = []
    for place, (event, delta) in enumerate(zip(events, deltas, strict=True)):
        first = event.kind not in seen
        seen.add(event.kind)
        lines.append(
            Line(
                event=event,
                delta=delta,
                longest=place == longest,
                figure=completed.get(event.kind) if first else None,
                doubts=_doubts(incident, event),
            )
        )
    return tuple(lines)


def parse_time(
    text: str, day: date, after: datetime | None = None, *, passes_midnight: bool = True
) -> datetime:
    """The moment that somebody typed, in UTC.

    `09:02`, `0902` or `9.02` is on `day`, or where `after` is given and hours later, past the
    midnight that followed it; `+4m` counts from `after`; a whole date and time stands for itself.
    passes_midnight: false where a time is corrected, which stays on its day.

    Raises:
        ValueError: it is none of these.
    """
    typed = text.strip()
    written = read(typed, short=True)
    if written is None or written.end < len(typed):
        raise ValueError(EXPECTED)
    if written.wrong:
        raise ValueError(f"{written.wrong}: {EXPECTED}")
    return placed(written, day, after, passes_midnight=passes_midnight).at


def in_words(minutes: float) -> str:
    """`4m`, `38m`, `2h 05m`, `3d 4h`; under a minute, seconds."""
    sign = "-" if minutes < 0 else ""
    seconds = round(abs(minutes) * 60)
    if seconds < 60:
        return f"{sign}{seconds}s" if seconds else "0m"
    hours, rest = divmod(seconds // 60, 60)
    if hours >= 24:
        return f"{sign}{hours // 24}d {hours % 24}h"
    return f"{sign}{hours}h {rest:02}m" if hours else f"{sign}{rest}m"


_COMPLETED_BY = (
    EventKind.FIRST_ALERT,
    EventKind.ACKNOWLEDGED,
    EventKind.CAUSE_IDENTIFIED,
    EventKind.FIX_DEPLOYED,
    EventKind.RECOVERED,
    EventKind.ALL_CLEAR,
)


def _minutes(later: datetime | None, earlier: datetime | None) -> float | None:
    if later is None or earlier is None:
        return None
    return (later - earlier).total_seconds() / 60


def _doubts(incident: Incident, event: TimelineEvent) -> tuple[str, ...]:
    doubts = []
    if (incident.date - event.at.date()).days > 1:
        doubts.append("before the incident's date")
    if event.kind in ORDER:
        for other in ORDER[: ORDER.index(event.kind)]:
            at = incident.stamp(other)
            if at is not None and at > event.at:
                doubts.append(f"before “{MILESTONES[other]}”")
                break
        if incident.stamp(event.kind) != event.at:
            doubts.append("the milestone is there already")
    return tuple(doubts)
