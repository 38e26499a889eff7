"""Letters of three by five pixels, drawn with blocks, for what a room reads from far away.

Two pixels fit into one cell, one over the other: a text is three lines high and four cells wide a
letter. Drawn large, each pixel takes two cells: five lines high.
"""

from __future__ import annotations

from collections.abc import Sequence

PIXEL_ROWS = 5
SMALL_HEIGHT = 3
"""How many lines a text is high."""
LARGE_HEIGHT = PIXEL_ROWS
"""How many lines a text is high that is drawn large."""
GLYPHS = {
    "0": ("###", "#.#", "#.#", "#.#", "###"),
    "1": (".#.", "##.", ".#.", ".#.", "###"),
    "2": ("###", "..#", "###", "#..", "###"),
    "3": ("###", "..#", "###", "..#", "###"),
    "4": ("#.#", "#.#", "###", "..#", "..#"),
    "5": ("###", "#..", "###", "..#", "###"),
    "6": ("###", "#..", "###", "#.#", "###"),
    "7": ("###", "..#", "..#", "..#", "..#"),
    "8": ("###", "#.#", "###", "#.#", "###"),
    "9": ("###", "#.#", "###", "..#", "###"),
    ":": (".", "#", ".", "#", "."),
    "+": ("...", ".#.", "###", ".#.", "..."),
    "-": ("...", "...", "###", "...", "..."),
    "%": ("#.#", "..#", ".#.", "#..", "#.#"),
    " ": ("..", "..", "..", "..", ".."),
}
"""The pixels of each letter, row by row: `#` is drawn, `.` is not."""
BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def can_draw(text: str) -> bool:
    """Return whether the font has every letter of a text."""
    return all(letter in GLYPHS for letter in text)


def pixel_lines(text: str, *, large: bool = False) -> list[str]:
    """Draw a text.

    Args:
        text: A text whose letters the font has.
        large: Whether each pixel takes two cells instead of half a cell.

    Returns:
        Three lines, or five where it is large, all equally long.

    Raises:
        KeyError: The font does not have one of the letters.
    """
    rows = _pixel_rows(text)
    if large:
        return ["".join("██" if pixel else "  " for pixel in row) for row in rows]
    rows.append([False] * len(rows[0]))
    return [
        "".join(BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def _pixel_rows(text: str) -> list[Sequence[bool]]:
    glyphs = [GLYPHS[letter] for letter in text]
    return [
        [pixel == "#" for pixel in ".".join(glyph[row] for glyph in glyphs)]
        for row in range(PIXEL_ROWS)
    ]
