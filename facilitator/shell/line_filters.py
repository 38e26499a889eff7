"""What becomes of every painted line in a terminal without colours, or without Unicode.

A line filter sees all that is painted: the text of widgets, their borders, the scrollbars and the
chips. So nothing else in the program has to know what the terminal can show.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from facilitator.widgets.chip import CHIP_META

REVERSED = Style(reverse=True)
LOCALE_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
"""The variables that name the encoding of the terminal, the strongest first."""
SET_BY_PYTHON = ("LC_CTYPE", ("C.UTF-8", "C.utf8", "UTF-8"))
"""Python gives this variable one of these values where the locale is `C`."""
UNKNOWN = "?"
ASCII_SIGNS = {
    ">": "▶→›»▸≥",
    "<": "←‹«◂≤",
    "^": "↑▲",
    "v": "↓▼▾",
    "+": "✓┌┐└┘├┤┬┴┼┿╭╮╰╯╋╔╗╚╝╬",
    "x": "✗×",
    "*": "●•◆★◉",
    "o": "○◇◷",
    "%": "◐",
    "#": "█▌▐■▓▇▆▅▮▰┃",
    "_": "▄▃▂▁",
    "=": "━═‖≡",
    "-": "─–—−┄╌·□▱░▒↶",
    "|": "│┊┆║▏▕▎▍▊▋▉",
    "~": "≈…",
    "@": "↗",
    "&": "↻↺",
    "'": "‘’‚",
    '"': "▀▔“”„",
    " ": "\N{NO-BREAK SPACE}",
    "/": "⏎⌫╱",
}
"""The ASCII character that stands for each glyph, box line and block."""
TO_ASCII = {glyph: sign for sign, glyphs in ASCII_SIGNS.items() for glyph in glyphs}


def shows_unicode(environment: Mapping[str, str]) -> bool:
    """Return whether a terminal with these variables shows more than ASCII.

    A terminal that says nothing about its encoding is taken to be one of today.
    """
    if environment.get("TERM") == "linux":
        return False
    given = {name: environment.get(name, "") for name in LOCALE_VARIABLES}
    name, values = SET_BY_PYTHON
    if sys.flags.utf8_mode and given[name] in values:
        given[name] = ""
    locale = next((locale for locale in given.values() if locale), "UTF-8")
    return "utf8" in locale.lower().replace("-", "")


@lru_cache(4096)
def to_ascii(text: str) -> str:
    """Return a text in ASCII that is as wide; what has no likeness becomes question marks."""
    if text.isascii():
        return text
    written = "".join(
        character if character.isascii() else TO_ASCII.get(character) or _letter(character)
        for character in text
    )
    # A sign of several characters is narrower than the sum of them.
    width = cell_len(text)
    return written[:width].ljust(width)


def _letter(character: str) -> str:
    """Return a letter without its accents, or question marks where nothing is left in ASCII."""
    parts = unicodedata.normalize("NFD", character)
    letter = "".join(part for part in parts if not unicodedata.combining(part))
    width = cell_len(character)
    return letter if letter.isascii() and len(letter) == width else UNKNOWN * width


class AsciiFilter(LineFilter):
    """Writes every line in ASCII, for terminals that show nothing else."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in ASCII, each as wide as before."""
        return [Segment(to_ascii(text), style, control) for text, style, control in segments]


class ReversedChips(LineFilter):
    """Turns the chips round where there are no colours, so that they stay chips."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments, those of chips reversed."""
        return [
            Segment(text, _reversed_if_chip(style), control) for text, style, control in segments
        ]


def _reversed_if_chip(style: Style | None) -> Style | None:
    if style is None or not style.meta.get(CHIP_META):
        return style
    return style + REVERSED


def needed_filters(*, has_colours: bool, has_unicode: bool) -> list[LineFilter]:
    """Return the filters that a terminal needs.

    Args:
        has_colours: Whether colours may be used.
        has_unicode: Whether it shows more than ASCII.
    """
    filters: list[LineFilter] = []
    if not has_colours:
        filters.append(ReversedChips())
    if not has_unicode:
        filters.append(AsciiFilter())
    return filters
