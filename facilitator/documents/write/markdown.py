"""Post-mortems as Markdown: the article's template, heading for heading.

What the template has no place for stands under the title and, after the template's parts, in
sections of its own. All of it is read back on import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from db.records import Finding, Impact, Incident, TimelineEvent
from db.vocabulary import EventKind, FindingKind
from facilitator.documents.head_labels import HeadLabel
from facilitator.documents.headings import marked_section
from facilitator.documents.impact_labels import OtherImpactValue, colon_of_figure
from facilitator.documents.kind_labels import labelled
from facilitator.documents.markdown_escaping import heading, line, paragraphs
from facilitator.documents.meeting_text import MEETINGS, meeting_lines
from facilitator.documents.team_records import NO_RECORDS, TeamRecords
from facilitator.documents.write.action_table import action_table
from facilitator.documents.written_moments import write_clock, write_moment
from facilitator.domain.impact_figures import IMPACT_FIGURES, FigureKind, ImpactFigure
from facilitator.domain.labels import (
    CATEGORY_LABELS,
    EVENT_LABELS,
    FACTOR_LABELS,
    FINDING_LABELS,
    NEAR_MISS,
    TRIGGER_LABELS,
    WENT_WRONG,
    K,
    Label,
)
from facilitator.domain.milestones import named_milestone
from facilitator.domain.template import PARAGRAPHS, SECTIONS, TemplatePart


def write(incidents: Sequence[Incident], team: TeamRecords = NO_RECORDS) -> str:
    """Return several post-mortems in one text, in the order given."""
    return "\n".join(write_one(incident, team) for incident in incidents)


def write_one(incident: Incident, team: TeamRecords = NO_RECORDS) -> str:
    """Return one post-mortem with all headings of the template, also over empty sections."""
    head = [f"# Incident: {line(incident.title)}", "\n".join(_head(incident, team))]
    parts = [
        "\n".join([f"## {part.full_heading}", *filter(None, _section_lines(part, incident))])
        for part in SECTIONS
    ]
    others = [
        f"## {heading(marked_section(name))}\n{paragraphs(text)}".rstrip("\n")
        for name, text in _other_sections(incident, team)
    ]
    return "\n\n".join([*head, *parts, *others]) + "\n"


def _head(incident: Incident, team: TeamRecords) -> Iterator[str]:
    """Yield the lines under the title; a value that is not known has none."""
    values: dict[HeadLabel, Sequence[str]] = {
        HeadLabel.SERVICE: [incident.service],
        HeadLabel.KIND: [NEAR_MISS if incident.is_near_miss else ""],
        HeadLabel.SEVERITY: [incident.severity or ""],
        HeadLabel.TRIGGER: [_named(TRIGGER_LABELS, incident.trigger)],
        HeadLabel.STATUS: [incident.status],
        HeadLabel.ID: [incident.external_id],
        HeadLabel.ENDED: [write_moment(incident.ended_at)],
        HeadLabel.CAUSE: [incident.cause.name if incident.cause else ""],
        HeadLabel.CATEGORY: [
            _named(CATEGORY_LABELS, incident.cause.category if incident.cause else None)
        ],
        HeadLabel.CAME_BACK: [team.came_back(incident)],
        HeadLabel.THEME: incident.themes,
        HeadLabel.DUPLICATE: [f"#{incident.duplicate_of}" if incident.duplicate_of else ""],
    }
    for label, texts in values.items():
        yield from (f"- {label}: {line(text)}" for text in texts if text.strip())


def _named(labels: Mapping[K, Label], value: K | None) -> str:
    """Return what a value is called; "" where there is none."""
    return "" if value is None else labels[value].name


def _other_sections(incident: Incident, team: TeamRecords) -> Iterator[tuple[str, str]]:
    """Yield the heading and the text of each section after those of the template."""
    sections = [(section.heading, section.text) for section in incident.sections]
    yield from sections
    meetings = (MEETINGS, "\n".join(f"- {text}" for text in meeting_lines(team, incident)))
    # An imported document has what was written of its meetings as a section already.
    if meetings[1] and meetings not in sections:
        yield meetings


def _section_lines(part: TemplatePart, incident: Incident) -> Iterable[str]:
    """Return the lines under the heading of a section; empty ones are left out by the caller."""
    match part:
        case TemplatePart.IMPACT:
            return _impact(incident.impact)
        case TemplatePart.TIMELINE:
            return [_event(incident, event) for event in incident.timeline]
        case TemplatePart.FACTORS:
            return [
                f"{number}. {labelled(FACTOR_LABELS[factor.kind], line(factor.text))}"
                for number, factor in enumerate(incident.factors, 1)
            ]
        case TemplatePart.WENT_WELL:
            well = incident.findings_of(FindingKind.WENT_WELL)
            return [f"- {line(finding.text)}" for finding in well]
        case TemplatePart.WENT_WRONG:
            return _went_wrong(incident.findings_of(*WENT_WRONG))
        case TemplatePart.ACTIONS:
            return action_table(incident.action_items)
        case _:
            return [paragraphs(getattr(incident, PARAGRAPHS[part].field))]


def _impact(impact: Impact) -> Iterator[str]:
    for figure in IMPACT_FIGURES:
        yield f"- {figure.heading}: {figure.write(impact) or _unknown(figure)}"
    if impact.began_at is not None:
        yield f"- {OtherImpactValue.BEGAN}: {write_moment(impact.began_at)}"
    if impact.currency is not None and impact.revenue is None:
        yield f"- {OtherImpactValue.CURRENCY}: {impact.currency}"
    summary = paragraphs(impact.summary)
    # A summary whose first line looks like a figure is kept apart by a backslash before its colon.
    first, _, more = summary.partition("\n")
    if (colon := colon_of_figure(first)) is not None:
        summary = f"{first[:colon]}\\{first[colon:]}" + (f"\n{more}" if more else "")
    if summary:
        yield f"\n{summary}"


def _unknown(figure: ImpactFigure) -> str:
    return "unknown minutes" if figure.kind is FigureKind.MINUTES else "unknown"


def _event(incident: Incident, event: TimelineEvent) -> str:
    clock = write_clock(event.at.time())
    day = event.at.date()
    at = clock if day == incident.date else f"{day.isoformat()} {clock}"
    text = line(event.text)
    link = f"\n  - Link: {line(event.link)}" if event.link and event.link.strip() else ""
    if event.kind is EventKind.OTHER:
        # An escaped dash tells the reader that the text is no milestone, whatever its words.
        dash = "-" if named_milestone(" ".join(event.text.split())) is None else "\\-"
        return f"- {at} {dash} {text}{link}"
    words = f": {text}" if text else ""
    return f"- {at} - {EVENT_LABELS[event.kind].title}{words}{link}"


def _went_wrong(findings: Iterable[Finding]) -> list[str]:
    return [
        f"- {labelled(FINDING_LABELS[finding.kind], line(finding.text))}" for finding in findings
    ]
