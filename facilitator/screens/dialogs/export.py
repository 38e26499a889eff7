"""The form that exports post-mortems to files in a chosen format."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.batches import batched
from facilitator.documents.team_records import TeamRecords, team_records
from facilitator.documents.write.file_name import write_file
from facilitator.documents.write.files import files, one_file
from facilitator.documents.write.formats import DocumentFormat, format_named
from facilitator.screens.paged_reads import all_of_cause
from facilitator.text import one_line
from facilitator.widgets.form import Field, Form
from facilitator.widgets.path_suggester import PathSuggester

if TYPE_CHECKING:
    from db.records import Incident, IncidentOutline
    from db.store import Store
    from facilitator.screens.base import FacilitatorScreen

INCIDENTS_AT_ONCE = 50
"""How many whole documents are read at once, so that saves of other texts can come in between."""


async def ask_export(screen: FacilitatorScreen, number: int, listed: Sequence[int] = ()) -> None:
    """Ask for a format and a folder, and write the files.

    The folder that was typed last is offered again.

    Args:
        screen: The screen that the form opens on.
        number: The number of the incident to export.
        listed: The numbers of the incidents that can be exported instead of that one.
    """
    formats = {row.value: row.description for row in DocumentFormat}

    async def save(values: Mapping[str, str]) -> str:
        folder = values["folder"].strip()
        if not folder:
            raise ValueError("folder: write one, such as ~/post-mortems")
        numbers = listed if values.get("which") == "listed" else [number]
        incidents: list[Incident] = []
        for batch in batched(numbers, INCIDENTS_AT_ONCE):
            incidents += await screen.store.incidents.several(batch)
        document_format = format_named(values["format"])
        team = await _read_team(screen.store, incidents, document_format)
        paths = await _write_into(folder, incidents, document_format, team)
        screen.facilitator.exported_to = folder
        more = "" if len(paths) == 1 else f", and {len(paths) - 1} more"
        screen.notify(f"Written: {one_line(str(paths[0]))}{more}", markup=False)
        return folder

    which = {"one": f"#{number} alone", "listed": f"all {len(listed)} listed incidents"}
    folder = screen.facilitator.exported_to or str(Path.cwd())
    fields = [
        Field("format", "Format", DocumentFormat.MARKDOWN.value, choices=formats),
        Field("folder", "Folder", folder, "~/post-mortems; created if it does not exist",
              suggestions=PathSuggester(folders_only=True)),
    ]  # fmt: skip
    if len(listed) > 1:
        fields.insert(0, Field("which", "What", "one", choices=which))
    await screen.ask(Form(f"Export #{number}", fields, save, about=number, verb="Export"))


async def _read_team(
    store: Store, incidents: Sequence[Incident], document_format: DocumentFormat
) -> TeamRecords:
    """Return what a format says of the team beside the incidents."""
    meetings = await store.documents.past_meetings([one.id for one in incidents])
    same_causes: list[IncidentOutline] = []
    if document_format.is_prose:
        for cause in {one.cause.id for one in incidents if one.cause is not None}:
            same_causes += await all_of_cause(store, cause)
    return team_records(meetings, await store.themes.all(), same_causes)


async def _write_into(
    folder: str,
    incidents: Sequence[Incident],
    document_format: DocumentFormat,
    team: TeamRecords,
) -> list[Path]:
    """Write the files on another thread.

    Raises:
        ValueError: The folder can't be written into; the message says why.
    """
    try:
        return await asyncio.to_thread(_write, incidents, document_format, Path(folder), team)
    except RuntimeError:
        raise ValueError(f"folder: {folder}: there is no user of that name") from None
    except OSError as error:
        reason = (error.strerror or "not writable").lower()
        result = "; nothing was written" if len(incidents) == 1 else ""
        raise ValueError(f"{folder}: {reason}{result}") from None


def _write(
    incidents: Sequence[Incident],
    document_format: DocumentFormat,
    folder: Path,
    team: TeamRecords,
) -> list[Path]:
    if len(incidents) == 1:
        named_texts = iter([one_file(incidents[0], document_format, team)])
    else:
        named_texts = files(incidents, document_format, team)
    # The texts are made one after the other, so that thousands of pages are not held at once.
    return [write_file(folder.expanduser(), name, text) for name, text in named_texts]
