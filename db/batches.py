"""Batches of ids, because a statement takes a bounded number of them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(values: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Yield the values in lists of `size`; the last list may be shorter."""
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch
