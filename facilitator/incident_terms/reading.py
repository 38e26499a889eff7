"""Reading the terms of all incidents, page by page, so that nobody's save waits for long."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.batches import batched
from db.errors import StoreError
from db.records import ComparisonRecord, Incident
from facilitator.domain.similarity.index import SimilarityIndex
from facilitator.domain.similarity.terms import (
    Terms,
    count_terms,
    terms_from_text,
    terms_to_text,
    terms_version,
)
from facilitator.domain.similarity.texts import texts_of

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.lexicon.concepts import Lexicon

COUNTED_AT_ONCE = 50
"""How many whole incidents are read and counted at once, where the store has no terms of them."""
Counted = tuple[ComparisonRecord, Terms]


async def read_index(store: Store, lexicon: Lexicon) -> SimilarityIndex:
    """Return the index of all incidents. It is made on another thread than the caller's.

    Raises:
        StoreError: The database can't be read.
    """
    counted = await read_terms(store, lexicon)
    return await asyncio.to_thread(SimilarityIndex, counted, lexicon)


async def read_terms(store: Store, lexicon: Lexicon) -> list[Counted]:
    """Return every incident with its terms, by number.

    What is not counted yet is counted now, and kept for the next time.

    Raises:
        StoreError: The database can't be read.
    """
    version = await asyncio.to_thread(terms_version, lexicon)
    counted: list[Counted] = []
    after = 0
    while page := await store.overview.comparison_records(after):
        after = page[-1].number
        known = await asyncio.to_thread(_known, page, version)
        missing = [record.number for record in page if record.number not in known]
        for batch in batched(missing, COUNTED_AT_ONCE):
            known |= await _count(store, batch, lexicon, version)
        counted += [(record, known[record.number]) for record in page if record.number in known]
    return counted


def _known(page: Sequence[ComparisonRecord], version: str) -> dict[int, Terms]:
    """Return the terms that the store has, by the number of their incident."""
    terms = ((record.number, terms_from_text(record.terms, version)) for record in page)
    return {number: found for number, found in terms if found is not None}


async def _count(
    store: Store, numbers: Sequence[int], lexicon: Lexicon, version: str
) -> dict[int, Terms]:
    """Count the terms of these incidents, as far as they still exist, and let the store keep them.

    A store that can't keep them is still a store that can be read: they are counted again then.
    """
    incidents = await store.incidents.several(numbers)
    counted = await asyncio.to_thread(_counted, incidents, lexicon)
    if not store.read_only:
        kept = [
            (incident, terms_to_text(terms, version))
            for incident, terms in zip(incidents, counted, strict=True)
        ]
        with contextlib.suppress(StoreError):
            await store.overview.keep_terms(kept)
    return {incident.number: terms for incident, terms in zip(incidents, counted, strict=True)}


def _counted(incidents: Sequence[Incident], lexicon: Lexicon) -> list[Terms]:
    return [count_terms(texts_of(incident), lexicon) for incident in incidents]
