"""Action items as CSV (RFC 4180), written so that no spreadsheet runs a text as a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence

from db.records import ActionItem, Incident
from facilitator.documents.team_records import NO_RECORDS, TeamRecords
from facilitator.documents.write.json import day, moment
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
FORMULA_STARTS = frozenset("=+-@")
"""The characters with which a formula begins in a spreadsheet."""
_SKIPPED_CATEGORIES = ("Z", "Cc", "Cf", "Pi", "Pf")
"""Unicode categories (blanks, controls, invisible marks and quotation marks) that a spreadsheet
may remove before it looks for a formula."""
_SKIPPED_QUOTES = frozenset("\"'`\ufffd")


def write(incidents: Sequence[Incident], team: TeamRecords = NO_RECORDS) -> str:
    """Return the action items of the incidents, one a row, under a row of column names.

    Days and times are written as in JSON; `reviews` and `carried` are counts. Every text is on
    one line. The table has no place for the records of the team.
    """
    output = io.StringIO(newline="")
    rows = csv.writer(output, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for incident in incidents:
        rows.writerows(_row(incident, item) for item in incident.action_items)
    return output.getvalue()


def write_one(incident: Incident, team: TeamRecords = NO_RECORDS) -> str:
    """Return the action items of one incident, under a row of column names."""
    return write([incident], team)


def cell(text: str) -> str:
    """Return a text on one line, with an apostrophe before anything that would be a formula.

    Where the comma is the decimal point, spreadsheets separate cells by semicolons. So the text
    after each semicolon is guarded as the beginning of the text is.
    """
    return ";".join(map(_guarded, one_line(text).split(";")))


def _guarded(text: str) -> str:
    return f"'{text}" if next(_significant(text), "") in FORMULA_STARTS else text


def _significant(text: str) -> Iterator[str]:
    """Yield the characters that a spreadsheet looks at when it decides what a cell holds."""
    # Spreadsheets read fullwidth, small and raised signs as the plain ones.
    for character in unicodedata.normalize("NFKC", text):
        is_skipped = unicodedata.category(character).startswith(_SKIPPED_CATEGORIES)
        if not is_skipped and character not in _SKIPPED_QUOTES:
            yield character


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
