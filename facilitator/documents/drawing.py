"""A timeline drawn to scale: where everything stands, in pixels from the top. Nothing of a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from db.records import Incident
from db.words import EventKind
from facilitator.domain.timeline import MILESTONES, TITLES, Line, TimeTo, in_words, walk

TWO_LINES, ONE_LINE = 40, 24
"""Heights of a label, in pixels."""
LEAST, MOST = 320, 640
"""Heights of the axis; labels that need more get it."""
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200)
_DAY = 86_400
_TICK_APART = 44


@dataclass(frozen=True, slots=True)
class Tick:
    """A round time beside the axis."""

    y: float
    text: str
    is_day: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What took how long: from one height to another."""

    name: str
    text: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Label:
    """A milestone or the longest gap: at y on the axis, its text from row downwards."""

    y: float
    row: float
    height: int
    name: str
    detail: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. spans: one after another. recover: beside them. dots: other events."""

    height: float
    ticks: tuple[Tick, ...]
    spans: tuple[Span, ...]
    recover: Span | None
    gap: Span | None
    dots: tuple[float, ...]
    labels: tuple[Label, ...]
    told: str


def draw(incident: Incident) -> Drawing | None:
    """The incident's timeline, or None where there are not two moments to draw it between."""
    lines = walk(incident)
    stamps = {kind: at for kind in MILESTONES if (at := incident.stamp(kind)) is not None}
    moments = sorted({*stamps.values(), *(line.event.at for line in lines)})
    if len(moments) < 2:
        return None
    figures = {line.event.kind: line.figure for line in lines if line.figure is not None}
    heights = [TWO_LINES] * len(stamps) + [ONE_LINE]
    height = max(min(max(LEAST, 36 * len(lines)), MOST), sum(heights) + TWO_LINES)
    axis = _Axis(moments[0], moments[-1], height)
    gap = _gap(lines, axis)
    labels = _milestones(stamps, figures, axis)
    if gap is not None:
        middle = (gap.top + gap.bottom) / 2
        labels.append(Label(middle, 0, ONE_LINE, gap.text, "", is_gap=True))
    spans = dict(_spans(stamps, figures, axis))
    recover = spans.pop("recover", None)
    return Drawing(
        height=height,
        ticks=tuple(axis.ticks()),
        spans=tuple(spans.values()),
        recover=recover,
        gap=gap,
        dots=tuple(axis.y(at) for at in moments if at not in stamps.values()),
        labels=_apart(sorted(labels, key=lambda label: label.y), height),
        told=_told(stamps, figures, gap, moments),
    )


class _Axis:
    """Moments as heights."""

    def __init__(self, first: datetime, last: datetime, height: float) -> None:
        self.first, self.height = first, height
        self.seconds = (last - first).total_seconds()

    def y(self, at: datetime) -> float:
        return self.after((at - self.first).total_seconds())

    def after(self, seconds: float) -> float:
        return round(seconds / self.seconds * self.height, 2)

    def ticks(self) -> Iterator[Tick]:
        midnight = self.first.replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (self.first - midnight).total_seconds()
        step = self._step()
        for place in range(int(-(-passed // step)), int((passed + self.seconds) // step) + 1):
            at = midnight + timedelta(seconds=place * step)
            is_day = place * step % _DAY == 0
            yield Tick(self.after(place * step - passed), self._text(at, step, is_day), is_day)

    def _step(self) -> int:
        least = self.seconds / (self.height / _TICK_APART)
        fitting = (step for step in _STEPS if step >= least)
        return next(fitting, int(-(-least // _DAY)) * _DAY)

    def _text(self, at: datetime, step: int, is_day: bool) -> str:
        if is_day:
            # A year more than the axis has means that days alone would be in doubt.
            return f"{at.day} {at:%b}" if self.seconds < 300 * _DAY else at.date().isoformat()[:7]
        return f"{at:%H:%M:%S}" if step < 60 else f"{at:%H:%M}"


def _milestones(
    stamps: dict[EventKind, datetime], figures: dict[EventKind, TimeTo], axis: _Axis
) -> list[Label]:
    labels = []
    first_day = axis.first.date()
    for kind, at in stamps.items():
        when = clock(at) if at.date() == first_day else f"{at.day} {at:%b} {clock(at)}"
        figure = figures.get(kind)
        took = "" if figure is None or figure.minutes is None else f" · {_took(figure)}"
        labels.append(Label(axis.y(at), 0, TWO_LINES, TITLES[kind], f"{when}{took}"))
    return labels


def _spans(
    stamps: dict[EventKind, datetime], figures: dict[EventKind, TimeTo], axis: _Axis
) -> Iterator[tuple[str, Span]]:
    for kind, figure in figures.items():
        if figure.minutes is not None and figure.minutes > 0:
            bottom = axis.y(stamps[kind])
            top = max(0, round(bottom - axis.after(figure.minutes * 60), 2))
            yield figure.name, Span(figure.name, _took(figure), top, bottom)


def _gap(lines: Sequence[Line], axis: _Axis) -> Span | None:
    for before, line in pairwise(lines):
        if line.longest and line.delta is not None:
            text = f"longest gap {in_words(line.delta.total_seconds() / 60)}"
            return Span("gap", text, axis.y(before.event.at), axis.y(line.event.at))
    return None


def _apart(labels: Sequence[Label], height: float) -> tuple[Label, ...]:
    """Each label as near to its place as it can be without lying over another.

    Labels that would overlap become one block about the middle of where they want to be.
    """
    above = 0.0
    blocks: list[list[float]] = []
    for label in labels:
        blocks.append([label.y - label.height / 2 - above, 1])
        above += label.height
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, n), (other, m) = blocks[-2:]
            blocks[-2:] = [[(one * n + other * m) / (n + m), n + m]]
    wanted = [place for place, many in blocks for _ in range(int(many))]
    lowest, highest = -TWO_LINES / 2, height + TWO_LINES / 2 - above
    placed, above = [], 0.0
    for label, place in zip(labels, wanted, strict=True):
        row = round(min(max(place, lowest), highest) + above, 2)
        placed.append(
            Label(label.y, row, label.height, label.name, label.detail, is_gap=label.is_gap)
        )
        above += label.height
    return tuple(placed)


def _told(
    stamps: dict[EventKind, datetime],
    figures: dict[EventKind, TimeTo],
    gap: Span | None,
    moments: Sequence[datetime],
) -> str:
    """The picture in words, for whoever does not see it."""
    parts = [f"From {moments[0]:%Y-%m-%d %H:%M} to {moments[-1]:%Y-%m-%d %H:%M} UTC"]
    for kind, at in sorted(stamps.items(), key=lambda stamp: stamp[1]):
        figure = figures.get(kind)
        took = "" if figure is None or figure.minutes is None else f" ({_took(figure)})"
        parts.append(f"{MILESTONES[kind]} at {clock(at)}{took}")
    if gap is not None:
        parts.append(gap.text)
    return "; ".join(parts) + "."


def _took(figure: TimeTo) -> str:
    since = " since alert" if figure.since_alert else ""
    return f"{figure.name} {in_words(figure.minutes or 0)}{since}"


def clock(at: datetime) -> str:
    """`09:02`; with seconds where there are some."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
