"""Post-mortems as Markdown: the article's template, heading for heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from db.records import ActionItem, Finding, Impact, Incident, TimelineEvent
from db.vocabulary import EventKind, FindingKind
from facilitator.documents.impact_labels import colon_of_figure
from facilitator.documents.markdown_escaping import cell, line, paragraphs
from facilitator.domain.impact_figures import IMPACT_FIGURES, FigureKind, ImpactFigure
from facilitator.domain.labels import EVENT_LABELS, STATUS_LABELS, WENT_WRONG
from facilitator.domain.milestones import named_milestone
from facilitator.domain.template import PARAGRAPHS, SECTIONS, TemplatePart


def write(incidents: Sequence[Incident]) -> str:
    """Return several post-mortems in one text, in the order given."""
    return "\n".join(write_one(incident) for incident in incidents)


def write_one(incident: Incident) -> str:
    """Return one post-mortem with all headings of the template, also over empty sections."""
    sections = [
        "\n".join([f"## {part.full_heading}", *filter(None, _section_lines(part, incident))])
        for part in SECTIONS
    ]
    return "\n\n".join([f"# Incident: {line(incident.title)}", *sections]) + "\n"


def _section_lines(part: TemplatePart, incident: Incident) -> Iterable[str]:
    """Return the lines under the heading of a section; empty ones are left out by the caller."""
    match part:
        case TemplatePart.IMPACT:
            return _impact(incident.impact)
        case TemplatePart.TIMELINE:
            return [_event(incident, event) for event in incident.timeline]
        case TemplatePart.FACTORS:
            return [
                f"{number}. {line(factor.text)}"
                for number, factor in enumerate(incident.factors, 1)
            ]
        case TemplatePart.WENT_WELL:
            return _findings(incident.findings_of(FindingKind.WENT_WELL))
        case TemplatePart.WENT_WRONG:
            return _findings(incident.findings_of(*WENT_WRONG))
        case TemplatePart.ACTIONS:
            return _actions(incident.action_items)
        case _:
            return [paragraphs(getattr(incident, PARAGRAPHS[part].field))]


def _impact(impact: Impact) -> Iterator[str]:
    for figure in IMPACT_FIGURES:
        yield f"- {figure.heading}: {figure.write(impact) or _unknown(figure)}"
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
    clock = f"{event.at:%H:%M}" if event.at.second == 0 else f"{event.at:%H:%M:%S}"
    day = event.at.date()
    at = clock if day == incident.date else f"{day.isoformat()} {clock}"
    text = line(event.text)
    if event.kind is EventKind.OTHER:
        # An escaped dash tells the reader that the text is no milestone, whatever its words.
        dash = "-" if named_milestone(" ".join(event.text.split())) is None else "\\-"
        return f"- {at} {dash} {text}"
    return f"- {at} - {EVENT_LABELS[event.kind].title}{f': {text}' if text else ''}"


def _findings(findings: Iterable[Finding]) -> list[str]:
    return [f"- {line(finding.text)}" for finding in findings]


def _actions(items: Iterable[ActionItem]) -> list[str]:
    header = [
        "| Action | Owner | Priority | Due Date | Status |",
        "|--------|-------|----------|----------|--------|",
    ]
    rows = [
        f"| {cell(item.action)} | {cell(item.owner)} | {item.priority} "
        f"| {item.due or ''} | {cell(_status(item))} |"
        for item in items
    ]
    return header + rows


def _status(item: ActionItem) -> str:
    """Return the status, with the note in brackets where there is one."""
    status = STATUS_LABELS[item.status].name
    note = " ".join(item.note.split())
    return f"{status} ({note})" if note else status
