"""What is read of many at once: in parts, so that what somebody types meanwhile is saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from db.batches import batched

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from db.records import CarriedItem, Incident, Occurrence, Past
    from db.store import Store

AT_ONCE = 500
"""How many of what is known by its ids are read at once."""
N = TypeVar("N", "Incident", "Occurrence", "Past")


async def all_past(store: Store) -> list[Past]:
    """What an incident can be compared by, of all of them by number.

    This and the others raise:
        StoreError: it can't be read.
    """
    return await _pages(store.overview.past)


async def all_occurrences(store: Store) -> list[Occurrence]:
    """What of the incidents may recur, by number."""
    return await _pages(store.overview.occurrences)


async def all_of_cause(store: Store, cause: UUID) -> list[Incident]:
    """The outlines of the incidents of a cause, by number."""
    return await _pages(lambda after: store.overview.of_cause(cause, after))


async def all_outlines(store: Store, since: datetime) -> list[Incident]:
    """What the rates of a window that begins then need, by number."""
    found: list[Incident] = []
    for some in batched(await store.overview.counting(since), AT_ONCE):
        found += await store.overview.outlines(some, since)
    return found


async def all_carried(store: Store, meeting_id: UUID) -> list[CarriedItem]:
    """What a meeting has to review, by incident and slot."""
    found: list[CarriedItem] = []
    for some in batched(await store.actions.to_review(meeting_id), AT_ONCE):
        found += await store.actions.carried(meeting_id, some)
    return found


async def _pages(read: Callable[[int], Awaitable[Sequence[N]]]) -> list[N]:
    found: list[N] = []
    while page := await read(found[-1].number if found else 0):
        found += page
    return found
