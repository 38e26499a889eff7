"""What a screen shows as lines of text, each with a short mark of its colours, to compare by.

A file holds a screen at one size in the dark and the light theme. A change of words is seen as such
in its difference; where only a mark differs, so do the colours or styles of that line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from textual.strip import Strip

GRIDS = Path(__file__).parent / "snapshots" / "grids"
MARK_LENGTH = 4


@dataclass(frozen=True)
class GridLine:
    """A line of a screen.

    Attributes:
        text: What it says.
        mark: A few letters that differ where its colours or styles do.
    """

    text: str
    mark: str


def grid_lines(strips: Sequence[Strip]) -> list[GridLine]:
    """Return the lines of a screen as it is painted."""
    return [GridLine(strip.text.rstrip(), _mark(strip)) for strip in strips]


def _mark(strip: Strip) -> str:
    styled = "\n".join(f"{segment.text}\t{segment.style}" for segment in strip.simplify())
    return sha256(styled.encode()).hexdigest()[:MARK_LENGTH]


def grid_file(dark: Sequence[GridLine], light: Sequence[GridLine]) -> str:
    """Return the file of a screen: the marks of its lines in dark and in light, and their text.

    Raises:
        ValueError: A theme changes the words.
    """
    lines = []
    for in_dark, in_light in zip(dark, light, strict=True):
        if in_dark.text != in_light.text:
            raise ValueError(f"{in_dark.text!r} is {in_light.text!r} in the light theme")
        lines.append(f"{in_dark.mark} {in_light.mark} │{in_dark.text}".rstrip())
    return "\n".join(lines) + "\n"


def grid_path(name: str, size: tuple[int, int]) -> Path:
    """Return where the file of a screen lies."""
    width, height = size
    return GRIDS / f"{width}x{height}" / f"{name}.txt"
