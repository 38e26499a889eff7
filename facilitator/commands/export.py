"""The command `export`: post-mortems to standard output, or into the files of a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from db.records import Incident
from facilitator.commands.open_store import Failure, open_store
from facilitator.commands.output import put
from facilitator.commands.read_team import read_team, read_team_to_print
from facilitator.documents.team_records import TeamRecords
from facilitator.documents.write.file_name import write_file
from facilitator.documents.write.files import files
from facilitator.documents.write.formats import DocumentFormat, render, render_one


def export_documents(
    database: str | None,
    numbers: Sequence[int],
    folder: Path | None,
    document_format: DocumentFormat,
) -> None:
    """Write incidents to standard output or into files, and say which files were written.

    Args:
        database: The value of `--database`.
        numbers: The numbers of the incidents; none for all of them.
        folder: Where to write files; None for standard output.
        document_format: The format.

    Raises:
        Failure: A number is named twice, or a file can't be written.
    """
    incidents, team = _read(database, numbers, document_format)
    if folder is None:
        # One number that was asked for is one document, not a list of one.
        is_one = len(numbers) == 1
        put(
            render_one(incidents[0], document_format, team)
            if is_one
            else render(incidents, document_format, team)
        )
        return
    for name, text in files(incidents, document_format, team):
        try:
            path = write_file(folder, name, text)
        except OSError as error:
            where = error.filename or folder
            raise Failure(f"{where}: {(error.strerror or 'not writable').lower()}") from None
        put(f"{path}\n")


def _read(
    database: str | None, numbers: Sequence[int], document_format: DocumentFormat
) -> tuple[list[Incident], TeamRecords]:
    """Return the incidents, with what their format says of the team beside them."""
    for number, count in Counter(numbers).items():
        if count > 1:
            raise Failure(f"#{number} is named twice: name each incident once")
    with open_store(database) as (store, _):
        incidents = (
            [store.incidents.get(number).result() for number in numbers]
            if numbers
            else store.incidents.everything().result()
        )
        read = read_team_to_print if document_format.is_prose else read_team
        return incidents, read(store, incidents)
