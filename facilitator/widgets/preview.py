"""A post-mortem as it will read: the template's order, its headings, what is written under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from textual.content import Content

from db.records import ActionItem, Impact, Incident, TimelineEvent
from db.words import EventKind, FindingKind
from facilitator.domain.due import due_in_words, short_day
from facilitator.domain.impact import digits, money
from facilitator.domain.summary import status_in_words
from facilitator.domain.timeline import TITLES
from facilitator.widgets.hanging import Row
from facilitator.widgets.text import line, plain

EMPTY = Content.styled("not written yet", "$text-muted italic")


def reads(incident: Incident, today: date) -> Iterator[Row]:
    """Its rows, each with what leads it; what is missing is named in its place."""
    wrong = incident.findings_of(FindingKind.PROCESS, FindingKind.TECHNICAL)
    status = f"#{incident.number} · {incident.severity or 'no severity'} · {incident.status}"
    yield "", line(incident.title, "bold $text-accent")
    yield "", Content.styled(status, "$text-muted")
    yield from _section("Impact", _impact(incident.impact))
    events = (_event(incident, each) for each in incident.timeline)
    yield from _section("Timeline (UTC)", events)
    yield from _section("Root cause", _paragraph(incident.root_cause))
    if incident.cause is not None:
        yield "", Content.assemble(("Cause: ", "$text-muted"), line(incident.cause.name))
    factors = ((f"{n}. ", line(each.text)) for n, each in enumerate(incident.factors, 1))
    yield from _section("Contributing factors", factors)
    well = incident.findings_of(FindingKind.WENT_WELL)
    yield from _section("What went well", (("• ", line(each.text)) for each in well))
    yield from _section("What went wrong", (("• ", line(each.text)) for each in wrong))
    yield from _section("Action items", _actions(incident.action_items, today))
    yield from _section("Lessons learned", _paragraph(incident.lessons_learned))


def _section(title: str, rows: Iterable[Row]) -> Iterator[Row]:
    yield "", Content("")
    yield "", Content.styled(title, "bold")
    written = False
    for row in rows:
        written = True
        yield row
    if not written:
        yield "", EMPTY


def _impact(impact: Impact) -> Iterator[Row]:
    known = {
        "Duration": None if impact.duration_minutes is None else f"{impact.duration_minutes:,} min",
        "Users affected": None if impact.users_affected is None else f"{impact.users_affected:,}",
        "Revenue": money(impact.revenue, impact.currency) or None,
        "SLO budget": (
            None if impact.slo_budget_percent is None else f"{digits(impact.slo_budget_percent)}%"
        ),
    }
    said = [f"{name} {value}" for name, value in known.items() if value is not None]
    if said:
        yield "", line(" · ".join(said))
    if impact.summary:
        yield "", plain(impact.summary)


def _event(incident: Incident, event: TimelineEvent) -> Row:
    clock = f"{event.at:%H:%M}"
    if event.at.date() != incident.date:
        clock = f"{short_day(event.at.date(), incident.date)} {clock}"
    lead = Content.styled(f"{clock}  ", "$text-muted")
    if event.kind is EventKind.OTHER:
        return lead, line(event.text)
    return lead, Content.assemble(
        (TITLES[event.kind], "bold"), ": " if event.text else "", line(event.text)
    )


def _paragraph(text: str) -> Iterator[Row]:
    if text:
        yield "", plain(text)


def _actions(items: Iterable[ActionItem], today: date) -> Iterator[Row]:
    for item in items:
        due = due_in_words(item.due, today) if item.is_open else ""
        facts = [item.owner or "no owner", item.priority, due, item.ticket or "no ticket"]
        yield f"{item.slot}. ", line(item.action)
        yield "   ", line(" · ".join(each for each in facts if each), "$text-muted")
        yield "   ", line(status_in_words(item), "bold")
