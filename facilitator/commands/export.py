"""Export: post-mortems to standard output, or into a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from db.records import Incident
from facilitator.commands.database import Failure, opened
from facilitator.commands.output import put
from facilitator.documents.file_name import file_name, write_file
from facilitator.documents.render import ENDINGS, Form, render, render_one

ACTION_ITEMS = "action-items.csv"
"""The one file of a CSV export: a list over all incidents, to be sorted and filtered."""


def export(database: str | None, numbers: Sequence[int], folder: Path | None, form: Form) -> None:
    """Write these incidents, or all of them, to standard output, or into a folder.

    A file each, but all action items in one where it is CSV.
    """
    found = _chosen(database, numbers)
    if folder is None:
        put(render_one(found[0], form) if len(numbers) == 1 else render(found, form))
        return
    for name, text in _files(found, form):
        try:
            path = write_file(folder, name, text)
        except OSError as error:
            where = error.filename or folder
            raise Failure(f"{where}: {(error.strerror or 'not writable').lower()}") from None
        put(f"{path}\n")


def _files(incidents: Sequence[Incident], form: Form) -> Iterator[tuple[str, str]]:
    if form is Form.CSV:
        yield ACTION_ITEMS, render(incidents, form)
        return
    for incident in incidents:
        yield file_name(incident, ENDINGS[form]), render_one(incident, form)


def _chosen(database: str | None, numbers: Sequence[int]) -> list[Incident]:
    for number, times in Counter(numbers).items():
        if times > 1:
            raise Failure(f"#{number} is named twice: name each incident once")
    with opened(database) as (store, _):
        if not numbers:
            return store.incidents.everything().result()
        return [store.incidents.get(number).result() for number in numbers]
