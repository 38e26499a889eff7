"""The command `new`: an incident is written down."""

from __future__ import annotations

import sys

from db.vocabulary import Severity
from facilitator.commands.days import past_day
from facilitator.commands.open_store import open_store
from facilitator.text import one_line


def create_incident(
    database: str | None,
    service: str,
    symptom: str,
    on: str,
    number: int | None,
    severity: Severity | None,
    external_id: str,
) -> None:
    """Store a new incident, and say how to go on.

    Args:
        database: The value of `--database`.
        service: What was down.
        symptom: How it showed.
        on: The day as typed; "" for today.
        number: The number; None for the next free one.
        severity: The severity; None where it is not known yet.
        external_id: The id that the incident has elsewhere; "" for none.

    Raises:
        Failure: The day is not understood.
    """
    with open_store(database, creates=True) as (store, settings):
        day = past_day("--on", on, settings)
        incident = store.incidents.create(
            service, symptom, day, number, severity, external_id
        ).result()
    sys.stdout.write(f"#{incident.number} {one_line(incident.title)}\n")
    sys.stdout.write(f"prepare its post-mortem: facilitator prep {incident.number}\n")
    sys.stdout.write(f"hold its meeting: facilitator meet {incident.number}\n")
