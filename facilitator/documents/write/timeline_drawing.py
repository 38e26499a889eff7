"""The layout of a timeline drawn to scale, in pixels from the top of its axis.

The layout knows nothing of the format that it is drawn in; the template of the HTML makes an SVG
picture of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from db.records import Incident
from db.vocabulary import EventKind
from facilitator.domain.labels import EVENT_LABELS
from facilitator.domain.milestones import MILESTONES
from facilitator.domain.timeline import (
    TimelineLine,
    TimeTo,
    format_duration,
    length_in_words,
    longest_gap_name,
    timeline_lines,
)
from facilitator.domain.timeline_phases import UNKNOWN, moments, phases

TWO_LINE_LABEL, ONE_LINE_LABEL = 40, 24
"""The heights of a label with two lines and with one, in pixels."""
SHORTEST_AXIS, LONGEST_AXIS = 320, 640
"""The bounds of the height of the axis, in pixels; labels that need more room get it."""
PIXELS_PER_EVENT = 36
_TICK_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200)
"""The possible intervals between ticks, in seconds; a longer one is a whole number of days."""
_DAY = 86_400
_PIXELS_BETWEEN_TICKS = 44


@dataclass(frozen=True, slots=True)
class Tick:
    """A round time beside the axis. A tick at midnight shows the day."""

    y: float
    text: str
    is_day: bool


@dataclass(frozen=True, slots=True)
class Span:
    """An interval: its name, its name with its length, and its upper and lower end."""

    name: str
    text: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Label:
    """The text beside a milestone or beside the longest gap.

    Attributes:
        y: The place on the axis that a line leads to.
        row: The upper edge of the text. It differs from `y` where labels would overlap.
        height: The height of the text.
        name: The first line.
        detail: The second line; "" where there is none.
        is_gap: Whether the label is that of the longest gap.
    """

    y: float
    row: float
    height: int
    name: str
    detail: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture.

    Attributes:
        height: The height of the axis.
        ticks: The round times beside the axis.
        spans: The known phases but *recover*, on the axis; they do not overlap.
        recover: The interval from the beginning to the recovery, which lies beside the others.
        gap: The longest time between two events while the service was down.
        dots: The places of the events that are no milestones.
        labels: The labels from the top; no two of them overlap.
        description: The picture in words, for screen readers.
    """

    height: float
    ticks: tuple[Tick, ...]
    spans: tuple[Span, ...]
    recover: Span | None
    gap: Span | None
    dots: tuple[float, ...]
    labels: tuple[Label, ...]
    description: str


def draw(incident: Incident) -> Drawing | None:
    """Return the layout of an incident's timeline; None where it has fewer than two moments."""
    lines = timeline_lines(incident)
    stamps = {kind: at for kind in MILESTONES if (at := incident.reached_at(kind)) is not None}
    all_moments = moments(incident)
    if len(all_moments) < 2:
        return None
    intervals = {line.event.kind: line.figure for line in lines if line.figure is not None}
    scaled = min(max(SHORTEST_AXIS, PIXELS_PER_EVENT * len(lines)), LONGEST_AXIS)
    needed = TWO_LINE_LABEL * (len(stamps) + 1) + ONE_LINE_LABEL
    axis = _Axis(all_moments[0], all_moments[-1], max(scaled, needed))
    gap = _longest_gap(longest_gap_name(incident), lines, axis)
    labels = _milestone_labels(stamps, intervals, axis)
    if gap is not None:
        middle = (gap.top + gap.bottom) / 2
        labels.append(Label(middle, 0, ONE_LINE_LABEL, gap.text, "", is_gap=True))
    return Drawing(
        height=axis.height,
        ticks=tuple(axis.ticks()),
        spans=tuple(_spans(incident, axis)),
        recover=_recover(stamps, intervals, axis),
        gap=gap,
        dots=tuple(axis.y(at) for at in all_moments if at not in stamps.values()),
        labels=_without_overlaps(sorted(labels, key=lambda label: label.y), axis.height),
        description=_description(stamps, intervals, gap, all_moments),
    )


class _Axis:
    """The axis from the first moment to the last, which converts moments to pixels."""

    def __init__(self, first: datetime, last: datetime, height: float) -> None:
        self.first, self.height = first, height
        self.seconds = (last - first).total_seconds()

    def y(self, at: datetime) -> float:
        """Return the place of a moment, in pixels from the top."""
        return self.length((at - self.first).total_seconds())

    def length(self, seconds: float) -> float:
        """Return the length of a duration, in pixels."""
        return round(seconds / self.seconds * self.height, 2)

    def ticks(self) -> Iterator[Tick]:
        """Yield the round times on the axis, as many as fit without crowding."""
        midnight = self.first.replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (self.first - midnight).total_seconds()
        step = self._step()
        # The first tick is the first multiple of the step since midnight, rounded up.
        first_tick, last_tick = int(-(-passed // step)), int((passed + self.seconds) // step)
        for number in range(first_tick, last_tick + 1):
            at = midnight + timedelta(seconds=number * step)
            is_day = number * step % _DAY == 0
            yield Tick(self.length(number * step - passed), self._text(at, step, is_day), is_day)

    def _step(self) -> int:
        """Return the seconds between two ticks: the shortest round interval with enough room."""
        shortest = self.seconds / (self.height / _PIXELS_BETWEEN_TICKS)
        steps = (step for step in _TICK_STEPS if step >= shortest)
        return next(steps, int(-(-shortest // _DAY)) * _DAY)

    def _text(self, at: datetime, step: int, is_day: bool) -> str:
        if is_day:
            # On an axis of about a year or longer, a day without its year would be ambiguous.
            return f"{at.day} {at:%b}" if self.seconds < 300 * _DAY else at.date().isoformat()[:7]
        return f"{at:%H:%M:%S}" if step < 60 else f"{at:%H:%M}"


def _milestone_labels(
    stamps: Mapping[EventKind, datetime], intervals: Mapping[EventKind, TimeTo], axis: _Axis
) -> list[Label]:
    """Return the labels of the milestones; their rows are not yet set."""
    labels = []
    first_day = axis.first.date()
    for kind, at in stamps.items():
        when = clock(at) if at.date() == first_day else f"{at.day} {at:%b} {clock(at)}"
        interval = intervals.get(kind)
        took = f" · {_took(interval)}" if interval and interval.minutes is not None else ""
        name = EVENT_LABELS[kind].title
        labels.append(Label(axis.y(at), 0, TWO_LINE_LABEL, name, f"{when}{took}"))
    return labels


def _spans(incident: Incident, axis: _Axis) -> Iterator[Span]:
    for phase in phases(incident):
        if phase.name not in (UNKNOWN, "recover"):
            text = f"{phase.name} {format_duration(phase.minutes)}"
            yield Span(phase.name, text, axis.y(phase.start), axis.y(phase.end))


def _recover(
    stamps: Mapping[EventKind, datetime], intervals: Mapping[EventKind, TimeTo], axis: _Axis
) -> Span | None:
    """Return the whole outage, which lies beside its phases."""
    interval = intervals.get(EventKind.RECOVERED)
    if interval is None or not interval.minutes or interval.minutes < 0:
        return None
    bottom = axis.y(stamps[EventKind.RECOVERED])
    top = max(0, round(bottom - axis.length(interval.minutes * 60), 2))
    return Span(interval.name, _took(interval), top, bottom)


def _longest_gap(name: str, lines: Sequence[TimelineLine], axis: _Axis) -> Span | None:
    for before, line in pairwise(lines):
        if line.longest and line.delta is not None:
            text = f"{name} {length_in_words(line.delta)}"
            return Span("gap", text, axis.y(before.event.at), axis.y(line.event.at))
    return None


def _without_overlaps(labels: Sequence[Label], height: float) -> tuple[Label, ...]:
    """Return the labels with their rows set: as near to their `y` as possible without overlaps.

    Labels that would overlap form a block, which is centred on the mean of their own places. That
    is isotonic regression by pooling adjacent violators. The labels before a label take up room,
    so their heights are subtracted first and added again afterwards.
    """
    heights_above = 0.0
    blocks: list[tuple[float, int]] = []  # the mean place of a block, and how many labels it has
    for label in labels:
        blocks.append((label.y - label.height / 2 - heights_above, 1))
        heights_above += label.height
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (upper, upper_count), (lower, lower_count) = blocks[-2:]
            count = upper_count + lower_count
            blocks[-2:] = [((upper * upper_count + lower * lower_count) / count, count)]
    places = [place for place, count in blocks for _ in range(count)]
    lowest = -TWO_LINE_LABEL / 2
    highest = height + TWO_LINE_LABEL / 2 - heights_above
    result, heights_above = [], 0.0
    for label, place in zip(labels, places, strict=True):
        row = round(min(max(place, lowest), highest) + heights_above, 2)
        result.append(replace(label, row=row))
        heights_above += label.height
    return tuple(result)


def _description(
    stamps: Mapping[EventKind, datetime],
    intervals: Mapping[EventKind, TimeTo],
    gap: Span | None,
    moments: Sequence[datetime],
) -> str:
    """Return the picture in words, for people who can't see it."""
    parts = [f"From {moments[0]:%Y-%m-%d %H:%M} to {moments[-1]:%Y-%m-%d %H:%M} UTC"]
    for kind, at in sorted(stamps.items(), key=lambda stamp: stamp[1]):
        interval = intervals.get(kind)
        took = f" ({_took(interval)})" if interval and interval.minutes is not None else ""
        parts.append(f"{EVENT_LABELS[kind].name} at {clock(at)}{took}")
    if gap is not None:
        parts.append(gap.text)
    return "; ".join(parts) + "."


def _took(interval: TimeTo) -> str:
    since = " since alert" if interval.since_alert else ""
    return f"{interval.name} {format_duration(interval.minutes or 0)}{since}"


def clock(at: datetime) -> str:
    """Return the time of day, such as `09:02`; with seconds where they are not zero."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
