"""Post-mortems as JSON: the same incidents always give the same bytes.

The objects are defined in CONTRIBUTING.md, under "JSON".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from db.records import ActionItem, Impact, Incident, Parked, Review
from db.vocabulary import FindingKind
from facilitator.domain.labels import WENT_WRONG
from facilitator.domain.template import PARAGRAPHS, TemplatePart

JsonObject = dict[str, Any]


def write(incidents: Sequence[Incident]) -> str:
    """Return an array of incidents, in the order given."""
    return dump([incident_object(incident) for incident in incidents])


def write_one(incident: Incident) -> str:
    """Return one incident as an object rather than an array."""
    return dump(incident_object(incident))


def dump(value: object) -> str:
    """Return a JSON value as text: indented by two spaces, not escaped to ASCII, one newline."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def incident_object(incident: Incident) -> JsonObject:
    """Return one incident as its JSON object."""
    return {
        "number": incident.number,
        "service": incident.service,
        "symptom": incident.symptom,
        "date": day(incident.date),
        "severity": incident.severity,
        "status": incident.status,
        "impact": _impact(incident.impact),
        "timeline": [
            {"at": moment(event.at), "kind": event.kind, "text": event.text, "link": event.link}
            for event in incident.timeline
        ],
        "root_cause": incident.root_cause,
        "cause": None if incident.cause is None else incident.cause.name,
        "factors": [{"kind": factor.kind, "text": factor.text} for factor in incident.factors],
        "went_well": [finding.text for finding in incident.findings_of(FindingKind.WENT_WELL)],
        "went_wrong": [
            {"kind": finding.kind, "text": finding.text}
            for finding in incident.findings_of(*WENT_WRONG)
        ],
        "action_items": [action_item_object(item) for item in incident.action_items],
        **{
            paragraph.field: getattr(incident, paragraph.field)
            for part, paragraph in PARAGRAPHS.items()
            if part is not TemplatePart.ROOT_CAUSE
        },
        "themes": list(incident.themes),
        # The format cannot say that a parked item is resolved: exported, it would come back open.
        "parked": [_parked(parked) for parked in incident.parked if parked.resolved_at is None],
    }


def action_item_object(item: ActionItem) -> JsonObject:
    """Return one action item as its JSON object, with its reviews."""
    return {
        "slot": item.slot,
        "action": item.action,
        "owner": item.owner,
        "priority": item.priority,
        "due": day(item.due),
        "first_due": day(item.first_due),
        "status": item.status,
        "note": item.note,
        "ticket": item.ticket,
        "created_at": moment(item.created_at),
        "closed_at": moment(item.closed_at),
        "reviews": [_review(review) for review in item.reviews],
    }


def moment(at: datetime | None) -> str | None:
    """Return a time as ISO 8601 in UTC with a Z; microseconds only where they are not zero."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(on: date | None) -> str | None:
    """Return a date as ISO 8601."""
    return None if on is None else on.isoformat()


def _impact(impact: Impact) -> JsonObject:
    """Return the impact as its JSON object: its keys are the fields of the record."""
    return {field.name: _value(getattr(impact, field.name)) for field in fields(impact)}


def _value(value: Any) -> Any:
    match value:
        case datetime():
            return moment(value)
        case Decimal():
            # Money is text, so that no reader turns it into a binary fraction.
            return format(value, "f")
        case _:
            return value


def _review(review: Review) -> JsonObject:
    return {"at": moment(review.at), "status": review.status, "note": review.note}


def _parked(parked: Parked) -> JsonObject:
    return {"kind": parked.kind, "text": parked.text}
