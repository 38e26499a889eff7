"""Reading incidents from JSON.

The objects are defined in CONTRIBUTING.md, under "JSON". They are read strictly: an unknown key or
a value of the wrong kind is an error, so that no import drops anything in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from db.record_checks import UnstorableRecord, check_incident
from db.records import (
    Cause,
    Factor,
    Finding,
    Impact,
    Incident,
    Parked,
    Section,
    Theme,
    TimelineEvent,
)
from db.vocabulary import (
    LINE_TEXT,
    LONG_TEXT,
    SHORT_TEXT,
    CauseCategory,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentKind,
    IncidentStatus,
    ParkedKind,
    Severity,
    Trigger,
)
from facilitator.documents.read import json_values
from facilitator.documents.read.json_action_items import read_action_items
from facilitator.documents.read.json_location import JsonLocation
from facilitator.documents.read.json_meetings import MeetingReferences, read_meetings
from facilitator.documents.read.json_objects import JsonObject, decode, parse_value
from facilitator.documents.read.parsed_document import ParsedDocument
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
    """Return the incidents in a JSON text, without the meetings about them.

    Args:
        text: The text.
        name: The name of the file, which the messages of errors begin with.

    Raises:
        DocumentError: Anything is wrong (see `read_documents`).
    """
    return [document.incident for document in read_documents(text, name)]


def read_documents(text: str, name: str) -> list[ParsedDocument]:
    """Return the post-mortems in a JSON text: an object, an array, or one object a line.

    Args:
        text: The text.
        name: The name of the file, which the messages of errors begin with.

    Raises:
        DocumentError: Anything is wrong. The message names the file, the line and the location;
            nothing of the text is returned then.
    """
    documents = []
    numbers: set[int] = set()
    references = MeetingReferences()
    for location, value in decode(text, name):
        document = _document(JsonObject(value, location), references)
        number = document.incident.number
        if number in numbers:
            raise location.child("number").error(f"#{number} is in the file twice")
        numbers.add(number)
        documents.append(document)
    references.check({meeting.id for document in documents for meeting in document.meetings})
    return documents


def _document(data: JsonObject, references: MeetingReferences) -> ParsedDocument:
    incident = _incident(data, references)
    document = ParsedDocument(
        incident,
        meetings=read_meetings(data, incident.number, incident.id, references),
        themes=tuple(_systemic_issue(issue, incident) for issue in data.objects("systemic_issues")),
    )
    data.refuse_unknown_keys()
    try:
        check_incident(incident)
    except UnstorableRecord as error:
        location = data.location
        for step in error.steps:
            location = location.child(step)
        raise location.error(error.reason) from None
    return document


def _incident(data: JsonObject, references: MeetingReferences) -> Incident:
    number = data.get("number", json_values.whole_number(1))
    day = data.get("date", json_values.day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    paragraphs: dict[str, Any] = {
        paragraph.field: data.get(paragraph.field, json_values.text(LONG_TEXT), "")
        for paragraph in PARAGRAPHS.values()
    }
    impact = data.get_object("impact")
    incident_id = uuid4()
    return Incident(
        id=incident_id,
        number=number,
        service=data.get("service", _REQUIRED_NAME),
        symptom=data.get("symptom", _REQUIRED_NAME),
        date=day,
        severity=data.get_optional("severity", json_values.member_of(Severity)),
        status=data.get("status", json_values.member_of(IncidentStatus), IncidentStatus.DRAFT),
        impact=Impact() if impact is None else _impact(impact),
        **paragraphs,
        cause=_cause(data),
        created_at=data.get("created_at", json_values.moment, midnight),
        external_id=data.get("id", json_values.text(SHORT_TEXT), ""),
        ended_at=data.get_optional("ended_at", json_values.moment),
        kind=data.get("kind", json_values.member_of(IncidentKind), IncidentKind.INCIDENT),
        trigger=data.get_optional("trigger", json_values.member_of(Trigger)),
        duplicate_of=_duplicate_of(data, number),
        timeline=tuple(_event(event) for event in data.objects("timeline")),
        factors=tuple(_factor(factor) for factor in data.objects("factors")),
        findings=_findings(data),
        action_items=read_action_items(data, references),
        themes=tuple(
            dict.fromkeys(
                parse_value(value, location, _REQUIRED_NAME)
                for value, location in data.array("themes")
            )
        ),
        parked=_all_parked(data, incident_id, midnight, references),
        sections=tuple(_section(section) for section in data.objects("sections")),
    )


def _duplicate_of(data: JsonObject, number: int) -> int | None:
    original = data.get_optional("duplicate_of", json_values.whole_number(1))
    if original == number:
        message = f"#{number} can't be a duplicate of itself"
        raise data.location.child("duplicate_of").error(message)
    return original


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
        data.get("text", json_values.text(LINE_TEXT), None if needs_text else ""),
        data.get_optional("link", json_values.text(LINE_TEXT)),
    )
    data.refuse_unknown_keys()
    return event


def _factor(data: JsonObject) -> Factor:
    text = data.get("text", _REQUIRED_LINE)
    factor = Factor(uuid4(), data.get("kind", json_values.member_of(FactorKind)), text)
    data.refuse_unknown_keys()
    return factor


def _findings(incident: JsonObject) -> tuple[Finding, ...]:
    return (
        *(_went_well(value, location) for value, location in incident.array("went_well")),
        *(_went_wrong(finding) for finding in incident.objects("went_wrong")),
    )


def _went_well(value: Any, location: JsonLocation) -> Finding:
    return Finding(uuid4(), FindingKind.WENT_WELL, parse_value(value, location, _REQUIRED_LINE))


def _went_wrong(data: JsonObject) -> Finding:
    kind = data.get("kind", json_values.member_of(FindingKind))
    if kind is FindingKind.WENT_WELL:
        raise data.location.child("kind").error("expected process or technical, got went_well")
    finding = Finding(uuid4(), kind, data.get("text", _REQUIRED_LINE))
    data.refuse_unknown_keys()
    return finding


def _all_parked(
    incident: JsonObject, incident_id: UUID, midnight: datetime, references: MeetingReferences
) -> tuple[Parked, ...]:
    """Return what is parked, oldest first, as the database returns it."""
    parked = [_parked(one, incident_id, midnight, references) for one in incident.objects("parked")]
    return tuple(sorted(parked, key=lambda one: one.at))


def _parked(
    data: JsonObject, incident_id: UUID, midnight: datetime, references: MeetingReferences
) -> Parked:
    parked = Parked(
        uuid4(),
        incident_id,
        references.read(data),
        data.get("kind", json_values.member_of(ParkedKind), ParkedKind.IDEA),
        data.get("text", _REQUIRED_LINE),
        data.get("at", json_values.moment, midnight),
        data.get_optional("resolved_at", json_values.moment),
    )
    data.refuse_unknown_keys()
    return parked


def _section(data: JsonObject) -> Section:
    section = Section(
        uuid4(),
        data.get("heading", _REQUIRED_NAME),
        data.get("text", json_values.text(LONG_TEXT), ""),
    )
    data.refuse_unknown_keys()
    return section


def _systemic_issue(data: JsonObject, incident: Incident) -> Theme:
    name = data.get("theme", _REQUIRED_NAME)
    if name not in incident.themes:
        raise data.location.child("theme").error("expected one of the incident's themes")
    issue = Theme(
        uuid4(),
        name,
        data.get("issue", json_values.text(LINE_TEXT), ""),
        data.get("owner", json_values.text(SHORT_TEXT), ""),
        # The other incidents list the theme themselves; here they are only named.
        tuple(
            parse_value(number, location, json_values.whole_number(1))
            for number, location in data.array("incidents")
        ),
        incident.created_at,
        data.get_optional("decided_on", json_values.day),
    )
    data.refuse_unknown_keys()
    return issue


def _cause(data: JsonObject) -> Cause | None:
    name = data.get_optional("cause", _REQUIRED_NAME)
    category = data.get_optional("cause_category", json_values.member_of(CauseCategory))
    if name is None and category is not None:
        raise data.location.child("cause_category").error("expected a cause beside a category")
    return None if name is None else Cause(uuid4(), name, category)
