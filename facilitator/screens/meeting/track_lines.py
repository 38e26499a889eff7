"""The meetings of an action item as a track of three lines, with today at its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from facilitator.domain.due_dates import short_day
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.meeting_track import Stop
from facilitator.screens.action_card import STATUS_COLOURS
from facilitator.widgets.glyphs import ELAPSED
from facilitator.widgets.text import line

OPEN_QUESTION = "?"
"""What stands for today until the room has said something."""
NARROWEST = 14
"""How many cells a stop takes at least."""
WIDEST = 40
"""How many cells a stop takes at most."""
USUAL = 3
"""A track of so many stops or fewer has stops as wide as one of so many."""
UNSAID = 6
"""How many cells today takes as long as it is a question."""
COUNTED = 12
"""How many cells the number of the stops takes that there is no room for."""


class Track:
    """The newest stops that fit, drawn into so many cells.

    Attributes:
        unsaid: The stops whose words do not fit below them, the newest first.
        left_out: How many earlier stops there is no room for.
    """

    def __init__(self, earlier: Sequence[Stop], now: Stop | None, width: int, today: date) -> None:
        """Choose the stops.

        Args:
            earlier: What was said before, oldest first.
            now: What the meeting says today, or None as long as it is a question.
            width: How many cells there are.
            today: The present day.
        """
        last = NARROWEST if now else UNSAID
        fitting = max(0, width - last) // NARROWEST
        if len(earlier) > fitting:
            fitting = max(0, width - last - COUNTED) // NARROWEST
        self.left_out = max(0, len(earlier) - fitting)
        self._shown, self._now, self._today = earlier[self.left_out :], now, today
        room = width - (COUNTED if self.left_out else 0)
        # Today has as much room as the others once it has words.
        count = max(1, len(self._shown) + (1 if now else 0))
        free = room if now else room - last
        usual = min(WIDEST, free // max(USUAL, count))
        self._cell = max(usual, min(NARROWEST, free // count))
        left = room - self._cell * len(self._shown)
        # The last words go on below today as long as there are none.
        self._said = [(stop, self._cell) for stop in self._shown[:-1]]
        self._said += [(stop, self._cell + (0 if now else left)) for stop in self._shown[-1:]]
        self._said += [(now, left + 1)] if now else []
        self.unsaid = [
            stop for stop, cells in reversed(self._said) if cell_len(stop.words) >= cells
        ]

    def lines(self) -> list[Content]:
        """Return the days, the rail with its stops, and the words below them."""
        return [self._days(), self._rail(), self._words()]

    def _days(self) -> Content:
        counted = _padded(f"+{self.left_out} earlier", COUNTED) if self.left_out else Content("")
        days = [_padded(self._day(stop), self._cell) for stop in self._shown]
        earlier = Content.assemble(counted, *days).stylize("$text-muted")
        return Content.assemble(earlier, ("today", "bold $text-accent"))

    def _day(self, stop: Stop) -> str:
        day = short_day(stop.day, self._today)
        if not stop.between_meetings:
            return day
        forms = (f"{day}, between meetings", f"{day}, between")
        return next((form for form in forms if len(form) < self._cell), day)

    def _rail(self) -> Content:
        counted = Content.styled(ELAPSED * COUNTED if self.left_out else "", "$rule")
        stops = [
            Content.styled(
                STATUS_LABELS[stop.status].glyph + ELAPSED * (self._cell - 1),
                STATUS_COLOURS[stop.status],
            )
            for stop in self._shown
        ]
        now = Content.styled(OPEN_QUESTION, "bold $text-accent")
        if self._now is not None:
            status = self._now.status
            now = Content.styled(STATUS_LABELS[status].glyph, f"bold {STATUS_COLOURS[status]}")
        return Content.assemble(counted, *stops, now)

    def _words(self) -> Content:
        counted = " " * (COUNTED if self.left_out else 0)
        words = [_padded(stop.words, cells) for stop, cells in self._said]
        if not self._said and not self.left_out:
            words = [Content.styled("not reviewed before", "$text-muted")]
        if self._now is not None:
            words[-1] = words[-1].stylize("bold")
        return Content.assemble(counted, *words)


def _padded(words: str, cells: int) -> Content:
    """Return words in so many cells, the last of which stays free."""
    content = line(words).truncate(max(1, cells - 1), ellipsis=True, pad=True)
    return Content.assemble(content, " ")
