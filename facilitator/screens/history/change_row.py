"""One row of the history, and the card of the change that the cursor is on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from textual.content import Content

from db.records import HistoryEntry
from facilitator.domain.due_dates import full_day
from facilitator.domain.history_words import describe_entry, further_texts, is_long_text_edit
from facilitator.domain.team_day import team_day
from facilitator.domain.text_difference import PieceKind, word_difference
from facilitator.text import shortened
from facilitator.widgets.text import line, plain

NARROW_NAME, WIDE_NAME = 10, 18
"""How many cells the name of a person takes in a row, in a narrow list and in a wide one."""
WIDE_ROW = 90
"""From how many cells on a row is wide."""
UNDONE = "↶ undone  "
"""What stands before a change that was taken back."""
PIECE_SIGNS = {
    PieceKind.SAME: ("", "", ""),
    PieceKind.REMOVED: ("[−", "]", "strike $text-error"),
    PieceKind.ADDED: ("[+", "]", "bold $text-success"),
}
"""What stands around a piece of a text, and its style: colour alone says nothing to some people."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as the list shows it.

    Attributes:
        entry: The change.
        words: What it changed.
        is_first: Whether the row above belongs to another transaction or to another day.
    """

    entry: HistoryEntry
    words: str
    is_first: bool


def change_row(entry: HistoryEntry, number: int, today: date, *, is_first: bool) -> ChangeRow:
    """Return the row of a change of the incident with this number."""
    return ChangeRow(entry, describe_entry(entry, number, today), is_first)


def draw_day(day: date, today: date, width: int) -> Content:
    """Return the heading of a day."""
    words = full_day(day, today)
    rule = "─" * max(0, width - len(words) - 1)
    return Content.assemble((words, "bold $text-accent"), " ", (rule, "$text-muted"))


def draw_change(row: ChangeRow, width: int, zone: tzinfo) -> Content:
    """Return the time, the person and what was changed; what belongs together says it once."""
    entry = row.entry
    name_width = WIDE_NAME if width >= WIDE_ROW else NARROW_NAME
    clock, who = f"{_local(entry.at, zone):%H:%M}", line(entry.who or "–")
    name = who.truncate(name_width, ellipsis=True)
    name = name.pad_right(max(0, name_width - name.cell_length))
    if not row.is_first:
        clock, name = " " * len(clock), Content(" " * name_width)
    return Content.assemble(
        (clock, "$text-muted"),
        "  ",
        name,
        "  ",
        (UNDONE if entry.undone else "", "$text-warning"),
        line(row.words, "$text-muted" if entry.undone else ""),
    ).truncate(width, ellipsis=True)


def change_card(row: ChangeRow, today: date, zone: tzinfo) -> Content:
    """Return the whole of a change: when, who, and the text with what is gone and what is new."""
    entry = row.entry
    moment = _local(entry.at, zone)
    when = f"{full_day(team_day(entry.at, zone), today)} at {moment:%H:%M:%S}"
    who = f"by {shortened(entry.who, 60)}" if entry.who else "nobody knows by whom"
    undone = "\nThis change was undone." if entry.undone else ""
    label = f"\n{shortened(entry.label, 80)}" if entry.label else ""
    return Content.assemble(
        line(f"{when}, {who}", "bold"),
        plain(label, "$text-muted"),
        (undone, "$text-warning"),
        "\n\n",
        _whole_difference(entry) if is_long_text_edit(entry) else plain(row.words),
        *(plain(f"\n\n{text}") for text in further_texts(entry)),
    )


def _whole_difference(entry: HistoryEntry) -> Content:
    pieces = []
    for piece in word_difference(entry.old, entry.new):
        before, after, style = PIECE_SIGNS[piece.kind]
        text = piece.text
        words = text.strip()
        if not before or not words:
            pieces.append(plain(text))
            continue
        lead, _, tail = text.partition(words)
        pieces.append(plain(lead) + plain(f"{before}{words}{after}", style) + plain(tail))
    return Content("").join(pieces)


def _local(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone)
