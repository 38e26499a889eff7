"""Post-mortems as Markdown: the article's template, heading for heading."""

from __future__ import annotations

from collections.abc import Iterable

from db.records import ActionItem, Impact, Incident, TimelineEvent
from db.words import EventKind, FindingKind
from facilitator.documents.escaping import cell, line, paragraphs
from facilitator.documents.impact_labels import label
from facilitator.domain.impact import digits, money
from facilitator.domain.milestones import named
from facilitator.domain.timeline import TITLES

STATUS = {"open": "Open", "in_progress": "In progress", "done": "Done", "dropped": "Dropped"}


def write(incident: Incident) -> str:
    """The whole post-mortem; what is not known stays an empty place of the template."""
    wrong = incident.findings_of(FindingKind.PROCESS, FindingKind.TECHNICAL)
    parts = [
        f"# Incident: {line(incident.title)}",
        _section("Impact", _impact(incident.impact)),
        _section("Timeline (UTC)", [_event(incident, each) for each in incident.timeline]),
        _section("Root Cause", [paragraphs(incident.root_cause)]),
        _section(
            "Contributing Factors",
            [f"{place}. {line(each.text)}" for place, each in enumerate(incident.factors, 1)],
        ),
        _section(
            "What Went Well",
            [f"- {line(each.text)}" for each in incident.findings_of(FindingKind.WENT_WELL)],
        ),
        _section("What Went Wrong", [f"- {line(each.text)}" for each in wrong]),
        _section("Action Items", _actions(incident.action_items)),
        _section("Lessons Learned", [paragraphs(incident.lessons_learned)]),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"## {title}", *(each for each in lines if each)])


def _impact(impact: Impact) -> list[str]:
    slo = impact.slo_budget_percent
    summary = paragraphs(impact.summary)
    # A summary that begins as a figure does is told apart by its colon.
    first, _, more = summary.partition("\n")
    if (colon := label(first)) is not None:
        summary = f"{first[:colon]}\\{first[colon:]}" + (f"\n{more}" if more else "")
    return [
        f"- Duration: {_known(impact.duration_minutes)} minutes",
        f"- Users affected: {_known(impact.users_affected)}",
        f"- Revenue impact: {money(impact.revenue, impact.currency) or 'unknown'}",
        f"- SLO budget consumed: {'unknown' if slo is None else f'{digits(slo)}%'}",
        f"\n{summary}" if summary else "",
    ]


def _known(number: int | None) -> str:
    return "unknown" if number is None else f"{number:,}"


def _event(incident: Incident, event: TimelineEvent) -> str:
    clock = f"{event.at:%H:%M}" if event.at.second == 0 else f"{event.at:%H:%M:%S}"
    on = event.at.date()
    at = clock if on == incident.date else f"{on.isoformat()} {clock}"
    text = line(event.text)
    if event.kind is EventKind.OTHER:
        # The escaped dash says that what follows is no milestone, whatever its words.
        dash = "-" if named(" ".join(event.text.split())) is None else "\\-"
        return f"- {at} {dash} {text}"
    return f"- {at} - {TITLES[event.kind]}{f': {text}' if text else ''}"


def _actions(items: Iterable[ActionItem]) -> list[str]:
    rows = [
        f"| {cell(item.action)} | {cell(item.owner)} | {item.priority} "
        f"| {item.due or ''} | {cell(_status(item))} |"
        for item in items
    ]
    header = [
        "| Action | Owner | Priority | Due Date | Status |",
        "|--------|-------|----------|----------|--------|",
    ]
    return header + rows


def _status(item: ActionItem) -> str:
    status = STATUS[item.status]
    note = " ".join(item.note.split())
    return f"{status} ({note})" if note else status
