"""Lines set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content

BETWEEN = 3
"""How many cells lie between two columns: the line, with a free cell at each side of it."""


def column_width(width: int, count: int) -> int:
    """Return how many cells each of so many equal columns has."""
    return max(1, (width - BETWEEN * (count - 1)) // count)


def beside(left: Sequence[Content], right: Sequence[Content], left_width: int) -> list[Content]:
    """Return lines with others beside them.

    Args:
        left: The lines at the left, none of them wider than their column.
        right: The lines at the right; there may be more of them, or fewer.
        left_width: After how many cells those at the right begin.
    """
    blank = Content("")
    return [
        Content.assemble(one, " " * (left_width - one.cell_length), other)
        for one, other in zip_longest(left, right, fillvalue=blank)
    ]


def side_by_side(columns: Sequence[Sequence[Content]], width: int) -> Content:
    """Set equal columns side by side with lines between them.

    Args:
        columns: The lines of each column; a line that is too long is cut.
        width: How many cells there are for all of them.
    """
    each = column_width(width, len(columns))
    height = max(len(lines) for lines in columns)
    rule, blank = Content.styled(" │ ", "$rule"), Content("")
    return Content("\n").join(
        rule.join(
            (lines[y] if y < len(lines) else blank).truncate(each, ellipsis=True, pad=True)
            for lines in columns
        )
        for y in range(height)
    )
