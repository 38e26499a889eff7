"""The editor of the facts about an incident: what its title says, and its severity."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from db.records import Incident
from db.vocabulary import Severity
from facilitator.domain.template import TemplatePart
from facilitator.screens.document import DocumentScreen
from facilitator.screens.meeting.opening_screen import last_time_rows
from facilitator.screens.prep.fields_editor import FieldsEditor, ValueField


def _parse_date(typed: str, screen: DocumentScreen) -> date:
    day = screen.parse_past_day(typed)
    if day is None:
        raise ValueError("date: write the day of the incident, such as 2026-03-14")
    return day


def _get_severity(incident: Incident) -> str | None:
    return None if incident.severity is None else incident.severity.value


def _parse_severity(typed: str, _: DocumentScreen) -> str | None:
    """Return the severity that `SEV2`, `sev2` or `2` names; None where nothing is typed."""
    if not typed:
        return None
    name = typed.upper()
    for severity in Severity:
        if name in (severity.value, severity.value[-1]):
            return severity.value
    raise ValueError(f"severity: expected one of {', '.join(Severity)}, or its number")


class FactsEditor(FieldsEditor):
    """The service, the symptom, the date and the severity of an incident."""

    section = TemplatePart.FACTS
    title = "Facts"
    short_title = "Facts"
    fields = (
        ValueField(
            "service",
            "Service",
            "what was down, such as checkout",
            get=lambda incident: incident.service,
            format=lambda service, _: str(service),
            parse=lambda typed, _: typed,
        ),
        ValueField(
            "symptom",
            "Symptom",
            "what people saw, such as 5xx spike",
            get=lambda incident: incident.symptom,
            format=lambda symptom, _: str(symptom),
            parse=lambda typed, _: typed,
        ),
        ValueField(
            "date",
            "Date",
            "such as 2026-03-14 or yesterday",
            get=lambda incident: incident.date,
            format=lambda day, _: day.isoformat(),
            parse=_parse_date,
        ),
        ValueField(
            "severity",
            "Severity",
            "SEV1 (the worst) to SEV4, or just 1 to 4",
            get=_get_severity,
            format=lambda severity, _: severity or "",
            parse=_parse_severity,
        ),
    )

    def help_rows(self) -> list[Content]:
        """Return the results of the last reviews of action items, as the opening shows them."""
        return last_time_rows(self.prep_screen.past_reviews, self.document_screen.today)
