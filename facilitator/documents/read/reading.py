"""What was read from a document: an incident, private notes on it, and remarks by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.records import Impact, Incident, Note
from db.words import FindingKind
from facilitator.text import counted, one_line


class DocumentError(Exception):
    """A document can't be read. The message is one line: where, and what was expected."""


class RemarkKind(StrEnum):
    """What a remark says of a line: it was read with a guess, kept elsewhere, or not placed."""

    GUESSED = "guessed"
    NOTE = "note"
    PARKED = "parked"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a line of a document, counted from 1."""

    line: int
    text: str
    kind: RemarkKind


@dataclass(frozen=True, slots=True)
class Reading:
    """One incident of a document.

    incident: its number is 0 where the document states none. notes: private notes on it, for which
    the template has no place. remarks: by line.
    """

    incident: Incident
    notes: tuple[Note, ...] = ()
    remarks: tuple[Remark, ...] = ()


def report(reading: Reading, name: str) -> list[str]:
    """What was placed, what went to notes, and each remark by line; the first line is the title.

    name: the file's, as the lines name it.
    """
    incident = reading.incident
    number = f"#{incident.number} " if incident.number else ""
    lines = [f"{number}{one_line(incident.title)}", f"  placed: {', '.join(_placed(incident))}"]
    if reading.notes:
        sections = ", ".join(one_line(note.section or "on the whole") for note in reading.notes)
        lines.append(f"  private notes: {sections}")
    lines += [
        f"  {one_line(name)}:{remark.line}: {remark.kind}: {one_line(remark.text)}"
        for remark in reading.remarks
    ]
    return lines


def _placed(incident: Incident) -> list[str]:
    well = len(incident.findings_of(FindingKind.WENT_WELL))
    wrong = len(incident.findings) - well
    counts = [
        (len(incident.timeline), "event"),
        (len(incident.factors), "factor"),
        (len(incident.action_items), "action item"),
    ]
    placed = ["title"]
    placed += ["impact"] if incident.impact != Impact() else []
    placed += [counted(number, noun) for number, noun in counts if number]
    placed += [f"{well} went well"] if well else []
    placed += [f"{wrong} went wrong"] if wrong else []
    placed += ["root cause"] if incident.root_cause else []
    placed += ["lessons learned"] if incident.lessons_learned else []
    placed += [f"{len(incident.parked)} parked"] if incident.parked else []
    return placed
