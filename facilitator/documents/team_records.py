"""What an export needs of a team beside the incidents: their meetings and the systemic issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from db.records import Incident, Meeting, Theme


@dataclass(frozen=True, slots=True)
class TeamRecords:
    """Records that belong to incidents and that the records of incidents lack.

    Attributes:
        meetings: The meetings that are over by the id of their incident, oldest first.
        themes: The themes by their names.
    """

    meetings: Mapping[UUID, tuple[Meeting, ...]] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)

    def meetings_of(self, incident: Incident) -> tuple[Meeting, ...]:
        """Return the meetings about an incident, oldest first."""
        return self.meetings.get(incident.id, ())

    def issues_of(self, incident: Incident) -> list[Theme]:
        """Return those of an incident's themes for which the team has decided something."""
        themes = [self.themes[name] for name in incident.themes if name in self.themes]
        return [theme for theme in themes if theme.systemic or theme.owner]


NO_RECORDS = TeamRecords()
"""For incidents that are written by themselves."""


def team_records(
    meetings: Mapping[UUID, tuple[Meeting, ...]], themes: Iterable[Theme]
) -> TeamRecords:
    """Return the records of a team as `store.documents` and `store.themes` read them."""
    return TeamRecords(meetings, {theme.name: theme for theme in themes})
