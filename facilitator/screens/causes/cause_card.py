"""The card of a cause: its incidents, and why each of them came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import Incident, IncidentOutline, ListedCause
from facilitator.domain.due_dates import short_day
from facilitator.domain.figure_types import Finding
from facilitator.domain.labels import CATEGORY_LABELS
from facilitator.domain.verdict_words import in_brief
from facilitator.text import counted
from facilitator.widgets.glyphs import REPEAT
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line, plain

LEAD = 20
"""How many cells the number and the day of an incident take."""


@dataclass(frozen=True, slots=True)
class ShownCause:
    """What the card shows of a cause.

    Attributes:
        entry: The cause with the numbers of its incidents.
        outlines: Its incidents, the newest first.
        findings: What had become of the action items of the incident that each repeat repeats, by
            the number of the repeat.
        today: The present day, whose year is not named.
    """

    entry: ListedCause
    outlines: Sequence[IncidentOutline]
    findings: Mapping[int, Finding]
    today: date


class CauseCard(PaintedLines):
    """Shows a cause with its incidents, or an incident that has no cause yet."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self._shown: ShownCause | Incident | None = None

    def show(self, shown: ShownCause | Incident | None) -> None:
        """Show this in the place of what was there before; None shows nothing."""
        self._shown = shown
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the card; the incidents that do not fit are counted."""
        match self._shown:
            case Incident() as incident:
                return _incident_lines(incident, width)[:height]
            case ShownCause() as cause:
                return cause_lines(cause, height)
            case _:
                return []


def cause_lines(shown: ShownCause, height: int) -> list[Content]:
    """Return the lines of a cause: its name, and one or two for each incident that fits."""
    rows = [list(_outline_lines(outline, shown)) for outline in shown.outlines]
    lines = [_title(shown.entry)]
    for index, row in enumerate(rows):
        is_last = index == len(rows) - 1
        if len(lines) + len(row) + (not is_last) > height:
            more = f"and {counted(len(rows) - index, 'incident')} more"
            return [*lines, Content.styled(more, "$text-muted")][:height]
        lines += row
    return lines[:height]


def _title(entry: ListedCause) -> Content:
    category = entry.cause.category
    facts = [counted(len(entry.incidents), "incident")]
    if category is not None:
        facts.insert(0, CATEGORY_LABELS[category].name)
    return Content.assemble(
        line(entry.cause.name, "bold $text-accent"), (f"  {' · '.join(facts)}", "$text-muted")
    )


def _outline_lines(outline: IncidentOutline, shown: ShownCause) -> Iterator[Content]:
    lead = f"{f'#{outline.number}':<6} {short_day(outline.date, shown.today)}"
    yield Content.assemble(
        (f"{lead:<{LEAD}}", "$text-muted"), line(f"{outline.service} {outline.symptom}")
    )
    finding = shown.findings.get(outline.number)
    if finding is not None:
        words = f"{REPEAT} repeats {in_brief(finding)}"
        yield Content.assemble(" " * LEAD, line(words, "$text-warning"))


def _incident_lines(incident: Incident, width: int) -> list[Content]:
    """Return the title of an incident, and its whole root cause, from which its cause is named."""
    title = line(f"#{incident.number} {incident.title}", "bold $text-accent")
    return [title, *plain(incident.root_cause or "no root cause yet").wrap(max(1, width))]
