"""The words that the database knows, and the bounds of what it keeps."""

from enum import StrEnum

SHORT_TEXT = 200
"""Upper bound, in characters, of a one-line text: a service, an owner, a ticket."""
LINE_TEXT = 2_000
"""Upper bound, in characters, of a sentence: an event, a factor, an action."""
LONG_TEXT = 20_000
"""Upper bound, in characters, of a paragraph: a root cause, lessons learned."""
LARGEST = 2_147_483_647
"""Upper bound of a whole number: what every engine keeps."""
LARGEST_AMOUNT = 10**15
"""Upper bound of an amount of money."""
PARTS = 10
"""How many parts of the template count for how complete a post-mortem is."""
SLOTS = (1, 2, 3)
"""The places an action item can take: at most three per post-mortem (rule 1)."""


class Severity(StrEnum):
    """How bad it was, from SEV1, the worst."""

    SEV1 = "SEV1"
    SEV2 = "SEV2"
    SEV3 = "SEV3"
    SEV4 = "SEV4"


class IncidentStatus(StrEnum):
    """Whether a meeting has reviewed the post-mortem."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


class EventKind(StrEnum):
    """A milestone of the template, or any other event of the timeline."""

    IMPACT_BEGAN = "impact_began"
    FIRST_ALERT = "first_alert"
    ACKNOWLEDGED = "acknowledged"
    CAUSE_IDENTIFIED = "cause_identified"
    FIX_DEPLOYED = "fix_deployed"
    RECOVERED = "recovered"
    ALL_CLEAR = "all_clear"
    OTHER = "other"


class FactorKind(StrEnum):
    """What a contributing factor did."""

    MADE_POSSIBLE = "made_possible"
    SLOWED_DETECTION = "slowed_detection"
    SLOWED_RESOLUTION = "slowed_resolution"


class FindingKind(StrEnum):
    """What went well, or what went wrong and of which sort."""

    WENT_WELL = "went_well"
    PROCESS = "process"
    TECHNICAL = "technical"


class Priority(StrEnum):
    """How urgent an action item is, from P1."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class ActionStatus(StrEnum):
    """Where an action item stands; open is said NOT STARTED in a review."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


class ParkedKind(StrEnum):
    """What was kept for later."""

    IDEA = "idea"
    TOPIC = "topic"
    ACTION = "action"


class Segment(StrEnum):
    """One of the three timed screens of a meeting."""

    REVIEW = "review"
    INCIDENT = "incident"
    PATTERNS = "patterns"


class Stage(StrEnum):
    """The screen a meeting is on: the opening card, a segment, or the wrap-up."""

    OPENING = "opening"
    REVIEW = "review"
    INCIDENT = "incident"
    PATTERNS = "patterns"
    WRAP_UP = "wrap_up"


class ClockKind(StrEnum):
    """What happened to the clock of a meeting."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    NEXT = "next"
    BACK = "back"
    SKIP = "skip"
    FINISH = "finish"


class Entity(StrEnum):
    """The kinds of things of which a meeting tells what became of them; private notes are none."""

    ACTION_ITEM = "action_item"
    INCIDENT = "incident"
    IMPACT = "impact"
    EVENT = "timeline_event"
    FACTOR = "factor"
    FINDING = "finding"
    THEME = "theme"
    THEME_INCIDENT = "theme_incident"
    PARKED = "parked"
    MEETING = "meeting"
