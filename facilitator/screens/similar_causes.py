"""The catalogue of causes in an order in which those of similar incidents come first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.records import Incident, ListedCause
from facilitator.domain.similarity.terms import query_of
from facilitator.domain.similarity.texts import texts_of
from facilitator.incident_terms.reading import read_index
from facilitator.lexicon.reading import lexicon_with
from facilitator.screens.background_read import BackgroundRead

if TYPE_CHECKING:
    from facilitator.domain.similarity.index import SimilarityIndex
    from facilitator.lexicon.concepts import Lexicon
    from facilitator.screens.base import FacilitatorScreen


class SimilarCauses:
    """Orders causes for an incident; until the incidents are read, by how many have them."""

    def __init__(self, screen: FacilitatorScreen) -> None:
        self._screen = screen
        self._index: SimilarityIndex | None = None
        self._reading = BackgroundRead(screen, self._read)

    def prepare(self) -> None:
        """Read the incidents in the background."""
        self._reading.request()

    async def in_order(self, incident: Incident, catalogue: Sequence[ListedCause]) -> list[str]:
        """Return the names of the catalogue, those of the most similar incidents first."""
        by_use = sorted(catalogue, key=lambda entry: -len(entry.incidents))
        if self._index is None:
            return [entry.cause.name for entry in by_use]
        lexicon = await self._lexicon()
        numbers = await asyncio.to_thread(_similar_numbers, self._index, lexicon, incident)
        names = {number: entry.cause.name for entry in by_use for number in entry.incidents}
        first = [names[number] for number in numbers if number in names]
        return list(dict.fromkeys([*first, *(entry.cause.name for entry in by_use)]))

    async def _read(self) -> None:
        self._index = await read_index(self._screen.store, await self._lexicon())

    async def _lexicon(self) -> Lexicon:
        return await asyncio.to_thread(lexicon_with, self._screen.facilitator.settings.concepts)


def _similar_numbers(index: SimilarityIndex, lexicon: Lexicon, incident: Incident) -> list[int]:
    similar = index.most_similar(query_of(texts_of(incident), lexicon))
    return [entry.incident.number for entry in similar if entry.incident.number != incident.number]
