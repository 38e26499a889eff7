"""The post-mortem into a file, in any form."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.documents.file_name import file_name, write_file
from facilitator.documents.render import ENDINGS, render_one
from facilitator.documents.render import Form as DocumentForm
from facilitator.documents.text import one_line
from facilitator.widgets.form import Field, Form

if TYPE_CHECKING:
    from facilitator.screens.wrap_up.screen import WrapUpScreen

WORDS = {
    "markdown": "Markdown, as the template has it",
    "json": "JSON, which can be imported again",
    "html": "HTML, a page to print or to send",
    "csv": "CSV of the action items",
}


def ask_export(host: WrapUpScreen) -> None:
    """In which form and where to; the folder typed last is offered again."""
    forms = {form.value: WORDS.get(form.value, form.value) for form in DocumentForm}

    async def submit(values: Mapping[str, str]) -> None:
        typed = values["folder"].strip()
        if not typed:
            raise ValueError("folder: write one, such as ~/post-mortems")
        chosen = DocumentForm(values["format"])
        incident = await host.store.incidents.get(host.document.number)
        name = file_name(incident, ENDINGS[chosen])
        try:
            folder = Path(typed).expanduser()
            text = await asyncio.to_thread(render_one, incident, chosen)
            path = await asyncio.to_thread(write_file, folder, name, text)
        except RuntimeError:
            raise ValueError(f"folder: {typed}: nobody has that home folder") from None
        except OSError as error:
            reason = (error.strerror or "not writable").lower()
            raise ValueError(f"{typed}: {reason}; nothing was written") from None
        host.facilitator.exported_to = typed
        host.notify(f"Written: {one_line(str(path))}", markup=False)

    folder = host.facilitator.exported_to or str(Path.cwd())
    host.app.push_screen(
        Form(
            f"Export #{host.document.number}",
            [
                Field("format", "Format", DocumentForm.MARKDOWN.value, choices=forms),
                Field("folder", "Folder", folder, "~/post-mortems; made where it is missing"),
            ],
            submit,
            about=host.document.id,
        )
    )
