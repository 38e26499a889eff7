"""Bars over months, as text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from facilitator.widgets.bar_plot import Bar, BarPlot, plot_lines
from facilitator.widgets.figure_panel import FigureView, figure_lines

VALUES = (None, 0.0, 0.03, 0.54, 0.45, 0.4, 0.33, 0.12, 0.25)


def plot(*values: float | None, target: float = 0.12) -> BarPlot:
    bars = [
        Bar(
            date(2025 + (number + 2) // 12, (number + 2) % 12 + 1, 1),
            value,
            value is not None and value <= target,
        )
        for number, value in enumerate(values)
    ]
    return BarPlot(bars, target)


def drawn(lines: list[Content]) -> list[str]:
    return [line.plain.rstrip() for line in lines]


def test_bars_have_an_axis_values_names_and_the_target_as_a_line() -> None:
    assert drawn(plot_lines(plot(*VALUES), 44, 8)) == [
        " 60%             ▃▃▃",
        "                  54 ▄▄▄",
        "                 ███  45  40 ▂▂▂",
        "                 ███ ███ ███  33     ▄▄▄",
        " 12% ┄┄┄┄┄┄┄┄ 3 ┄███┄███┄███┄███┄▂▂▂┄ 25┄",
        "      ·   0  ▂▂▂ ███ ███ ███ ███  12 ███",
        "  0% ────────────────────────────────────",
        "     Mar Apr✓May✓Jun Jul Aug Sep Oct✓Nov",
    ]


def test_a_compact_plot_has_initials_and_the_sign_of_the_target() -> None:
    assert drawn(plot_lines(plot(*VALUES), 27, 3)) == [
        "         ▆▆ ▄▄ ▃▃ ▁▁",
        "·     ▁▁ ██ ██ ██ ██ ▃▃ ▇▇",
        "M  A✓ M✓ J  J  A  S  O✓ N",
    ]


def test_a_plot_with_wide_bars_names_a_january_by_its_year() -> None:
    *_, names = drawn(plot_lines(plot(*[0.5] * 14), 90, 8))
    assert names.split()[10:] == ["’26", "Feb", "Mar", "Apr"]


def test_a_plot_without_months_is_an_empty_frame() -> None:
    lines = drawn(plot_lines(BarPlot([], 0.9), 40, 6))
    assert lines == [" 90%", "", "", "", "  0%", ""]


@given(
    st.lists(st.none() | st.floats(0, 1), max_size=36),
    st.sampled_from([0.05, 0.12, 0.9, 1.0]),
    st.integers(5, 130),
    st.integers(3, 20),
)
def test_a_plot_keeps_within_its_cells_and_shows_the_newest_months(
    values: list[float | None], target: float, width: int, height: int
) -> None:
    shown = plot(*values, target=target)
    lines = plot_lines(shown, width, height)
    assert len(lines) == height
    assert max(line.cell_length for line in lines) <= width
    names = lines[-1].plain.replace("✓", " ").split()
    if names and not names[-1].startswith("’"):
        assert names[-1][0] == f"{shown.bars[-1].month:%b}"[0]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_value_never_has_a_lower_bar(one: float, other: float) -> None:
    low, high = sorted((one, other))
    lines = drawn(plot_lines(plot(low, high, target=1.0), 8, 3))
    heights = [
        sum(" ▁▂▃▄▅▆▇█".index(line.ljust(8)[column]) for line in lines[:-1]) for column in (0, 3)
    ]
    assert heights == sorted(heights)


def test_no_data_is_a_dot_and_zero_is_a_number() -> None:
    lines = drawn(plot_lines(plot(None, 0.0), 20, 6))
    assert lines[3].endswith("·   0") or "·" in lines[3]
    assert "0" in lines[3].replace("0%", "")
    assert not set("▁▂▃▄▅▆▇█") & set("".join(lines))


FACTS = (Content("2 of 8 incidents"), Content("▼ was 47% in May"), Content("1 preventable"))


def view(rate: float | None = 0.25) -> FigureView:
    return FigureView(
        "Repeat incident rate", "rolling 6 months", "over target 12%", rate, False, FACTS,
        plot(*VALUES),
    )  # fmt: skip


def test_a_figure_in_one_line_leaves_out_facts_instead_of_cutting_them() -> None:
    (wide,) = drawn(list(figure_lines(view(), 100, 1)))
    assert wide == (
        "Repeat incident rate 25% 2 of 8 incidents · ▼ was 47% in May · over target 12%"
        " · 1 preventable"
    )
    (narrow,) = drawn(list(figure_lines(view(), 70, 1)))
    assert narrow == "Repeat incident rate 25% 2 of 8 incidents · ▼ was 47% in May"


def test_a_figure_in_five_lines_has_its_digits_beside_a_compact_plot() -> None:
    lines = drawn(list(figure_lines(view(), 60, 5)))
    assert lines[0] == "Repeat incident rate  rolling 6 months · over target 12%"
    assert lines[1].startswith("▀▀█ █▀▀ ▀ █")
    assert lines[3].startswith("▀▀▀ ▀▀▀ ▀ ▀")
    assert lines[3].endswith("N")
    assert lines[4] == "2 of 8 incidents · ▼ was 47% in May · 1 preventable"


def test_the_head_of_a_narrow_figure_keeps_the_target_and_leaves_out_the_window() -> None:
    lines = drawn(list(figure_lines(view(), 45, 12)))
    assert lines[0] == "Repeat incident rate  over target 12%"


@pytest.mark.parametrize(("width", "height"), [(57, 9), (90, 16), (40, 12), (24, 5), (30, 1)])
def test_a_figure_keeps_within_its_cells_and_its_lines(width: int, height: int) -> None:
    for rate in (None, 0.0, 0.25, 1.0):
        lines = figure_lines(view(rate), width, height)
        assert len(lines) <= height
        *_, last = drawn(list(lines))
        assert last
