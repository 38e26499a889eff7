"""One figure in large digits, with its bars over months, as high as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from facilitator.widgets.bar_plot import BarPlot, plot_lines
from facilitator.widgets.columns import beside
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.pixel_font import SMALL_HEIGHT, pixel_lines

LEAST_FULL_HEIGHT = 8
"""From this many lines on, what is to be said stands under the digits, and not below the plot."""
LARGE_DIGITS_HEIGHT, LARGE_DIGITS_WIDTH = 12, 50
"""From this size on, the digits are large ones."""
BETWEEN = 2
"""How many cells lie between the digits and the plot."""
NOTHING = "-"
"""What stands for a figure over nothing, in the letters of the pixel font."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as it is shown.

    Attributes:
        name: What it is called.
        window: What it is counted over.
        target: How it compares with its target, in words; "" where it has none.
        rate: From 0 to 1; None over nothing.
        is_good: Whether it meets its target.
        facts: What else is to be said of it, what matters most first, each short enough for a line.
        plot: Its course over months; the last bar is the figure itself.
    """

    name: str
    window: str
    target: str
    rate: float | None
    is_good: bool
    facts: Sequence[Content]
    plot: BarPlot

    @property
    def style(self) -> str:
        """The colour of its digits."""
        if self.rate is None:
            return "$text-muted"
        return self.plot.color(is_good=self.is_good)

    @property
    def digits(self) -> str:
        """Its digits, in the letters of the pixel font."""
        return NOTHING if self.rate is None else f"{self.rate:.0%}"


class FigurePanel(PaintedLines):
    """Shows a figure in one line, in five, or with a plot that has an axis."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._view: FigureView | None = None

    def show(self, view: FigureView) -> None:
        """Show a figure in the place of the one before."""
        self._view = view
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the figure."""
        if self._view is None:
            return []
        return figure_lines(self._view, width, height)


def figure_lines(view: FigureView, width: int, height: int) -> Sequence[Content]:
    """Draw a figure into so many cells and lines."""
    if height < SMALL_HEIGHT + 1:
        return [_one_line(view, width)]
    title = _title(view, width)
    if height >= LEAST_FULL_HEIGHT:
        return [title, *_full(view, width, height - 1)]
    digits = _digits(view, large=False)
    left = digits[0].cell_length + BETWEEN
    plot = plot_lines(view.plot, max(0, width - left), SMALL_HEIGHT)
    return [title, *beside(digits, plot, left), _as_many_as_fit(view.facts, width)]


def _title(view: FigureView, width: int) -> Content:
    """Return the name with what the figure is counted over and its target, or with one of them.

    The target is what stays where there is no room for both.
    """
    name = Content.styled(view.name, "bold $text-accent")
    both = " · ".join(filter(None, [view.window, view.target]))
    room = width - name.cell_length - BETWEEN
    about = both if cell_len(both) <= room else view.target or view.window
    return Content.assemble(name, (f"{' ' * BETWEEN}{about}", "$text-muted"))


def _one_line(view: FigureView, width: int) -> Content:
    words = "–" if view.rate is None else view.digits
    lead = Content.assemble(f"{view.name} ", (words, f"bold {view.style}"), " ")
    facts = [*view.facts[:2], Content.styled(view.target, "$text-muted"), *view.facts[2:]]
    return Content.assemble(lead, _as_many_as_fit(facts, width - lead.cell_length))


def _full(view: FigureView, width: int, height: int) -> list[Content]:
    is_large = height >= LARGE_DIGITS_HEIGHT and width >= LARGE_DIGITS_WIDTH
    words = [*_digits(view, large=is_large), Content(""), *view.facts]
    left = min(width // 2, max(content.cell_length for content in words) + BETWEEN)
    words = [content.truncate(left - 1, ellipsis=True) for content in words[:height]]
    return beside(words, plot_lines(view.plot, width - left, height), left)


def _digits(view: FigureView, *, large: bool) -> list[Content]:
    return [Content.styled(pixels, view.style) for pixels in pixel_lines(view.digits, large=large)]


def _as_many_as_fit(facts: Sequence[Content], width: int) -> Content:
    """Return the first facts with dots between them; none of them is cut."""
    joined = facts[0]
    for fact in facts[1:]:
        longer = Content.assemble(joined, (" · ", "$text-muted"), fact)
        if longer.cell_length > width:
            break
        joined = longer
    return joined
