"""Large letters are drawn with blocks, two pixels in a cell or two cells a pixel."""

from __future__ import annotations

import pytest

from facilitator.widgets.pixel_font import GLYPHS, LARGE_HEIGHT, can_draw, pixel_lines


def test_two_pixels_share_a_cell() -> None:
    assert pixel_lines("7:2") == ["▀▀█ ▄ ▀▀█", "  █ ▄ █▀▀", "  ▀   ▀▀▀"]


def test_large_letters_take_two_cells_a_pixel() -> None:
    assert pixel_lines("1", large=True) == ["  ██  ", "████  ", "  ██  ", "  ██  ", "██████"]


@pytest.mark.parametrize("letter", GLYPHS)
def test_every_letter_is_as_high_as_the_others_and_its_lines_are_equally_long(letter: str) -> None:
    for large in (False, True):
        lines = pixel_lines(letter, large=large)
        assert len(lines) == (LARGE_HEIGHT if large else 3)
        assert len({len(line) for line in lines}) == 1


def test_a_text_with_another_letter_can_not_be_drawn() -> None:
    assert can_draw("12:30")
    assert not can_draw("12:30 漢")
