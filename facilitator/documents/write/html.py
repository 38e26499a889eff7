"""Post-mortems as one HTML file that loads nothing: no scripts, no fonts, no other address.

Everything that people typed is cleaned of control characters and escaped, so that it is shown as
text and never runs as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Template

from db.records import Impact, Incident
from db.vocabulary import EventKind, FindingKind
from facilitator.documents.meeting_text import MEETINGS, meeting_lines
from facilitator.documents.team_records import NO_RECORDS, TeamRecords
from facilitator.documents.write.page import page_environment
from facilitator.documents.write.timeline_drawing import clock, draw
from facilitator.documents.written_moments import write_moment
from facilitator.domain.impact_figures import IMPACT_FIGURES
from facilitator.domain.labels import (
    EVENT_LABELS,
    FACTOR_LABELS,
    FINDING_LABELS,
    STATUS_LABELS,
    WENT_WRONG,
)
from facilitator.domain.template import PARAGRAPHS, SECTIONS
from facilitator.domain.timeline import (
    TimelineLine,
    TimeTo,
    format_duration,
    length_in_words,
    longest_gap_name,
    time_to,
    timeline_lines,
)
from facilitator.text import clean, is_web_address


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of the timeline's table.

    Attributes:
        line: The event with what was worked out about it.
        day: The date, where it differs from that of the row before; else "".
        clock: The time of day.
        delta: The time since the event before, such as `+4 min`.
        milestone: The name of the milestone; "" for any other event.
        took: What was measured to this milestone, such as `detect 4 min`.
    """

    line: TimelineLine
    day: str
    clock: str
    delta: str
    milestone: str
    took: str


def write(incidents: Sequence[Incident], team: TeamRecords = NO_RECORDS) -> str:
    """Return a whole document; where there are several incidents, a table of contents is first."""
    return _template().render(incidents=incidents, team=team)


def write_one(incident: Incident, team: TeamRecords = NO_RECORDS) -> str:
    """Return a whole document about one incident."""
    return write([incident], team)


@cache
def _template() -> Template:
    environment = page_environment()
    environment.globals |= {
        "sections": SECTIONS,
        "paragraphs": PARAGRAPHS,
        "impact_facts": _impact_facts,
        "time_to": time_to,
        "minutes_in_words": _minutes_in_words,
        "draw": draw,
        "longest_gap_name": longest_gap_name,
        "event_rows": _event_rows,
        "is_web_address": is_web_address,
        "meetings_heading": MEETINGS,
        "meeting_lines": meeting_lines,
        "write_moment": write_moment,
        "split_paragraphs": _split_paragraphs,
        "status_labels": STATUS_LABELS,
        "factor_labels": FACTOR_LABELS,
        "finding_labels": FINDING_LABELS,
        "went_well": FindingKind.WENT_WELL,
        "went_wrong": WENT_WRONG,
    }
    return environment.get_template("post_mortem.html.jinja")


def _impact_facts(impact: Impact) -> list[tuple[str, str]]:
    return [(figure.heading, figure.write(impact)) for figure in IMPACT_FIGURES]


def _minutes_in_words(interval: TimeTo) -> str:
    return "" if interval.minutes is None else format_duration(interval.minutes)


def _event_rows(incident: Incident) -> Iterator[EventRow]:
    day = incident.date
    for line in timeline_lines(incident):
        at, kind, interval = line.event.at, line.event.kind, line.figure
        took = "" if interval is None else _minutes_in_words(interval)
        yield EventRow(
            line=line,
            day="" if at.date() == day else at.date().isoformat(),
            clock=clock(at),
            delta="" if line.delta is None else f"+{length_in_words(line.delta)}",
            milestone="" if kind is EventKind.OTHER else EVENT_LABELS[kind].title,
            took=f"{interval.name} {took}" if interval is not None and took else "",
        )
        day = at.date()


def _split_paragraphs(text: str) -> list[str]:
    return [paragraph.strip("\n") for paragraph in clean(text).split("\n\n") if paragraph.strip()]
