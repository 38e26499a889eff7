"""Import: whole documents taken in, or, where anything is wrong, nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from db.records import IncidentLine, Wanted
from facilitator import settings
from facilitator.commands.database import Failure, opened
from facilitator.documents.read.file import read_all
from facilitator.documents.read.reading import Reading, report
from facilitator.text import counted, one_line

Incidents = list[tuple[Path, Reading]]


def take_in(database: str | None, paths: list[Path], *, dry_run: bool, renumber: bool) -> None:
    """Read every document, say what of each was placed where, and store them all.

    dry_run: say it and store nothing. renumber: give the next free number to what has a taken one.
    """
    if dry_run and not _exists(database):
        found = _read(paths, [], dry_run)
        _refuse_taken(found, [], renumber)
        _say(found, [each.incident.number for _, each in found])
    else:
        with opened(database) as (store, _):
            there = store.lists.lines(store.lists.numbers(Wanted()).result()).result()
            found = _read(paths, there, dry_run)
            _refuse_taken(found, there, renumber)
            numbers = [each.incident.number for _, each in found]
            if not dry_run:
                incidents = [each.incident for _, each in found]
                notes = [note for _, each in found for note in each.notes]
                loaded = store.documents.load(incidents, notes, renumber=renumber)
                numbers = loaded.result()
        _say(found, numbers)
    said = counted(len(found), "incident")
    sys.stdout.write(f"dry run: {said} read, nothing was imported\n" if dry_run
                     else f"imported {said}\n")  # fmt: skip


def _exists(database: str | None) -> bool:
    """Whether there is a database to compare with: a dry run makes none."""
    target = settings.load(database).database
    try:
        return "://" in target or Path(target).expanduser().exists()
    except (OSError, RuntimeError):
        # Whoever opens it says why it can't be.
        return True


def _read(paths: list[Path], there: list[IncidentLine], dry_run: bool) -> Incidents:
    services = sorted({line.service for line in there})
    found = read_all(paths, services)
    if not found.wrong:
        return found.incidents
    if dry_run:
        _say(found.incidents, [each.incident.number for _, each in found.incidents])
    *most, last = found.wrong
    if not most:
        raise Failure(f"{last}; nothing was imported")
    sys.stdout.flush()
    for error in found.wrong:
        sys.stderr.write(f"facilitator: {one_line(str(error))}\n")
    raise Failure(f"{counted(len(found.wrong), 'document')} can't be read; nothing was imported")


def _refuse_taken(found: Incidents, there: list[IncidentLine], renumber: bool) -> None:
    taken = {line.number for line in there}
    here: dict[int, Path] = {}
    for path, reading in found:
        number = reading.incident.number
        if not number or renumber:
            continue
        where = "exists already" if number in taken else f"is in {here.get(number)} too"
        if number in taken or number in here:
            raise Failure(
                f"{path}: incident #{number} {where}: nothing was imported; "
                "--renumber gives it the next free number"
            )
        here[number] = path


def _say(found: Incidents, numbers: list[int]) -> None:
    for (path, reading), number in zip(found, numbers, strict=True):
        numbered = replace(reading, incident=replace(reading.incident, number=number))
        sys.stdout.write("\n".join(report(numbered, str(path))) + "\n")
