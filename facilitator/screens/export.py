"""Post-mortems into files, in any form."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.batches import batched
from facilitator.documents.file_name import write_file
from facilitator.documents.files import files, one_file
from facilitator.documents.render import Form as DocumentForm
from facilitator.text import one_line
from facilitator.widgets.form import Field, Form
from facilitator.widgets.paths import Paths

if TYPE_CHECKING:
    from db.records import Incident
    from facilitator.screens.base import FacilitatorScreen

AT_ONCE = 50
"""How many whole documents are read at once."""
WORDS = {
    "markdown": "Markdown, as the template has it",
    "json": "JSON, which can be imported again",
    "html": "HTML, a page to print or to send",
    "csv": "CSV of the action items",
}


def ask_export(host: FacilitatorScreen, number: int, listed: Sequence[int] = ()) -> None:
    """In which form and where to; the folder typed last is offered again.

    listed: the numbers that could be exported instead of the one.
    """
    forms = {form.value: WORDS.get(form.value, form.value) for form in DocumentForm}

    async def submit(values: Mapping[str, str]) -> None:
        typed = values["folder"].strip()
        if not typed:
            raise ValueError("folder: write one, such as ~/post-mortems")
        chosen = DocumentForm(values["format"])
        numbers = listed if values.get("which") == "listed" else [number]
        incidents: list[Incident] = []
        for some in batched(numbers, AT_ONCE):
            # Not all at once: what others type meanwhile is saved in between.
            incidents += await host.store.incidents.several(some)
        try:
            paths = await asyncio.to_thread(_write, incidents, chosen, Path(typed))
        except RuntimeError:
            raise ValueError(f"folder: {typed}: nobody has that home folder") from None
        except OSError as error:
            reason = (error.strerror or "not writable").lower()
            told = "; nothing was written" if len(incidents) == 1 else ""
            raise ValueError(f"{typed}: {reason}{told}") from None
        host.facilitator.exported_to = typed
        more = "" if len(paths) == 1 else f", and {len(paths) - 1} more"
        host.notify(f"Written: {one_line(str(paths[0]))}{more}", markup=False)

    which = {"one": f"#{number} alone", "listed": f"all {len(listed)} that are listed"}
    folder = host.facilitator.exported_to or str(Path.cwd())
    fields = [
        Field("format", "Format", DocumentForm.MARKDOWN.value, choices=forms),
        Field("folder", "Folder", folder, "~/post-mortems; made where it is missing",
              suggestions=Paths(folders_only=True)),
    ]  # fmt: skip
    if len(listed) > 1:
        fields.insert(0, Field("which", "What", "one", choices=which))
    host.app.push_screen(Form(f"Export #{number}", fields, submit, about=number))


def _write(incidents: Sequence[Incident], form: DocumentForm, folder: Path) -> list[Path]:
    alone = len(incidents) == 1
    # One after the other, so that thousands of pages are not held at once.
    texts = [one_file(incidents[0], form)] if alone else files(incidents, form)
    return [write_file(folder.expanduser(), name, text) for name, text in texts]
