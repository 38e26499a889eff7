"""Post-mortems as one HTML file that asks for nothing: no scripts, no fonts, no address.

What people typed is text in it: cleaned of control characters and escaped wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from db.records import ActionItem, Impact, Incident
from db.words import ActionStatus, FindingKind
from facilitator.documents.drawing import clock, draw
from facilitator.domain.impact import digits, money
from facilitator.domain.patterns import FACTOR_NAMES
from facilitator.domain.timeline import TITLES, Line, TimeTo, in_words, time_to, walk
from facilitator.text import clean

STATUS = {
    ActionStatus.OPEN: ("○", "Open"),
    ActionStatus.IN_PROGRESS: ("◐", "In progress"),
    ActionStatus.DONE: ("✓", "Done"),
    ActionStatus.DROPPED: ("✕", "Dropped"),
}
"""How an action item stands: a glyph, and the word that says the same."""
SCHEMES = ("http", "https")
"""The links that can be clicked; any other is shown as text."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline's table. day: only where it differs from the line before."""

    line: Line
    day: str
    clock: str
    delta: str
    milestone: str
    took: str


def write(incidents: Sequence[Incident]) -> str:
    """A whole document; several incidents have their contents listed first."""
    return _template().render(incidents=incidents)


def is_link(text: str | None) -> bool:
    """Whether a text is an address that a browser may open: http or https, and nothing hidden."""
    if not text or clean(text) != text or any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in SCHEMES and bool(parts.hostname)
    except ValueError:
        return False


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("facilitator", "documents"),
        autoescape=True,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {
        "impact_facts": _impact_facts,
        "time_to": time_to,
        "minutes_in_words": _minutes_in_words,
        "draw": draw,
        "events": _events,
        "is_link": is_link,
        "paragraphs": _paragraphs,
        "status": _status,
        "factor_names": FACTOR_NAMES,
        "went_well": FindingKind.WENT_WELL,
        "went_wrong": (FindingKind.PROCESS, FindingKind.TECHNICAL),
    }
    return environment.get_template("post_mortem.html.jinja")


def _cleaned(value: Any) -> Any:
    # Everything that the template puts out passes here, so that no text is forgotten.
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _impact_facts(impact: Impact) -> list[tuple[str, str]]:
    minutes, users, slo = impact.duration_minutes, impact.users_affected, impact.slo_budget_percent
    return [
        ("Duration", "" if minutes is None else f"{minutes:,} minutes"),
        ("Users affected", "" if users is None else f"{users:,}"),
        ("Revenue impact", money(impact.revenue, impact.currency)),
        ("SLO budget consumed", "" if slo is None else f"{digits(slo)}%"),
    ]


def _minutes_in_words(figure: TimeTo) -> str:
    return "" if figure.minutes is None else in_words(figure.minutes)


def _events(incident: Incident) -> Iterable[Event]:
    day = incident.date
    for line in walk(incident):
        at, kind, figure = line.event.at, line.event.kind, line.figure
        took = "" if figure is None or figure.minutes is None else _minutes_in_words(figure)
        yield Event(
            line=line,
            day="" if at.date() == day else at.date().isoformat(),
            clock=clock(at),
            delta="" if line.delta is None else f"+{in_words(line.delta.total_seconds() / 60)}",
            milestone=TITLES.get(kind, ""),
            took=f"{figure.name} {took}" if figure is not None and took else "",
        )
        day = at.date()


def _paragraphs(text: str) -> list[str]:
    return [each.strip("\n") for each in clean(text).split("\n\n") if each.strip()]


def _status(item: ActionItem) -> tuple[str, str]:
    return STATUS[item.status]
