"""Export: post-mortems to standard output, or into a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from db.records import Incident
from facilitator.commands.database import Failure, opened
from facilitator.commands.output import put
from facilitator.documents.file_name import write_file
from facilitator.documents.files import files
from facilitator.documents.render import Form, render, render_one


def export(database: str | None, numbers: Sequence[int], folder: Path | None, form: Form) -> None:
    """Write these incidents, or all of them, to standard output, or into a folder.

    A file each, but all action items in one where it is CSV.
    """
    found = _chosen(database, numbers)
    if folder is None:
        put(render_one(found[0], form) if len(numbers) == 1 else render(found, form))
        return
    for name, text in files(found, form):
        try:
            path = write_file(folder, name, text)
        except OSError as error:
            where = error.filename or folder
            raise Failure(f"{where}: {(error.strerror or 'not writable').lower()}") from None
        put(f"{path}\n")


def _chosen(database: str | None, numbers: Sequence[int]) -> list[Incident]:
    for number, times in Counter(numbers).items():
        if times > 1:
            raise Failure(f"#{number} is named twice: name each incident once")
    with opened(database) as (store, _):
        if not numbers:
            return store.incidents.everything().result()
        return [store.incidents.get(number).result() for number in numbers]
