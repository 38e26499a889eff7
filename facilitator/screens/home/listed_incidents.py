"""The incidents of the home screen's list, as they are read for their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.domain.readiness import count_met_checks
from facilitator.domain.search_places import places_of

if TYPE_CHECKING:
    from db.records import IncidentSummary
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
    store: Store, numbers: Sequence[int], words: Sequence[str]
) -> Mapping[int, ListedIncident]:
    """Read the incidents with these numbers; those that do not exist are left out.

    Args:
        store: The open store.
        numbers: The numbers of the incidents.
        words: The words of the search.
    """
    summaries = await store.lists.summaries(numbers)
    documents = {incident.number: incident for incident in await store.incidents.several(numbers)}
    # Another window may delete an incident between the two reads.
    return {
        summary.number: ListedIncident(
            summary, *count_met_checks(document), places_of(document, words)
        )
        for summary in summaries
        if (document := documents.get(summary.number)) is not None
    }
