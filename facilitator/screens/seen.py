"""A record as somebody who edits it has seen it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from db.errors import Conflict

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from facilitator.screens.base import FacilitatorScreen

R = TypeVar("R", bound="DataclassInstance")
T = TypeVar("T")


class Seen(Generic[R]):
    """Saves over a record; told of a conflict, somebody has seen theirs too, and may save again."""

    def __init__(self, host: FacilitatorScreen, record: R) -> None:
        self._host = host
        self._record = record

    async def saving(self, edit: Callable[[R], Awaitable[T]]) -> T:
        """Save what `edit` makes of the record as it was seen.

        Raises:
            Conflict: a field of it was changed elsewhere; the next time counts it as seen.
            StoreError: it is not saved for another reason.
        """
        try:
            return await self._host.saving(edit(self._record))
        except Conflict as conflict:
            self._record = replace(self._record, **{conflict.field: conflict.theirs})
            raise
