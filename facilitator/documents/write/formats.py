"""The table of the formats in which post-mortems can be written.

A new format is one row of `DocumentFormat` and one module with the functions of `Writer`. The
command line, the export dialog and the names of files all come from the table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from facilitator.documents.team_records import NO_RECORDS, TeamRecords

if TYPE_CHECKING:
    from db.records import Incident


class Writer(Protocol):
    """The functions that the module of a format has."""

    def write(self, incidents: Sequence[Incident], team: TeamRecords = ...) -> str:
        """Return several incidents in one text, in the order given."""

    def write_one(self, incident: Incident, team: TeamRecords = ...) -> str:
        """Return one incident by itself."""


# Each module is imported when a format is used: `--help` and the first screen need none of them.


def _markdown() -> Writer:
    from facilitator.documents.write import markdown

    return markdown


def _json() -> Writer:
    from facilitator.documents.write import json

    return json


def _html() -> Writer:
    from facilitator.documents.write import html

    return html


def _csv() -> Writer:
    from facilitator.documents.write import csv

    return csv


class DocumentFormat(StrEnum):
    """A format. The value is its name on the command line.

    Attributes:
        ending: How the names of files of this format end, without the dot.
        description: The format and what it is for, as the export dialog shows it.
        load_writer: Imports the module that writes the format, and returns it.
        single_file: The name of the one file that an export of several incidents goes into; "" for
            formats that get a file for each incident.
        file_start: What a file begins with before the text; standard output goes without it.
    """

    ending: str
    description: str
    load_writer: Callable[[], Writer]
    single_file: str
    file_start: str

    def __new__(
        cls,
        name: str,
        ending: str,
        description: str,
        load_writer: Callable[[], Writer],
        single_file: str = "",
        file_start: str = "",
    ) -> DocumentFormat:
        """Make a member of the columns of its row; the name is its value."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.ending = ending
        member.description = description
        member.load_writer = load_writer
        member.single_file = single_file
        member.file_start = file_start
        return member

    @property
    def is_prose(self) -> bool:
        """Whether it is written for people, and says why an incident came back."""
        return self in (DocumentFormat.MARKDOWN, DocumentFormat.HTML)

    MARKDOWN = ("markdown", "md", "Markdown, in the template's form", _markdown)
    JSON = ("json", "json", "JSON, which can be imported again", _json)
    HTML = ("html", "html", "HTML, a page to print or to send", _html)
    # Spreadsheets take the bytes of a file for UTF-8 only after a byte order mark.
    CSV = ("csv", "csv", "CSV of the action items", _csv, "action-items.csv", "\ufeff")


def format_named(name: str) -> DocumentFormat:
    """Return the format with a name such as `markdown`.

    Raises:
        StopIteration: No format has that name.
    """
    return next(row for row in DocumentFormat if row.value == name)


def render(
    incidents: Sequence[Incident], document_format: DocumentFormat, team: TeamRecords = NO_RECORDS
) -> str:
    """Return several incidents in one text, in the order given."""
    return document_format.load_writer().write(incidents, team)


def render_one(
    incident: Incident, document_format: DocumentFormat, team: TeamRecords = NO_RECORDS
) -> str:
    """Return one incident by itself: as JSON an object, where several are an array."""
    return document_format.load_writer().write_one(incident, team)
