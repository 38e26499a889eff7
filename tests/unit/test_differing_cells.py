"""Where two lines differ: never too little is painted, and seldom too much."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from facilitator.widgets.differing_cells import differing_cells

STYLES = [None, Style(bold=True), Style(color="red"), Style(color="red", bold=True)]
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
MARKED = ["e\N{COMBINING ACUTE ACCENT}", "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}", FAMILY]
PIECES = st.lists(
    st.tuples(st.text("ab 漢é", max_size=4) | st.sampled_from(MARKED), st.sampled_from(STYLES)),
    max_size=5,
)


def strip_of(pieces: Sequence[tuple[str, Style | None]]) -> Strip:
    return Strip([Segment(text, style) for text, style in pieces])


def cut_out(strip: Strip, start: int, end: int) -> list[tuple[str, Style | None]]:
    """Return what is seen of a part of a line, a character at a time."""
    return [(sign, style) for text, style, _ in strip.crop(start, end) for sign in text]


def test_only_the_cells_that_differ_are_named() -> None:
    before = strip_of([("▌ ", STYLES[2]), ("Mei, due Monday", None)])
    after = strip_of([("▌ ", STYLES[2]), ("Sam, due Monday", None)])
    assert differing_cells(before, after) == (2, 5)


def test_an_accent_of_its_own_is_a_difference_of_its_letter() -> None:
    before, after = strip_of([("cafe", None)]), strip_of([("cafe\N{COMBINING ACUTE ACCENT}", None)])
    assert differing_cells(before, after) == (3, 4)


def test_another_colour_of_the_same_text_is_a_difference() -> None:
    before, after = strip_of([("late", STYLES[2])]), strip_of([("late", STYLES[3])])
    assert differing_cells(before, after) == (0, 4)


def test_the_same_line_in_other_pieces_is_no_difference() -> None:
    before = strip_of([("on", STYLES[1]), ("time", STYLES[1])])
    assert differing_cells(before, strip_of([("ontime", STYLES[1])])) == (0, 0)


@given(PIECES, PIECES)
def test_what_lies_outside_of_the_named_cells_is_the_same(
    before: list[tuple[str, Style | None]], after: list[tuple[str, Style | None]]
) -> None:
    one, other = strip_of(before), strip_of(after)
    start, end = differing_cells(one, other)
    width = max(one.cell_length, other.cell_length)
    assert 0 <= start <= end <= width
    assert cut_out(one, 0, start) == cut_out(other, 0, start)
    if start < end:
        assert cut_out(one, end, width) == cut_out(other, end, width)
    else:
        assert cut_out(one, 0, width) == cut_out(other, 0, width)
