"""How wide the segments of the agenda are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.widgets.agenda_bar import GAP, LEAST_WIDTH, segment_widths


def test_a_segment_is_as_wide_as_its_minutes() -> None:
    assert segment_widths((600, 1800, 600), 118) == (23, 70, 23)


def test_a_short_segment_has_room_for_its_name() -> None:
    assert segment_widths((60, 2880, 60), 78) == (LEAST_WIDTH, 36, LEAST_WIDTH)


@pytest.mark.parametrize("width", [20, 78, 118, 198])
@given(st.lists(st.integers(0, 36_000), min_size=3, max_size=3))
def test_the_segments_fill_the_whole_width(width: int, lengths: list[int]) -> None:
    widths = segment_widths(tuple(float(length) for length in lengths), width)
    assert sum(widths) + 2 * GAP == width
    assert min(widths) >= 0


@given(st.lists(st.integers(1, 240), min_size=3, max_size=3), st.integers(62, 200))
def test_the_blocks_of_the_first_run_fill_the_line_and_the_longest_is_the_widest(
    agenda: list[int], width: int
) -> None:
    widths = segment_widths(tuple(agenda), width)
    assert sum(widths) + 2 == width
    assert min(widths) >= LEAST_WIDTH
    assert widths[agenda.index(max(agenda))] == max(widths)
