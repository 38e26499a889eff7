"""What the program calls each status, kind, stage and priority, and the glyph that goes with it.

Every screen, document and summary takes its words from these tables, so that one thing has one
name everywhere. The words of the post-mortem template and of the meeting's agenda come first. What
an imported document may call a thing is another matter: those synonyms are in `documents/read/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from db.vocabulary import (
    ActionKind,
    ActionStatus,
    CauseCategory,
    CheckResult,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentKind,
    ParkedKind,
    Priority,
    Segment,
    Severity,
    Stage,
    Trigger,
)

K = TypeVar("K", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Label:
    """The words for one value of an enumeration.

    Attributes:
        name: The name alone, as in a list or a table: `technical gap`.
        phrase: The name as a sentence or the choices of a form use it: `a technical gap`. It is
            the name itself where nothing else is given.
    """

    name: str
    phrase: str = ""

    def __post_init__(self) -> None:
        """Fall back on the name for a phrase that is not given."""
        if not self.phrase:
            object.__setattr__(self, "phrase", self.name)

    @property
    def title(self) -> str:
        """The name with a capital first letter, as the beginning of a line: `Technical gap`."""
        return f"{self.name[0].upper()}{self.name[1:]}"


@dataclass(frozen=True, slots=True)
class StatusLabel:
    """The words and the glyph for the status of an action item.

    Attributes:
        name: The word in documents and lists, with a capital first letter: `Open`.
        in_review: The word that a review uses, as the article's agenda writes it: `NOT STARTED`.
        glyph: One character that stands beside the word, or for it where there is no room.
    """

    name: str
    in_review: str
    glyph: str


STATUS_LABELS: Mapping[ActionStatus, StatusLabel] = {
    ActionStatus.OPEN: StatusLabel("Open", "NOT STARTED", "○"),
    ActionStatus.IN_PROGRESS: StatusLabel("In progress", "IN PROGRESS", "◐"),
    ActionStatus.DONE: StatusLabel("Done", "DONE", "✓"),
    ActionStatus.DROPPED: StatusLabel("Dropped", "DROPPED", "✗"),
}
PRIORITY_LABELS: Mapping[Priority, Label] = {
    Priority.P1: Label("P1", "P1, before anything else"),
    Priority.P2: Label("P2", "P2, in the next sprint"),
    Priority.P3: Label("P3", "P3, in the next sprint if it fits"),
}
UNKNOWN_SEVERITY = Label("no severity", "not known yet")
"""The words for an incident without a severity; SEV1 to SEV4 are shown as they are."""
NEAR_MISS = "near miss"
"""What stands in the place of the severity of a near miss, which has none."""
EVENT_LABELS: Mapping[EventKind, Label] = {
    EventKind.IMPACT_BEGAN: Label("impact began"),
    EventKind.FIRST_ALERT: Label("first alert fired"),
    EventKind.ACKNOWLEDGED: Label("on-call acknowledged"),
    EventKind.CAUSE_IDENTIFIED: Label("root cause identified"),
    EventKind.FIX_DEPLOYED: Label("fix deployed"),
    EventKind.RECOVERED: Label("service recovered"),
    EventKind.ALL_CLEAR: Label("all-clear declared"),
    EventKind.OTHER: Label("event", "an event"),
}
"""The milestones as the template names them, in the order in which they should come, and any other
event of a timeline."""
FACTOR_LABELS: Mapping[FactorKind, Label] = {
    FactorKind.MADE_POSSIBLE: Label("made it possible"),
    FactorKind.SLOWED_DETECTION: Label("slowed detection"),
    FactorKind.SLOWED_RESOLUTION: Label("slowed resolution"),
}
FINDING_LABELS: Mapping[FindingKind, Label] = {
    FindingKind.WENT_WELL: Label("went well"),
    FindingKind.PROCESS: Label("process failure", "a process failure"),
    FindingKind.TECHNICAL: Label("technical gap", "a technical gap"),
}
WENT_WRONG = (FindingKind.PROCESS, FindingKind.TECHNICAL)
"""The kinds of findings that stand under *What went wrong*."""
PARKED_LABELS: Mapping[ParkedKind, Label] = {
    ParkedKind.IDEA: Label("idea", "an idea"),
    ParkedKind.TOPIC: Label("topic", "a topic"),
    ParkedKind.ACTION: Label("action", "an action"),
}
INCIDENT_KIND_LABELS: Mapping[IncidentKind, Label] = {
    IncidentKind.INCIDENT: Label("incident", "an incident"),
    IncidentKind.NEAR_MISS: Label(NEAR_MISS, "a near miss: it nearly went wrong"),
}
TRIGGER_LABELS: Mapping[Trigger, Label] = {
    Trigger.BINARY_PUSH: Label("binary push", "a release of a program"),
    Trigger.CONFIG_PUSH: Label("config push", "a change of configuration"),
    Trigger.USER_BEHAVIOUR: Label("user behaviour", "what users did"),
    Trigger.PIPELINE: Label("pipeline", "a pipeline that processes data"),
    Trigger.PROVIDER_CHANGE: Label("provider change", "a change at a provider"),
    Trigger.DECAY: Label("decay", "decay: something expired, filled up or wore out"),
    Trigger.CAPACITY: Label("capacity", "a lack of capacity"),
    Trigger.HARDWARE: Label("hardware", "a fault of hardware"),
}
CATEGORY_LABELS: Mapping[CauseCategory, Label] = {
    category: Label(category.value.replace("-", " ")) for category in CauseCategory
} | {
    CauseCategory.DNS: Label("DNS"),
    CauseCategory.THIRD_PARTY_DEPENDENCY: Label("third-party dependency"),
}
ACTION_KIND_LABELS: Mapping[ActionKind, Label] = {
    ActionKind.PREVENT: Label("prevent", "it prevents the incident"),
    ActionKind.DETECT: Label("detect", "it detects the incident sooner"),
    ActionKind.MITIGATE: Label("mitigate", "it makes the incident hurt less"),
}
CHECK_LABELS: Mapping[CheckResult, Label] = {
    CheckResult.HELD: Label("held"),
    CheckResult.DID_NOT_HOLD: Label("did not hold"),
    CheckResult.ASK_AGAIN: Label("ask again"),
}
"""What a team found when it checked whether an action item has worked."""
STAGE_LABELS: Mapping[Stage, Label] = {
    Stage.OPENING: Label("Opening", "the opening"),
    Stage.REVIEW: Label("Review"),
    Stage.INCIDENT: Label("Incident"),
    Stage.PATTERNS: Label("Patterns"),
    Stage.WRAP_UP: Label("Wrap-up", "the wrap-up"),
}
SEGMENT_LABELS: Mapping[Segment, Label] = {
    segment: STAGE_LABELS[Stage(segment.value)] for segment in Segment
}
"""The three timed stages of a meeting; each is called as its stage is."""
INCIDENT_PARTS = ("Timeline", "Factors", "Actions")
"""The three parts of the incident segment, in their order."""


def choices(labels: Mapping[K, Label]) -> dict[str, str]:
    """Return the choices of a form: each value of the enumeration with its phrase."""
    return {value.value: label.phrase for value, label in labels.items()}


def severity_or_kind(kind: IncidentKind, severity: Severity | None) -> str:
    """Return the severity, or that it is a near miss; "" where the severity is not known."""
    return NEAR_MISS if kind is IncidentKind.NEAR_MISS else severity or ""


def milestone_name(kind: EventKind) -> str:
    """Return the name of a milestone; an empty text for any other event."""
    return "" if kind is EventKind.OTHER else EVENT_LABELS[kind].name
