"""Collecting the other sections and the remarks of an import while a document is read."""

from __future__ import annotations

import re
from uuid import uuid4

from db.records import Section
from db.vocabulary import LONG_TEXT, SHORT_TEXT
from facilitator.documents.headings import part_of
from facilitator.documents.read.parsed_document import Remark, RemarkKind
from facilitator.text import shortened

INTRODUCTION = "Introduction"
"""The heading of the text before the first heading of a document."""
_LONGEST_CONTINUED = SHORT_TEXT - len(" (99999)")
"""The most characters of a heading that gets a number behind it where its section goes on."""


class ImportNotes:
    """Collects the sections that the template lacks, and remarks by line.

    Whatever a reader can't place in a part goes into such a section, so that an import loses no
    text and everybody sees all of it.

    Attributes:
        remarks: The remarks in the order in which they were made.
    """

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self._sections: list[tuple[str, list[str]]] = []
        self._pieces: dict[str, list[str]] = {}

    def remark_guess(self, line: int, text: str) -> None:
        """Remark that something was guessed on a line."""
        self.remarks.append(Remark(line, text, RemarkKind.GUESSED))

    def remark_parked(self, line: int, text: str) -> None:
        """Remark that something on a line was parked."""
        self.remarks.append(Remark(line, text, RemarkKind.PARKED))

    def remark_unplaced(self, line: int, text: str) -> None:
        """Remark that a line holds nothing, or nothing that could be placed."""
        self.remarks.append(Remark(line, text, RemarkKind.UNPLACED))

    def keep_section(self, heading: str, text: str, line: int) -> None:
        """Keep a whole section under its own heading.

        Args:
            heading: The heading; "" for the text before the first heading.
            text: The text below it, without Markdown's escapes.
            line: The line of the document on which the section begins.
        """
        name = " ".join(heading.split()) or INTRODUCTION
        self._add(name, [text.strip()])
        remark = f"{shortened(name, 60)}: kept as a section of its own"
        self.remarks.append(Remark(line, remark, RemarkKind.SECTION))

    def keep_piece(self, part: str, text: str, line: int, reason: str) -> None:
        """Keep a piece of a part in a section *More on …*, and remark why it could not be placed.

        Args:
            part: The heading of the part, or what else the piece is about.
            text: The text of the piece.
            line: The line of the document on which it begins.
            reason: Why it has no place in the part.
        """
        name = f"More on {part.lower() if part_of(part) else part}"
        if name not in self._pieces:
            self._pieces[name] = []
            self._add(name, self._pieces[name])
        self._pieces[name].append(text.strip())
        remark = f"{reason}; kept under “{name}”: {shortened(text, 60)}"
        self.remarks.append(Remark(line, remark, RemarkKind.UNPLACED))

    def shorten(self, text: str, limit: int, part: str, line: int) -> str:
        """Return a text of at most `limit` characters; a longer one is kept whole in a section.

        Args:
            text: The text.
            limit: The most characters that the database stores in the field.
            part: The part that the text is of.
            line: The line of the document, for the remark.
        """
        if len(text) <= limit:
            return text
        reason = f"{len(text):,} characters, at most {limit:,}: shortened"
        self.keep_piece(part, text, line, reason)
        return f"{text[: limit - 1].rstrip()}…"

    def sections(self) -> tuple[Section, ...]:
        """Return the sections in their order.

        One that is too long for the database is continued as `Heading (2)` and so on.
        """
        return tuple(
            Section(uuid4(), _numbered(heading, number), text)
            for heading, texts in self._sections
            for number, text in enumerate(_cut("\n\n".join(texts)), 1)
        )

    def _add(self, heading: str, texts: list[str]) -> None:
        if len(heading) > SHORT_TEXT:
            texts.insert(0, heading)
            heading = shortened(heading, SHORT_TEXT)
        self._sections.append((heading, texts))


def _numbered(heading: str, number: int) -> str:
    """Return the heading of a piece of a section; the first piece has that of the section."""
    return heading if number == 1 else f"{shortened(heading, _LONGEST_CONTINUED)} ({number})"


def _cut(text: str) -> list[str]:
    """Return a text in pieces that each fit into one section; the cuts are at blanks."""
    pieces = []
    while len(text) > LONG_TEXT:
        last_blank = max(
            (match.start() for match in re.finditer(r"\s", text[:LONG_TEXT])), default=0
        )
        end = last_blank if last_blank > LONG_TEXT // 2 else LONG_TEXT
        pieces.append(text[:end].strip())
        text = text[end:].strip()
    return [*pieces, text]
