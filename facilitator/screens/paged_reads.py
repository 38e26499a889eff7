"""Reads of many incidents, page by page, so that what is typed meanwhile is saved in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from db.batches import batched

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from db.records import CarriedItem, IncidentOutline, MeasuredOutline, Occurrence
    from db.store import Store

PAGE_SIZE = 500
"""How many incidents or items are read at once where their ids are known."""
MEASURED_PAGE_SIZE = 200
"""How many incidents are read at once with the reviews of their action items."""
RecordT = TypeVar("RecordT", "IncidentOutline", "Occurrence")

# Each of these raises a StoreError where the database can't be read.


async def all_occurrences(store: Store) -> list[Occurrence]:
    """Return what may recur, of all incidents by number: causes, services and factors."""
    return await _read_pages(store.overview.occurrences)


async def all_of_cause(store: Store, cause: UUID) -> list[IncidentOutline]:
    """Return the outlines of the incidents of a cause, by number."""
    return await _read_pages(lambda after: store.overview.outlines_of_cause(cause, after))


async def all_outlines(store: Store, since: datetime) -> list[IncidentOutline]:
    """Return the outlines that the rates of a window need, by number.

    Args:
        store: The open store.
        since: When the window begins.
    """
    outlines: list[IncidentOutline] = []
    for page in batched(await store.overview.numbers_to_count(since), PAGE_SIZE):
        outlines += await store.overview.outlines(page, since)
    return outlines


async def all_measured(store: Store, since: datetime) -> list[MeasuredOutline]:
    """Return the outlines that all figures of a window need, by number.

    Args:
        store: The open store.
        since: When the window begins.
    """
    outlines: list[MeasuredOutline] = []
    for page in batched(await store.overview.numbers_to_measure(since), MEASURED_PAGE_SIZE):
        outlines += await store.overview.measured_outlines(page, since)
    return outlines


async def all_carried(store: Store, meeting_id: UUID) -> list[CarriedItem]:
    """Return the action items that a meeting has to review, by incident and slot."""
    items: list[CarriedItem] = []
    for page in batched(await store.actions.ids_to_review(meeting_id), PAGE_SIZE):
        items += await store.actions.carried(meeting_id, page)
    return items


async def _read_pages(
    read: Callable[[int], Awaitable[Sequence[RecordT]]],
) -> list[RecordT]:
    """Read pages until one is empty; each begins after the number of the last record."""
    records: list[RecordT] = []
    while page := await read(records[-1].number if records else 0):
        records += page
    return records
