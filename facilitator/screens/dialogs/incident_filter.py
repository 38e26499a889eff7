"""The filter of the list of incidents: the form that asks for it, and its words on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.content import Content

from db.records import Facets, IncidentFilter
from db.vocabulary import Severity
from facilitator.screens.base import FacilitatorScreen
from facilitator.text import shortened
from facilitator.widgets.form import Field, Form
from facilitator.widgets.text import line

ANY = "any"
LONGEST_CHOICE = 24
"""Up to this many values are chosen with the arrow keys; more are typed, with completion."""


async def ask_filter(screen: FacilitatorScreen, current: IncidentFilter) -> IncidentFilter | None:
    """Ask which incidents to list; the words that are searched for stay as they are.

    Returns:
        The new filter, or None where the form was cancelled.

    Raises:
        StoreError: The values to choose from can't be read.
    """
    facets = await screen.store.lists.facets()

    async def save(values: Mapping[str, str]) -> IncidentFilter:
        severity = values["severity"]
        return replace(
            current,
            service=_full_name("service", values["service"], facets.services),
            severity=None if severity == ANY else Severity(severity),
            cause=_full_name("cause", values["cause"], facets.causes),
            theme=_full_name("theme", values["theme"], facets.themes),
            draft=values["draft"] == "drafts",
        )

    return await screen.ask(Form("Show only", _fields(current, facets), save, verb="Apply"))


def filter_chips(current: IncidentFilter, clear_key: str) -> Content:
    """Return the filter in words: `service checkout · drafts   F shows all`.

    It is empty where nothing is filtered.
    """
    chips = [
        f"{name} {shortened(value, 40)}"
        for name, value in (
            ("service", current.service),
            ("severity", current.severity or ""),
            ("cause", current.cause),
            ("theme", current.theme),
        )
        if value
    ]
    chips += ["drafts"] if current.draft else []
    if not chips:
        return Content("")
    words = Content("  ").join(Content.styled(f" {chip} ", "bold reverse") for chip in chips)
    return Content.assemble(words, "  ", (clear_key, "bold $text-accent"), " shows all")


def no_match_message(current: IncidentFilter, clear_key: str) -> Content:
    """Return why the list is empty, and what to do about it."""
    ways_out = []
    if current.search.strip():
        ways_out.append("esc clears the search")
    if current != IncidentFilter(search=current.search):
        ways_out.append(f"{clear_key} removes the filters")
    reason = "No incident matches"
    if current.search.strip():
        reason = f"Nothing mentions “{shortened(current.search, 60)}”"
    if len(ways_out) > 1:
        reason += " among these"
    return line(f"{reason}: {', '.join(ways_out)}")


def _fields(current: IncidentFilter, facets: Facets) -> list[Field]:
    severities = [(severity.value, count) for severity, count in facets.severities]
    severity = ANY if current.severity is None else current.severity.value
    statuses = {ANY: "drafts and reviewed", "drafts": "only drafts"}
    return [
        _field("service", "Service", current.service, facets.services),
        Field("severity", "Severity", severity, choices=_choices(severities)),
        _field("cause", "Cause", current.cause, facets.causes),
        _field("theme", "Theme", current.theme, facets.themes),
        Field("draft", "Status", "drafts" if current.draft else ANY, choices=statuses),
    ]


def _field(name: str, label: str, value: str, counts: Sequence[tuple[str, int]]) -> Field:
    if len(counts) <= LONGEST_CHOICE:
        return Field(name, label, value or ANY, choices=_choices(counts))
    names = [name for name, _ in counts]
    return Field(name, label, value, hint=f"any, such as {names[0]}", suggestions=names)


def _choices(counts: Sequence[tuple[str, int]]) -> dict[str, str]:
    return {ANY: "any"} | {name: f"{shortened(name, 36)} ({count})" for name, count in counts}


def _full_name(field: str, typed: str, counts: Sequence[tuple[str, int]]) -> str:
    """Return the stored spelling of a typed name; an empty text where any will do.

    Raises:
        ValueError: No incident has the name; the message lists the nearest ones.
    """
    names = [name for name, _ in counts]
    if typed in names:
        return typed
    folded = typed.strip().casefold()
    if folded in ("", ANY):
        return ""
    match = next((name for name in names if name.casefold() == folded), None)
    if match is None:
        # What was typed may be only the beginning, or the middle, of the name.
        nearest = sorted(names, key=lambda name: folded not in name.casefold())
        known = ", ".join(shortened(name, 30) for name in nearest[:5])
        raise ValueError(f"{field}: no incident has {typed!r}; there are {known}…")
    return match
