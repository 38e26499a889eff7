"""Text of a fixed size that changes without a layout, for what changes at a tick or at a key."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.widgets.painted_lines import PaintedLines


class PaintedText(PaintedLines):
    """Shows the lines of a text; what changes is painted, and nothing around it moves."""

    def __init__(self, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, classes=classes)
        self.content = Content("")

    def update(self, content: Content) -> None:
        """Show a text in the place of the one before; only the cells that differ are painted."""
        if not content.is_same(self.content):
            self.content = content
            self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the text, wrapped as far as there are lines for that."""
        lines = self.content.split("\n", allow_blank=True)
        wrapped = [part for line in lines for part in line.wrap(width)]
        return wrapped if len(wrapped) <= height else lines
