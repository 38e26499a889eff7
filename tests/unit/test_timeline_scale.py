"""Where moments lie on a bar: to scale, unless a few gaps dwarf all the others."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.timeline_phases import Phase, moments, phases
from facilitator.domain.timeline_scale import Scale, broken_gaps
from tests.support import at, incident

MINUTE, DAY = 60, 24 * 3600


def after_gaps(*seconds: int) -> list[datetime]:
    """The moments with these gaps between them, from 9 o'clock."""
    return [at("09:00") + timedelta(seconds=passed) for passed in accumulate((0, *seconds))]


def broken(*seconds: int) -> list[float]:
    """The lengths of the gaps that are broken, in seconds."""
    return [gap.length.total_seconds() for gap in broken_gaps(after_gaps(*seconds))]


def test_one_gap_that_dwarfs_the_rest_is_broken() -> None:
    assert broken(*[3] * 59, 3 * DAY) == [3 * DAY]
    assert broken(MINUTE, 2 * DAY, MINUTE, MINUTE) == [2 * DAY]


def test_several_gaps_of_days_are_broken_in_their_order() -> None:
    assert broken(60, 2 * DAY, 60, 3 * DAY, 60, 60) == [2 * DAY, 3 * DAY]


def test_an_ordinary_timeline_is_to_scale() -> None:
    assert broken(5 * MINUTE, 4 * MINUTE, 38 * MINUTE, 8 * MINUTE, 9 * MINUTE, 19 * MINUTE) == []
    assert broken(60 * MINUTE, 20 * MINUTE, 8 * MINUTE, MINUTE) == []


def test_two_moments_and_a_far_third_one_are_to_scale() -> None:
    assert broken(4 * MINUTE, 3 * DAY) == []
    assert broken() == []


def test_the_cells_of_an_ordinary_incident_are_to_scale() -> None:
    told = incident(
        stamps={"impact_began": "09:00", "first_alert": "09:10", "acknowledged": "09:40"}
    )
    scale = Scale(moments(told), phases(told), 80)
    assert scale.cells == [20, 60]
    assert [scale.cell(moment) for moment in moments(told)] == [0, 20, 79]
    assert scale.cell(at("09:25")) == 50


def test_a_broken_gap_leaves_most_of_the_bar_to_the_rest() -> None:
    all_moments = after_gaps(*[3] * 60, 3 * DAY)
    stretch = [Phase("fix", all_moments[0], all_moments[-1])]
    scale = Scale(all_moments, stretch, 100)
    assert [gap.length for gap in scale.broken] == [timedelta(days=3)]
    assert [scale.cell(moment) for moment in all_moments[::20]] == [0, 26, 53, 80]
    assert scale.cell(all_moments[-1]) == 99


def test_a_phase_of_a_second_has_a_cell() -> None:
    all_moments = after_gaps(1, 5 * 3600, 1)
    stretches = [
        Phase(name, start, end)
        for name, (start, end) in zip(
            ("detect", "diagnose", "fix"), pairwise(all_moments), strict=True
        )
    ]
    assert Scale(all_moments, stretches, 40).cells == [1, 38, 1]


def test_a_single_moment_lies_at_the_start() -> None:
    assert Scale(after_gaps(), [], 40).cell(at("09:00")) == 0


GAPS = st.lists(st.integers(1, 5) | st.integers(1, 10**7), min_size=1, max_size=14)


@given(GAPS, st.integers(1, 200), st.sets(st.integers(1, 13)))
def test_cells_add_up_and_keep_the_order_of_time(
    gaps: list[int], width: int, borders: set[int]
) -> None:
    all_moments = after_gaps(*gaps)
    inner = [all_moments[index] for index in sorted(borders) if index < len(gaps)]
    edges = [all_moments[0], *inner, all_moments[-1]]
    stretches = [Phase("fix", start, end) for start, end in pairwise(edges)]
    scale = Scale(all_moments, stretches, width)
    assert sum(scale.cells) == width
    assert min(scale.cells) >= (1 if len(stretches) <= width else 0)
    places = [scale.cell(moment) for moment in all_moments]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, width - 1)
    if len(stretches) <= width:
        starts = [scale.cell(edge) for edge in edges[:-1]]
        assert starts == [0, *accumulate(scale.cells[:-1])]


@given(GAPS)
def test_a_gap_is_broken_only_if_it_dwarfs_all_that_are_not(gaps: list[int]) -> None:
    found = broken(*gaps)
    rest = sum(gaps) - sum(found)
    assert all(length > 8 * rest for length in found)
    assert not found or len(gaps) - len(found) >= 3


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_bar_that_is_too_narrow_for_its_phases_still_adds_up(width: int) -> None:
    all_moments = after_gaps(1, 1, 1, 1, 1)
    stretches = [Phase("fix", start, end) for start, end in pairwise(all_moments)]
    assert sum(Scale(all_moments, stretches, width).cells) == width
