"""A new incident, and other facts about one that is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from db.records import IncidentLine
from db.words import Severity
from facilitator.domain.due import parse_past_day
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.seen import Seen
from facilitator.widgets.form import Field, Form

UNKNOWN = "–"
SEVERITIES = {UNKNOWN: "not known yet"} | {each.value: each.value for each in Severity}


def ask_new(host: FacilitatorScreen, then: Callable[[int], Awaitable[None]]) -> None:
    """Write down an incident. then: is told its number."""

    async def submit(values: Mapping[str, str]) -> None:
        on = _day(values["on"], host.today, host.today)
        made = await host.saving(
            host.store.incidents.create(
                values["service"],
                values["symptom"],
                on,
                _number(values["number"]),
                _severity(values["severity"]),
            )
        )
        await then(made.number)

    host.app.push_screen(
        Form(
            "New incident",
            [
                Field("service", "Service", hint="checkout"),
                Field("symptom", "Symptom", hint="5xx spike"),
                Field("on", "Date", hint=f"today, {host.today.isoformat()}"),
                Field("severity", "Severity", UNKNOWN, choices=SEVERITIES),
                Field("number", "Number", hint="the next free one"),
            ],
            submit,
        )
    )


def ask_edit(host: FacilitatorScreen, incident: IncidentLine) -> None:
    """Another service, symptom, date or severity."""
    seen = Seen(host, incident)

    async def submit(values: Mapping[str, str]) -> None:
        on = _day(values["date"], host.today, incident.date)
        severity = _severity(values["severity"])
        await seen.saving(
            lambda now: host.store.incidents.edit(
                now,
                service=values["service"],
                symptom=values["symptom"],
                date=on,
                severity=severity,
            )
        )
        await host.reread()

    host.app.push_screen(
        Form(
            f"Edit #{incident.number}",
            [
                Field("service", "Service", incident.service),
                Field("symptom", "Symptom", incident.symptom),
                Field("date", "Date", incident.date.isoformat(), hint="2026-03-14", offered=True),
                Field("severity", "Severity", incident.severity or UNKNOWN, choices=SEVERITIES),
            ],
            submit,
            about=incident.id,
        )
    )


def _day(typed: str, today: date, otherwise: date) -> date:
    try:
        return parse_past_day(typed, today) or otherwise
    except ValueError as error:
        raise ValueError(f"date: {error}") from None


def _severity(chosen: str) -> Severity | None:
    return None if chosen == UNKNOWN else Severity(chosen)


def _number(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not typed.strip().isdecimal():
        raise ValueError(f"number: expected a whole number, got {typed!r}")
    return int(typed)
