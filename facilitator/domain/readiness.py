"""Whether a post-mortem is ready for its meeting, and what is missing where. It never blocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.records import Incident
from db.words import EventKind, FactorKind, FindingKind, ParkedKind
from facilitator.domain.patterns import FACTOR_NAMES
from facilitator.domain.timeline import MILESTONES, in_words, time_to

NEEDED = (EventKind.FIRST_ALERT, EventKind.ACKNOWLEDGED, EventKind.RECOVERED)
"""The milestones without which the meeting can't talk about how long anything took."""


class PrepSection(StrEnum):
    """A section of the document as it is prepared, in the template's order."""

    FACTS = "facts"
    IMPACT = "impact"
    TIMELINE = "timeline"
    ROOT_CAUSE = "root_cause"
    FACTORS = "factors"
    WENT_WELL = "went_well"
    WENT_WRONG = "went_wrong"
    ACTIONS = "actions"
    LESSONS = "lessons"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist. missing: what to do about it, empty where nothing is missing."""

    name: str
    section: PrepSection
    missing: str

    @property
    def ok(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section is. want: 0 where it is left for the meeting."""

    section: PrepSection
    have: int
    want: int

    @property
    def mark(self) -> str:
        """`✓` all there, `–` nothing, `2/4` something; empty for what is left for the meeting."""
        if self.have >= max(self.want, 1):
            return "✓"
        if self.want == 0:
            return ""
        return f"{self.have}/{self.want}" if self.have else "–"


def checklist(incident: Incident) -> tuple[Check, ...]:
    """What a post-mortem should have before its meeting."""
    section = PrepSection
    impact = incident.impact
    long = impact.duration_minutes is not None or incident.stamp(EventKind.IMPACT_BEGAN)
    stamps = [MILESTONES[kind] for kind in NEEDED if incident.stamp(kind) is None]
    kinds = {factor.kind for factor in incident.factors}
    factors = [FACTOR_NAMES[kind] for kind in FactorKind if kind not in kinds]
    candidates = incident.action_items or _parked_actions(incident)
    return (
        Check("severity", section.FACTS, "" if incident.severity else "say how bad it was"),
        Check(
            "how long",
            section.IMPACT,
            "" if long else "give a duration, or when the impact began",
        ),
        Check(
            "users affected",
            section.IMPACT,
            "" if impact.users_affected is not None else "say how many; 0 is an answer",
        ),
        Check("milestones", section.TIMELINE, f"no {', no '.join(stamps)}" if stamps else ""),
        Check("times in order", section.TIMELINE, _disorder(incident)),
        Check(
            "root cause",
            section.ROOT_CAUSE,
            "" if incident.root_cause else "write two or three sentences",
        ),
        Check("factors", section.FACTORS, f"nothing that {', '.join(factors)}" if factors else ""),
        Check("went well", section.WENT_WELL, "" if _well(incident) else "name one thing"),
        Check("went wrong", section.WENT_WRONG, "" if _wrong(incident) else "name one thing"),
        Check(
            "a candidate action",
            section.ACTIONS,
            "" if candidates else "park an idea for an action item",
        ),
    )


def ready(incident: Incident) -> tuple[int, int]:
    """How many of the checks are met, and of how many."""
    checks = checklist(incident)
    return sum(check.ok for check in checks), len(checks)


def outline(incident: Incident) -> tuple[Progress, ...]:
    """How far each section is, in the template's order."""
    impact = incident.impact
    known = (
        impact.duration_minutes,
        impact.users_affected,
        impact.revenue,
        impact.slo_budget_percent,
    )
    stamps = sum(incident.stamp(kind) is not None for kind in NEEDED)
    in_order = not _disorder(incident)
    kinds = {factor.kind for factor in incident.factors}
    section = PrepSection
    return (
        Progress(section.FACTS, int(incident.severity is not None), 1),
        Progress(section.IMPACT, sum(value is not None for value in known), len(known)),
        Progress(section.TIMELINE, stamps + in_order, len(NEEDED) + 1),
        Progress(section.ROOT_CAUSE, int(bool(incident.root_cause)), 1),
        Progress(section.FACTORS, len(kinds), len(FactorKind)),
        Progress(section.WENT_WELL, _well(incident), 1),
        Progress(section.WENT_WRONG, _wrong(incident), 1),
        Progress(section.ACTIONS, len(incident.action_items) + _parked_actions(incident), 1),
        Progress(section.LESSONS, int(bool(incident.lessons_learned)), 0),
    )


def _disorder(incident: Incident) -> str:
    if not incident.timeline:
        return "no events yet"
    negative = [each for each in time_to(incident) if each.minutes is not None and each.minutes < 0]
    return ", ".join(f"{each.name} is {in_words(each.minutes or 0)}" for each in negative)


def _well(incident: Incident) -> int:
    return len(incident.findings_of(FindingKind.WENT_WELL))


def _wrong(incident: Incident) -> int:
    return len(incident.findings_of(FindingKind.PROCESS, FindingKind.TECHNICAL))


def _parked_actions(incident: Incident) -> int:
    return sum(
        each.kind is ParkedKind.ACTION and each.resolved_at is None for each in incident.parked
    )
