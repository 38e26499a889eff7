"""The texts by which incidents are compared, and how much each of them counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.records import Incident


@dataclass(frozen=True, slots=True)
class ComparedTexts:
    """The texts of an incident, or the few that somebody has typed so far.

    Attributes:
        title: The symptom, which an import takes from the title.
        summary: The summary of the impact.
        body: Everything else: timeline, findings, lessons and further sections.
    """

    service: str = ""
    title: str = ""
    root_cause: str = ""
    factors: str = ""
    summary: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much one occurrence counts in a text.

    Attributes:
        words: The weight of a word.
        concepts: The weight of a concept. It differs where a text names what happened, as a title
            does, and where it mentions much on the way, as a timeline does.
    """

    words: float
    concepts: float


WEIGHTS = {
    "service": FieldWeight(1, 1),
    "title": FieldWeight(1, 2),
    "root_cause": FieldWeight(2, 2),
    "factors": FieldWeight(1, 1),
    "summary": FieldWeight(0.5, 1),
    "body": FieldWeight(0.5, 0.25),
}
"""The weights of the texts, by the fields of `ComparedTexts`."""


def texts_of(incident: Incident) -> ComparedTexts:
    """Return the texts of an incident. The name of its cause is left out: a person links causes."""
    return ComparedTexts(
        service=incident.service,
        title=incident.symptom,
        root_cause=incident.root_cause,
        factors="\n".join(factor.text for factor in incident.factors),
        summary=incident.impact.summary,
        body="\n".join(_body(incident)),
    )


def _body(incident: Incident) -> Iterator[str]:
    yield from (event.text for event in incident.timeline)
    yield from (finding.text for finding in incident.findings)
    yield incident.lessons_learned
    for section in incident.sections:
        yield from (section.heading, section.text)
