"""The preview of the selected incident, beside the list of incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from db.records import Incident
from facilitator.widgets.hanging_indent import Row, indent_wrapped
from facilitator.widgets.preview import preview_rows
from facilitator.widgets.recently_used import RecentlyUsed
from facilitator.widgets.scrolled_lines import BAR, ScrolledLines
from facilitator.widgets.text import plain

KEPT_PREVIEWS = 32
"""So many previews are kept as they were wrapped, as the cursor often goes back."""


class IncidentPreview(ScrolledLines):
    """Shows a post-mortem in the template's order, or why there is none to show."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._shown: Incident | str = ""
        self._today = date.min
        self._kept: RecentlyUsed[tuple[int, int], tuple[Incident, date, Sequence[Content]]]
        self._kept = RecentlyUsed(KEPT_PREVIEWS)

    def show(self, shown: Incident | str, today: date) -> None:
        """Show an incident from its start, or the same one where it was scrolled to.

        Args:
            shown: The incident; or what to say where there is none.
            today: The present day, from which due dates are described.
        """
        if _number(shown) != _number(self._shown):
            self.go_to(0)
        self._shown, self._today = shown, today
        self.redraw()

    def lines(self, width: int) -> Sequence[Content]:
        """Return the lines of the whole post-mortem, wrapped to so many cells."""
        if isinstance(self._shown, str):
            return plain(self._shown).wrap(width)
        return self._wrapped(self._shown, self._today, width)

    def prepare_incident(self, incident: Incident, today: date) -> None:
        """Wrap and paint an incident that may be shown next."""
        if width := self.size.width:
            lines = self._wrapped(incident, today, max(1, width - BAR))
            self.prepare(self.lines_in_sight(lines, 0))

    def _wrapped(self, incident: Incident, today: date, width: int) -> Sequence[Content]:
        kept, kept_day, lines = self._kept.get((incident.number, width), (None, today, ()))
        if kept is incident and kept_day == today:
            return lines
        # It may have been read again and be the same.
        if kept != incident or kept_day != today:
            rows = preview_rows(incident, today)
            lines = [line for row in rows for line in _wrapped_row(row, width)]
        self._kept[incident.number, width] = incident, today, lines
        return lines


def _wrapped_row(row: Row, width: int) -> Sequence[Content]:
    return indent_wrapped(*row, width).split("\n", allow_blank=True)


def _number(shown: Incident | str) -> int | None:
    return None if isinstance(shown, str) else shown.number
