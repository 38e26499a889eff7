"""The result of reading a document: an incident with its meetings, and remarks by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.records import Impact, Incident, Meeting, Theme
from db.vocabulary import FindingKind
from facilitator.domain.labels import WENT_WRONG
from facilitator.domain.template import PARAGRAPHS
from facilitator.text import counted, one_line


class DocumentError(Exception):
    """A document can't be read. The message is one line: where, and what was expected."""


class RemarkKind(StrEnum):
    """What became of a line: guessed, kept as a section, parked, or not placed in a part."""

    GUESSED = "guessed"
    SECTION = "section"
    PARKED = "parked"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about a line of a document; lines are counted from 1."""

    line: int
    text: str
    kind: RemarkKind


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """An incident as it was read from a document.

    Attributes:
        incident: The incident. Its number is 0 where the document states none.
        remarks: What was guessed, parked, kept as a section or not placed, by line.
        meetings: The meetings about the incident, oldest first.
        themes: Those of its themes for which the document states a systemic issue.
    """

    incident: Incident
    remarks: tuple[Remark, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    themes: tuple[Theme, ...] = ()


def report(document: ParsedDocument, name: str) -> list[str]:
    """Return lines that say what was placed, the sections of its own, and every remark.

    Args:
        document: The document. The first line is the title of its incident.
        name: The name of the file, which the lines of the remarks begin with.
    """
    incident = document.incident
    number = f"#{incident.number} " if incident.number else ""
    lines = [f"{number}{one_line(incident.title)}", f"  placed: {', '.join(_placed(document))}"]
    if incident.sections:
        headings = ", ".join(one_line(section.heading) for section in incident.sections)
        lines.append(f"  other sections: {headings}")
    lines += [
        f"  {one_line(name)}:{remark.line}: {remark.kind}: {one_line(remark.text)}"
        for remark in document.remarks
    ]
    return lines


def _placed(document: ParsedDocument) -> list[str]:
    """Return the parts of the incident that hold something, with counts."""
    incident = document.incident
    went_well = len(incident.findings_of(FindingKind.WENT_WELL))
    went_wrong = len(incident.findings_of(*WENT_WRONG))
    counts = [
        (len(incident.timeline), "event"),
        (len(incident.factors), "factor"),
        (len(incident.action_items), "action item"),
    ]
    placed = ["title"]
    placed += ["impact"] if incident.impact != Impact() else []
    placed += [counted(number, noun) for number, noun in counts if number]
    placed += [f"{went_well} went well"] if went_well else []
    placed += [f"{went_wrong} went wrong"] if went_wrong else []
    placed += [
        part.label.lower()
        for part, paragraph in PARAGRAPHS.items()
        if getattr(incident, paragraph.field)
    ]
    placed += [f"{len(incident.parked)} parked"] if incident.parked else []
    placed += [counted(len(document.meetings), "meeting")] if document.meetings else []
    return placed
