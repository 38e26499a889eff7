"""What the sample team says of its causes, of what set incidents off, and of what has worked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid5

from db.records import ActionItem, Check, Incident
from db.vocabulary import ActionKind, CauseCategory, CheckResult, Trigger
from facilitator.sample.notation import MEETING_TIME, NAMESPACE

CATEGORIES = {
    "retry storm": CauseCategory.LOAD_SPIKE,
    "expired certificate": CauseCategory.CERTIFICATE_OR_CREDENTIAL,
    "config change without canary": CauseCategory.CONFIG_CHANGE,
    "missing index": CauseCategory.DATABASE,
    "connection pool exhausted": CauseCategory.CAPACITY_LIMIT,
    "memory leak": CauseCategory.LATENT_DEFECT,
    "dns misconfiguration": CauseCategory.DNS,
    "queue backlog": CauseCategory.CAPACITY_LIMIT,
    "cache stampede": CauseCategory.LOAD_SPIKE,
    "migration lock": CauseCategory.DATABASE,
    "third-party outage": CauseCategory.THIRD_PARTY_DEPENDENCY,
    "quota reached": CauseCategory.CAPACITY_LIMIT,
    "cascading timeout": CauseCategory.THIRD_PARTY_DEPENDENCY,
    "bad deploy": CauseCategory.CODE_RELEASE,
}
"""The category of each cause by its name."""
TRIGGERS = {
    **dict.fromkeys((27, 30, 35, 43), Trigger.BINARY_PUSH),
    **dict.fromkeys((24, 25, 33, 34, 38, 39), Trigger.CONFIG_PUSH),
    **dict.fromkeys((36, 45), Trigger.USER_BEHAVIOUR),
    **dict.fromkeys((28, 32), Trigger.PIPELINE),
    **dict.fromkeys((31, 40, 42), Trigger.PROVIDER_CHANGE),
    **dict.fromkeys((23, 29), Trigger.DECAY),
    **dict.fromkeys((22, 26, 37, 41, 44), Trigger.CAPACITY),
}
"""What set each incident off, by its number."""


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """How the team will know whether an action item works, and what it has found.

    Attributes:
        kind: What the item is for.
        how: How the team will know.
        result: What it found; None where it is to be checked today.
        days_after: How many days after the item was done it was checked.
        note: What there was to say beside it.
    """

    kind: ActionKind
    how: str
    result: CheckResult | None = None
    days_after: int = 30
    note: str = ""


CHECKS = {
    (26, 1): SampleCheck(
        ActionKind.MITIGATE,
        "no retry makes an overload worse",
        CheckResult.DID_NOT_HOLD,
        note="workers do not read Retry-After, as #44 has shown",
        days_after=150,
    ),
    (29, 1): SampleCheck(
        ActionKind.DETECT, "every key has a panel with its days left", CheckResult.HELD
    ),
    (33, 1): SampleCheck(ActionKind.DETECT, "a drill pages within a minute", CheckResult.HELD),
    (38, 3): SampleCheck(ActionKind.DETECT, "it fires before noon in a drill", CheckResult.HELD),
    (41, 1): SampleCheck(ActionKind.DETECT, "every quota has an alert", CheckResult.HELD),
    (43, 2): SampleCheck(ActionKind.MITIGATE, "a rollback takes under five minutes in a drill"),
}
"""The checks by the number of the incident and the slot of the item."""


def classify(incident: Incident, today: date) -> Incident:
    """Return an incident with the category of its cause, its trigger, and the checks of its items.

    Args:
        incident: The incident.
        today: The present day, on which the open checks are due.
    """
    cause = incident.cause
    if cause is not None:
        cause = replace(cause, category=CATEGORIES[cause.name])
    return replace(
        incident,
        cause=cause,
        trigger=TRIGGERS.get(incident.number),
        action_items=tuple(
            _checked(item, CHECKS[incident.number, item.slot], today)
            if (incident.number, item.slot) in CHECKS
            else item
            for item in incident.action_items
        ),
    )


def _checked(item: ActionItem, sample: SampleCheck, today: date) -> ActionItem:
    checks: tuple[Check, ...] = ()
    if sample.result is not None and item.closed_at is not None:
        day = item.closed_at.date() + timedelta(days=sample.days_after)
        at = datetime.combine(min(day, today - timedelta(days=1)), MEETING_TIME)
        check_id = uuid5(NAMESPACE, f"check {item.id}")
        checks = (Check(check_id, None, at, sample.result, sample.note),)
    return replace(
        item,
        kind=sample.kind,
        check_how=sample.how,
        check_on=None if checks else today,
        checks=checks,
    )
