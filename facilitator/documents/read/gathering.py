"""What comes together while a document is read: notes and remarks beside the template's parts."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID, uuid4

from db.records import Note
from db.words import LONG_TEXT, SHORT_TEXT
from facilitator.documents.read.reading import Remark, RemarkKind
from facilitator.text import shortened


class Gathering:
    """Notes by their section, and remarks by their line."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self._notes: dict[str, list[str]] = {}

    def guess(self, line: int, text: str) -> None:
        """Say what was read with a guess."""
        self.remarks.append(Remark(line, text, RemarkKind.GUESSED))

    def park(self, line: int, text: str) -> None:
        """Say what was parked."""
        self.remarks.append(Remark(line, text, RemarkKind.PARKED))

    def note(self, section: str, text: str, line: int) -> None:
        """Keep a whole section as a private note."""
        self._keep(section, text)
        named = section or "the text before the first section"
        self.remarks.append(Remark(line, f"{named}: kept as a private note", RemarkKind.NOTE))

    def unplaced(self, section: str, text: str, line: int, why: str) -> None:
        """Keep a piece of a section that could not be placed in it as a private note."""
        self._keep(section, text)
        said = f"{why}; kept as a private note: {shortened(text, 60)}"
        self.remarks.append(Remark(line, said, RemarkKind.UNPLACED))

    def missing(self, line: int, text: str) -> None:
        """Say what has nothing in it, or nothing to be placed."""
        self.remarks.append(Remark(line, text, RemarkKind.UNPLACED))

    def fitted(self, text: str, limit: int, section: str, line: int) -> str:
        """The text, or where it is over its bound the beginning of it, all of it being a note."""
        if len(text) <= limit:
            return text
        over = f"{len(text):,} characters, at most {limit:,}: shortened"
        self.unplaced(section, text, line, over)
        return f"{text[: limit - 1].rstrip()}…"

    def notes(self, incident_id: UUID, at: datetime) -> tuple[Note, ...]:
        """The notes on an incident; one that is too long goes on as `Section (2)`."""
        notes: dict[str, str] = {}
        for section, texts in self._notes.items():
            rest = "\n\n".join(texts)
            number = 1
            while rest:
                name = section if number == 1 else f"{section} ({number})"
                if name not in notes:
                    cut = _cut(rest)
                    notes[name], rest = rest[:cut].strip(), rest[cut:].strip()
                number += 1
        return tuple(
            Note(uuid4(), incident_id, section, text, at) for section, text in notes.items()
        )

    def _keep(self, section: str, text: str) -> None:
        name = " ".join(section.split())
        if len(name) > SHORT_TEXT - len(" (99999)"):
            text = f"{name}\n\n{text}"
            name = shortened(name, SHORT_TEXT - len(" (99999)"))
        self._notes.setdefault(name, []).append(text.strip())


def _cut(text: str) -> int:
    """Where a text is cut to be stored: at its last blank or new line, if that is not too early."""
    if len(text) <= LONG_TEXT:
        return len(text)
    blank = max((found.start() for found in re.finditer(r"\s", text[:LONG_TEXT])), default=0)
    return blank if blank > LONG_TEXT // 2 else LONG_TEXT
