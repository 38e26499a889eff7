"""What was used most recently, by keys whose values may change."""

from __future__ import annotations

from typing import TypeVar

from textual.cache import LRUCache

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class RecentlyUsed(LRUCache[KeyT, ValueT]):
    """A cache of a fixed size in which a key may get another value.

    Textual's own keeps the first value that a key got, and says nothing.
    """

    def set(self, key: KeyT, value: ValueT) -> None:
        """Give a key a value, in the place of the one that it had."""
        self.discard(key)
        super().set(key, value)

    def __setitem__(self, key: KeyT, value: ValueT) -> None:
        self.set(key, value)
