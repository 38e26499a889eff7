"""Whether a post-mortem is ready for its meeting, and which sections miss what.

The checklist advises; it never blocks a meeting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.records import Impact, Incident
from db.vocabulary import EventKind, FactorKind, FindingKind
from facilitator.domain.impact_figures import IMPACT_FIGURES
from facilitator.domain.labels import EVENT_LABELS, FACTOR_LABELS, WENT_WRONG
from facilitator.domain.parked_actions import parked_actions
from facilitator.domain.template import PARAGRAPHS, TemplatePart
from facilitator.domain.timeline import format_duration, time_to

NEEDED = (EventKind.FIRST_ALERT, EventKind.ACKNOWLEDGED, EventKind.RECOVERED)
"""The milestones without which the meeting can't talk about how long anything took."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist.

    Attributes:
        name: What is checked.
        section: The section in which it can be fixed.
        missing: What to do about it; "" where nothing is missing.
    """

    name: str
    section: TemplatePart
    missing: str

    @property
    def ok(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a section is written.

    Attributes:
        section: The section.
        have: How many of its values are there.
        want: How many values the section should have; 0 where it is left for the meeting.
    """

    section: TemplatePart
    have: int
    want: int

    @property
    def mark(self) -> str:
        """`✓` for all, `–` for nothing, `2/4` for some; "" for what is left for the meeting."""
        if self.have >= max(self.want, 1):
            return "✓"
        if self.want == 0:
            return ""
        return f"{self.have}/{self.want}" if self.have else "–"


def checklist(incident: Incident) -> tuple[Check, ...]:
    """Return what a post-mortem should have before its meeting, in the template's order."""
    return tuple(
        Check(name, section, missing)
        for section in TemplatePart
        for name, missing in _checks(section, incident)
    )


def count_met_checks(incident: Incident) -> tuple[int, int]:
    """Return how many checks are met, and how many checks there are."""
    checks = checklist(incident)
    return sum(check.ok for check in checks), len(checks)


def section_progress(incident: Incident) -> tuple[Progress, ...]:
    """Return how much of each section is written, in the template's order."""
    return tuple(Progress(section, *_progress(section, incident)) for section in TemplatePart)


def _checks(section: TemplatePart, incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield the name of each check of a section, and what is missing."""
    match section:
        case TemplatePart.FACTS:
            yield "severity", "" if _has_severity(incident) else "say how bad it was"
        case TemplatePart.IMPACT:
            yield from _impact_checks(incident)
        case TemplatePart.TIMELINE:
            stamps = [
                EVENT_LABELS[kind].name for kind in NEEDED if incident.reached_at(kind) is None
            ]
            yield "milestones", f"add {', '.join(stamps)}" if stamps else ""
            yield "times in order", _disorder(incident)
        case TemplatePart.FACTORS:
            kinds = {factor.kind for factor in incident.factors}
            missing = [FACTOR_LABELS[kind].name for kind in FactorKind if kind not in kinds]
            yield "factors", f"none that {' or '.join(missing)}" if missing else ""
        case TemplatePart.WENT_WELL:
            yield "went well", "" if _well(incident) else "name one thing"
        case TemplatePart.WENT_WRONG:
            yield "went wrong", "" if _wrong(incident) else "name one thing"
        case TemplatePart.ACTIONS:
            has_candidate = incident.action_items or len(parked_actions(incident))
            yield "a candidate action", "" if has_candidate else "park an idea for an action item"
        case _:
            paragraph = PARAGRAPHS[section]
            if paragraph.missing:
                is_written = getattr(incident, paragraph.field)
                yield section.label.lower(), "" if is_written else paragraph.missing


def _impact_checks(incident: Incident) -> Iterator[tuple[str, str]]:
    impact = incident.impact
    has_length = impact.duration_minutes is not None or incident.reached_at(EventKind.IMPACT_BEGAN)
    yield "how long", "" if has_length else "give a duration, or when the impact began"
    has_users = impact.users_affected is not None
    yield "users affected", "" if has_users else "say how many, or 0 for nobody"


def _progress(section: TemplatePart, incident: Incident) -> tuple[int, int]:
    """Return how many values a section has, and how many it should have."""
    match section:
        case TemplatePart.FACTS:
            return int(_has_severity(incident)), 1
        case TemplatePart.IMPACT:
            return _known_figures(incident.impact), len(IMPACT_FIGURES)
        case TemplatePart.TIMELINE:
            stamps = sum(incident.reached_at(kind) is not None for kind in NEEDED)
            return stamps + (not _disorder(incident)), len(NEEDED) + 1
        case TemplatePart.FACTORS:
            return len({factor.kind for factor in incident.factors}), len(FactorKind)
        case TemplatePart.WENT_WELL:
            return _well(incident), 1
        case TemplatePart.WENT_WRONG:
            return _wrong(incident), 1
        case TemplatePart.ACTIONS:
            return len(incident.action_items) + len(parked_actions(incident)), 1
        case _:
            paragraph = PARAGRAPHS[section]
            return int(bool(getattr(incident, paragraph.field))), int(bool(paragraph.missing))


def _known_figures(impact: Impact) -> int:
    return sum(getattr(impact, figure.field) is not None for figure in IMPACT_FIGURES)


def _disorder(incident: Incident) -> str:
    """Return the intervals that are negative; "" where all times are in order."""
    if not incident.timeline:
        return "no events yet"
    return ", ".join(
        f"{interval.name} is {format_duration(interval.minutes)}"
        for interval in time_to(incident)
        if interval.minutes is not None and interval.minutes < 0
    )


def _well(incident: Incident) -> int:
    return len(incident.findings_of(FindingKind.WENT_WELL))


def _wrong(incident: Incident) -> int:
    return len(incident.findings_of(*WENT_WRONG))


def _has_severity(incident: Incident) -> bool:
    """Return whether it has a severity, which a near miss does not need."""
    return incident.severity is not None or incident.is_near_miss
