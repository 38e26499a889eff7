"""The forms of an incident: a new one, and other facts about one that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.records import IncidentSummary
from db.vocabulary import Severity
from facilitator.domain.due_dates import parse_past_day
from facilitator.domain.labels import UNKNOWN_SEVERITY
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.form import Field, Form

UNKNOWN = "–"
SEVERITIES = {UNKNOWN: UNKNOWN_SEVERITY.phrase} | {value.value: value.value for value in Severity}


async def ask_new_incident(screen: FacilitatorScreen) -> int | None:
    """Ask for the facts of a new incident and store it.

    Returns:
        The number of the new incident, or None where the form was cancelled.
    """

    async def save(values: Mapping[str, str]) -> int:
        incident = await screen.saving(
            screen.store.incidents.create(
                values["service"],
                values["symptom"],
                _parse_day(values["on"], screen.today, screen.today),
                _parse_number(values["number"]),
                _severity(values["severity"]),
            )
        )
        return incident.number

    fields = [
        Field("service", "Service", hint="checkout"),
        Field("symptom", "Symptom", hint="5xx spike"),
        Field("on", "Date", hint=f"today, {screen.today.isoformat()}"),
        Field("severity", "Severity", UNKNOWN, choices=SEVERITIES),
        Field("number", "Number", hint="the next free one"),
    ]
    return await screen.ask(Form("New incident", fields, save))


async def ask_edited_incident(screen: FacilitatorScreen, incident: IncidentSummary) -> None:
    """Ask for another service, symptom, date or severity, and save it."""
    edit = OptimisticEdit(screen, incident)

    async def save(values: Mapping[str, str]) -> bool:
        day = _parse_day(values["date"], screen.today, incident.date)
        severity = _severity(values["severity"])
        await edit.save(
            lambda current: screen.store.incidents.edit(
                current,
                service=values["service"],
                symptom=values["symptom"],
                date=day,
                severity=severity,
            )
        )
        await screen.reread()
        return True

    fields = [
        Field("service", "Service", incident.service),
        Field("symptom", "Symptom", incident.symptom),
        Field("date", "Date", incident.date.isoformat(), hint="2026-03-14", offered=True),
        Field("severity", "Severity", incident.severity or UNKNOWN, choices=SEVERITIES),
    ]
    await screen.ask(Form(f"Edit #{incident.number}", fields, save, about=incident.id))


def _parse_day(typed: str, today: date, default: date) -> date:
    try:
        return parse_past_day(typed, today) or default
    except ValueError as error:
        raise ValueError(f"date: {error}") from None


def _severity(choice: str) -> Severity | None:
    return None if choice == UNKNOWN else Severity(choice)


def _parse_number(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not typed.strip().isdecimal():
        raise ValueError(f"number: expected a whole number, got {typed!r}")
    return int(typed)
