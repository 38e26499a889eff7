"""The command `import`: all documents are stored, or none where anything is wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from db.records import IncidentFilter, IncidentSummary
from facilitator.commands.open_store import Failure, open_store
from facilitator.config.settings import load_settings
from facilitator.documents.read.files import read_all
from facilitator.documents.read.parsed_document import ParsedDocument, report
from facilitator.text import counted, one_line

Documents = list[tuple[Path, ParsedDocument]]


def import_documents(
    database: str | None, paths: list[Path], *, dry_run: bool, renumber: bool
) -> None:
    """Read every document, store them all, and say what of each was placed where.

    Args:
        database: The value of `--database`.
        paths: Files, and folders to search.
        dry_run: Whether to store nothing.
        renumber: Whether a document whose number is in use gets the next free number.

    Raises:
        Failure: A document can't be read, or its number is in use.
    """
    if dry_run and not _database_exists(database):
        documents = _read(paths, [], dry_run)
        _refuse_numbers_in_use(documents, [], renumber)
        _report(documents, [document.incident.number for _, document in documents])
    else:
        with open_store(database) as (store, _):
            stored = store.lists.summaries(store.lists.numbers(IncidentFilter()).result()).result()
            documents = _read(paths, stored, dry_run)
            _refuse_numbers_in_use(documents, stored, renumber)
            numbers = [document.incident.number for _, document in documents]
            if not dry_run:
                incidents = [document.incident for _, document in documents]
                notes = [note for _, document in documents for note in document.notes]
                imported = store.documents.import_all(incidents, notes, renumber=renumber)
                numbers = imported.result()
        _report(documents, numbers)
    count = counted(len(documents), "incident")
    sys.stdout.write(
        f"dry run: {count} read, nothing was imported\n" if dry_run else f"imported {count}\n"
    )


def _database_exists(database: str | None) -> bool:
    """Whether there is a database to compare with; a dry run must not create one."""
    target = load_settings(database).database
    try:
        return "://" in target or Path(target).expanduser().exists()
    except (OSError, RuntimeError):
        # Opening it fails as well, with a message that says why.
        return True


def _read(paths: list[Path], stored: Sequence[IncidentSummary], dry_run: bool) -> Documents:
    """Return the documents.

    Raises:
        Failure: Some can't be read. Where there are several, each is named on standard error.
    """
    services = sorted({summary.service for summary in stored})
    result = read_all(paths, services)
    if not result.errors:
        return result.documents
    if dry_run:
        numbers = [document.incident.number for _, document in result.documents]
        _report(result.documents, numbers)
    if len(result.errors) == 1:
        raise Failure(f"{result.errors[0]}; nothing was imported")
    sys.stdout.flush()
    for error in result.errors:
        sys.stderr.write(f"facilitator: {one_line(str(error))}\n")
    raise Failure(f"{counted(len(result.errors), 'document')} can't be read; nothing was imported")


def _refuse_numbers_in_use(
    documents: Documents, stored: Sequence[IncidentSummary], renumber: bool
) -> None:
    """Raise Failure for a number that a stored incident or another document has.

    A document without a number, and every document with `renumber`, gets a free one later.
    """
    stored_numbers = {summary.number for summary in stored}
    paths_by_number: dict[int, Path] = {}
    for path, document in documents:
        number = document.incident.number
        if not number or renumber:
            continue
        if number in stored_numbers:
            where = "exists already"
        elif number in paths_by_number:
            where = f"is in {paths_by_number[number]} too"
        else:
            paths_by_number[number] = path
            continue
        raise Failure(
            f"{path}: incident #{number} {where}: nothing was imported; "
            "--renumber gives it the next free number"
        )


def _report(documents: Documents, numbers: Sequence[int]) -> None:
    """Write what was placed of each document, under the number that its incident has."""
    for (path, document), number in zip(documents, numbers, strict=True):
        numbered = replace(document, incident=replace(document.incident, number=number))
        sys.stdout.write("\n".join(report(numbered, str(path))) + "\n")
