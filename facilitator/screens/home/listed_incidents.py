"""The incidents of the home screen's list, as they are read for their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.domain.readiness import count_met_checks
from facilitator.domain.search_places import places_of

if TYPE_CHECKING:
    from db.records import Incident, IncidentSummary
    from db.store import Store


@dataclass(frozen=True, slots=True)
class ListedIncident:
    """What a row of the list shows of an incident.

    Attributes:
        summary: What the database knows for lists.
        met: How many checks of the checklist are met that makes a post-mortem ready.
        of: How many checks there are.
        places: The parts of the post-mortem where words of the search stand that its title lacks.
    """

    summary: IncidentSummary
    met: int
    of: int
    places: Sequence[str] = ()


async def read_listed(
    store: Store, documents: Mapping[int, Incident], words: Sequence[str]
) -> Mapping[int, ListedIncident]:
    """Read what the list shows of some incidents; those that are gone are left out.

    Args:
        store: The open store.
        documents: The incidents by their numbers, as they were read just now.
        words: The words of the search.
    """
    summaries = await store.lists.summaries([*documents])
    # Another window may delete an incident between the two reads.
    return {
        summary.number: ListedIncident(
            summary, *count_met_checks(document), places_of(document, words)
        )
        for summary in summaries
        if (document := documents.get(summary.number)) is not None
    }
