"""What an import of documents would meet in a database: incidents that look the same, and numbers.

The command and the dialog make such a plan, show it, and hand it to the store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from db.records import Incident, IncidentSummary, Meeting, Theme
from facilitator.documents.read.parsed_document import ParsedDocument, Remark, RemarkKind

ReadDocuments = Sequence[tuple[Path, ParsedDocument]]
"""Documents with the files that they were read from."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Documents that were read, beside what a database holds already.

    Attributes:
        documents: The documents, with a remark for each reference that leads nowhere.
        look_alikes: The stored incidents that some of the documents look like, by the ids of the
            documents' incidents.
        stored_numbers: The numbers of all stored incidents.
    """

    documents: ReadDocuments
    look_alikes: Mapping[UUID, IncidentSummary]
    stored_numbers: frozenset[int]

    @property
    def incidents(self) -> list[Incident]:
        """The incidents of the documents."""
        return [document.incident for _, document in self.documents]

    @property
    def meetings(self) -> dict[UUID, tuple[Meeting, ...]]:
        """The meetings of the documents by the ids of their incidents."""
        return {document.incident.id: document.meetings for _, document in self.documents}

    @property
    def themes(self) -> list[Theme]:
        """The themes for which documents state a systemic issue."""
        return [theme for _, document in self.documents for theme in document.themes]

    @property
    def numbers_in_use(self) -> set[int]:
        """The numbers that documents state and that another incident has."""
        stated = Counter(one.number for one in self.incidents if one.number)
        return {
            number for number, times in stated.items() if number in self.stored_numbers or times > 1
        }

    @property
    def replacing(self) -> dict[UUID, int]:
        """The numbers of the stored incidents that the documents would replace."""
        return {incident_id: same.number for incident_id, same in self.look_alikes.items()}


def plan_import(documents: ReadDocuments, stored: Iterable[IncidentSummary]) -> ImportPlan:
    """Return what an import of these documents would meet.

    Args:
        documents: The documents.
        stored: All incidents of the database.
    """
    stored = sorted(stored, key=lambda summary: summary.number)
    by_key: dict[str, list[IncidentSummary]] = defaultdict(list)
    for summary in stored:
        for key in _keys(summary):
            by_key[key].append(summary)
    look_alikes = {}
    for _, document in documents:
        incident = document.incident
        same = [summary for key in _keys(incident) for summary in by_key.get(key, ())]
        if same:
            # Of several, the one of the document's own number, and else the first.
            with_number = [summary for summary in same if summary.number == incident.number]
            look_alikes[incident.id] = (with_number or same)[0]
    stored_numbers = frozenset(summary.number for summary in stored)
    known = stored_numbers | {document.incident.number for _, document in documents}
    with_remarks = [(path, _with_remark(document, known)) for path, document in documents]
    return ImportPlan(with_remarks, look_alikes, stored_numbers)


def _with_remark(document: ParsedDocument, known: frozenset[int]) -> ParsedDocument:
    """Return the document, with a remark where the original of a duplicate is not known."""
    original = document.incident.duplicate_of
    if original is None or original in known:
        return document
    text = f"duplicate of #{original}: there is no such incident, so the mark is left out"
    return replace(document, remarks=(*document.remarks, Remark(1, text, RemarkKind.UNPLACED)))


def _keys(incident: Incident | IncidentSummary) -> list[str]:
    """Return what records of the same incident have in common: the id, or the title and date."""
    external_id = _flat(incident.external_id)
    title = f"title {_flat(incident.title)}"
    return [f"id {external_id}", title] if external_id else [title]


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
