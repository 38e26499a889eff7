"""The timeline as a bar to scale: its phases, the event in hand, and what it says in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from textual.content import Content

from db.records import Incident
from facilitator.domain.timeline import format_duration, length_in_words
from facilitator.domain.timeline_phases import (
    UNKNOWN,
    Phase,
    in_words,
    moments,
    out_of_order,
    phases,
)
from facilitator.domain.timeline_scale import Gap, Scale
from facilitator.screens.incident.event_rows import phase_colour
from facilitator.widgets.glyphs import MARKER
from facilitator.widgets.painted_lines import PaintedLines

BREAK = "//"
"""What stands in a gap that is not to scale."""
FILL, END_OF_PHASE = "█", "▉"
"""A cell of a phase, and its last one, which leaves a thin line free before the next phase."""
OTHER_FILL, UNKNOWN_FILL = "▒", "░"
"""A cell of every second phase where there are no colours, and of what is not known."""
TICK_FILL = "┼"
"""A cell in which an event lies, where nothing is known of the phases."""
SHORT_NAMES = {"acknowledge": "ack"}
"""What a phase is called where its whole name does not fit."""
WITH_MARKER = 4
"""The height from which the marker has a line of its own above the bar."""


class TimelineBar(PaintedLines):
    """The phases of an incident on a line as wide as the list, with the event in hand marked."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._incident: Incident | None = None
        self._at: datetime | None = None
        self._hint = ""
        self._drawing: BarDrawing | None = None

    def show(self, incident: Incident, at: datetime | None, hint: str) -> None:
        """Show the timeline of an incident.

        Args:
            incident: The incident.
            at: The time of the event in hand, or None.
            hint: What to do about a timeline without milestones.
        """
        self._incident, self._at, self._hint, self._drawing = incident, at, hint, None
        self.redraw()

    def mark(self, at: datetime | None) -> None:
        """Move the marker to the event in hand."""
        self._at = at
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the bar between the marker and the words; nothing for an empty timeline."""
        if self._incident is None or not moments(self._incident):
            return []
        drawing = self._drawing
        if drawing is None or drawing.width != width:
            has_colours = not self.app.no_color
            drawing = self._drawing = BarDrawing(
                self._incident, width, self._hint, has_colours=has_colours
            )
        is_marker_above = height >= WITH_MARKER
        lines = [drawing.marker(self._at)] if is_marker_above else []
        lines.append(drawing.bar(None if is_marker_above else self._at))
        if drawing.labels:
            lines.append(drawing.labels)
        return [*lines, drawing.words]


class BarDrawing:
    """The lines of the bar, drawn into so many cells.

    Attributes:
        width: How many cells there are.
        labels: The names and lengths of the phases, each below its phase, as far as they fit.
            Empty where no phase is known.
        words: The first and the last time, and in between what the bar says.
    """

    def __init__(self, incident: Incident, width: int, hint: str, *, has_colours: bool) -> None:
        """Lay out the bar.

        Args:
            incident: An incident whose timeline has a moment at least.
            width: How many cells there are.
            hint: What to do about a timeline without milestones.
            has_colours: Whether colours tell the phases apart; else their patterns do.
        """
        self._incident, self.width, self._has_colours = incident, width, has_colours
        self._moments, self._phases = moments(incident), phases(incident)
        self._scale = Scale(self._moments, self._phases, width)
        # They stay the same while the marker moves.
        self.labels, self.words = self._draw_labels(), self._draw_words(hint)

    def marker(self, at: datetime | None) -> Content:
        """Return the line above the bar: a sign over the event in hand, and its time beside it."""
        if at is None:
            return Content("")
        cell, time = self._scale.cell(at), self._time(at)
        if cell + len(f"{MARKER} {time}") > self.width:
            return Content.styled(f"{f'{time} {MARKER}':>{cell + 1}}", "bold")
        return Content.styled(f"{' ' * cell}{MARKER} {time}", "bold")

    def bar(self, marked: datetime | None) -> Content:
        """Return the bar itself.

        Args:
            marked: A moment to mark in the bar, where there is no room above it.
        """
        cells = [cell for index in range(len(self._phases)) for cell in self._phase_cells(index)]
        if not cells:
            cells = [(UNKNOWN_FILL, "$text-muted")] * self.width
        if all(phase.name == UNKNOWN for phase in self._phases):
            for event in self._incident.timeline:
                cells[self._scale.cell(event.at)] = (TICK_FILL, "bold")
        for gap in self._scale.broken:
            self._break(cells, gap)
        if marked is not None:
            cells[self._scale.cell(marked)] = (MARKER, "bold $foreground on $background")
        runs = groupby(cells, key=lambda cell: cell[1])
        return Content.assemble(*(("".join(sign for sign, _ in run), style) for style, run in runs))

    def _phase_cells(self, index: int) -> list[tuple[str, str]]:
        phase, count = self._phases[index], self._scale.cells[index]
        colour = phase_colour(phase)
        if phase.name == UNKNOWN:
            return [(UNKNOWN_FILL, colour)] * count
        if not self._has_colours and index % 2:
            return [(OTHER_FILL, colour)] * count
        end = FILL if index == len(self._phases) - 1 else END_OF_PHASE
        return [*[(FILL, colour)] * (count - 1), *[(end, colour)] * min(1, count)]

    def _break(self, cells: list[tuple[str, str]], gap: Gap) -> None:
        """Write the sign of a broken scale into the middle of a gap, on plain ground."""
        first, last = self._scale.cell(gap.start), self._scale.cell(gap.end)
        middle = max(0, min((first + last) // 2 - 1, self.width - len(BREAK) - 2))
        for offset, sign in enumerate(f" {BREAK} "):
            if first < middle + offset < last:
                cells[middle + offset] = (sign, "bold $foreground")

    def _draw_labels(self) -> Content:
        if all(phase.name == UNKNOWN for phase in self._phases):
            return Content("")
        parts: list[tuple[str, str]] = []
        for index, (phase, count) in enumerate(zip(self._phases, self._scale.cells, strict=True)):
            is_last = index == len(self._phases) - 1
            label = _label(phase, count if is_last else count - 1)
            parts.append((f"{label:<{count}}", f"bold {phase_colour(phase)}"))
        return Content.assemble(*parts)

    def _draw_words(self, hint: str) -> Content:
        first, last = self._time(self._moments[0]), self._time(self._moments[-1])
        if len(self._moments) < 2:
            last = ""
        room = self.width - len(first) - len(last) - 2
        sentence = next(
            (form for form in self._sentences(hint) if form.cell_length <= room),
            self._sentences(hint)[-1],
        ).truncate(max(0, room), ellipsis=True)
        left = (self.width - sentence.cell_length) // 2 - len(first)
        left = max(1, min(left, room + 1 - sentence.cell_length))
        right = max(0, self.width - len(first) - left - sentence.cell_length - len(last))
        return Content.assemble(
            (first, "$text-muted"), " " * left, sentence, " " * right, (last, "$text-muted")
        )

    def _sentences(self, hint: str) -> list[Content]:
        """Return the sentence in its forms, the longest first."""
        said = in_words(self._incident)
        is_hinted = hint and not self._incident.milestones
        sentence = Content(f"{said}: {hint}" if is_hinted else said)
        wrong = [
            f"! {figure.name} {format_duration(figure.minutes or 0)}"
            for figure in out_of_order(self._incident)
        ]
        breaks = [
            f"{BREAK} {length_in_words(gap.length)} not to scale" for gap in self._scale.broken
        ]
        doubt = Content.styled(" · ".join(wrong), "bold $text-error")
        note = Content.styled(" · ".join(breaks), "$text-muted")
        short_note = Content.styled(f"{BREAK} not to scale" if breaks else "", "$text-muted")
        # In a narrow bar the first half of what is known has to do, or the second of what is not.
        brief = Content(said.split(", ")[0])
        shortest = doubt or Content(
            f"{hint[0].upper()}{hint[1:]}" if is_hinted else said.split(": ")[-1]
        )
        forms = (
            [doubt, sentence, note],
            [doubt, sentence, short_note],
            [doubt, brief, short_note],
            [doubt, sentence],
            [doubt, brief],
        )
        return [*(Content(" · ").join(filter(None, form)) for form in forms), shortest]

    def _time(self, at: datetime) -> str:
        day = "" if at.date() == self._incident.date else f"{at.day} {at:%b} "
        return f"{day}{at:%H:%M:%S}" if at.second else f"{day}{at:%H:%M}"


def _label(phase: Phase, room: int) -> str:
    """Return the name of a phase with its length, or its length alone, or nothing."""
    if phase.name == UNKNOWN:
        return ""
    took = format_duration(phase.minutes)
    short_name = SHORT_NAMES.get(phase.name, phase.name)
    forms = (f"{phase.name} {took}", f"{short_name} {took}", took, took.replace(" ", ""))
    return next((form for form in forms if len(form) <= room), "")
