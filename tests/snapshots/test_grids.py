"""The kept grids show whole texts and no empty screens."""

from __future__ import annotations

import re

import pytest

from tests.grids import GRIDS
from tests.scenes import SIZES

KEY_BAR_LINES = 2
CUT_BESIDE_BLANKS = re.compile(r"…[”)]?\s{8,}[^│\s]|…[”)]?\s{8,}$")
"""A text that was cut, although its line has room for another word of it."""
SMALLEST_INK = {"80x24": 0.23, "120x40": 0.11, "200x60": 0.05}
"""The share of cells with a character on the emptiest screen, by the size of the terminal."""
SMALLEST_WIDTH = 0.95
"""The share of the terminal's width that the longest line of each screen reaches."""

SCREENS = [
    pytest.param(f"{width}x{height}", path.stem, id=f"{path.stem}-{width}x{height}")
    for width, height in SIZES
    for path in sorted((GRIDS / f"{width}x{height}").glob("*.txt"))
]


def screen_lines(size: str, name: str) -> list[str]:
    text = (GRIDS / size / f"{name}.txt").read_text(encoding="utf-8")
    return [line.partition("│")[2] for line in text.splitlines()]


@pytest.mark.parametrize(("size", "name"), SCREENS)
def test_no_text_is_cut_where_there_is_room_for_more_of_it(size: str, name: str) -> None:
    lines = screen_lines(size, name)[:-KEY_BAR_LINES]
    assert [line for line in lines if CUT_BESIDE_BLANKS.search(line)] == []


@pytest.mark.parametrize(("size", "name"), SCREENS)
def test_every_screen_uses_the_terminal_that_it_has(size: str, name: str) -> None:
    lines = screen_lines(size, name)
    width, height = map(int, size.split("x"))
    assert len(lines) == height
    assert max(len(line) for line in lines) >= SMALLEST_WIDTH * width
    assert len("".join("".join(lines).split())) >= SMALLEST_INK[size] * width * height
