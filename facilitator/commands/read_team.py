"""Reading what an export needs of a team beside the incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.records import Incident
from facilitator.documents.team_records import TeamRecords, team_records

if TYPE_CHECKING:
    from db.store import Store


def read_team(store: Store, incidents: Sequence[Incident]) -> TeamRecords:
    """Return the past meetings about these incidents, and the themes."""
    meetings = store.documents.past_meetings([incident.id for incident in incidents]).result()
    return team_records(meetings, store.themes.all().result())
