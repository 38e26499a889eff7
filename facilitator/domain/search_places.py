"""Where in a post-mortem the words of a search stand, for a list that shows only its title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.records import Incident

TITLE = ""
"""The name of what every list shows."""
CAUSE = "cause"
"""The name of what a wide list shows too."""


def search_words(search: str) -> list[str]:
    """Return the words of a search, as they are looked for."""
    return search.casefold().split()


def places_of(incident: Incident, words: Iterable[str]) -> tuple[str, ...]:
    """Return the parts that hold words which the title does not hold, each named once.

    Args:
        incident: An incident that the search has found.
        words: The words of the search, as `search_words` returns them.
    """
    parts = [(name, text.casefold()) for name, text in _parts(incident) if text]
    places = (next((name for name, text in parts if word in text), TITLE) for word in words)
    return tuple(dict.fromkeys(place for place in places if place != TITLE))


def _parts(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield the texts of an incident with the names of their parts, in the template's order."""
    yield (
        TITLE,
        f"#{incident.number} {incident.service} {incident.symptom} {incident.severity or ''}",
    )
    yield "date", incident.date.isoformat()
    yield "id", incident.external_id
    yield "impact", incident.impact.summary
    for event in incident.timeline:
        yield "timeline", f"{event.text} {event.link or ''}"
    yield "root cause", incident.root_cause
    yield CAUSE, "" if incident.cause is None else incident.cause.name
    yield from (("contributing factors", factor.text) for factor in incident.factors)
    yield from (("what went well or wrong", finding.text) for finding in incident.findings)
    for item in incident.action_items:
        texts = (item.action, item.owner, item.note, item.ticket)
        yield "action items", " ".join([*texts, *(review.note for review in item.reviews)])
    yield "lessons learned", incident.lessons_learned
    for section in incident.sections:
        yield "other sections", f"{section.heading} {section.text}"
    yield from (("themes", theme) for theme in incident.themes)
    yield from (("parked", parked.text) for parked in incident.parked)
