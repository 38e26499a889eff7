"""Letters of three by five pixels, drawn with blocks, for what a room reads from far away.

Two pixels fit into one cell, one over the other: a text is three lines high and four cells wide a
letter. Drawn large, each pixel takes two cells: five lines high.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

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
    "A": (".#.", "#.#", "###", "#.#", "#.#"),
    "B": ("##.", "#.#", "##.", "#.#", "##."),
    "C": ("###", "#..", "#..", "#..", "###"),
    "D": ("##.", "#.#", "#.#", "#.#", "##."),
    "E": ("###", "#..", "##.", "#..", "###"),
    "F": ("###", "#..", "##.", "#..", "#.."),
    "G": ("####", "#...", "#.##", "#..#", "####"),
    "H": ("#.#", "#.#", "###", "#.#", "#.#"),
    "I": ("###", ".#.", ".#.", ".#.", "###"),
    "J": ("..#", "..#", "..#", "#.#", "###"),
    "K": ("#.#", "#.#", "##.", "#.#", "#.#"),
    "L": ("#..", "#..", "#..", "#..", "###"),
    "M": ("#...#", "##.##", "#.#.#", "#...#", "#...#"),
    "N": ("#..#", "##.#", "#.##", "#..#", "#..#"),
    "O": ("###", "#.#", "#.#", "#.#", "###"),
    "P": ("###", "#.#", "###", "#..", "#.."),
    "Q": ("####", "#..#", "#..#", "#.##", "####"),
    "R": ("##.", "#.#", "##.", "#.#", "#.#"),
    "S": ("###", "#..", "###", "..#", "###"),
    "T": ("###", ".#.", ".#.", ".#.", ".#."),
    "U": ("#.#", "#.#", "#.#", "#.#", "###"),
    "V": ("#.#", "#.#", "#.#", "#.#", ".#."),
    "W": ("#...#", "#...#", "#.#.#", "##.##", "#...#"),
    "X": ("#.#", "#.#", ".#.", "#.#", "#.#"),
    "Y": ("#.#", "#.#", ".#.", ".#.", ".#."),
    "Z": ("###", "..#", ".#.", "#..", "###"),
    "Ç": ("###", "#..", "#..", "###", ".#."),
    "Ñ": ("####", "....", "##.#", "#.##", "#..#"),
    "Æ": (".####", "#.#..", "#####", "#.#..", "#.###"),
    "Ø": (".####", "#..##", "#.#.#", "##..#", "####."),
    ".": (".", ".", ".", ".", "#"),
    ",": ("..", "..", "..", ".#", "#."),
    ";": ("..", ".#", "..", ".#", "#."),
    "!": ("#", "#", "#", ".", "#"),
    "?": ("###", "..#", ".##", "...", ".#."),
    "'": ("#", "#", ".", ".", "."),
    '"': ("#.#", "#.#", "...", "...", "..."),
    "(": (".#", "#.", "#.", "#.", ".#"),
    ")": ("#.", ".#", ".#", ".#", "#."),
    "/": ("..#", "..#", ".#.", "#..", "#.."),
    "#": (".#.#.", "#####", ".#.#.", "#####", ".#.#."),
    "&": (".##.", "#...", ".##.", "#..#", ".###"),
    "=": ("...", "###", "...", "###", "..."),
    "_": ("...", "...", "...", "...", "###"),
    " ": ("..", "..", "..", "..", ".."),
}
"""The pixels of each letter, row by row: `#` is drawn, `.` is not."""
LOW_VOWELS = {
    "A": (".#.", "###", "#.#"),
    "E": ("###", "##.", "###"),
    "I": (".#.", ".#.", ".#."),
    "O": ("###", "#.#", "###"),
    "U": ("#.#", "#.#", "###"),
}
"""The vowels in three rows, which leave room for a mark above them."""
MARKS = {
    "\N{COMBINING GRAVE ACCENT}": "#..",
    "\N{COMBINING ACUTE ACCENT}": "..#",
    "\N{COMBINING CIRCUMFLEX ACCENT}": ".#.",
    "\N{COMBINING TILDE}": "##.",
    "\N{COMBINING DIAERESIS}": "#.#",
    "\N{COMBINING RING ABOVE}": "###",
}
"""The row of pixels that stands for each mark."""
GLYPHS |= {
    letter: (row, "...", *low)
    for vowel, low in LOW_VOWELS.items()
    for mark, row in MARKS.items()
    if len(letter := normalize("NFC", vowel + mark)) == 1
}
MOST_LINES = 3
"""In so many lines of letters a text has to fit."""
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


def pixel_paragraph(text: str, width: int) -> list[str] | None:
    """Set a text in capitals, wrapped at its words, with an empty line between two lines of them.

    Args:
        text: What people typed.
        width: How many cells a line has.

    Returns:
        Three lines for each line of letters, and an empty one in between; None where the font
        lacks a letter, a word is too wide, or the text is too long: it is shown in plain letters.
    """
    words = normalize("NFC", text).upper().split()
    if not words or not all(can_draw(word) for word in words):
        return None
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if _width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > MOST_LINES or any(_width(line) > width for line in lines):
        return None
    drawn = [row for line in lines for row in ("", *pixel_lines(line))]
    return drawn[1:]


def _width(text: str) -> int:
    return sum(len(GLYPHS[letter][0]) + 1 for letter in text) - 1


def _pixel_rows(text: str) -> list[Sequence[bool]]:
    glyphs = [GLYPHS[letter] for letter in text]
    return [
        [pixel == "#" for pixel in ".".join(glyph[row] for glyph in glyphs)]
        for row in range(PIXEL_ROWS)
    ]
