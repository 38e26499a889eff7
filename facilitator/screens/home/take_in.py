"""Documents taken in from files: read first, and taken in only once one has seen what was read."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from textual.content import Content

from db.records import Wanted
from facilitator.documents.read.file import read_all
from facilitator.documents.read.reading import Reading, report
from facilitator.screens.base import FacilitatorScreen
from facilitator.text import counted
from facilitator.widgets.form import Field, Form
from facilitator.widgets.hanging import Row
from facilitator.widgets.paths import Paths
from facilitator.widgets.sheet import Sheet
from facilitator.widgets.text import line

Incidents = Sequence[tuple[Path, Reading]]
SHOWN = 200
"""How many incidents are gone through before they are taken in; nobody reads thousands."""


def ask_import(host: FacilitatorScreen, then: Callable[[int], Awaitable[None]]) -> None:
    """Ask for a file or a folder. then: is told the first number that came in."""
    ready: list[tuple[Incidents, set[int]]] = []

    async def submit(values: Mapping[str, str]) -> None:
        typed = values["path"].strip()
        if not typed:
            raise ValueError("path: write one, such as ~/post-mortems/0042.md")
        facets = await host.store.lists.facets()
        services = [name for name, _ in facets.services]
        try:
            path = Path(typed).expanduser()
        except RuntimeError:
            raise ValueError(f"{typed}: nobody has that home folder") from None
        found = await asyncio.to_thread(read_all, [path], services)
        if found.wrong:
            first, *more = found.wrong
            others = f" (and {counted(len(more), 'more document')})" if more else ""
            raise ValueError(f"{first}{others}; nothing was imported")
        ready.append((found.incidents, await _taken(host, found.incidents)))

    def left(_: None) -> None:
        # The form is gone by now; without anything read, it was given up.
        for found, taken in ready:
            _show(host, found, taken, then)

    where = Field(
        "path", "From", hint="a Markdown or JSON file, or a folder of them", suggestions=Paths()
    )
    form = Form("Import", [where], submit, note="Shown before anything is stored.")
    host.app.push_screen(form, left)


async def _taken(host: FacilitatorScreen, found: Incidents) -> set[int]:
    """The numbers that an incident has already, here or in the documents."""
    there = set(await host.store.lists.numbers(Wanted()))
    stated = Counter(each.incident.number for _, each in found if each.incident.number)
    return {number for number, times in stated.items() if number in there or times > 1}


def _show(
    host: FacilitatorScreen,
    found: Incidents,
    taken: set[int],
    then: Callable[[int], Awaitable[None]],
) -> None:
    async def store(key: str) -> None:
        loaded = host.store.documents.load(
            [each.incident for _, each in found],
            [note for _, each in found for note in each.notes],
            renumber=key == "r",
        )
        numbers = await host.save(loaded)
        if numbers:
            host.notify(f"Imported {counted(len(numbers), 'incident')}", markup=False)
            await then(numbers[0])

    numbers = ", ".join(f"#{number}" for number in sorted(taken))
    answers = [("r", "take it in under the next free numbers")] if taken else [("y", "take it in")]
    said = f"Import {counted(len(found), 'incident')}?"
    if taken:
        said = f"{said} {numbers} {'is' if len(taken) == 1 else 'are'} taken already"
    host.app.push_screen(Sheet(said, list(_rows(found)), answers, store))


def _rows(found: Incidents) -> list[Row]:
    rows: list[Row] = []
    for path, reading in found[:SHOWN]:
        title, *lines = report(reading, path.name)
        rows.append(("", line(title, "bold")))
        rows += [("  ", line(each.strip())) for each in lines]
        rows.append(("", Content("")))
    if len(found) > SHOWN:
        rows.append(
            ("", line(f"and {counted(len(found) - SHOWN, 'more incident')}", "$text-muted"))
        )
    return rows
