"""How an action item stood at an earlier moment, whatever became of it since.

An item says when it was made and when it was closed. One that was closed, reopened and perhaps
closed again says so in its reviews, which hold every change of its status with its moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from db.records import ActionItem
from db.vocabulary import CLOSED_STATUSES, ActionStatus

FOREVER = datetime.max.replace(tzinfo=UTC)
"""The end of what has not ended."""


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """A time through which an item was done or dropped.

    Attributes:
        status: Whether it was done or dropped.
        closed_at: When it was closed: None where nobody wrote that down, for an item that is closed
            now. It then counts as closed from its beginning.
        until: When it was opened again, or got its other status; `FOREVER` where it is so now.
    """

    status: ActionStatus
    closed_at: datetime | None
    until: datetime

    def contains(self, moment: datetime) -> bool:
        """Return whether the item was closed at a moment; it is from the very moment of closing."""
        return (self.closed_at is None or self.closed_at <= moment) and moment < self.until


def closed_spans(item: ActionItem) -> Iterator[ClosedSpan]:
    """Yield the times through which an item was done or dropped, those of the last closing last.

    That closing counts from the item's own `closed_at`, since that is where a day is put right.
    Reviews after the last opening that contradict the item's own status are left out.
    """
    run: list[tuple[datetime, ActionStatus]] = []
    for review in item.reviews:
        if review.status in CLOSED_STATUSES:
            run.append((review.at, review.status))
        elif run:
            yield from _spans_of_run(run, run[0][0], review.at)
            run = []
    if not item.is_open:
        agrees = bool(run) and run[-1][1] is item.status
        last_run = run if agrees else [(FOREVER, item.status)]
        yield from _spans_of_run(last_run, item.closed_at, FOREVER)


def as_it_stood(item: ActionItem, moment: datetime) -> ActionItem | None:
    """Return an item with the status that it had at a moment; None where it was not made yet.

    An item that was made or closed at that very moment counts as made or closed. An item that was
    open then counts as not started, since nothing that is asked of an earlier moment needs more.
    """
    if item.created_at > moment:
        return None
    if not any(review.status in CLOSED_STATUSES for review in item.reviews):
        return _by_its_closing_alone(item, moment)
    spans = [span for span in closed_spans(item) if span.contains(moment)]
    if spans:
        last = spans[-1]
        if (last.status, last.closed_at) == (item.status, item.closed_at):
            return item
        return replace(item, status=last.status, closed_at=last.closed_at)
    return item if item.is_open else _as_open(item)


def _by_its_closing_alone(item: ActionItem, moment: datetime) -> ActionItem:
    """Return an item as it stood, whose reviews tell of no closing; most items are such."""
    is_closed_later = item.closed_at is not None and item.closed_at > moment
    return _as_open(item) if is_closed_later and not item.is_open else item


def _as_open(item: ActionItem) -> ActionItem:
    return replace(item, status=ActionStatus.OPEN, closed_at=None)


def open_spans(item: ActionItem) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when an item was open; the end of each no longer belongs to it."""
    start = made = item.created_at
    spans = ((span.closed_at or made, span.until) for span in closed_spans(item))
    for end, opened_again in sorted(spans):
        if end > start:
            yield start, end
        start = max(start, opened_again)
    if start < FOREVER:
        yield start, FOREVER


def _spans_of_run(
    run: list[tuple[datetime, ActionStatus]], closed_at: datetime | None, until: datetime
) -> Iterator[ClosedSpan]:
    """Yield a span for each status that an item had between a closing and the next opening.

    Args:
        run: The moment and the status of each review between them.
        closed_at: When it was closed.
        until: When it was opened again.
    """
    (_, status), *later = run
    for at, other in later:
        if other is not status:
            if closed_at is None or at > closed_at:
                yield ClosedSpan(status, closed_at, at)
                closed_at = at
            status = other
    yield ClosedSpan(status, closed_at, until)
