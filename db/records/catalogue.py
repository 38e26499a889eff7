"""Records of the catalogues of causes and themes, of parked items, and of private notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.vocabulary import CauseCategory, ParkedKind


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry of the shared catalogue of causes.

    Attributes:
        category: Its kind, or None where nobody has given it one.
    """

    id: UUID
    name: str
    category: CauseCategory | None = None


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
        decided_on: The day on which the systemic issue was decided, where that is known.
    """

    id: UUID
    name: str
    systemic: str
    owner: str
    incidents: tuple[int, ...]
    created_at: datetime
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """What a team has decided about a term that the program finds to recur.

    Attributes:
        term: The term, such as `concept:retry storm` or `word:certif`.
        hidden: Whether it is never shown again.
        same_as: The term that it is counted with, or "".
        theme_id: The theme that it was kept as, or None.
    """

    id: UUID
    term: str
    hidden: bool
    same_as: str
    theme_id: UUID | None


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
