"""The forms of an incident: a new one, and other facts about one that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from db.errors import StoreError
from db.records import Incident, IncidentContents, IncidentSummary
from db.vocabulary import IncidentKind, Severity, Trigger
from facilitator.domain.labels import (
    INCIDENT_KIND_LABELS,
    TRIGGER_LABELS,
    UNKNOWN_SEVERITY,
    choices,
)
from facilitator.domain.timeline import parse_time
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import counted
from facilitator.widgets.form import Field, Form
from facilitator.widgets.question import Question

UNKNOWN = "–"
KINDS = choices(INCIDENT_KIND_LABELS)
TRIGGERS = {UNKNOWN: "not known yet"} | choices(TRIGGER_LABELS)
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
                _parse_day(values["on"], screen, screen.today),
                _parse_number(values["number"], "number"),
                _severity(values["severity"]),
                kind=IncidentKind(values["kind"]),
            )
        )
        return incident.number

    fields = [
        Field("service", "Service", hint="checkout"),
        Field("symptom", "Symptom", hint="5xx spike"),
        Field("on", "Date", hint=f"today, {screen.today.isoformat()}"),
        Field("severity", "Severity", UNKNOWN, choices=SEVERITIES),
        Field("kind", "Kind", IncidentKind.INCIDENT, choices=KINDS),
        Field("number", "Number", hint="the next free one"),
    ]
    return await screen.ask(Form("New incident", fields, save))


async def ask_edited_incident(screen: FacilitatorScreen, listed: IncidentSummary) -> None:
    """Ask for other facts about an incident, its number and its original too, and save them."""
    incidents = screen.store.incidents
    try:
        incident = await incidents.get(listed.number)
    except StoreError as error:
        screen.show_not_read(error)
        return
    edit = OptimisticEdit(screen, incident)

    async def save(values: Mapping[str, str]) -> bool:
        day = _parse_day(values["date"], screen, incident.date)
        ended_at = _parse_end(values["ended_at"], day, incident.ended_at)
        number = _parse_number(values["number"], "number") or incident.number
        duplicate_of = _parse_number(values["duplicate_of"], "duplicate of")
        await edit.save(
            lambda current: incidents.edit(
                current,
                number=number,
                service=values["service"],
                symptom=values["symptom"],
                date=day,
                severity=_severity(values["severity"]),
                external_id=values["external_id"],
                ended_at=ended_at,
                duplicate_of=duplicate_of,
                kind=IncidentKind(values["kind"]),
                trigger=None if values["trigger"] == UNKNOWN else Trigger(values["trigger"]),
            )
        )
        await screen.reread()
        return True

    await screen.ask(Form(f"Edit #{incident.number}", _facts(incident), save, about=incident.id))


def _facts(incident: Incident) -> list[Field]:
    """Return the fields of what is known of an incident beside its post-mortem."""
    duplicate_of = "" if incident.duplicate_of is None else str(incident.duplicate_of)
    ended = "" if incident.ended_at is None else f"{incident.ended_at:%Y-%m-%d %H:%M}"
    return [
        Field("service", "Service", incident.service),
        Field("symptom", "Symptom", incident.symptom),
        Field("date", "Date", incident.date.isoformat(), hint="2026-03-14", offered=True),
        Field("severity", "Severity", incident.severity or UNKNOWN, choices=SEVERITIES),
        Field("kind", "Kind", incident.kind, choices=KINDS),
        Field("trigger", "Trigger", incident.trigger or UNKNOWN, choices=TRIGGERS),
        Field("ended_at", "Ended (UTC)", ended, hint="10:20, or with the day"),
        Field("external_id", "Id elsewhere", incident.external_id, hint="INC-2024-0042"),
        Field("number", "Number", str(incident.number)),
        Field("duplicate_of", "Duplicate of", duplicate_of, hint="the number of another incident"),
    ]


async def ask_deletion(screen: FacilitatorScreen, incident: IncidentSummary) -> bool:
    """Ask whether to delete an incident, after naming what belongs to it.

    Returns:
        Whether it is deleted; one undo restores all of it.
    """
    incidents = screen.store.incidents
    try:
        contents = await incidents.what_hangs_on(incident.id)
    except StoreError as error:
        screen.show_not_read(error)
        return False
    answer = await screen.ask(
        Question(
            f"Delete #{incident.number} {incident.title}?",
            (("d", "delete it; undo brings it back"), ("k", "keep it")),
            detail=f"Deleted with it: {_contents_in_words(contents)}.",
        )
    )
    if answer != "d":
        return False
    try:
        await screen.saving(incidents.delete(incident.id))
    except StoreError as error:
        screen.show_error("Not deleted", error)
        return False
    return True


def _contents_in_words(contents: IncidentContents) -> str:
    parts = [
        counted(count, noun)
        for count, noun in (
            (contents.events, "event"),
            (contents.factors, "factor"),
            (contents.findings, "finding"),
            (contents.sections, "section"),
            (contents.action_items, "action item"),
            (contents.meetings, "meeting"),
            (contents.parked, "parked item"),
            (contents.notes, "private note"),
        )
        if count
    ]
    return ", ".join(parts) or "nothing else"


def _parse_end(typed: str, day: date, current: datetime | None) -> datetime | None:
    """Return when the outage was over, from a time on the day of the incident or with its day.

    Raises:
        ValueError: The text is neither. The message says what was expected.
    """
    if not typed.strip():
        return None
    if current is not None and typed.strip() == f"{current:%Y-%m-%d %H:%M}":
        return current
    try:
        return parse_time(typed.strip(), day, None)
    except ValueError as error:
        raise ValueError(f"ended_at: {error}") from None


def _parse_day(typed: str, screen: FacilitatorScreen, default: date) -> date:
    try:
        return screen.parse_past_day(typed) or default
    except ValueError as error:
        raise ValueError(f"date: {error}") from None


def _severity(choice: str) -> Severity | None:
    return None if choice == UNKNOWN else Severity(choice)


def _parse_number(typed: str, label: str) -> int | None:
    """Return the number of an incident that was typed into the field with this label, if any."""
    if not typed.strip():
        return None
    if not typed.strip().isdecimal():
        raise ValueError(f"{label}: expected a whole number, got {typed!r}")
    return int(typed)
