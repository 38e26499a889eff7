"""The result of reading a document: an incident, private notes on it, and remarks by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.records import Impact, Incident, Note
from db.vocabulary import FindingKind
from facilitator.domain.labels import WENT_WRONG
from facilitator.domain.template import PARAGRAPHS
from facilitator.text import counted, one_line


class DocumentError(Exception):
    """A document can't be read. The message is one line: where, and what was expected."""


class RemarkKind(StrEnum):
    """What became of the text on a line: guessed, kept as a note, parked, or not placed."""

    GUESSED = "guessed"
    NOTE = "note"
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
        notes: Private notes with the text that the template has no section for.
        remarks: What was guessed, parked or not placed, by line.
    """

    incident: Incident
    notes: tuple[Note, ...] = ()
    remarks: tuple[Remark, ...] = ()


def report(document: ParsedDocument, name: str) -> list[str]:
    """Return lines that say what was placed, what went into notes, and every remark.

    Args:
        document: The document. The first line is the title of its incident.
        name: The name of the file, which the lines of the remarks begin with.
    """
    incident = document.incident
    number = f"#{incident.number} " if incident.number else ""
    lines = [f"{number}{one_line(incident.title)}", f"  placed: {', '.join(_placed(incident))}"]
    if document.notes:
        sections = ", ".join(one_line(note.section or "on the whole") for note in document.notes)
        lines.append(f"  private notes: {sections}")
    lines += [
        f"  {one_line(name)}:{remark.line}: {remark.kind}: {one_line(remark.text)}"
        for remark in document.remarks
    ]
    return lines


def _placed(incident: Incident) -> list[str]:
    """Return the parts of the incident that hold something, with counts."""
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
    return placed
