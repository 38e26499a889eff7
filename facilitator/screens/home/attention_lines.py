"""The lines over the list of the home screen about what needs attention today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import Incident
from facilitator.domain.age import age_in_words
from facilitator.domain.attention import DraftNotReady, OpenItem, drafts_not_ready
from facilitator.domain.due_dates import overdue_days
from facilitator.text import counted, shortened
from facilitator.widgets.glyphs import PROBLEM

LISTED_DRAFTS, LISTED_ITEMS = 3, 5
"""How many drafts and how many action items a line lists at most; it counts the others."""


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


def attention_lines(attention: NeedsAttention, prep_key: str) -> Content:
    """Return at most three lines about what needs attention; empty where nothing does.

    They are about overdue action items, drafts that are not ready, and action items without a
    ticket.

    Args:
        attention: What needs attention.
        prep_key: The key that prepares the selected incident.
    """
    return Content("\n").join(_lines(attention, prep_key))


def _lines(attention: NeedsAttention, prep_key: str) -> Iterator[Content]:
    today = attention.today
    if attention.overdue:
        yield _items_line(
            f"! {len(attention.overdue):,} overdue",
            "$text-error",
            [_overdue_item(entry, today) for entry in attention.overdue[:LISTED_ITEMS]],
            len(attention.overdue) - LISTED_ITEMS,
        )
    yield from _draft_lines(attention, prep_key)
    if attention.without_ticket:
        yield _items_line(
            f"{PROBLEM} {len(attention.without_ticket):,} without a ticket",
            "$text-warning",
            [_item(entry) for entry in attention.without_ticket[:LISTED_ITEMS]],
            len(attention.without_ticket) - LISTED_ITEMS,
        )


def _items_line(count: str, style: str, listed: Sequence[str], others: int) -> Content:
    """Return how many action items there are, the first of them, and how many others."""
    more = f", and {others:,} more" if others > 0 else ""
    return Content.assemble((count, f"bold {style}"), f": {', '.join(listed)}{more}")


def _overdue_item(entry: OpenItem, today: date) -> str:
    owner = shortened(entry.item.owner, 20) or "no owner"
    return f"{_item(entry)} ({owner}, {overdue_days(entry.item, today)} d)"


def _item(entry: OpenItem) -> str:
    return f"#{entry.number} {shortened(entry.item.action, 40)}"


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
