"""Which incidents have a term, kept small, since a team can have ten thousand incidents."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator


class Postings:
    """The incidents that have a term, by their place in the index, with the weight it has there.

    Places are added in ascending order.
    """

    __slots__ = ("_places", "_weights")

    def __init__(self) -> None:
        self._places = array("I")
        self._weights = array("f")

    def __len__(self) -> int:
        return len(self._places)

    def add(self, place: int, weight: float) -> None:
        """Add an incident that comes after all those before."""
        self._places.append(place)
        self._weights.append(weight)

    def up_to(self, end: int) -> Iterator[tuple[int, float]]:
        """Return the incidents before a place, each with the weight of the term."""
        return zip(self._places[: bisect_left(self._places, end)], self._weights, strict=False)

    def weight_at(self, place: int) -> float:
        """Return the weight of the term in an incident; 0 where it lacks the term."""
        index = bisect_left(self._places, place)
        has_term = index < len(self._places) and self._places[index] == place
        return self._weights[index] if has_term else 0.0
