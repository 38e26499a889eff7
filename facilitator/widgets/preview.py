"""The preview of a post-mortem: its sections in the template's order, under their headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from textual.content import Content

from db.records import ActionItem, Finding, Impact, Incident, Section, TimelineEvent
from db.vocabulary import EventKind, FindingKind
from facilitator.domain.due_dates import due_in_words, short_day
from facilitator.domain.impact_figures import IMPACT_FIGURES
from facilitator.domain.labels import EVENT_LABELS, UNKNOWN_SEVERITY, WENT_WRONG, severity_or_kind
from facilitator.domain.summary import status_in_words
from facilitator.domain.template import PARAGRAPHS, SECTIONS, TemplatePart
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.text import line, plain

EMPTY_SECTION = Content.styled("not written yet", "$text-muted italic")
"""What a section shows while nothing is written in it."""


def preview_rows(incident: Incident, today: date) -> Iterator[Row]:
    """Yield the rows of a preview: the title, the status, and all sections with their headings.

    A part of the template in which nothing is written says so. The sections that the template
    lacks follow its parts.

    Args:
        incident: The incident to preview.
        today: The present day, from which due dates are described.
    """
    severity = severity_or_kind(incident.kind, incident.severity) or UNKNOWN_SEVERITY.name
    yield "", line(incident.title, "bold $text-accent")
    status = [f"#{incident.number}", severity, incident.status, incident.external_id.strip()]
    if incident.duplicate_of is not None:
        status.append(f"duplicate of #{incident.duplicate_of}")
    yield "", line(" · ".join(filter(None, status)), "$text-muted")
    for part in SECTIONS:
        yield from _with_heading(part.label, _section_rows(part, incident, today))
        if part is TemplatePart.ROOT_CAUSE and incident.cause is not None:
            yield "", Content.assemble(("Cause: ", "$text-muted"), line(incident.cause.name))
    for section in incident.sections:
        yield "", Content("")
        yield from section_rows(section)


def section_rows(section: Section) -> Iterator[Row]:
    """Yield the rows of a section that the template lacks: its heading, and its text if any."""
    yield "", line(section.heading, "bold")
    if section.text:
        yield "", plain(section.text)


def _with_heading(heading: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield a blank row, the heading, and the rows, or a note if there are no rows."""
    yield "", Content("")
    yield "", Content.styled(heading, "bold")
    is_empty = True
    for row in rows:
        is_empty = False
        yield row
    if is_empty:
        yield "", EMPTY_SECTION


def _section_rows(part: TemplatePart, incident: Incident, today: date) -> Iterator[Row]:
    """Yield the rows of one section; no rows if nothing is written in it."""
    match part:
        case TemplatePart.IMPACT:
            yield from _impact_rows(incident.impact)
        case TemplatePart.TIMELINE:
            yield from (_event_row(incident, event) for event in incident.timeline)
        case TemplatePart.FACTORS:
            for number, factor in enumerate(incident.factors, 1):
                yield f"{number}. ", line(factor.text)
        case TemplatePart.WENT_WELL:
            yield from _finding_rows(incident.findings_of(FindingKind.WENT_WELL))
        case TemplatePart.WENT_WRONG:
            yield from _finding_rows(incident.findings_of(*WENT_WRONG))
        case TemplatePart.ACTIONS:
            yield from _action_rows(incident.action_items, today)
        case _:
            text = getattr(incident, PARAGRAPHS[part].field)
            if text:
                yield "", plain(text)


def _impact_rows(impact: Impact) -> Iterator[Row]:
    values = [(figure.label, figure.format(figure.value_in(impact))) for figure in IMPACT_FIGURES]
    known = [f"{label} {value}" for label, value in values if value]
    if known:
        yield "", line(" · ".join(known))
    if impact.summary:
        yield "", plain(impact.summary)


def _event_row(incident: Incident, event: TimelineEvent) -> Row:
    """Return an event after its time, with the day where it is not the day of the incident."""
    time = f"{event.at:%H:%M}"
    if event.at.date() != incident.date:
        time = f"{short_day(event.at.date(), incident.date)} {time}"
    lead = Content.styled(f"{time}  ", "$text-muted")
    if event.kind is EventKind.OTHER:
        return lead, line(event.text)
    return lead, Content.assemble(
        (EVENT_LABELS[event.kind].title, "bold"), ": " if event.text else "", line(event.text)
    )


def _finding_rows(findings: Iterable[Finding]) -> Iterator[Row]:
    return (("• ", line(finding.text)) for finding in findings)


def _action_rows(items: Iterable[ActionItem], today: date) -> Iterator[Row]:
    """Yield three rows for each item: the action, the facts about it, and its status."""
    for item in items:
        due = due_in_words(item.due, today) if item.is_open else ""
        facts = [item.owner or "no owner", item.priority, due, item.ticket or "no ticket"]
        yield f"{item.slot}. ", line(item.action)
        yield "   ", line(" · ".join(fact for fact in facts if fact), "$text-muted")
        yield "   ", line(status_in_words(item), "bold")
