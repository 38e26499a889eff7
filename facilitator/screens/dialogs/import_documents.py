"""The import of documents: they are read first, and stored only after the user has seen them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.content import Content

from db.records import IncidentFilter
from facilitator.documents.read.files import read_all
from facilitator.documents.read.import_plan import ImportPlan, ReadDocuments, plan_import
from facilitator.documents.read.parsed_document import report
from facilitator.screens.base import FacilitatorScreen
from facilitator.text import counted
from facilitator.widgets.form import Field, Form
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.path_suggester import PathSuggester
from facilitator.widgets.text import line
from facilitator.widgets.text_dialog import TextDialog

AS_NEW, IN_PLACE = "r", "p"
"""The keys that import under free numbers, and in the place of what is there."""
NUMBERS_SHOWN = 5
"""How many numbers of incidents a title names."""
DOCUMENTS_SHOWN = 200
"""How many documents are listed before an import; nobody reads through thousands."""


async def ask_import(screen: FacilitatorScreen) -> int | None:
    """Ask for a file or a folder, show what was read, and import it once the user agrees.

    Returns:
        The number of the first imported incident, or None where nothing was imported.
    """

    async def read(values: Mapping[str, str]) -> ImportPlan:
        documents = await _read(screen, values["path"].strip())
        return await _plan(screen, documents)

    field = Field(
        "path",
        "From",
        hint="a Markdown or JSON file, or a folder of them",
        suggestions=PathSuggester(),
    )
    note = "You see what was read before anything is stored."
    form = Form("Import", [field], read, note=note, verb="Read")
    plan = await screen.ask(form)
    if plan is None:
        return None
    answer = await screen.ask(_overview(plan))
    if answer is None:
        return None
    imported = await screen.save(
        screen.store.documents.import_all(
            plan.incidents,
            renumber=answer in (AS_NEW, IN_PLACE),
            meetings=plan.meetings,
            themes=plan.themes,
            replacing=plan.replacing if answer == IN_PLACE else {},
        )
    )
    if not imported:
        return None
    screen.notify(f"Imported {counted(len(imported), 'incident')}", markup=False)
    return imported[0]


async def _read(screen: FacilitatorScreen, typed: str) -> ReadDocuments:
    """Read all documents under a path, on another thread.

    Raises:
        ValueError: The path is not one, or a document can't be read; the message names it.
    """
    if not typed:
        raise ValueError("from: write a path, such as ~/post-mortems/0042.md")
    facets = await screen.store.lists.facets()
    services = [name for name, _ in facets.services]
    try:
        path = Path(typed).expanduser()
    except RuntimeError:
        raise ValueError(f"{typed}: there is no user of that name") from None
    result = await asyncio.to_thread(read_all, [path], services)
    if result.errors:
        first, *more = result.errors
        others = f" (and {counted(len(more), 'more document')})" if more else ""
        raise ValueError(f"{first}{others}; nothing was imported")
    return result.documents


async def _plan(screen: FacilitatorScreen, documents: ReadDocuments) -> ImportPlan:
    """Compare the documents with all stored incidents."""
    numbers = await screen.store.lists.numbers(IncidentFilter())
    return plan_import(documents, await screen.store.lists.summaries(numbers))


def _overview(plan: ImportPlan) -> TextDialog:
    """Return the dialog that shows what was read, and asks whether to import it."""
    title = f"Import {counted(len(plan.documents), 'incident')}?"
    answers = [("y", "import")]
    if plan.look_alikes:
        there = sorted(plan.replacing.values())
        look = "looks like the same incident" if len(there) == 1 else "look like the same incidents"
        title = f"{title} {_numbers(there)} {look}"
        answers = [
            (AS_NEW, "import as new"),
            (IN_PLACE, f"replace {_numbers(there)}"),
        ]
    elif in_use := sorted(plan.numbers_in_use):
        title = f"{title} {_numbers(in_use)} {'is' if len(in_use) == 1 else 'are'} in use already"
        answers = [(AS_NEW, "import under the next free numbers")]
    return TextDialog(title, list(_rows(plan.documents)), answers)


def _numbers(numbers: Sequence[int]) -> str:
    """Return the numbers of incidents; of very many the first few."""
    first = ", ".join(f"#{number}" for number in numbers[:NUMBERS_SHOWN])
    more = len(numbers) - NUMBERS_SHOWN
    return first if more <= 0 else f"{first} and {more} more"


def _rows(documents: ReadDocuments) -> list[Row]:
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
