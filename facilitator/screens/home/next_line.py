"""The one bright line of the home screen: what to do next, and the key that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from facilitator.domain.attention import NextStep, StepKind
from facilitator.domain.due_dates import short_day
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line

BRIGHT = "bold reverse $text-accent"
WORDS = {
    StepKind.GO_ON: "go on with the meeting about",
    StepKind.HOLD: "hold the meeting about",
    StepKind.PREPARE: "prepare",
}


@dataclass(frozen=True, slots=True)
class NextView:
    """What the line says.

    Attributes:
        today: The present day.
        step: What to do next, if there is anything to meet about.
        title: The title of its incident, as typed.
        planned: The day for which the next meeting is planned, if it is.
        keys: The key of each kind of step, as people read it.
    """

    today: date
    step: NextStep | None
    title: str
    planned: date | None
    keys: dict[StepKind, str]


class NextLine(PaintedLines):
    """Says what to do next. Its key works on the selected incident, so that it follows the list."""

    def __init__(self) -> None:
        super().__init__(name="next-step")
        self._view: NextView | None = None
        self._selected: int | None = None

    def show(self, view: NextView) -> None:
        """Show what to do next."""
        self._view = view
        self.redraw()

    def select(self, number: int | None) -> None:
        """Take another incident to be the selected one."""
        before, self._selected = self._selected, number
        if self._is_next(before) != self._is_next(number):
            self.redraw()

    def _is_next(self, number: int | None) -> bool:
        step = None if self._view is None else self._view.step
        return step is not None and step.number == number

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the next step on its ground, or what is planned where there is no step."""
        return [] if self._view is None else [next_line(self._view, self._selected)]


def next_line(view: NextView, selected: int | None) -> Content:
    """Return what to do next in one line; empty where there is nothing to do.

    Args:
        view: What to do.
        selected: The number of the selected incident.
    """
    planned = "" if view.planned is None else _planned(view.planned, view.today)
    step = view.step
    if step is None:
        words = f" Next: the meeting, {planned} "
        return Content.styled(words, BRIGHT) if planned else Content("")
    key, is_selected = view.keys[step.kind], step.number == selected
    press = f"press {key} to " if is_selected else ""
    words = f" Next: {press}{WORDS[step.kind]} #{step.number} "
    return Content.assemble(
        (words, BRIGHT),
        "" if is_selected else f"  select it and press {key}",
        "  ",
        line(view.title, "$text-muted"),
        (f"  {planned}" if planned else "", "bold"),
    )


def _planned(day: date, today: date) -> str:
    """Return when the next meeting is: `planned for tomorrow`."""
    days = (day - today).days
    if days < 0:
        return f"planned for {short_day(day, today)} and not held yet"
    near = {0: "today", 1: "tomorrow"}
    return f"planned for {near.get(days) or f'{day:%A}, {short_day(day, today)}'}"
