"""What the two kinds of lists have in common, for code that works with either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from textual.geometry import Offset


@runtime_checkable
class SelectableList(Protocol):
    """A list with a cursor on one of its rows: a `RowList` or a `VirtualList`.

    Attributes:
        highlighted: The index of the row that the cursor is on, from 0; None where there is none.
    """

    highlighted: int | None

    def rows_in_view(self) -> Iterator[tuple[int, Offset]]:
        """Yield the index of each visible row, and where on the screen the row begins."""
