"""Why the incident in hand came back: what had become of the action items of the earlier ones."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.domain.figure_types import Finding
from facilitator.domain.verdict_words import earlier_in_words, finding_in_words, in_brief
from facilitator.widgets.glyphs import REPEAT
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line

MOST_EARLIER = 5
"""How many earlier incidents of the cause are named at most: no screen has room for more."""


class CameBack(PaintedLines):
    """Says what the incident repeats and why, and below it the same of those before, as they fit.

    It takes no room while the incident repeats none.
    """

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._number = 0
        self._chain: Sequence[Finding] = ()

    def show(self, number: int, chain: Sequence[Finding]) -> None:
        """Show the findings about an incident in the place of those before.

        Args:
            number: The number of the incident.
            chain: What had become of the items of each earlier one, the latest one first.
        """
        self._number, self._chain = number, chain
        self.set_class(bool(chain), "-shown")
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines: the whole sentence, or where it does not fit, a brief one."""
        if not self._chain:
            return []
        latest, *others = self._chain
        lines = _came_back(finding_in_words(self._number, latest)).wrap(width)
        if len(lines) > height:
            lines = _came_back(in_brief(latest)).wrap(width)
        lines += [line(earlier_in_words(finding), "$text-muted") for finding in others]
        return lines[:height]


def _came_back(words: str) -> Content:
    return Content.assemble((f"{REPEAT} Came back: ", "bold $text-warning"), line(words))
