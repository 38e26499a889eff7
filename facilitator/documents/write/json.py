"""Post-mortems as JSON: the same incidents always give the same bytes.

The objects are defined in CONTRIBUTING.md, under "JSON".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from db.records import ActionItem, Check, Impact, Incident, Parked, Review
from db.vocabulary import FindingKind, IncidentKind
from facilitator.documents.team_records import NO_RECORDS, TeamRecords
from facilitator.documents.write.json_meetings import Places, meeting_object, places_of
from facilitator.documents.write.json_values import JsonObject, day, moment
from facilitator.domain.labels import WENT_WRONG
from facilitator.domain.template import PARAGRAPHS, TemplatePart

__all__ = [
    "JsonObject",
    "action_item_object",
    "day",
    "dump",
    "incident_object",
    "moment",
    "write",
    "write_one",
]


def write(incidents: Sequence[Incident], team: TeamRecords = NO_RECORDS) -> str:
    """Return an array of incidents, in the order given."""
    exported = Exported(incidents, team)
    return dump([incident_object(incident, exported) for incident in incidents])


def write_one(incident: Incident, team: TeamRecords = NO_RECORDS) -> str:
    """Return one incident as an object rather than an array."""
    return dump(incident_object(incident, Exported([incident], team)))


class Exported:
    """What is exported together. What one incident says of another refers to these alone.

    So the same incidents give the same text in the database that they are imported into.
    """

    def __init__(self, incidents: Sequence[Incident] = (), team: TeamRecords = NO_RECORDS) -> None:
        """Collect what is exported.

        Args:
            incidents: The incidents.
            team: The meetings and the themes.
        """
        self.team = team
        self.places = places_of(incidents, team)
        self.numbers: dict[str, list[int]] = {}
        for incident in incidents:
            for theme in incident.themes:
                self.numbers.setdefault(theme, []).append(incident.number)


def dump(value: object) -> str:
    """Return a JSON value as text: indented by two spaces, not escaped to ASCII, one newline."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def incident_object(incident: Incident, exported: Exported | None = None) -> JsonObject:
    """Return one incident as its JSON object.

    Args:
        incident: The incident.
        exported: What is exported together with it; None for the incident by itself.
    """
    exported = exported or Exported([incident])
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
        "action_items": [
            action_item_object(item, exported.places) for item in incident.action_items
        ],
        **{
            paragraph.field: getattr(incident, paragraph.field)
            for part, paragraph in PARAGRAPHS.items()
            if part is not TemplatePart.ROOT_CAUSE
        },
        "themes": list(incident.themes),
        "parked": [_parked(parked, incident, exported.places) for parked in incident.parked],
        **_where_there_is_something(incident, exported),
    }


def _where_there_is_something(incident: Incident, exported: Exported) -> JsonObject:
    """Return the keys that are written only where they have a value."""
    team = exported.team
    values = {
        "id": incident.external_id,
        "created_at": _unless_midnight(incident.created_at, incident),
        "ended_at": moment(incident.ended_at),
        "kind": incident.kind if incident.kind is IncidentKind.NEAR_MISS else None,
        "trigger": incident.trigger,
        "cause_category": incident.cause and incident.cause.category,
        "duplicate_of": incident.duplicate_of,
        "sections": [
            {"heading": section.heading, "text": section.text} for section in incident.sections
        ],
        "systemic_issues": [
            {
                "theme": theme.name,
                "issue": theme.systemic,
                "owner": theme.owner,
                **({"decided_on": day(theme.decided_on)} if theme.decided_on else {}),
                "incidents": [
                    number for number in exported.numbers[theme.name] if number != incident.number
                ],
            }
            for theme in team.issues_of(incident)
        ],
        "meetings": [meeting_object(meeting) for meeting in team.meetings_of(incident)],
    }
    return {key: value for key, value in values.items() if value}


def _unless_midnight(at: datetime, incident: Incident) -> str | None:
    """Return a moment; None for the one that a reader assumes, midnight of the incident's day."""
    return None if at == datetime.combine(incident.date, time(), UTC) else moment(at)


def action_item_object(item: ActionItem, places: Places | None = None) -> JsonObject:
    """Return one action item as its JSON object, with its reviews.

    Args:
        item: The action item.
        places: The places of the meetings that are exported with it.
    """
    where_given = {
        "ticket_verified": item.ticket_verified,
        "kind": item.kind,
        "check_how": item.check_how,
        "check_on": day(item.check_on),
        "checks": [_check(check, places or {}) for check in item.checks],
    }
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
        "reviews": [_review(review, places or {}) for review in item.reviews],
        **{key: value for key, value in where_given.items() if value},
    }


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


def _review(review: Review, places: Places) -> JsonObject:
    values: JsonObject = {
        "at": moment(review.at),
        "status": review.status,
        "note": review.note,
    }
    if review.between_meetings:
        values["between_meetings"] = True
    return values | _meeting_of(review, places)


def _check(check: Check, places: Places) -> JsonObject:
    values: JsonObject = {"at": moment(check.at), "result": check.result, "note": check.note}
    return values | _meeting_of(check, places)


def _parked(parked: Parked, incident: Incident, places: Places) -> JsonObject:
    others = {
        "at": _unless_midnight(parked.at, incident),
        "resolved_at": moment(parked.resolved_at),
    }
    values: JsonObject = {"kind": parked.kind, "text": parked.text}
    values |= {key: value for key, value in others.items() if value}
    return values | _meeting_of(parked, places)


def _meeting_of(thing: Review | Check | Parked, places: Places) -> JsonObject:
    """Return the meeting that something comes from, where that meeting is exported too."""
    if thing.meeting_id not in places:
        return {}
    number, index = places[thing.meeting_id]
    return {"meeting": {"incident": number, "index": index}}
