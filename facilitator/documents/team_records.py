"""What an export needs of a team beside the incidents: their meetings and the systemic issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from db.records import Incident, IncidentOutline, Meeting, Theme

if TYPE_CHECKING:
    from facilitator.domain.figure_types import Finding

# What works out the verdicts is loaded only when a document is written: `--help` needs none of it.


@dataclass(frozen=True, slots=True)
class TeamRecords:
    """Records that belong to incidents and that the records of incidents lack.

    Attributes:
        meetings: The meetings that are over by the id of their incident, oldest first.
        themes: The themes by their names.
        findings: What had become of the action items of the incident that a repeat repeats, by the
            number of the repeat.
    """

    meetings: Mapping[UUID, tuple[Meeting, ...]] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    findings: Mapping[int, Finding] = field(default_factory=dict)

    def came_back(self, incident: Incident) -> str:
        """Return why an incident came back, in a line; empty where it repeats none."""
        from facilitator.domain.verdict_words import finding_in_words

        finding = self.findings.get(incident.number)
        return "" if finding is None else finding_in_words(incident.number, finding)

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
    meetings: Mapping[UUID, tuple[Meeting, ...]],
    themes: Iterable[Theme],
    same_causes: Iterable[IncidentOutline] = (),
) -> TeamRecords:
    """Return the records of a team as the store reads them.

    Args:
        meetings: The meetings, as `store.documents` reads them.
        themes: The themes.
        same_causes: The incidents of the causes of what is written, with their action items; none
            for a format that does not say why an incident came back.
    """
    from facilitator.domain.verdicts import latest_findings

    by_name = {theme.name: theme for theme in themes}
    return TeamRecords(meetings, by_name, latest_findings(same_causes))
