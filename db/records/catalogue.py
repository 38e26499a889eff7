"""Records of the catalogues of causes and themes, of parked items, and of private notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.vocabulary import ParkedKind


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry of the shared catalogue of causes."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ListedCause:
    """A cause as a list of the catalogue shows it.

    Attributes:
        incidents: The numbers of the incidents that are linked to it, newest first.
    """

    cause: Cause
    incidents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that recurs across incidents.

    Attributes:
        systemic: The systemic issue that the team decided to address, or "" where it has not.
        owner: Who takes care of the systemic issue.
        incidents: The numbers of the incidents that show the theme, ascending.
    """

    id: UUID
    name: str
    systemic: str
    owner: str
    incidents: tuple[int, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """An idea, a topic or a candidate action that is kept for later."""

    id: UUID
    incident_id: UUID | None
    meeting_id: UUID | None
    kind: ParkedKind
    text: str
    at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """A private note that only prep shows.

    Attributes:
        section: The section of the post-mortem that it is about, or "" for the whole incident.
    """

    id: UUID
    incident_id: UUID
    section: str
    text: str
    at: datetime
