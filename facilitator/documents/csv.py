"""Action items as CSV (RFC 4180) that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

from db.records import ActionItem, Incident
from facilitator.documents.json import day, moment
from facilitator.text import one_line

COLUMNS = (
    "incident",
    "date",
    "service",
    "symptom",
    "slot",
    "action",
    "owner",
    "priority",
    "due",
    "first_due",
    "status",
    "note",
    "ticket",
    "created_at",
    "closed_at",
    "reviews",
    "carried",
)
FORMULA = frozenset("=+-@")
"""What a spreadsheet takes for the beginning of a formula."""
# Spaces, controls, invisible marks and quotes: what a spreadsheet may take off before it looks.
_PASSED_OVER = ("Z", "Cc", "Cf", "Pi", "Pf")
_QUOTES = frozenset("\"'`\ufffd")


def write(incidents: Iterable[Incident]) -> str:
    """The incidents' action items, one a row, under a row of names.

    Days and times as in JSON; reviews and carried are counts. A text is one line.
    """
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for incident in incidents:
        rows.writerows(_row(incident, item) for item in incident.action_items)
    return written.getvalue()


def cell(text: str) -> str:
    """A text as a spreadsheet shows it: with an apostrophe before what would be a formula.

    A semicolon parts cells wherever a comma is a decimal point, so what follows one is looked at
    like the beginning.
    """
    return ";".join(map(_guarded, one_line(text).split(";")))


def _guarded(text: str) -> str:
    return f"'{text}" if next(_seen(text), "") in FORMULA else text


def _seen(text: str) -> Iterator[str]:
    # Fullwidth, small and raised signs are read as the plain ones.
    for each in unicodedata.normalize("NFKC", text):
        if not unicodedata.category(each).startswith(_PASSED_OVER) and each not in _QUOTES:
            yield each


def _row(incident: Incident, item: ActionItem) -> list[str | int | None]:
    return [
        incident.number,
        day(incident.date),
        cell(incident.service),
        cell(incident.symptom),
        item.slot,
        cell(item.action),
        cell(item.owner),
        item.priority,
        day(item.due),
        day(item.first_due),
        item.status,
        cell(item.note),
        cell(item.ticket),
        moment(item.created_at),
        moment(item.closed_at),
        len(item.reviews),
        item.carried,
    ]
