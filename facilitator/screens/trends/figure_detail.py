"""The figure in hand: its course as a plot, or bars for what it is over, and what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual.content import Content

from facilitator.domain.figure_members import Member
from facilitator.domain.figure_types import Group
from facilitator.text import counted
from facilitator.widgets.figure_panel import FigureView, figure_lines
from facilitator.widgets.glyphs import COUNTED, TO_COUNT
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line
from facilitator.widgets.title_line import title_line

PLOT_SHARE = 0.55
"""How much of the height a plot takes at least where members are listed below it."""
LEAST_MEMBER_LINES = 3
"""With less room than this below a plot, it takes all of the height."""
BLOCK = "█"
RowT = TypeVar("RowT")
MOST_BLOCKS = 24
"""How long a bar is at most, in cells."""


@dataclass(frozen=True, slots=True)
class DetailView:
    """What is shown of the figure in hand.

    Attributes:
        name: What it is called.
        facts: What else is to be said of it.
        plot: Its course, for a share.
        groups: What it counts, for a figure that counts incidents by something, each with what
            people call it.
        members: The incidents or action items behind it.
        empty: What to say where there are none.
    """

    name: str
    facts: Sequence[str]
    plot: FigureView | None
    groups: Sequence[tuple[str, Group]]
    members: Sequence[Member]
    empty: str


class FigureDetail(PaintedLines):
    """Shows the figure in hand into whatever room there is."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._view: DetailView | None = None

    def show(self, view: DetailView) -> None:
        """Show a figure in the place of the one before."""
        self._view = view
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the figure."""
        return [] if self._view is None else detail_lines(self._view, width, height)


def detail_lines(view: DetailView, width: int, height: int) -> list[Content]:
    """Draw a figure into so many cells and lines; what there is no room for is counted."""
    if view.plot is not None:
        needed = max(1, len(view.members))
        top = max(int(height * PLOT_SHARE), height - needed - 1)
        if height - top - 1 < min(needed, LEAST_MEMBER_LINES):
            return list(figure_lines(view.plot, width, height))
        lines = list(figure_lines(view.plot, width, top))
        lines += [Content("")] * (top + 1 - len(lines))
        return lines + _member_lines(view, width, height - len(lines))
    head = [title_line(view.name, "", width)]
    if view.facts:
        head.append(Content.styled(" · ".join(view.facts), "$text-muted"))
    head.append(Content(""))
    if view.groups:
        return head + _group_lines(view.groups, width, height - len(head))
    return head + _member_lines(view, width, height - len(head))


def _member_lines(view: DetailView, width: int, height: int) -> list[Content]:
    """Return the members, each on as many lines as it takes where all of them fit, else on one."""
    if not view.members:
        return Content.styled(view.empty, "$text-muted").wrap(width)
    names = max(len(member.name) for member in view.members[: max(1, height)])
    largest = max((member.amount or 0) for member in view.members)
    shown = _that_fit(view.members, height)
    lines = [_member_line(member, names, largest, width) for member in shown]
    if len(shown) == len(view.members):
        whole = [part for one in lines for part in one.wrap(width)]
        if len(whole) <= height:
            return whole
    cut = [one.truncate(width, ellipsis=True) for one in lines]
    return cut + _left_out(len(view.members) - len(shown))


def _member_line(member: Member, names: int, largest: float, width: int) -> Content:
    sign = ""
    if member.counts is not None:
        sign = f"{COUNTED if member.counts else TO_COUNT} "
    head = Content.assemble((sign, "$text-accent"), (f"{member.name:<{names}} ", "$text-muted"))
    if member.amount is not None:
        bar = _bar(member.amount, largest, width // 3)
        return Content.assemble(
            head, bar, (f" {member.words}", "bold"), "  ", line(member.title, "$text-muted")
        )
    words = Content.assemble(line(member.words), "  ") if member.words else Content("")
    return Content.assemble(head, words, line(member.title, "$text-muted" if member.words else ""))


def _group_lines(groups: Sequence[tuple[str, Group]], width: int, height: int) -> list[Content]:
    shown = _that_fit(groups, height)
    names = min(width // 3, max(len(name) for name, _ in shown))
    most = max(group.incidents for _, group in groups)
    heads = []
    for words, group in shown:
        name = line(words).truncate(names, ellipsis=True)
        bar = _bar(group.incidents, most, width // 4)
        heads.append(Content.assemble(name.pad_right(names - name.cell_length), " ", bar))
    forms = zip(*(_group_words(group) for _, group in shown), strict=True)
    for words_of_all in forms:
        lines = [
            Content.assemble(head, f" {words}")
            for head, words in zip(heads, words_of_all, strict=True)
        ]
        if all(whole.cell_length <= width for whole in lines):
            break
    lines = [whole.truncate(width, ellipsis=True) for whole in lines]
    return lines + _left_out(len(groups) - len(shown))


def _group_words(group: Group) -> tuple[str, str, str]:
    """Return how many incidents there were and came back, in words that get fewer."""
    incidents = counted(group.incidents, "incident")
    if not group.repeat.of:
        return incidents, incidents, incidents
    came_back = f"{incidents} · {group.repeat.n:,} came back"
    return f"{came_back} of {group.repeat.of:,} with a cause", came_back, incidents


def _bar(amount: float, largest: float, room: int) -> Content:
    """Return a bar that is as long as its amount; the largest one takes all of the room."""
    longest = max(1, min(MOST_BLOCKS, room))
    length = round(amount / largest * longest) if largest else 0
    return Content.styled(BLOCK * max(1 if amount else 0, length), "$text-accent")


def _that_fit(rows: Sequence[RowT], height: int) -> Sequence[RowT]:
    """Return the rows that fit, with a line left for how many do not."""
    return rows if len(rows) <= height else rows[: max(1, height - 1)]


def _left_out(count: int) -> list[Content]:
    return [Content.styled(f"and {count:,} more", "$text-muted")] if count else []
