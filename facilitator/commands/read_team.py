"""Reading what an export needs of a team beside the incidents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from db.records import Incident, IncidentOutline
from facilitator.documents.team_records import TeamRecords, team_records

if TYPE_CHECKING:
    from uuid import UUID

    from db.store import Store


def read_team(store: Store, incidents: Sequence[Incident]) -> TeamRecords:
    """Return the past meetings about these incidents, and the themes."""
    meetings = store.documents.past_meetings([incident.id for incident in incidents]).result()
    return team_records(meetings, store.themes.all().result())


def read_team_to_print(store: Store, incidents: Sequence[Incident]) -> TeamRecords:
    """Return what `read_team` does, and why these incidents came back, for people to read."""
    meetings = store.documents.past_meetings([incident.id for incident in incidents]).result()
    causes = {incident.cause.id for incident in incidents if incident.cause is not None}
    same_causes = [outline for cause in causes for outline in _of_cause(store, cause)]
    return team_records(meetings, store.themes.all().result(), same_causes)


def _of_cause(store: Store, cause: UUID) -> Iterator[IncidentOutline]:
    """Yield the incidents of a cause, which are read page by page."""
    after = 0
    while page := store.overview.outlines_of_cause(cause, after).result():
        yield from page
        after = page[-1].number
