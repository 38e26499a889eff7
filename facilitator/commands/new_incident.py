"""The command `new`: an incident is written down."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from db.vocabulary import IncidentKind, Severity
from facilitator.commands.days import past_day
from facilitator.commands.open_store import open_store
from facilitator.text import one_line


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What the command line says of an incident.

    Attributes:
        service: What was down.
        symptom: How it showed.
        on: The day as typed; "" for today.
        number: The number; None for the next free one.
        severity: The severity; None where it is not known yet.
        external_id: The id that the incident has elsewhere; "" for none.
        near_miss: Whether it nearly went wrong, and did not.
    """

    service: str
    symptom: str
    on: str
    number: int | None
    severity: Severity | None
    external_id: str
    near_miss: bool


def create_incident(database: str | None, new: NewIncident) -> None:
    """Store a new incident, and say how to go on.

    Args:
        database: The value of `--database`.
        new: The incident.

    Raises:
        Failure: The day is not understood.
    """
    with open_store(database, creates=True) as (store, settings):
        incident = store.incidents.create(
            new.service,
            new.symptom,
            past_day("--on", new.on, settings),
            new.number,
            new.severity,
            new.external_id,
            IncidentKind.NEAR_MISS if new.near_miss else IncidentKind.INCIDENT,
        ).result()
    sys.stdout.write(f"#{incident.number} {one_line(incident.title)}\n")
    sys.stdout.write(f"prepare its post-mortem: facilitator prep {incident.number}\n")
    sys.stdout.write(f"hold its meeting: facilitator meet {incident.number}\n")
