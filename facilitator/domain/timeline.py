"""The timeline of an incident: deltas, the longest gap, the time-to figures, and doubtful times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from db.records import Incident, TimelineEvent
from db.vocabulary import EventKind
from facilitator.domain.labels import EVENT_LABELS
from facilitator.domain.milestones import MILESTONES
from facilitator.domain.protocols import HasMilestones
from facilitator.domain.written_times import EXPECTED_TIME, place_time, read_time

_FIGURE_OF_MILESTONE = {
    EventKind.FIRST_ALERT: "detect",
    EventKind.ACKNOWLEDGED: "acknowledge",
    EventKind.CAUSE_IDENTIFIED: "diagnose",
    EventKind.FIX_DEPLOYED: "fix",
    EventKind.RECOVERED: "recover",
    EventKind.ALL_CLEAR: "verify",
}
"""The time-to figure that each milestone completes."""


@dataclass(frozen=True, slots=True)
class TimeTo:
    """One time-to figure of an incident.

    Attributes:
        name: One of `figure_types.TIME_TO`.
        minutes: The length; negative where the milestones are out of order, None where one of them
            is not known.
        since_alert: Whether `recover` is counted from the first alert, because it is not known
            when the impact began.
    """

    name: str
    minutes: float | None
    since_alert: bool = False


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """An event of a timeline with what its time means.

    Attributes:
        event: The event.
        delta: The time since the event before; None for the first event.
        longest: Whether that is the longest gap while the service was down.
        figure: The time-to figure that the event completes, if any.
        doubts: What looks wrong with its time. The event is accepted all the same.
    """

    event: TimelineEvent
    delta: timedelta | None
    longest: bool
    figure: TimeTo | None
    doubts: tuple[str, ...]


def time_to(incident: HasMilestones) -> tuple[TimeTo, ...]:
    """Return the six time-to figures of an incident, in the order of `figure_types.TIME_TO`.

    Their definitions stand in CONTRIBUTING.md, "The figures".
    """
    reached_at = incident.milestones.get
    began = reached_at(EventKind.IMPACT_BEGAN)
    alert = reached_at(EventKind.FIRST_ALERT)
    acknowledged = reached_at(EventKind.ACKNOWLEDGED)
    cause_identified = reached_at(EventKind.CAUSE_IDENTIFIED)
    fix_deployed = reached_at(EventKind.FIX_DEPLOYED)
    recovered = reached_at(EventKind.RECOVERED)
    all_clear = reached_at(EventKind.ALL_CLEAR)
    return (
        TimeTo("detect", _minutes_between(began, alert)),
        TimeTo("acknowledge", _minutes_between(alert, acknowledged)),
        TimeTo("diagnose", _minutes_between(acknowledged, cause_identified)),
        TimeTo("fix", _minutes_between(cause_identified, fix_deployed)),
        TimeTo("recover", _minutes_between(began or alert, recovered), since_alert=began is None),
        TimeTo("verify", _minutes_between(recovered, all_clear)),
    )


def timeline_lines(incident: Incident) -> tuple[TimelineLine, ...]:
    """Return the events in the order of their times, with deltas, figures and doubts.

    A milestone that the timeline has twice completes its figure the first time.
    """
    events = incident.timeline
    deltas = [None, *(later.at - earlier.at for earlier, later in pairwise(events))][: len(events)]
    longest_index = _longest_gap(incident)
    figures = {figure.name: figure for figure in time_to(incident)}
    seen: set[EventKind] = set()
    lines = []
    for index, (event, delta) in enumerate(zip(events, deltas, strict=True)):
        name = _FIGURE_OF_MILESTONE.get(event.kind)
        lines.append(
            TimelineLine(
                event=event,
                delta=delta,
                longest=index == longest_index,
                figure=figures[name] if name and event.kind not in seen else None,
                doubts=_doubts(incident, event),
            )
        )
        seen.add(event.kind)
    return tuple(lines)


def longest_gap_name(incident: HasMilestones) -> str:
    """Return what the longest gap of a timeline is called, by what is known of the outage."""
    began, recovered = _outage(incident)
    is_known = began is not None and recovered is not None
    return "longest gap while down" if is_known else "longest gap"


def _longest_gap(incident: Incident) -> int | None:
    """Return the index of the event that ends the longest gap while the service was down.

    Where it is not known when that began or ended, every gap before or after counts. Of several
    equal gaps the first is the longest; where fewer than two count there is none.
    """
    began, recovered = _outage(incident)
    gaps = [
        (later.at - earlier.at, -index)
        for index, (earlier, later) in enumerate(pairwise(incident.timeline), start=1)
        if later.at > earlier.at
        and (began is None or earlier.at >= began)
        and (recovered is None or later.at <= recovered)
    ]
    return -max(gaps)[1] if len(gaps) > 1 else None


def _outage(incident: HasMilestones) -> tuple[datetime | None, datetime | None]:
    """Return when the service went down, as far as anybody knows, and when it was back."""
    reached_at = incident.milestones.get
    began = reached_at(EventKind.IMPACT_BEGAN) or reached_at(EventKind.FIRST_ALERT)
    return began, reached_at(EventKind.RECOVERED)


def parse_time(
    text: str, day: date, after: datetime | None = None, *, passes_midnight: bool = True
) -> datetime:
    """Return the moment that somebody typed, in UTC.

    Understands `09:02`, `0902`, `902` and `9.02`, `+4m` after the event before, and a whole date
    and time; `written_times` has all forms.

    Args:
        text: What was typed.
        day: The day of a time that comes without one.
        after: The event before. A time of day that is many hours before it is on the next day.
        passes_midnight: False where the time of an event is corrected, which stays on its day.

    Raises:
        ValueError: The text is no time. The message says what was expected.
    """
    typed = text.strip()
    written = read_time(typed, short=True)
    if written is None or written.end < len(typed):
        raise ValueError(EXPECTED_TIME)
    if written.problem:
        raise ValueError(f"{written.problem}: {EXPECTED_TIME}")
    return place_time(written, day, after, passes_midnight=passes_midnight).at


def format_duration(minutes: float) -> str:
    """Return a duration such as `4m`, `38m`, `2h 05m` or `3d 4h`; below a minute, `40s`."""
    sign = "-" if minutes < 0 else ""
    seconds = round(abs(minutes) * 60)
    if seconds < 60:
        return f"{sign}{seconds}s" if seconds else "0m"
    hours, rest = divmod(seconds // 60, 60)
    if hours >= 24:
        return f"{sign}{hours // 24}d {hours % 24}h"
    return f"{sign}{hours}h {rest:02}m" if hours else f"{sign}{rest}m"


def length_in_words(length: timedelta) -> str:
    """Return the time between two moments as `format_duration` writes it."""
    return format_duration(length.total_seconds() / 60)


def _minutes_between(earlier: datetime | None, later: datetime | None) -> float | None:
    if earlier is None or later is None:
        return None
    return (later - earlier).total_seconds() / 60


def _doubts(incident: Incident, event: TimelineEvent) -> tuple[str, ...]:
    doubts = []
    if (incident.date - event.at.date()).days > 1:
        doubts.append("before the incident's date")
    if event.kind in MILESTONES:
        for earlier in MILESTONES[: MILESTONES.index(event.kind)]:
            at = incident.reached_at(earlier)
            if at is not None and at > event.at:
                doubts.append(f"before “{EVENT_LABELS[earlier].name}”")
                break
        if incident.reached_at(event.kind) != event.at:
            doubts.append("the milestone is there already")
    return tuple(doubts)
