"""Many ids, some at a time: a statement takes a bounded number of them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(ids: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Lists of so many, the last of what is left."""
    waiting = iter(ids)
    while some := list(islice(waiting, size)):
        yield some
