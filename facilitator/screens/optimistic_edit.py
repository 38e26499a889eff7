"""Edits of a record that are refused when another window has changed it in the meantime."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from db.errors import Conflict

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RecordT = TypeVar("RecordT", bound="DataclassInstance")
SavedT = TypeVar("SavedT")


class Saves(Protocol):
    """A screen, as far as it waits for commits and shows them."""

    async def saving(self, pending: Awaitable[SavedT]) -> SavedT:
        """Wait for a commit; a StoreError says why there was none."""


class OptimisticEdit(Generic[RecordT]):
    """Saves over a record as the user saw it.

    After a conflict the user has been shown the other window's value too, so the next attempt
    saves over that one.
    """

    def __init__(self, screen: Saves, record: RecordT) -> None:
        self._screen = screen
        self._record = record

    async def save(self, edit: Callable[[RecordT], Awaitable[SavedT]]) -> SavedT:
        """Save what `edit` makes of the record as the user saw it.

        Raises:
            Conflict: Another window changed a field of it; the next call saves over that value.
            StoreError: It could not be saved for another reason.
        """
        try:
            return await self._screen.saving(edit(self._record))
        except Conflict as conflict:
            self._record = replace(self._record, **{conflict.field: conflict.theirs})
            raise
