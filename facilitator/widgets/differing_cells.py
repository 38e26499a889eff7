"""Where two lines differ, so that a key paints the few cells that it changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Cell = tuple[str, int]
"""A character with its marks, and the number of its style; a wide one is in two cells."""


def differing_cells(before: Strip, after: Strip) -> tuple[int, int]:
    """Return the first cell in which two lines differ, and the one behind the last; 0, 0 for none.

    What both begin and end with is compared piece by piece, and only the rest cell by cell. Where
    one is longer, they differ up to its end.
    """
    if before is after:
        return 0, 0
    old, new, start = list(before), list(after), 0
    while old and new and old[0] == new[0]:
        start += old.pop(0).cell_length
        new.pop(0)
    if before.cell_length != after.cell_length:
        return start, max(before.cell_length, after.cell_length)
    while old and new and old[-1] == new[-1]:
        old.pop()
        new.pop()
    length = sum(segment.cell_length for segment in old)
    numbers: dict[Style | None, int] = {}
    cells, others = _cells(old, numbers), _cells(new, numbers)
    if not len(cells) == len(others) == length:
        # Joined characters, such as a family of emoji, take fewer cells than each for itself.
        return start, start + length
    pairs = zip(cells, others, strict=True)
    differing = [x for x, (cell, other) in enumerate(pairs) if cell != other]
    return (start + differing[0], start + differing[-1] + 1) if differing else (0, 0)


def _cells(segments: Sequence[Segment], numbers: dict[Style | None, int]) -> list[Cell]:
    """Return what is in each cell.

    Args:
        segments: The pieces of a line.
        numbers: The numbers of the styles so far, as numbers are compared faster than styles.
    """
    cells: list[Cell] = []
    for text, style, _ in segments:
        number = numbers.setdefault(style, len(numbers))
        if text.isascii():
            cells.extend(zip(text, repeat(number)))
        else:
            for sign in text:
                if width := cell_len(sign):
                    cells.extend([(sign, number)] * width)
                elif cells:
                    # An accent of its own, for example, belongs to the letter before it.
                    before, style_number = cells[-1]
                    cells[-1] = before + sign, style_number
    return cells
