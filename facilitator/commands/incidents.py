"""The commands `incidents` and `show`: a list of incidents, and one post-mortem."""

from __future__ import annotations

from db.records import IncidentFilter
from facilitator.commands.open_store import open_store
from facilitator.commands.output import put
from facilitator.commands.read_team import read_team, read_team_to_print
from facilitator.commands.table import put_table
from facilitator.documents.write import json, markdown
from facilitator.domain.labels import severity_or_kind
from facilitator.text import clean

COLUMNS = ("number", "id", "date", "severity", "service", "symptom", "status", "open actions")


def list_incidents(database: str | None, search: str, as_json: bool) -> None:
    """Write the incidents to standard output, newest first.

    Args:
        database: The value of `--database`.
        search: Only incidents that mention this text anywhere; "" for all.
        as_json: Whether to write an array of whole incidents instead of a table.
    """
    with open_store(database) as (store, _):
        numbers = store.lists.numbers(IncidentFilter(search=search)).result()
        if as_json:
            incidents = store.incidents.several(numbers).result()
            put(json.write(incidents, read_team(store, incidents)))
            return
        summaries = store.lists.summaries(numbers).result()
    rows = [
        (
            f"#{summary.number}",
            summary.external_id or "–",
            summary.date.isoformat(),
            severity_or_kind(summary.kind, summary.severity) or "–",
            summary.service,
            summary.symptom,
            summary.status,
            str(summary.open_actions),
        )
        for summary in summaries
    ]
    put_table(COLUMNS, rows)


def show_incident(database: str | None, number: int, as_json: bool) -> None:
    """Write one post-mortem to standard output, as Markdown or as a JSON object."""
    with open_store(database) as (store, _):
        incident = store.incidents.get(number).result()
        read = read_team if as_json else read_team_to_print
        team = read(store, [incident])
    put(json.write_one(incident, team) if as_json else clean(markdown.write_one(incident, team)))
