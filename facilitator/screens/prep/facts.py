"""The facts of an incident: what its title says, and how bad it was."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from db.words import Severity
from facilitator.domain.due import parse_past_day
from facilitator.domain.readiness import PrepSection
from facilitator.screens.document import DocumentScreen
from facilitator.screens.meeting.opening import last_time_rows
from facilitator.screens.prep.fields import FieldsEditor, Value

SEVERITY = "SEV1 is the worst; 1 to 4 will do"


def _date(typed: str, host: DocumentScreen) -> date:
    day = parse_past_day(typed, host.today)
    if day is None:
        raise ValueError("date: an incident has one, such as 2026-03-14")
    return day


def _severity(typed: str, _: DocumentScreen) -> str | None:
    if not typed:
        return None
    wanted = typed.upper()
    found = next((each for each in Severity if wanted in (each.value, each.value[-1])), None)
    if found is None:
        raise ValueError(f"severity: expected one of {', '.join(Severity)}, or its number")
    return found.value


class FactsEditor(FieldsEditor):
    """Service, symptom, date and severity."""

    section = PrepSection.FACTS
    title = "Facts"
    short = "Facts"
    values = (
        Value("service", "Service", "what was down, such as checkout",
              lambda each: each.service, lambda value, _: str(value), lambda typed, _: typed),
        Value("symptom", "Symptom", "how it showed, such as 5xx spike",
              lambda each: each.symptom, lambda value, _: str(value), lambda typed, _: typed),
        Value("date", "Date", "such as 2026-03-14 or yesterday",
              lambda each: each.date, lambda value, _: value.isoformat(), _date),
        Value("severity", "Severity", SEVERITY,
              lambda each: None if each.severity is None else each.severity.value,
              lambda value, _: value or "", _severity),
    )  # fmt: skip

    def help(self) -> list[Content]:
        """How the last meetings' action items stood, for the opening of the next one."""
        return last_time_rows(self.prep.past_reviews, self.host.today)
