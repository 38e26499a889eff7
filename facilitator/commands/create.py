"""A new incident from the command line."""

from __future__ import annotations

import sys

from db.words import Severity
from facilitator.commands.database import Failure, opened, today
from facilitator.domain.due import EXPECTED, parse_day
from facilitator.text import one_line


def new(
    database: str | None,
    service: str,
    symptom: str,
    on: str,
    number: int | None,
    severity: Severity | None,
) -> None:
    """Write it down and say how to go on."""
    with opened(database) as (store, chosen):
        now = today(chosen)
        try:
            day = parse_day(on, now)
        except ValueError:
            raise Failure(f"--on {on}: {EXPECTED}") from None
        made = store.incidents.create(service, symptom, day or now, number, severity).result()
    sys.stdout.write(f"#{made.number} {one_line(made.title)}\n")
    sys.stdout.write(f"prepare its post-mortem: facilitator prep {made.number}\n")
    sys.stdout.write(f"hold its meeting: facilitator meet {made.number}\n")
