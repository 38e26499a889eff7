"""Collecting the notes and remarks of an import while a document is read."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID, uuid4

from db.records import Note
from db.vocabulary import LONG_TEXT, SHORT_TEXT
from facilitator.documents.read.parsed_document import Remark, RemarkKind
from facilitator.text import shortened

_LONGEST_NAME = SHORT_TEXT - len(" (99999)")
"""The most characters of a section's name: a note that is continued gets a number behind it."""


class ImportNotes:
    """Collects private notes by section, and remarks by line.

    Whatever a reader can't place in the incident goes into a note here, so that an import loses
    no text.

    Attributes:
        remarks: The remarks in the order in which they were made.
    """

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self._texts: dict[str, list[str]] = {}

    def remark_guess(self, line: int, text: str) -> None:
        """Remark that something was guessed on a line."""
        self.remarks.append(Remark(line, text, RemarkKind.GUESSED))

    def remark_parked(self, line: int, text: str) -> None:
        """Remark that something on a line was parked."""
        self.remarks.append(Remark(line, text, RemarkKind.PARKED))

    def remark_unplaced(self, line: int, text: str) -> None:
        """Remark that a line holds nothing, or nothing that could be placed."""
        self.remarks.append(Remark(line, text, RemarkKind.UNPLACED))

    def keep_section(self, section: str, text: str, line: int) -> None:
        """Keep the text of a whole section as a private note.

        Args:
            section: The heading of the section; "" for the text before the first heading.
            text: The text to keep.
            line: The line of the document on which the section begins.
        """
        self._keep(section, text)
        name = section or "the text before the first section"
        self.remarks.append(Remark(line, f"{name}: kept as a private note", RemarkKind.NOTE))

    def keep_piece(self, section: str, text: str, line: int, reason: str) -> None:
        """Keep a piece of a section as a private note, and remark why it could not be placed."""
        self._keep(section, text)
        remark = f"{reason}; kept as a private note: {shortened(text, 60)}"
        self.remarks.append(Remark(line, remark, RemarkKind.UNPLACED))

    def shorten(self, text: str, limit: int, section: str, line: int) -> str:
        """Return a text of at most `limit` characters; of a longer one the whole is kept as a note.

        Args:
            text: The text.
            limit: The most characters that the database stores in the field.
            section: The section under which the whole text is kept.
            line: The line of the document, for the remark.
        """
        if len(text) <= limit:
            return text
        reason = f"{len(text):,} characters, at most {limit:,}: shortened"
        self.keep_piece(section, text, line, reason)
        return f"{text[: limit - 1].rstrip()}…"

    def notes(self, incident_id: UUID, at: datetime) -> tuple[Note, ...]:
        """Return the notes on an incident.

        A note that is too long for one row is continued as `Section (2)`, `Section (3)` and so on.
        """
        notes: dict[str, str] = {}
        for section, texts in self._texts.items():
            rest = "\n\n".join(texts)
            number = 1
            while rest:
                name = section if number == 1 else f"{section} ({number})"
                if name not in notes:
                    end = _end_of_piece(rest)
                    notes[name], rest = rest[:end].strip(), rest[end:].strip()
                number += 1
        return tuple(
            Note(uuid4(), incident_id, section, text, at) for section, text in notes.items()
        )

    def _keep(self, section: str, text: str) -> None:
        name = " ".join(section.split())
        if len(name) > _LONGEST_NAME:
            text = f"{name}\n\n{text}"
            name = shortened(name, _LONGEST_NAME)
        self._texts.setdefault(name, []).append(text.strip())


def _end_of_piece(text: str) -> int:
    """Return how many characters fit into one note; the cut is at a blank unless that is early."""
    if len(text) <= LONG_TEXT:
        return len(text)
    last_blank = max((match.start() for match in re.finditer(r"\s", text[:LONG_TEXT])), default=0)
    return last_blank if last_blank > LONG_TEXT // 2 else LONG_TEXT
