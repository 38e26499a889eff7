"""The causes of similar incidents first, and the categories that a cause is likely to be of."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.records import Incident, ListedCause
from db.vocabulary import CauseCategory
from facilitator.domain.similarity.categories import categories_of_text
from facilitator.domain.similarity.similar_incident import SimilarIncident, worth_showing
from facilitator.domain.similarity.terms import query_of
from facilitator.domain.similarity.texts import texts_of
from facilitator.incident_terms.reading import read_index
from facilitator.lexicon.reading import lexicon_with
from facilitator.screens.background_read import BackgroundRead

if TYPE_CHECKING:
    from facilitator.domain.similarity.index import SimilarityIndex
    from facilitator.lexicon.concepts import Lexicon
    from facilitator.screens.base import FacilitatorScreen


MOST_READ = 20
"""How many incidents of a cause are read to learn what its category may be."""
MOST_LIKELY = 3
"""How many categories are offered first: of 75 post-mortems, 59 were of one of three."""


class SimilarCauses:
    """Orders causes for an incident; until the incidents are read, by how many have them."""

    def __init__(self, screen: FacilitatorScreen) -> None:
        self._screen = screen
        self._index: SimilarityIndex | None = None
        self._reading = BackgroundRead(screen, self._read)

    def prepare(self) -> None:
        """Read the incidents in the background."""
        self._reading.request()

    async def offered(
        self, incident: Incident, catalogue: Sequence[ListedCause]
    ) -> tuple[list[str], list[str]]:
        """Return the names of the catalogue, and which of them the incident looks like, and why.

        The names of the most similar incidents come first. Why stands only where it is sure enough
        for a screen: `retry storm, as #22 (likely: retry storm, “client”)`.
        """
        by_use = sorted(catalogue, key=lambda entry: -len(entry.incidents))
        if self._index is None:
            return [entry.cause.name for entry in by_use], []
        lexicon = await self._lexicon()
        similar, sure = await asyncio.to_thread(_similar, self._index, lexicon, incident)
        names = {number: entry.cause.name for entry in by_use for number in entry.incidents}
        first = [
            names[entry.incident.number] for entry in similar if entry.incident.number in names
        ]
        reasons = [
            f"{names[entry.incident.number]}, as #{entry.incident.number}"
            f" ({entry.band}: {entry.reasons})"
            for entry in sure
            if entry.incident.number in names
        ]
        return list(dict.fromkeys([*first, *(entry.cause.name for entry in by_use)])), reasons

    async def _read(self) -> None:
        self._index = await read_index(self._screen.store, await self._lexicon())

    async def _lexicon(self) -> Lexicon:
        return await asyncio.to_thread(lexicon_with, self._screen.facilitator.settings.concepts)


async def likely_categories(
    screen: FacilitatorScreen, listed: ListedCause
) -> Sequence[CauseCategory]:
    """Return the categories that a cause is likely to be of, by its name and what was written.

    Raises:
        StoreError: The database can't be read.
    """
    incidents = await screen.store.incidents.several(listed.incidents[:MOST_READ])
    text = "\n".join([listed.cause.name, *(incident.root_cause for incident in incidents)])
    lexicon = await asyncio.to_thread(lexicon_with, screen.facilitator.settings.concepts)
    return (await asyncio.to_thread(categories_of_text, text, lexicon))[:MOST_LIKELY]


def _similar(
    index: SimilarityIndex, lexicon: Lexicon, incident: Incident
) -> tuple[list[SimilarIncident], list[SimilarIncident]]:
    """Return the other incidents that are similar to one, and those of them to show on a screen."""
    query = query_of(texts_of(incident), lexicon)
    ranked = index.most_similar(query)
    others = [entry for entry in ranked if entry.incident.number != incident.number]
    return others, worth_showing(others, query)
