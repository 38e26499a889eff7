"""What the review says beside its action items: that all are said, and which are to be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual.content import Content

from db.records import CarriedItem, DueCheck
from facilitator.domain.labels import STATUS_LABELS
from facilitator.screens.meeting.review_card import Message
from facilitator.text import counted


def finished_message(carried: Sequence[CarriedItem], keys: Sequence[Content]) -> Message:
    """Return that all items are reviewed, and what was said of how many.

    Args:
        carried: The items.
        keys: What can be done now, a line each.
    """
    said = Counter(entry.item.status for entry in carried)
    counts = ", ".join(
        f"{said[status]} {label.in_review.lower()}"
        for status, label in STATUS_LABELS.items()
        if said[status]
    )
    which = "The item is" if len(carried) == 1 else f"All {len(carried)} are"
    lines = [line for line in keys if line]
    return Message(f"{which} reviewed: {counts}", lines, "$text-success")


def checks_line(to_check: Sequence[DueCheck], key: str) -> Content:
    """Return how many done items are to be checked, and the key that asks; "" where none is."""
    if not to_check:
        return Content("")
    question = f"Did it work? {counted(len(to_check), 'done item')} to check"
    return Content.assemble((question, "bold"), (f"  {key}" if key else "", "bold $text-accent"))


def key_line(key: str, does: str) -> Content:
    """Return what a key does."""
    return Content.assemble((key, "bold $text-accent"), f" {does}")
