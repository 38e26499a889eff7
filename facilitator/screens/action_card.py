"""What a card says of an action item: its facts, and what was decided about it before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from textual.content import Content

from db.records import ActionItem, Review
from db.vocabulary import ActionStatus
from facilitator.domain.due_dates import due_in_words, overdue_days, short_day
from facilitator.domain.summary import review_in_words, status_in_words
from facilitator.domain.team_day import team_day
from facilitator.widgets.glyphs import PROBLEM
from facilitator.widgets.link import link
from facilitator.widgets.text import line

STATUS_COLOURS = {
    ActionStatus.OPEN: "$text-muted",
    ActionStatus.IN_PROGRESS: "$text-warning",
    ActionStatus.DONE: "$text-success",
    ActionStatus.DROPPED: "$text-muted",
}


def item_facts(item: ActionItem, today: date) -> Content:
    """Return the owner, priority, due date, ticket and status of an item."""
    is_overdue = bool(overdue_days(item, today))
    due = due_in_words(item.due, today)
    status = Content.styled("Now: " if item.reviews else "Status: ", "$text-muted") + line(
        status_in_words(item), f"{STATUS_COLOURS[item.status]} bold"
    )
    return Content.assemble(
        line(item.owner, "bold") if item.owner else Content.styled("no owner", "$text-error"),
        f" · {item.priority} · ",
        (f"{PROBLEM} {due}" if is_overdue else due, "bold $text-error" if is_overdue else ""),
        " · ",
        ticket_link(item),
        "\n\n",
        status,
    )


def ticket_link(item: ActionItem) -> Content:
    """Return the ticket of an item, and whether a tracker knows it."""
    if not item.ticket:
        return Content.styled("no ticket", "$text-muted")
    known = "verified" if item.ticket_verified else "unverified"
    return Content.assemble(link(item.ticket, "$text-accent"), (f" {known}", "$text-muted"))


def item_history(reviews: Sequence[Review], today: date, zone: tzinfo) -> Content:
    """Return a line for each review and each change between meetings, the newest first.

    Args:
        reviews: What was decided, oldest first.
        today: The present day, whose year is not named.
        zone: The team's time zone.
    """
    lines = []
    meetings = 0
    for review in reversed(reviews):
        if review.between_meetings:
            when = "Between meetings"
        else:
            when = "Last time" if meetings == 0 else "Before that"
            meetings += 1
        day = short_day(team_day(review.at, zone), today)
        lines.append(line(f"{when} ({day}): {review_in_words(review.status, review.note)}"))
    return Content("\n").join(lines)
