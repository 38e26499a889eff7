"""The command `import`: all documents are stored, or none where anything is wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.records import IncidentFilter, IncidentSummary
from facilitator.commands.open_store import Failure, open_store
from facilitator.config.settings import load_settings
from facilitator.documents.read.files import read_all
from facilitator.documents.read.import_plan import ImportPlan, ReadDocuments, plan_import
from facilitator.documents.read.parsed_document import report
from facilitator.text import counted, one_line


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What `import` is asked to do.

    Attributes:
        dry_run: Whether to store nothing.
        renumber: Whether a document whose number is in use gets the next free number.
        again: Whether a document that looks like a stored incident becomes a new one.
        replace: Whether such a document takes the place of the stored incident.
    """

    dry_run: bool = False
    renumber: bool = False
    again: bool = False
    replace: bool = False


def import_documents(database: str | None, paths: list[Path], options: ImportOptions) -> None:
    """Read every document, store them all, and say what of each was placed where.

    Args:
        database: The value of `--database`.
        paths: Files, and folders to search.
        options: The options of the command.

    Raises:
        Failure: A document can't be read, looks like a stored incident, or its number is in use.
    """
    if options.again and options.replace:
        raise Failure("--again and --replace can't be used together: choose one of them")
    if options.dry_run and not _database_exists(database):
        plan = plan_import(_read(paths, [], options), [])
        _refuse_what_is_there(plan, options)
        numbers = [incident.number for incident in plan.incidents]
    else:
        with open_store(database, creates=True) as (store, _):
            stored = store.lists.summaries(store.lists.numbers(IncidentFilter()).result()).result()
            plan = plan_import(_read(paths, stored, options), stored)
            _refuse_what_is_there(plan, options)
            replacing = plan.replacing if options.replace else {}
            numbers = [replacing.get(one.id, one.number) for one in plan.incidents]
            if not options.dry_run:
                numbers = store.documents.import_all(
                    plan.incidents,
                    renumber=options.renumber or options.again,
                    meetings=plan.meetings,
                    themes=plan.themes,
                    replacing=replacing,
                ).result()
    _report(plan.documents, numbers)
    count = counted(len(plan.documents), "incident")
    sys.stdout.write(
        f"dry run: {count} read, nothing was imported\n"
        if options.dry_run
        else f"imported {count}\n"
    )


def _database_exists(database: str | None) -> bool:
    """Whether there is a database to compare with; a dry run must not create one."""
    target = load_settings(database).database
    try:
        return "://" in target or Path(target).expanduser().exists()
    except (OSError, RuntimeError):
        # Opening it fails as well, with a message that says why.
        return True


def _read(
    paths: list[Path], stored: Sequence[IncidentSummary], options: ImportOptions
) -> ReadDocuments:
    """Return the documents.

    Raises:
        Failure: Some can't be read. Where there are several, each is named on standard error.
    """
    services = sorted({summary.service for summary in stored})
    result = read_all(paths, services)
    if not result.errors:
        return result.documents
    if options.dry_run:
        numbers = [document.incident.number for _, document in result.documents]
        _report(result.documents, numbers)
    if len(result.errors) == 1:
        raise Failure(f"{result.errors[0]}; nothing was imported")
    sys.stdout.flush()
    for error in result.errors:
        sys.stderr.write(f"facilitator: {one_line(str(error))}\n")
    raise Failure(f"{counted(len(result.errors), 'document')} can't be read; nothing was imported")


def _refuse_what_is_there(plan: ImportPlan, options: ImportOptions) -> None:
    """Refuse documents that look like stored incidents, and numbers that are in use.

    A document without a number, and every document with `--renumber` or `--again`, gets a free
    number later, and one that replaces an incident takes its number.

    Raises:
        Failure: There is such a document, and no option says what to do with it.
    """
    if plan.look_alikes and not (options.again or options.renumber or options.replace):
        raise Failure(_about_look_alikes(plan))
    paths_by_number: dict[int, Path] = {}
    for path, document in plan.documents:
        number = document.incident.number
        is_replaced = options.replace and document.incident.id in plan.look_alikes
        if not number or options.renumber or options.again or is_replaced:
            continue
        if number in plan.stored_numbers:
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


def _about_look_alikes(plan: ImportPlan) -> str:
    """Return what to do about the documents that look like stored incidents."""
    looking_alike = [
        (path, plan.look_alikes[document.incident.id])
        for path, document in plan.documents
        if document.incident.id in plan.look_alikes
    ]
    path, same = looking_alike[0]
    others = len(looking_alike) - 1
    more = f" (and {counted(others, 'more document')})" if others else ""
    return (
        f"{path}: this looks like incident #{same.number}, {one_line(same.title)}{more}: nothing"
        " was imported; --again imports it as a new incident, --replace puts it in place of"
        f" #{same.number}"
    )


def _report(documents: ReadDocuments, numbers: Sequence[int]) -> None:
    """Write what was placed of each document, under the number that its incident has."""
    for (path, document), number in zip(documents, numbers, strict=True):
        numbered = replace(document, incident=replace(document.incident, number=number))
        sys.stdout.write("\n".join(report(numbered, str(path))) + "\n")
