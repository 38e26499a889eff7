"""Post-mortems as Markdown: the article's template, heading for heading."""

from __future__ import annotations

from collections.abc import Iterable

from db.records import ActionItem, EventKind, FindingKind, Impact, Incident, TimelineEvent
from facilitator.domain.timeline import MILESTONES

STATUS = {"open": "Open", "in_progress": "In progress", "done": "Done", "dropped": "Dropped"}


def write(incident: Incident) -> str:
    """The whole post-mortem; what is not known stays an empty place of the template."""
    wrong = incident.findings_of(FindingKind.PROCESS, FindingKind.TECHNICAL)
    parts = [
        f"# Incident: {_line(incident.title)}",
        _section("Impact", _impact(incident.impact)),
        _section("Timeline (UTC)", [_event(incident, each) for each in incident.timeline]),
        _section("Root Cause", [incident.root_cause]),
        _section(
            "Contributing Factors",
            [f"{place}. {_line(each.text)}" for place, each in enumerate(incident.factors, 1)],
        ),
        _section(
            "What Went Well",
            [f"- {_line(each.text)}" for each in incident.findings_of(FindingKind.WENT_WELL)],
        ),
        _section("What Went Wrong", [f"- {_line(each.text)}" for each in wrong]),
        _section("Action Items", _actions(incident.action_items)),
        _section("Lessons Learned", [incident.lessons_learned]),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"## {title}", *(line for line in lines if line)])


def _impact(impact: Impact) -> list[str]:
    revenue = None if impact.revenue is None else f"{impact.revenue:,f} {impact.currency or ''}"
    slo = impact.slo_budget_percent
    return [
        f"- Duration: {_known(impact.duration_minutes)} minutes",
        f"- Users affected: {_known(impact.users_affected)}",
        f"- Revenue impact: {'unknown' if revenue is None else revenue.strip()}",
        f"- SLO budget consumed: {'unknown' if slo is None else f'{slo:g}%'}",
        f"\n{impact.summary}" if impact.summary else "",
    ]


def _known(number: int | None) -> str:
    return "unknown" if number is None else f"{number:,}"


def _event(incident: Incident, event: TimelineEvent) -> str:
    clock = f"{event.at:%H:%M}" if event.at.second == 0 else f"{event.at:%H:%M:%S}"
    at = clock if event.at.date() == incident.date else f"{event.at:%Y-%m-%d} {clock}"
    if event.kind is EventKind.OTHER:
        return f"- {at} - {_line(event.text)}"
    name = MILESTONES[event.kind]
    text = f": {_line(event.text)}" if event.text else ""
    return f"- {at} - {name[0].upper()}{name[1:]}{text}"


def _actions(items: Iterable[ActionItem]) -> list[str]:
    rows = [
        f"| {_cell(item.action)} | {_cell(item.owner)} | {item.priority} "
        f"| {item.due or ''} | {_cell(_status(item))} |"
        for item in items
    ]
    header = [
        "| Action | Owner | Priority | Due Date | Status |",
        "|--------|-------|----------|----------|--------|",
    ]
    return header + rows


def _status(item: ActionItem) -> str:
    status = STATUS[item.status]
    return f"{status} ({item.note})" if item.note else status


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")
