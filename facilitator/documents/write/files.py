"""An export as files: the name and the text of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Incident
from facilitator.documents.team_records import NO_RECORDS, TeamRecords
from facilitator.documents.write.file_name import file_name
from facilitator.documents.write.formats import DocumentFormat, render, render_one


def files(
    incidents: Sequence[Incident], document_format: DocumentFormat, team: TeamRecords = NO_RECORDS
) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of an export of several incidents.

    There is a file for each incident, or a single one for all of them, as the format says.
    """
    if document_format.single_file:
        text = document_format.file_start + render(incidents, document_format, team)
        yield document_format.single_file, text
        return
    for incident in incidents:
        yield one_file(incident, document_format, team)


def one_file(
    incident: Incident, document_format: DocumentFormat, team: TeamRecords = NO_RECORDS
) -> tuple[str, str]:
    """Return the name and the text of a file about one incident alone."""
    text = document_format.file_start + render_one(incident, document_format, team)
    return file_name(incident, document_format.ending), text
