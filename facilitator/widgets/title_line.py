"""A title with something to its right, on one line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.widgets.painted_lines import PaintedLines


class TitleLine(PaintedLines):
    """The title of a list at the left, and what is to be said of the list at the right."""

    DEFAULT_CSS = "TitleLine { height: 1; }"

    def __init__(self, title: str, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._title = title
        self._remark = ""

    def show(self, remark: str) -> None:
        """Say something else at the right."""
        self._remark = remark
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the title, with the remark at its right end where there is room."""
        return [title_line(self._title, self._remark, width)]


def title_line(title: str, remark: str, width: int) -> Content:
    """Return a title with a remark at the right end of so many cells, if there is room for it."""
    words, right = Content.styled(title, "bold $text-accent"), Content.styled(remark, "$text-muted")
    has_room = words.cell_length + 1 + right.cell_length <= width
    return spread(words, right if has_room else Content(""), width)


def spread(left: Content, right: Content, width: int) -> Content:
    """Return two texts at both ends of a line; the left one is shortened, the right one is whole.

    Args:
        left: The text at the left.
        right: The text at the right, which has to be short.
        width: How many cells the line has.
    """
    if not right.plain:
        return left.truncate(width, ellipsis=True)
    left = left.truncate(max(1, width - right.cell_length - 1), ellipsis=True)
    gap = max(1, width - left.cell_length - right.cell_length)
    return Content.assemble(left, " " * gap, right)
