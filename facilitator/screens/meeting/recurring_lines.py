"""What recurs across incidents, as rows with bars: causes over services and kinds of factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from facilitator.domain.patterns import MONTHS, Recurring
from facilitator.domain.themes.comparison import LEAST_FOR_DIRECTION, Direction
from facilitator.widgets.columns import beside
from facilitator.widgets.glyphs import FALLING, RISING
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line
from facilitator.widgets.title_line import spread, title_line

BLOCK, NO_BLOCK = "■", "·"
MOST_BLOCKS = 5
ARROWS = {
    Direction.RISING: (RISING, "bold $text-error"),
    Direction.FALLING: (FALLING, "$text-success"),
}
ARROW_LEGEND = (
    f"{RISING} clearly more, {FALLING} fewer than in the {MONTHS} months before"
    f" ({LEAST_FOR_DIRECTION}+)"
)
CAUSES, SERVICES, FACTORS = "Causes that came back", "Services", "What made it worse"
NOTHING_TWICE = "Nothing has come up twice yet"
LEAST_SIDE_BY_SIDE = 56
"""From this many cells on, services stand beside the kinds of factors, and not above them."""
FACTORS_WIDTH, BETWEEN = 31, 2
"""How wide the kinds of factors are at least, and how far from the services."""
LEAST_CAUSES = 4
"""Where fewer causes than this would fit above the other lists, they take all of the room."""
LEAST_ROWS = 2
"""A list with less room than this under its title is left out."""
MOST_SERVICES = 5
"""How many services are listed while there is no room to spare."""


@dataclass(frozen=True, slots=True)
class Recurrences:
    """What recurs, the most frequent first.

    Attributes:
        causes: The causes of several incidents.
        services: The services that had several.
        factors: The kinds of contributing factors.
    """

    causes: Sequence[Recurring] = ()
    services: Sequence[Recurring] = ()
    factors: Sequence[Recurring] = ()


class RecurringLines(PaintedLines):
    """Shows what recurs, as much of it as there is room for."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._recurrences: Recurrences | None = None

    def show(self, recurrences: Recurrences) -> None:
        """Show these recurrences in the place of those before."""
        self._recurrences = recurrences
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return what recurs, as far as there is room, with a legend for the arrows."""
        return (
            [] if self._recurrences is None else recurring_lines(self._recurrences, width, height)
        )


def recurring_lines(found: Recurrences, width: int, height: int) -> list[Content]:
    """Draw what recurs into so many cells and lines; what there is no room for is counted."""
    if not found.causes and not found.services and not found.factors:
        return [title_line(CAUSES, "", width), Content.styled(f" {NOTHING_TWICE}", "$text-muted")]
    is_side_by_side = width >= LEAST_SIDE_BY_SIDE
    below = 2 + min(MOST_SERVICES, max(len(found.services), len(found.factors)))
    for_causes = height - below if height - below > LEAST_CAUSES else height
    lines = _causes(found.causes, width, for_causes)
    left = height - len(lines) - 1
    if left > LEAST_ROWS:
        lines.append(Content(""))
        if is_side_by_side:
            lines += _side_by_side(found, width, left)
        else:
            lines += _stacked(found, width, left)
    entries = (*found.causes, *found.services, *found.factors)
    legend = Content.styled(f" {ARROW_LEGEND}", "$text-muted")
    has_room = len(lines) < height - 1 and legend.cell_length <= width
    if has_room and any(entry.direction for entry in entries):
        lines += [Content(""), legend]
    return lines


def _causes(causes: Sequence[Recurring], width: int, height: int) -> list[Content]:
    if not causes:
        lines = [title_line(CAUSES, "", width)]
        return [*lines, Content.styled(f" {NOTHING_TWICE}", "$text-muted")]
    return _block(CAUSES, causes, width, height, remark="all time", incidents=_fitting(width))


def _fitting(width: int) -> int:
    """Return how many incidents of a cause a row of so many cells names."""
    return 3 if width >= 54 else 1 if width >= 40 else 0


def _side_by_side(found: Recurrences, width: int, height: int) -> list[Content]:
    factors_width = max(FACTORS_WIDTH, (width - BETWEEN) // 2)
    services_width = width - factors_width - BETWEEN
    services = _block(SERVICES, found.services, services_width, height)
    factors = _block(FACTORS, found.factors, factors_width, height)
    return beside(services, factors, services_width + BETWEEN)


def _stacked(found: Recurrences, width: int, height: int) -> list[Content]:
    lines = _block(SERVICES, found.services, width, min(height, 1 + MOST_SERVICES))
    left = height - len(lines) - 1
    if left > LEAST_ROWS and found.factors:
        lines += [Content(""), *_block(FACTORS, found.factors, width, left)]
    return lines


def _block(
    title: str,
    entries: Sequence[Recurring],
    width: int,
    height: int,
    *,
    remark: str = "",
    incidents: int = 0,
) -> list[Content]:
    """Return a title with a row for each entry, as many as fit.

    Args:
        title: What the rows are.
        entries: The rows, the most frequent first.
        width: How many cells a row has.
        height: How many lines there are.
        remark: What is said at the right of the title.
        incidents: How many incidents a row names.
    """
    if not entries:
        return []
    room = max(1, height - 1)
    shown = entries if len(entries) <= room else entries[: room - 1]
    numbers = [_incidents(entry, incidents) for entry in shown]
    widest = max((len(words) for words in numbers), default=0)
    has_arrows = any(entry.direction for entry in shown)
    lines = [title_line(title, remark, width)]
    for entry, words in zip(shown, numbers, strict=True):
        right = Content.assemble(
            _blocks(entry, highest=entries[0].count),
            (f" {entry.count:>{len(str(entries[0].count))}}×", "bold"),
            _arrow(entry) if has_arrows else "",
            (f"  {words:>{widest}}" if widest else "", "$text-muted"),
        )
        lines.append(spread(Content.assemble(" ", line(entry.name)), right, width))
    if len(shown) < len(entries):
        more = f" and {len(entries) - len(shown):,} more"
        lines.append(Content.styled(more, "$text-muted"))
    return lines[:height]


def _incidents(entry: Recurring, most: int) -> str:
    """Return the newest incidents of an entry, and how many others: `#45 #44 #37 +2`."""
    if not most:
        return ""
    words = " ".join(f"#{number}" for number in entry.incidents[:most])
    others = len(entry.incidents) - most
    return f"{words} +{others}" if others > 0 else words


def _blocks(entry: Recurring, highest: int) -> Content:
    """Return how often something occurred as blocks that stand apart."""
    blocks = max(1, round(entry.count / max(highest, MOST_BLOCKS) * MOST_BLOCKS))
    return Content.assemble(
        (BLOCK * blocks, "$text-accent"), (NO_BLOCK * (MOST_BLOCKS - blocks), "$text-muted")
    )


def _arrow(entry: Recurring) -> tuple[str, str]:
    arrow, style = (" ", "") if entry.direction is None else ARROWS[entry.direction]
    return f" {arrow}", style
