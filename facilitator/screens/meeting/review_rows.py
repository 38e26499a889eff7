"""The rows of the review, one for each action item, and the headings of its two parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from textual.content import Content

from db.records import CarriedItem
from facilitator.domain.due_dates import overdue_days
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.tickets import disagreement
from facilitator.screens.action_card import STATUS_COLOURS, ticket_mark
from facilitator.widgets.chip import filled
from facilitator.widgets.glyphs import COUNTED, TO_COUNT
from facilitator.widgets.text import line
from facilitator.widgets.virtual_list import Heading

MOST_SQUARES = 20
"""Up to so many items the progress has a square for each; more share as many squares."""
SAID_JUST_NOW = "bold $background on $text-success"
"""How a row looks for a moment when its item is done."""


def item_row(entry: CarriedItem, width: int, today: date, *, is_flashing: bool = False) -> Content:
    """Return the row of an item: what was said of it, or how many days late it is.

    Where the tracker says something else than the team, a mark stands before the action.
    """
    label = STATUS_LABELS[entry.item.status]
    mark = ticket_mark(disagreement(entry.item) is not None)
    number = Content.assemble((f"#{entry.number} ", "$text-muted"), mark)
    if entry.reviewed_now:
        glyph = Content.styled(f"{label.glyph} ", STATUS_COLOURS[entry.item.status])
        said = Content.assemble(glyph, number, line(entry.item.action, "$text-muted"))
        row = said.truncate(width, ellipsis=True)
        return row.pad_right(width - row.cell_length).stylize(SAID_JUST_NOW) if is_flashing else row
    days = overdue_days(entry.item, today)
    late = Content.assemble(" ", filled(f"{days}d", "error")) if days else Content("")
    words = Content.assemble(number, line(entry.item.action))
    room = max(1, width - late.cell_length)
    return Content.assemble(words.truncate(room, ellipsis=True, pad=True), late)


def headings(carried: Sequence[CarriedItem]) -> list[Heading]:
    """Return the headings of what is to do and of what was said today, as far as there is any."""
    left = sum(not entry.reviewed_now for entry in carried)
    said = Counter(entry.item.status for entry in carried if entry.reviewed_now)
    counts = [
        Content.styled(f"{label.glyph}{said[status]}", STATUS_COLOURS[status])
        for status, label in STATUS_LABELS.items()
        if said[status]
    ]
    to_do = Heading(
        0, Content.styled("To do", "bold"), Content.styled(f"{left} left", "$text-muted")
    )
    today = Heading(left, Content.styled("Said today", "bold"), Content(" ").join(counts))
    return [*([to_do] if left else []), *([today] if counts else [])]


def squares(done: int, total: int) -> Content:
    """Return a square for each item, full for those that are done."""
    count = min(total, MOST_SQUARES)
    full = done if total <= MOST_SQUARES else done * MOST_SQUARES // total
    return Content.styled(COUNTED * full + TO_COUNT * (count - full), "$text-accent")
