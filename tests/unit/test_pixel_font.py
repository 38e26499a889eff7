"""Large letters are drawn with blocks, two pixels in a cell or two cells a pixel."""

from __future__ import annotations

import pytest

from facilitator.widgets.pixel_font import (
    GLYPHS,
    LARGE_HEIGHT,
    can_draw,
    pixel_lines,
    pixel_paragraph,
)


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


def test_letters_are_unlike_each_other() -> None:
    drawn = {letter: tuple(pixel_lines(letter)) for letter in GLYPHS}
    alike = {
        (one, other)
        for one in drawn
        for other in drawn
        if one < other and drawn[one] == drawn[other]
    }
    # Whoever reads a word knows which of the two it is.
    assert alike == {("0", "O"), ("5", "S")}


def test_a_paragraph_wraps_at_its_words_with_a_line_in_between() -> None:
    add, deploys = pixel_lines("ADD"), pixel_lines("DEPLOYS")
    assert pixel_paragraph("Add deploys", len(deploys[0])) == [*add, "", *deploys]
    assert pixel_paragraph("Add\n deploys", 80) == pixel_lines("ADD DEPLOYS")


def test_a_name_with_marks_is_drawn_however_it_was_typed() -> None:
    composed = pixel_paragraph("Zoë Strauß", 80)
    assert composed == pixel_paragraph("Zoe\N{COMBINING DIAERESIS} Strauss", 80)
    assert composed != pixel_paragraph("Zoe Strauss", 80)


@pytest.mark.parametrize(
    "text",
    ["", "漢字", "עברית", "fix 🚑", "incomprehensibilities", "one two three four five six seven"],
)
def test_what_has_no_letters_or_no_room_is_left_to_plain_text(text: str) -> None:
    assert pixel_paragraph(text, 40) is None
