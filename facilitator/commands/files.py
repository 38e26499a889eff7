"""Import and export."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from db.records import Incident
from facilitator.commands.database import Failure, opened
from facilitator.documents import json as json_document
from facilitator.documents import markdown
from facilitator.documents.read_json import DocumentError, read_file
from facilitator.documents.text import clean, counted


def import_files(database: str | None, paths: list[Path]) -> None:
    """Take in whole files: all of what they hold, or, where anything is wrong, nothing."""
    try:
        incidents = [each for path in paths for each in read_file(path)]
    except DocumentError as error:
        raise Failure(f"{error}; nothing was imported") from None
    with opened(database) as (store, _):
        numbers = store.documents.load(incidents).result()
    sys.stdout.write(f"imported {counted(len(numbers), 'incident')}\n")


def export(database: str | None, numbers: list[int], folder: Path | None, form: str) -> None:
    """Write incidents to standard output, or, one a file, into a folder."""
    with opened(database) as (store, _):
        if numbers:
            found = [store.incidents.get(number).result() for number in numbers]
        else:
            found = store.incidents.everything().result()
    if folder is None:
        text = _rendered(found, form, alone=len(numbers) == 1)
        # A file gets every character; a terminal none that would command it.
        sys.stdout.write(clean(text) if sys.stdout.isatty() else text)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for incident in found:
            path = folder / f"{file_name(incident)}.{'json' if form == 'json' else 'md'}"
            path.write_text(_rendered([incident], form, alone=True), encoding="utf-8")
            sys.stdout.write(f"{path}\n")
    except OSError as error:
        raise Failure(f"{folder}: {(error.strerror or 'not writable').lower()}") from None


def file_name(incident: Incident) -> str:
    """`0042-checkout-5xx-spike`: whatever the title holds, one plain name in one folder."""
    words = re.sub(r"[^\w]+", "-", f"{incident.service} {incident.symptom}".casefold())
    return f"{incident.number:04}-{words.strip('-_')[:60]}".rstrip("-")


def _rendered(incidents: list[Incident], form: str, *, alone: bool) -> str:
    if form == "markdown":
        return "\n".join(markdown.write(each) for each in incidents)
    if alone:
        return json_document.dump(json_document.as_plain(incidents[0]))
    return json_document.write(incidents)
