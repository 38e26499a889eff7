"""What incidents are compared by, read without keeping anything else from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from db.records import Incident
    from db.store import Store


async def all_told(store: Store, cause: UUID | None = None) -> list[Incident]:
    """The outlines of all incidents, or of those of a cause, by number.

    Page by page: what somebody types meanwhile is saved in between.

    Raises:
        StoreError: they can't be read.
    """
    found: list[Incident] = []
    while page := await store.lists.told(found[-1].number if found else 0, cause):
        found += page
    return found
