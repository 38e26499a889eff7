"""The thin scrollbar: its line is as long as what is in view, and stands where that is."""

from __future__ import annotations

import pytest

from facilitator.widgets.scroll_bar import THUMB, ThinScrollBar


def drawn(size: int, virtual_size: float, position: float) -> str:
    bar = ThinScrollBar.render_bar(size, virtual_size, size, position)
    return "".join(segment.text for segment in bar.segments)


@pytest.mark.parametrize(
    ("position", "bar"),
    [(0, f"{THUMB * 5}     "), (5, f"  {THUMB * 5}   "), (10, f"     {THUMB * 5}")],
)
def test_the_line_moves_with_the_text(position: float, bar: str) -> None:
    assert drawn(10, 20, position) == bar


def test_a_very_long_text_leaves_a_line_of_one_cell() -> None:
    assert drawn(10, 100_000, 99_990) == " " * 9 + THUMB


def test_a_click_beside_the_line_scrolls_and_the_line_can_be_dragged() -> None:
    bar = ThinScrollBar.render_bar(3, 9, 3, 3)
    actions = [segment.style.meta["@mouse.down"] for segment in bar.segments if segment.style]
    assert actions == ["scroll_up", "grab", "scroll_down"]
