"""Short words that are drawn as large as there is room for."""

from __future__ import annotations

from textual.content import Content

from facilitator.widgets.pixel_font import (
    LARGE_HEIGHT,
    SMALL_HEIGHT,
    can_draw,
    pixel_lines,
    pixel_paragraph,
)
from facilitator.widgets.text import line


def large_words(words: str, width: int, style: str, *, height: int = LARGE_HEIGHT) -> list[Content]:
    """Return words in letters of pixels, or in bold ones where those lack room or a letter.

    Args:
        words: What people typed.
        width: How many cells a line has.
        style: The colour of the letters.
        height: How many lines the letters may be high.
    """
    drawn = None
    letters = words.upper()
    if height >= LARGE_HEIGHT and letters and can_draw(letters):
        lines = pixel_lines(letters, large=True)
        drawn = lines if len(lines[0]) <= width else None
    if drawn is None and height >= SMALL_HEIGHT:
        drawn = pixel_paragraph(words, width)
        drawn = drawn if drawn is not None and len(drawn) == SMALL_HEIGHT else None
    if drawn is None:
        return list(line(words, f"bold {style}").wrap(width))
    return [Content.styled(row, style) for row in drawn]
