"""Post-mortems as JSON, both ways: the same incidents give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from db.records import ActionItem, Incident, Parked, Review

Plain = dict[str, Any]


def write(incidents: Iterable[Incident]) -> str:
    """An array of incidents, in the order given."""
    return dump([as_plain(each) for each in incidents])


def dump(plain: object) -> str:
    """Any plain value as the program writes JSON: two spaces, as typed, one newline at the end."""
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def as_plain(incident: Incident) -> Plain:
    """One incident as the JSON object that `product.md` defines."""
    impact = incident.impact
    return {
        "number": incident.number,
        "service": incident.service,
        "symptom": incident.symptom,
        "date": day(incident.date),
        "severity": incident.severity,
        "status": incident.status,
        "impact": {
            "began_at": moment(impact.began_at),
            "duration_minutes": impact.duration_minutes,
            "users_affected": impact.users_affected,
            "revenue": None if impact.revenue is None else format(impact.revenue, "f"),
            "currency": impact.currency,
            "slo_budget_percent": impact.slo_budget_percent,
            "summary": impact.summary,
        },
        "timeline": [
            {"at": moment(each.at), "kind": each.kind, "text": each.text, "link": each.link}
            for each in incident.timeline
        ],
        "root_cause": incident.root_cause,
        "cause": None if incident.cause is None else incident.cause.name,
        "factors": [{"kind": each.kind, "text": each.text} for each in incident.factors],
        "went_well": [each.text for each in incident.findings if each.kind == "went_well"],
        "went_wrong": [
            {"kind": each.kind, "text": each.text}
            for each in incident.findings
            if each.kind != "went_well"
        ],
        "action_items": [item_as_plain(each) for each in incident.action_items],
        "lessons_learned": incident.lessons_learned,
        "themes": list(incident.themes),
        # The format has no word for a settled one: exported, it would come back open.
        "parked": [_parked(each) for each in incident.parked if each.resolved_at is None],
    }


def item_as_plain(item: ActionItem) -> Plain:
    """One action item, with what meetings said of it."""
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
        "reviews": [_review(each) for each in item.reviews],
    }


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with Z; microseconds only where there are some."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(on: date | None) -> str | None:
    """ISO 8601."""
    return None if on is None else on.isoformat()


def _review(review: Review) -> Plain:
    return {"at": moment(review.at), "status": review.status, "note": review.note}


def _parked(parked: Parked) -> Plain:
    return {"kind": parked.kind, "text": parked.text}
