"""Which incidents the list shows: asked for in a form, said in a line of words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from textual.content import Content

from db.records import Facets, Wanted
from db.words import Severity
from facilitator.screens.base import FacilitatorScreen
from facilitator.text import shortened
from facilitator.widgets.form import Field, Form
from facilitator.widgets.text import line

ANY = "any"
TURNED = 24
"""So many values are turned through; more are typed, and completed."""


async def ask_filters(
    host: FacilitatorScreen, wanted: Wanted, then: Callable[[Wanted], Awaitable[None]]
) -> None:
    """Ask by what the list is to be narrowed. then: is told; the search is left as it is."""
    facets = await host.store.lists.facets()

    async def submit(values: Mapping[str, str]) -> None:
        severity = values["severity"]
        await then(
            replace(
                wanted,
                service=_named("service", values["service"], facets.services),
                severity=None if severity == ANY else Severity(severity),
                cause=_named("cause", values["cause"], facets.causes),
                theme=_named("theme", values["theme"], facets.themes),
                draft=values["draft"] == "drafts",
            )
        )

    host.app.push_screen(Form("Show only", _fields(wanted, facets), submit))


def chips(wanted: Wanted, clear_key: str) -> Content:
    """`service checkout · drafts   F shows all`; empty where nothing is filtered."""
    said = [
        f"{name} {shortened(value, 40)}"
        for name, value in (
            ("service", wanted.service),
            ("severity", wanted.severity or ""),
            ("cause", wanted.cause),
            ("theme", wanted.theme),
        )
        if value
    ]
    said += ["drafts"] if wanted.draft else []
    if not said:
        return Content("")
    words = Content("  ").join(Content.styled(f" {each} ", "bold reverse") for each in said)
    return Content.assemble(words, "  ", (clear_key, "bold $text-accent"), " shows all")


def nothing_found(wanted: Wanted, clear_key: str) -> Content:
    """Why the list is empty, and what to do."""
    ways = []
    if wanted.search.strip():
        ways.append("esc clears the search")
    if wanted != Wanted(search=wanted.search):
        ways.append(f"{clear_key} takes the filters away")
    what = f"Nothing mentions “{shortened(wanted.search, 60)}”" if wanted.search.strip() else ""
    where = "among these" if len(ways) > 1 else ""
    said = " ".join(each for each in (what or "No incident is like this", where) if each)
    return line(f"{said}: {', '.join(ways)}")


def _fields(wanted: Wanted, facets: Facets) -> list[Field]:
    severities = [(each.value, count) for each, count in facets.severities]
    severity = ANY if wanted.severity is None else wanted.severity.value
    drafts = {ANY: "drafts and reviewed", "drafts": "drafts alone"}
    return [
        _field("service", "Service", wanted.service, facets.services),
        Field("severity", "Severity", severity, choices=_turned(severities)),
        _field("cause", "Cause", wanted.cause, facets.causes),
        _field("theme", "Theme", wanted.theme, facets.themes),
        Field("draft", "Status", "drafts" if wanted.draft else ANY, choices=drafts),
    ]


def _field(name: str, label: str, value: str, counts: Sequence[tuple[str, int]]) -> Field:
    if len(counts) <= TURNED:
        return Field(name, label, value or ANY, choices=_turned(counts))
    known = [each for each, _ in counts]
    return Field(name, label, value, hint=f"any; such as {known[0]}", suggestions=known)


def _turned(counts: Sequence[tuple[str, int]]) -> dict[str, str]:
    return {ANY: "any"} | {name: f"{shortened(name, 36)} ({count})" for name, count in counts}


def _named(what: str, typed: str, counts: Sequence[tuple[str, int]]) -> str:
    """The value that was meant, whatever its case; nothing for any."""
    names = [name for name, _ in counts]
    if typed in names:
        return typed
    meant = typed.strip().casefold()
    if meant in ("", ANY):
        return ""
    found = next((name for name in names if name.casefold() == meant), None)
    if found is None:
        # What was typed may be only the beginning, or the middle, of what was meant.
        nearest = sorted(names, key=lambda name: meant not in name.casefold())
        known = ", ".join(shortened(name, 30) for name in nearest[:5])
        raise ValueError(f"{what}: no incident has {typed!r}; there are {known}…")
    return found
