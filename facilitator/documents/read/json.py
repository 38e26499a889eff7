"""Reading incidents from JSON.

The objects are defined in CONTRIBUTING.md, under "JSON". They are read strictly: an unknown key or
a value of the wrong kind is an error, so that no import drops anything in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from db.records import (
    ActionItem,
    Cause,
    Factor,
    Finding,
    Impact,
    Incident,
    Parked,
    Review,
    TimelineEvent,
)
from db.vocabulary import (
    LINE_TEXT,
    LONG_TEXT,
    SHORT_TEXT,
    SLOTS,
    ActionStatus,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentStatus,
    ParkedKind,
    Priority,
    Severity,
)
from facilitator.documents.read import json_values
from facilitator.documents.read.json_location import JsonLocation
from facilitator.documents.read.json_objects import JsonObject, decode, parse_value
from facilitator.domain.impact_figures import IMPACT_FIGURES, FigureKind
from facilitator.domain.template import PARAGRAPHS

_REQUIRED_NAME = json_values.text(SHORT_TEXT, required=True)
_REQUIRED_LINE = json_values.text(LINE_TEXT, required=True)
_FIGURE_PARSERS: Mapping[FigureKind, Callable[[Any], Any]] = {
    FigureKind.MINUTES: json_values.whole_number(0),
    FigureKind.USERS: json_values.whole_number(0),
    FigureKind.MONEY: json_values.amount,
    FigureKind.PERCENT: json_values.number,
}


def read(text: str, name: str) -> list[Incident]:
    """Return the incidents in a JSON text: an object, an array of them, or one object a line.

    Args:
        text: The text.
        name: The name of the file, which the messages of errors begin with.

    Raises:
        DocumentError: Anything is wrong. The message names the file, the line and the location;
            nothing of the text is returned then.
    """
    incidents = []
    numbers: set[int] = set()
    for location, value in decode(text, name):
        incident = _incident(JsonObject(value, location))
        if incident.number in numbers:
            raise location.child("number").error(f"#{incident.number} is in the file twice")
        numbers.add(incident.number)
        incidents.append(incident)
    return incidents


def _incident(data: JsonObject) -> Incident:
    number = data.get("number", json_values.whole_number(1))
    day = data.get("date", json_values.day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    paragraphs: dict[str, Any] = {
        paragraph.field: data.get(paragraph.field, json_values.text(LONG_TEXT), "")
        for paragraph in PARAGRAPHS.values()
    }
    incident = Incident(
        id=uuid4(),
        number=number,
        service=data.get("service", _REQUIRED_NAME),
        symptom=data.get("symptom", _REQUIRED_NAME),
        date=day,
        severity=data.get_optional("severity", json_values.member_of(Severity)),
        status=data.get("status", json_values.member_of(IncidentStatus), IncidentStatus.DRAFT),
        impact=_impact(
            JsonObject(data.get("impact", json_values.any_value, {}), data.location.child("impact"))
        ),
        **paragraphs,
        cause=data.get_optional("cause", _cause),
        created_at=midnight,
        timeline=tuple(_event(event) for event in data.objects("timeline")),
        factors=tuple(_factor(factor) for factor in data.objects("factors")),
        findings=(
            *(_went_well(value, location) for value, location in data.array("went_well")),
            *(_went_wrong(finding) for finding in data.objects("went_wrong")),
        ),
        action_items=_action_items(data),
        themes=tuple(
            dict.fromkeys(
                parse_value(value, location, _REQUIRED_NAME)
                for value, location in data.array("themes")
            )
        ),
        parked=tuple(_parked(parked, midnight) for parked in data.objects("parked")),
    )
    data.refuse_unknown_keys()
    return incident


def _impact(data: JsonObject) -> Impact:
    figures: dict[str, Any] = {
        figure.field: data.get_optional(figure.field, _FIGURE_PARSERS[figure.kind])
        for figure in IMPACT_FIGURES
    }
    impact = Impact(
        **figures,
        began_at=data.get_optional("began_at", json_values.moment),
        currency=data.get_optional("currency", json_values.currency),
        summary=data.get("summary", json_values.text(LONG_TEXT), ""),
    )
    data.refuse_unknown_keys()
    if impact.revenue is not None and impact.currency is None:
        raise data.location.child("currency").error("expected one such as USD beside a revenue")
    return impact


def _event(data: JsonObject) -> TimelineEvent:
    kind = data.get("kind", json_values.member_of(EventKind), EventKind.OTHER)
    # A milestone needs no text: its name says what happened.
    needs_text = kind is EventKind.OTHER
    event = TimelineEvent(
        uuid4(),
        data.get("at", json_values.moment),
        kind,
        data.get(
            "text",
            json_values.text(LINE_TEXT, required=needs_text),
            None if needs_text else "",
        ),
        data.get_optional("link", json_values.text(LINE_TEXT)),
    )
    data.refuse_unknown_keys()
    return event


def _factor(data: JsonObject) -> Factor:
    text = data.get("text", _REQUIRED_LINE)
    factor = Factor(uuid4(), data.get("kind", json_values.member_of(FactorKind)), text)
    data.refuse_unknown_keys()
    return factor


def _went_well(value: Any, location: JsonLocation) -> Finding:
    return Finding(uuid4(), FindingKind.WENT_WELL, parse_value(value, location, _REQUIRED_LINE))


def _went_wrong(data: JsonObject) -> Finding:
    kind = data.get("kind", json_values.member_of(FindingKind))
    if kind is FindingKind.WENT_WELL:
        raise data.location.child("kind").error("expected process or technical, got went_well")
    finding = Finding(uuid4(), kind, data.get("text", _REQUIRED_LINE))
    data.refuse_unknown_keys()
    return finding


def _action_items(incident: JsonObject) -> tuple[ActionItem, ...]:
    items = [_action_item(item) for item in incident.objects("action_items")]
    location = incident.location.child("action_items")
    if len(items) > len(SLOTS):
        raise location.error(f"{len(items)}; a post-mortem has at most three")
    if len({item.slot for item in items}) < len(items):
        raise location.error("a slot is taken twice")
    return tuple(sorted(items, key=lambda item: item.slot))


def _action_item(data: JsonObject) -> ActionItem:
    item_id = uuid4()
    status = data.get("status", json_values.member_of(ActionStatus), ActionStatus.OPEN)
    note = data.get("note", json_values.text(LINE_TEXT), "")
    if status is ActionStatus.DROPPED and not note:
        raise data.location.child("note").error("expected the reason why it was dropped")
    due = data.get_optional("due", json_values.day)
    item = ActionItem(
        id=item_id,
        # The import sets the id of the incident when it stores the item.
        incident_id=item_id,
        slot=data.get("slot", json_values.slot),
        action=data.get("action", _REQUIRED_LINE),
        owner=data.get("owner", json_values.text(SHORT_TEXT), ""),
        priority=data.get("priority", json_values.member_of(Priority), Priority.P2),
        due=due,
        first_due=data.get_optional("first_due", json_values.day) if "first_due" in data else due,
        status=status,
        note=note,
        ticket=data.get("ticket", json_values.text(SHORT_TEXT), ""),
        ticket_verified=False,
        created_at=data.get("created_at", json_values.moment),
        closed_at=data.get_optional("closed_at", json_values.moment),
        reviews=tuple(
            sorted(
                (_review(review) for review in data.objects("reviews")),
                key=lambda review: review.at,
            )
        ),
    )
    data.refuse_unknown_keys()
    return item


def _review(data: JsonObject) -> Review:
    review = Review(
        uuid4(),
        None,
        data.get("at", json_values.moment),
        data.get("status", json_values.member_of(ActionStatus)),
        data.get("note", json_values.text(LINE_TEXT), ""),
    )
    data.refuse_unknown_keys()
    return review


def _parked(data: JsonObject, at: datetime) -> Parked:
    kind = data.get("kind", json_values.member_of(ParkedKind), ParkedKind.IDEA)
    text = data.get("text", _REQUIRED_LINE)
    data.refuse_unknown_keys()
    return Parked(uuid4(), None, None, kind, text, at, None)


def _cause(value: Any) -> Cause:
    return Cause(uuid4(), _REQUIRED_NAME(value))
