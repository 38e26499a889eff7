"""The lines over the list of the home screen about what needs attention today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from db.records import Incident
from facilitator.domain.age import age_in_words
from facilitator.domain.attention import DraftNotReady, OpenItem, drafts_not_ready
from facilitator.domain.due_dates import overdue_days
from facilitator.text import counted, shortened
from facilitator.widgets.glyphs import PROBLEM

LISTED_DRAFTS, LISTED_ITEMS = 3, 5
"""How many drafts and how many action items a line lists at most; it counts the others."""
SHORTEST_WORDS = 24
"""How many characters of an action item are shown however narrow the line is."""


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """What needs attention today.

    Attributes:
        today: The present day.
        spoken_for: The numbers of the incidents that the line above speaks of, and of those whose
            meetings are running: it is too late to prepare these.
        drafts: The newest drafts, newest first, ready or not.
        older_drafts: How many drafts there are besides.
        overdue: The open action items that are overdue, those overdue for longest first.
        without_ticket: The open action items that have no ticket.
    """

    today: date
    spoken_for: Sequence[int]
    drafts: Sequence[Incident]
    older_drafts: int
    overdue: Sequence[OpenItem]
    without_ticket: Sequence[OpenItem]


def attention_lines(attention: NeedsAttention, prep_key: str, width: int) -> Content:
    """Return at most three lines about what needs attention; empty where nothing does.

    They are about overdue action items, drafts that are not ready, and action items without a
    ticket.

    Args:
        attention: What needs attention.
        prep_key: The key that prepares the selected incident.
        width: How many cells a line has.
    """
    return Content("\n").join(_lines(attention, prep_key, width))


def _lines(attention: NeedsAttention, prep_key: str, width: int) -> Iterator[Content]:
    today = attention.today
    if attention.overdue:
        yield _items_line(
            f"{PROBLEM} {len(attention.overdue):,} overdue",
            "$text-error",
            attention.overdue,
            lambda entry: _owner_and_days(entry, today),
            width,
        )
    yield from _draft_lines(attention, prep_key)
    if attention.without_ticket:
        yield _items_line(
            f"{PROBLEM} {len(attention.without_ticket):,} without a ticket",
            "$text-warning",
            attention.without_ticket,
            lambda entry: "",
            width,
        )


def _items_line(
    count: str,
    style: str,
    entries: Sequence[OpenItem],
    said_of: Callable[[OpenItem], str],
    width: int,
) -> Content:
    """Return how many action items there are, the first of them, and how many others.

    The words of the listed items share what the rest of the line leaves of its width.
    """
    listed, others = entries[:LISTED_ITEMS], len(entries) - LISTED_ITEMS
    more = f", and {others:,} more" if others > 0 else ""
    around = [(f"#{entry.number} ", said_of(entry)) for entry in listed]
    taken = sum(cell_len(f"{number}{said}, ") for number, said in around)
    room = width - cell_len(f"{count}: {more}") - taken
    actions = [entry.item.action for entry in listed]
    rooms = _shares([cell_len(action) for action in actions], room)
    words = [
        shortened(action, max(SHORTEST_WORDS, share))
        for action, share in zip(actions, rooms, strict=True)
    ]
    items = [f"{number}{text}{said}" for (number, said), text in zip(around, words, strict=True)]
    return Content.assemble((count, f"bold {style}"), f": {', '.join(items)}{more}")


def _shares(lengths: Sequence[int], room: int) -> list[int]:
    """Return how many cells each of some words gets; short ones leave theirs to the others."""
    shares = [0] * len(lengths)
    by_length = sorted(range(len(lengths)), key=lambda index: lengths[index])
    for place, index in enumerate(by_length):
        shares[index] = max(0, min(lengths[index], room // (len(lengths) - place)))
        room -= shares[index]
    return shares


def _owner_and_days(entry: OpenItem, today: date) -> str:
    owner = shortened(entry.item.owner, 20) or "no owner"
    return f" ({owner}, {overdue_days(entry.item, today)} d)"


def _draft_lines(attention: NeedsAttention, prep_key: str) -> Iterator[Content]:
    """Yield a line about the drafts that are not ready and not spoken for, if there are any."""
    not_ready = [
        result
        for result in drafts_not_ready(attention.drafts)
        if result.draft.number not in attention.spoken_for
    ]
    if not not_ready:
        return
    listed = [_draft(result, attention.today) for result in not_ready[:LISTED_DRAFTS]]
    if len(not_ready) > LISTED_DRAFTS:
        listed.append(f"{len(not_ready) - LISTED_DRAFTS} more")
    if attention.older_drafts:
        listed.append(counted(attention.older_drafts, "older draft"))
    are, which = ("is", "it") if len(not_ready) == 1 else ("are", "one")
    yield Content.assemble(
        (f"{PROBLEM} {counted(len(not_ready), 'draft')} {are} not ready", "bold $text-warning"),
        f" (select {which} and press {prep_key}): {', '.join(listed)}",
    )


def _draft(result: DraftNotReady, today: date) -> str:
    incident = result.draft
    age = age_in_words(incident.date, today)
    service = shortened(incident.service, 24)
    return f"#{incident.number} {service} ({age}, {result.met}/{result.of})"
