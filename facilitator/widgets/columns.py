"""Columns of lines, set side by side into one text."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

BETWEEN = 3
"""How many cells lie between two columns: the line, with a free cell at each side of it."""


def column_width(width: int, count: int) -> int:
    """Return how many cells each of so many equal columns has."""
    return max(1, (width - BETWEEN * (count - 1)) // count)


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
