"""The words that the database stores for kinds and states, and the limits of its values."""

from enum import StrEnum

SHORT_TEXT = 200
"""The most characters of a one-line text, such as a service, an owner or a ticket."""
LINE_TEXT = 2_000
"""The most characters of a sentence, such as an event, a factor or an action."""
LONG_TEXT = 20_000
"""The most characters of a paragraph, such as a root cause or the lessons learned."""
LARGEST = 2_147_483_647
"""The largest whole number: an integer column of every engine can hold it (2^31 - 1)."""
LARGEST_AMOUNT = 10**15
"""The largest amount of money, in whole units of its currency."""
LONGEST_SEGMENT = 600
"""The most minutes that a segment of a meeting can be planned for."""
LONGEST_SHIFT = 7 * 24 * 60 * 60
"""The most seconds by which one step of the clock can lengthen or shorten a segment."""
SLOTS = (1, 2, 3)
"""The slots of a post-mortem for action items: at most three (rule 1)."""


class Severity(StrEnum):
    """The severity of an incident, from SEV1, the worst, to SEV4."""

    SEV1 = "SEV1"
    SEV2 = "SEV2"
    SEV3 = "SEV3"
    SEV4 = "SEV4"


class IncidentKind(StrEnum):
    """Whether something broke, or nearly did.

    A near miss is compared with incidents and counts for themes, but for no rate, and it has no
    severity.
    """

    INCIDENT = "incident"
    NEAR_MISS = "near_miss"


class Trigger(StrEnum):
    """What set an incident off, as appendix C of Google's SRE Workbook divides it."""

    BINARY_PUSH = "binary_push"
    CONFIG_PUSH = "config_push"
    USER_BEHAVIOUR = "user_behaviour"
    PIPELINE = "pipeline"
    PROVIDER_CHANGE = "provider_change"
    DECAY = "decay"
    CAPACITY = "capacity"
    HARDWARE = "hardware"


class CauseCategory(StrEnum):
    """The kind of a cause of the catalogue, which figures over many causes are divided by."""

    CONFIG_CHANGE = "config-change"
    CODE_RELEASE = "code-release"
    LATENT_DEFECT = "latent-defect"
    CAPACITY_LIMIT = "capacity-limit"
    LOAD_SPIKE = "load-spike"
    NETWORK = "network"
    DNS = "dns"
    DATABASE = "database"
    CERTIFICATE_OR_CREDENTIAL = "certificate-or-credential"
    THIRD_PARTY_DEPENDENCY = "third-party-dependency"
    UPGRADE_COMPATIBILITY = "upgrade-compatibility"
    MANUAL_OPERATION = "manual-operation"
    AUTOMATION = "automation"
    HARDWARE = "hardware"
    POWER_OR_COOLING = "power-or-cooling"
    SECURITY = "security"
    TIME = "time"
    UNKNOWN = "unknown"


class IncidentStatus(StrEnum):
    """Whether a meeting has reviewed the post-mortem."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


class EventKind(StrEnum):
    """The milestone of the template that a timeline event stands for, or OTHER."""

    IMPACT_BEGAN = "impact_began"
    FIRST_ALERT = "first_alert"
    ACKNOWLEDGED = "acknowledged"
    CAUSE_IDENTIFIED = "cause_identified"
    FIX_DEPLOYED = "fix_deployed"
    RECOVERED = "recovered"
    ALL_CLEAR = "all_clear"
    OTHER = "other"


class FactorKind(StrEnum):
    """The effect of a contributing factor on the incident."""

    MADE_POSSIBLE = "made_possible"
    SLOWED_DETECTION = "slowed_detection"
    SLOWED_RESOLUTION = "slowed_resolution"


class FindingKind(StrEnum):
    """Whether a finding went well, or went wrong in the process or in the technology."""

    WENT_WELL = "went_well"
    PROCESS = "process"
    TECHNICAL = "technical"


class Priority(StrEnum):
    """The priority of an action item, from P1, the most urgent, to P3."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class ActionKind(StrEnum):
    """What an action item is for: no such incident, one that is noticed sooner, or hurts less."""

    PREVENT = "prevent"
    DETECT = "detect"
    MITIGATE = "mitigate"


class CheckResult(StrEnum):
    """What a team found when it checked whether an action item that is done has worked."""

    HELD = "held"
    DID_NOT_HOLD = "did_not_hold"
    ASK_AGAIN = "ask_again"


class ActionStatus(StrEnum):
    """The status of an action item. A review shows OPEN as NOT STARTED."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


OPEN_STATUSES = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)
"""The statuses of an action item that still has to be done."""
CLOSED_STATUSES = (ActionStatus.DONE, ActionStatus.DROPPED)
"""The statuses of an action item that is settled."""


class TicketStep(StrEnum):
    """What has to be done in the tracker for an action item, in this order."""

    CREATE = "create"
    SCHEDULE = "schedule"
    LINK = "link"


class StepState(StrEnum):
    """How far a step in the tracker is.

    A step that is UNKNOWN was sent, and its answer was lost: it is never sent again before the
    tracker has been searched. FAILED waits for a person.
    """

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    DONE = "done"
    FAILED = "failed"


class TicketPresence(StrEnum):
    """Whether the tracker showed a ticket when it was last asked."""

    FOUND = "found"
    MISSING = "missing"
    FORBIDDEN = "forbidden"


class TicketCategory(StrEnum):
    """What the status of a ticket comes to, whatever a team calls it."""

    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    UNKNOWN = "unknown"


class SprintPlace(StrEnum):
    """The sprint in which a ticket is: the next one, a running or closed one, or none.

    LATER is a future sprint after the next one.
    """

    NEXT = "next"
    LATER = "later"
    ACTIVE = "active"
    CLOSED = "closed"
    NONE = "none"


class SprintChoice(StrEnum):
    """What a person can decide for a ticket where there is no next sprint."""

    CREATE = "create"
    ACTIVE = "active"
    LEAVE = "leave"


class ParkedKind(StrEnum):
    """The kind of an item that was parked for later."""

    IDEA = "idea"
    TOPIC = "topic"
    ACTION = "action"


class Segment(StrEnum):
    """One of the three timed screens of a meeting."""

    REVIEW = "review"
    INCIDENT = "incident"
    PATTERNS = "patterns"


class Stage(StrEnum):
    """The screen that a meeting is on: the opening, a segment, or the wrap-up."""

    OPENING = "opening"
    REVIEW = "review"
    INCIDENT = "incident"
    PATTERNS = "patterns"
    WRAP_UP = "wrap_up"


class ClockKind(StrEnum):
    """The kind of an entry in the log of a meeting's clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    NEXT = "next"
    BACK = "back"
    SKIP = "skip"
    PART = "part"
    FINISH = "finish"


class Entity(StrEnum):
    """The kinds of things whose changes are listed, named as their tables.

    Private notes are left out, because no meeting shows them, and so is the log of the clock.
    """

    ACTION_ITEM = "action_item"
    INCIDENT = "incident"
    IMPACT = "impact"
    EVENT = "timeline_event"
    FACTOR = "factor"
    FINDING = "finding"
    THEME = "theme"
    THEME_INCIDENT = "theme_incident"
    PARKED = "parked"
    SECTION = "section"
    MEETING = "meeting"
    REVIEW = "review"
    CHECK = "action_check"
    ATTENDEE = "attendee"
    DUPLICATE = "duplicate"
