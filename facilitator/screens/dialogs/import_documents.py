"""The import of documents: they are read first, and stored only after the user has seen them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.content import Content

from db.records import IncidentFilter
from facilitator.documents.read.files import read_all
from facilitator.documents.read.parsed_document import ParsedDocument, report
from facilitator.screens.base import FacilitatorScreen
from facilitator.text import counted
from facilitator.widgets.form import Field, Form
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.path_suggester import PathSuggester
from facilitator.widgets.text import line
from facilitator.widgets.text_dialog import TextDialog

Documents = Sequence[tuple[Path, ParsedDocument]]
"""Documents with the files that they were read from."""
DOCUMENTS_SHOWN = 200
"""How many documents are listed before an import; nobody reads through thousands."""


async def ask_import(screen: FacilitatorScreen) -> int | None:
    """Ask for a file or a folder, show what was read, and import it once the user agrees.

    Returns:
        The number of the first imported incident, or None where nothing was imported.
    """

    async def read(values: Mapping[str, str]) -> tuple[Documents, set[int]]:
        documents = await _read(screen, values["path"].strip())
        return documents, await _numbers_in_use(screen, documents)

    field = Field(
        "path",
        "From",
        hint="a Markdown or JSON file, or a folder of them",
        suggestions=PathSuggester(),
    )
    form = Form("Import", [field], read, note="Shown before anything is stored.")
    result = await screen.ask(form)
    if result is None:
        return None
    documents, in_use = result
    answer = await screen.ask(_overview(documents, in_use))
    if answer is None:
        return None
    imported = await screen.save(
        screen.store.documents.import_all(
            [document.incident for _, document in documents],
            [note for _, document in documents for note in document.notes],
            renumber=answer == "r",
        )
    )
    if not imported:
        return None
    screen.notify(f"Imported {counted(len(imported), 'incident')}", markup=False)
    return imported[0]


async def _read(screen: FacilitatorScreen, typed: str) -> Documents:
    """Read all documents under a path, on another thread.

    Raises:
        ValueError: The path is not one, or a document can't be read; the message names it.
    """
    if not typed:
        raise ValueError("path: write one, such as ~/post-mortems/0042.md")
    facets = await screen.store.lists.facets()
    services = [name for name, _ in facets.services]
    try:
        path = Path(typed).expanduser()
    except RuntimeError:
        raise ValueError(f"{typed}: nobody has that home folder") from None
    result = await asyncio.to_thread(read_all, [path], services)
    if result.errors:
        first, *more = result.errors
        others = f" (and {counted(len(more), 'more document')})" if more else ""
        raise ValueError(f"{first}{others}; nothing was imported")
    return result.documents


async def _numbers_in_use(screen: FacilitatorScreen, documents: Documents) -> set[int]:
    """Return the numbers that the documents state and another incident has already."""
    stored = set(await screen.store.lists.numbers(IncidentFilter()))
    stated = Counter(
        document.incident.number for _, document in documents if document.incident.number
    )
    return {number for number, times in stated.items() if number in stored or times > 1}


def _overview(documents: Documents, in_use: set[int]) -> TextDialog:
    """Return the dialog that shows what was read, and asks whether to import it."""
    title = f"Import {counted(len(documents), 'incident')}?"
    answers = [("y", "import")]
    if in_use:
        numbers = ", ".join(f"#{number}" for number in sorted(in_use))
        title = f"{title} {numbers} {'is' if len(in_use) == 1 else 'are'} in use already"
        answers = [("r", "import under the next free numbers")]
    return TextDialog(title, list(_rows(documents)), answers)


def _rows(documents: Documents) -> list[Row]:
    rows: list[Row] = []
    for path, document in documents[:DOCUMENTS_SHOWN]:
        title, *remarks = report(document, path.name)
        rows.append(("", line(title, "bold")))
        rows += [("  ", line(remark.strip())) for remark in remarks]
        rows.append(("", Content("")))
    if len(documents) > DOCUMENTS_SHOWN:
        more = counted(len(documents) - DOCUMENTS_SHOWN, "more incident")
        rows.append(("", line(f"and {more}", "$text-muted")))
    return rows
